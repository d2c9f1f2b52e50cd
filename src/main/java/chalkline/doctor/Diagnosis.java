package chalkline.doctor;

import java.util.Locale;

/**
 * A reason why a training does not learn.
 *
 * @param code which kind of reason
 * @param where the key of the configuration that it is about: {@code network.layers[2].output.activation}
 * @param message one sentence
 * @param evidence what was measured, and what it was held against
 * @param remedy what to write instead, as YAML
 */
public record Diagnosis(Code code, String where, String message, String evidence, String remedy) {

    /** The kinds of reasons. */
    public enum Code {
        /** The softmax of a single output, which is always 1. */
        ONE_UNIT_SOFTMAX,
        /** Outputs that cannot be what the labels are. */
        WRONG_OUTPUT_ACTIVATION,
        /** A loss that is not made for such labels. */
        WRONG_LOSS,
        /** Labels that no output of the last activation reaches. */
        LABEL_RANGE,
        /** Inputs far from mean 0 and variance 1. */
        UNSCALED_INPUT,
        /** Labels that are numbers far from mean 0 and variance 1. */
        UNSCALED_LABEL,
        /** Steps so large that the loss grows or the units die. */
        LEARNING_RATE_TOO_HIGH,
        /** Steps so small that nothing moves. */
        LEARNING_RATE_TOO_LOW,
        /** Training ends before it has begun to learn. */
        TOO_FEW_EPOCHS,
        /** So few mini-batches an epoch that there are hardly any steps. */
        BATCH_SIZE,
        /** ReLU units that are 0 on every row. */
        DEAD_RELU,
        /** Sigmoid or tanh units whose slope is next to 0. */
        SATURATED,
        /** Hidden layers without a non-linear activation: together a linear model. */
        NO_ACTIVATION,
        /** Too few units for the task. */
        TOO_SMALL_NETWORK,
        /** So many layers of bounded units that no gradient reaches the first. */
        TOO_DEEP,
        /** Weights that start too large, too small, or all alike. */
        BAD_INITIALISATION,
        /** One class so frequent that always answering it costs little. */
        CLASS_IMBALANCE,
        /** Class labels given as one number, not one output each. */
        LABELS_NOT_ONE_HOT,
        /** Inputs that are the same on every row. */
        CONSTANT_INPUT,
        /** Labels that have nothing to do with their rows. */
        SHUFFLED_OR_MISALIGNED_LABELS,
        /** A figure that does not say what it is taken for. */
        WRONG_METRIC,
        /** Anything else. */
        OTHER;

        /** Whether it is of how fast it is trained, of which learning nothing is the only sign. */
        boolean isOfPace() {
            return switch (this) {
                case LEARNING_RATE_TOO_HIGH, LEARNING_RATE_TOO_LOW, TOO_FEW_EPOCHS, BATCH_SIZE -> true;
                case ONE_UNIT_SOFTMAX,
                        WRONG_OUTPUT_ACTIVATION,
                        WRONG_LOSS,
                        LABEL_RANGE,
                        UNSCALED_INPUT,
                        UNSCALED_LABEL,
                        DEAD_RELU,
                        SATURATED,
                        NO_ACTIVATION,
                        TOO_SMALL_NETWORK,
                        TOO_DEEP,
                        BAD_INITIALISATION,
                        CLASS_IMBALANCE,
                        LABELS_NOT_ONE_HOT,
                        CONSTANT_INPUT,
                        SHUFFLED_OR_MISALIGNED_LABELS,
                        WRONG_METRIC,
                        OTHER -> false;
            };
        }

        /** The name in JSON: one-unit-softmax. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
