package chalkline.network;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * How a course writes the same step, where it is not as the configuration has it.
 *
 * @param gradient where the mean over the examples is taken
 * @param loss what the loss and all that is derived from it are multiplied by
 * @param penalty whether L1 and L2 stand in dW or beside it
 */
public record Conventions(Gradient gradient, LossFactor loss, Penalty penalty) {
    /** As the configuration has it. */
    public static final Conventions NONE = new Conventions(Gradient.MEAN, LossFactor.AS_CONFIGURED, Penalty.OUTSIDE);

    /** Where the mean over the examples is taken. */
    public enum Gradient {
        /** Every gradient is that of the mean. */
        MEAN("mean"),
        /** Every gradient is that of the sum over the examples. */
        SUM("sum"),
        /** dA and dZ are those of each example's own loss, dW and db of the mean: 1/N stands in dW. */
        SUM_IN_DZ("sum-in-dZ");

        private final String label;

        Gradient(String label) {
            this.label = label;
        }

        /** The name in YAML. */
        public String label() {
            return label;
        }
    }

    /** What the loss is multiplied by. */
    public enum LossFactor {
        AS_CONFIGURED("as-configured"),
        HALF("half"),
        TWICE("twice"),
        MEAN_OVER_OUTPUTS("mean-over-outputs"),
        SUM_OVER_OUTPUTS("sum-over-outputs");

        private final String label;

        LossFactor(String label) {
            this.label = label;
        }

        /** The name in YAML. */
        public String label() {
            return label;
        }
    }

    /** Where L1 and L2 stand. */
    public enum Penalty {
        /** They are added to dW by the update. */
        OUTSIDE("outside"),
        /** dW and db have them. */
        IN_DW("in-dW");

        private final String label;

        Penalty(String label) {
            this.label = label;
        }

        /** The name in YAML. */
        public String label() {
            return label;
        }
    }

    /** In how many of the three they differ. */
    public int differences(Conventions other) {
        return (gradient == other.gradient ? 0 : 1) + (loss == other.loss ? 0 : 1) + (penalty == other.penalty ? 0 : 1);
    }

    /**
     * The line of YAML that declares them.
     *
     * @param declared what is declared now, of which the line has to replace every key
     */
    public String line(Conventions declared) {
        StringJoiner line = new StringJoiner(", ", "conventions: { ", " }");
        if (gradient != NONE.gradient || declared.gradient != NONE.gradient) {
            line.add("gradient: " + gradient.label());
        }
        if (loss != NONE.loss || declared.loss != NONE.loss) {
            line.add("loss: " + loss.label());
        }
        if (penalty != NONE.penalty || declared.penalty != NONE.penalty) {
            line.add("penalty: " + penalty.label());
        }
        return line.toString();
    }

    /** In words, what differs from the conventions that are declared. */
    public String words(Conventions declared) {
        List<String> words = new ArrayList<>();
        if (gradient != declared.gradient) {
            words.add(
                    switch (gradient) {
                        case MEAN -> "gradients of the mean over the examples";
                        case SUM -> "gradients summed over the examples";
                        case SUM_IN_DZ -> "dA and dZ of each example's own loss, with the mean taken in dW and db";
                    });
        }
        if (loss != declared.loss) {
            words.add(
                    switch (loss) {
                        case AS_CONFIGURED -> "the loss as it is configured";
                        case HALF -> "a loss with another ½";
                        case TWICE -> "a loss without its ½";
                        case MEAN_OVER_OUTPUTS -> "a loss that is the mean over the outputs";
                        case SUM_OVER_OUTPUTS -> "a loss that is the sum over the outputs";
                    });
        }
        if (penalty != declared.penalty) {
            words.add(
                    switch (penalty) {
                        case OUTSIDE -> "the penalty added by the update";
                        case IN_DW -> "the penalty in dW";
                    });
        }
        return String.join(", ", words);
    }
}
