package chalkline.reference;

import chalkline.network.Activation;

/**
 * The values of an activation: from low to high, which it reaches or comes arbitrarily near to. Gaps in between are ignored.
 *
 * @param low may be −∞
 * @param high may be ∞
 * @param text as one writes it
 */
public record Range(double low, double high, String text) {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** Every number. */
    static final Range ALL = new Range(-INFINITY, INFINITY, "(-∞, ∞)");
    /** 0 and what is above it. */
    static final Range FROM_ZERO = new Range(0, INFINITY, "[0, ∞)");

    /** The range of that activation. */
    public static Range of(Activation activation) {
        return ActivationRule.of(activation).range();
    }

    /** What is above a negative number; of 0, it too. */
    static Range above(double low) {
        return low == 0 ? FROM_ZERO : new Range(low, INFINITY, "(" + number(low) + ", ∞)");
    }

    /** Of the ReLU: below the threshold it is slope·(z − threshold), which the maximum does not hold back. */
    static Range ofRelu(double max, double threshold, double slope) {
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

    /** Whether outputs reach the value or come arbitrarily near to it. */
    public boolean reaches(double value) {
        return low <= value && value <= high;
    }
}
