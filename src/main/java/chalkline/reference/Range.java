package chalkline.reference;

import chalkline.network.Activation;

/**
 * The values an activation can take: between low and high, and as near to either as one likes.
 *
 * @param low may be −∞
 * @param high may be ∞
 * @param text as one writes it
 */
public record Range(double low, double high, String text) {

    /** The range of that activation. */
    public static Range of(Activation activation) {
        return switch (activation) {
            case IDENTITY -> new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "(-∞, ∞)");
            case RELU -> new Range(0, Double.POSITIVE_INFINITY, "[0, ∞)");
            case SIGMOID, SOFTMAX -> new Range(0, 1, "(0, 1)");
            case TANH -> new Range(-1, 1, "(-1, 1)");
        };
    }

    /** Whether outputs can come as near to the value as one likes. */
    public boolean reaches(double value) {
        return low <= value && value <= high;
    }
}
