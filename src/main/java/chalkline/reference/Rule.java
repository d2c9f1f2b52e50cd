package chalkline.reference;

import chalkline.network.Notation;
import java.util.List;
import java.util.Optional;
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
         * The formula.
         *
         * @param notation of the person
         * @param examples N: with one example, sums over the examples are not written
         */
        Written written(Notation notation, int examples);

        /** The formula in plain characters in one line. */
        default String write(Notation notation, int examples) {
            return written(notation, examples).formula().plain();
        }
    }

    /**
     * A formula on paper.
     *
     * @param forms the formula, and the ways to write it out; the last is the one that numbers are put into
     * @param definition of a function in it that has a rule of its own, as f′; absent where there is none
     */
    public record Written(List<Expression> forms, Optional<Definition> definition) {
        public Written {
            forms = List.copyOf(forms);
        }

        static Written as(Expression... forms) {
            return new Written(List.of(forms), Optional.empty());
        }

        static Written where(Expression formula, Expression defined, Expression... forms) {
            return new Written(List.of(formula), Optional.of(new Definition(defined, List.of(forms))));
        }

        /** A formula that is only words. */
        public static Written words(String words) {
            return as(new Expression.Symbol(words));
        }

        /** The formula. */
        public Expression formula() {
            return forms.get(0);
        }

        /** The form that numbers are put into. */
        public Expression worked() {
            return forms.get(forms.size() - 1);
        }
    }

    /**
     * What a function in a formula is.
     *
     * @param defined the function, as f′(Z)
     * @param forms the ways to write it out; the last is the one that numbers are put into
     */
    public record Definition(Expression defined, List<Expression> forms) {
        public Definition {
            forms = List.copyOf(forms);
        }

        /** The form that numbers are put into. */
        public Expression worked() {
            return forms.get(forms.size() - 1);
        }
    }
}
