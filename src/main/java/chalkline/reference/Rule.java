package chalkline.reference;

import chalkline.network.Notation;
import java.util.function.Function;

/**
 * One step of the derivation: its name and its formula over earlier steps.
 *
 * @param name the step's name
 * @param section where it stands
 * @param formula how a person writes it
 * @param value the formula itself
 * @param onPaper the formula with f′ written in A, which is how it is worked by hand; elsewhere the same as {@code value}
 */
public record Rule(
        String name,
        Section section,
        Formula formula,
        Function<Values, Rounded> value,
        Function<Values, Rounded> onPaper) {

    /** What a training step starts from, and its three parts. */
    public enum Section {
        GIVEN("Given"),
        FORWARD("Forward"),
        BACKWARD("Backward"),
        UPDATE("Update");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        /** A heading. */
        public String title() {
            return title;
        }
    }

    /** How a person writes a formula. */
    @FunctionalInterface
    public interface Formula {
        /**
         * The text.
         *
         * @param notation of the person
         * @param examples N: with one example, sums over the examples are not written
         */
        String write(Notation notation, int examples);
    }
}
