package chalkline.reference;

import chalkline.network.Activation;

/**
 * The values an activation can take: between low and high, and as near to either as one likes. A gap between is left out.
 *
 * @param low may be −∞
 * @param high may be ∞
 * @param text as one writes it
 */
public record Range(double low, double high, String text) {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** The range of that activation. */
    public static Range of(Activation activation) {
        return switch (activation.kind()) {
            case CUBE, IDENTITY -> new Range(-INFINITY, INFINITY, "(-∞, ∞)");
            case ELU -> {
                double alpha = activation.parameter(0);
                yield alpha > 0 ? new Range(-alpha, INFINITY, "(" + number(-alpha) + ", ∞)") : fromZero();
            }
            // The minima, rounded to 17 digits.
            case GELU ->
                activation.parameter(0) == 0
                        ? new Range(-0.1636101896363536, INFINITY, "[-0.1636, ∞)")
                        : new Range(-0.17004075057125403, INFINITY, "[-0.17, ∞)");
            case MISH -> new Range(-0.3088434130172504, INFINITY, "[-0.3088, ∞)");
            case SWISH -> new Range(-0.2784645427610738, INFINITY, "[-0.2785, ∞)");
            case HARD_SIGMOID -> new Range(0, 1, "[0, 1]");
            case HARD_TANH -> new Range(-1, 1, "[-1, 1]");
            case LEAKY_RELU -> activation.parameter(0) > 0 ? new Range(-INFINITY, INFINITY, "(-∞, ∞)") : fromZero();
            case RATIONAL_TANH -> new Range(-1.7159, 1.7159, "(-1.7159, 1.7159)");
            case RECTIFIED_TANH -> new Range(0, 1, "[0, 1)");
            case RELU -> relu(activation.parameter(0), activation.parameter(1), activation.parameter(2));
            case RELU6 -> relu(6, 0, 0);
            case RRELU -> activation.parameter(1) > 0 ? new Range(-INFINITY, INFINITY, "(-∞, ∞)") : fromZero();
            case SELU -> new Range(-1.7580993408473766, INFINITY, "(-1.7581, ∞)");
            case SIGMOID, SOFTMAX -> new Range(0, 1, "(0, 1)");
            case SOFTPLUS -> new Range(0, INFINITY, "(0, ∞)");
            case SOFTSIGN, TANH -> new Range(-1, 1, "(-1, 1)");
            case THRESHOLDED_RELU -> {
                double theta = activation.parameter(0);
                yield theta >= 0 ? fromZero() : new Range(theta, INFINITY, "(" + number(theta) + ", ∞)");
            }
        };
    }

    private static Range fromZero() {
        return new Range(0, INFINITY, "[0, ∞)");
    }

    /** Below the threshold it is slope·(z − threshold), which the maximum does not hold back. */
    private static Range relu(double max, double threshold, double slope) {
        double low = slope > 0 ? -INFINITY : Math.min(0, threshold);
        double high = slope < 0 ? INFINITY : Math.max(0, max);
        boolean nearsLow = slope > 0 || slope < 0 && threshold > 0;
        boolean nearsHigh = high == INFINITY || slope > 0 && max < 0;
        return new Range(
                low, high, (nearsLow ? "(" : "[") + number(low) + ", " + number(high) + (nearsHigh ? ")" : "]"));
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Whether outputs can come as near to the value as one likes. */
    public boolean reaches(double value) {
        return low <= value && value <= high;
    }
}
