package chalkline.check;

import chalkline.network.Matrix;
import chalkline.reference.Rounded;

/**
 * How far a step lies from the truth.
 *
 * @param relativeError largest |actual − truth| over the largest |truth|; 0 where both are 0
 * @param digits significant digits that are right: the largest d ≥ 0 with relative error ≤ 5·10⁻ᵈ, the truth's own error
 *     counted against it
 */
public record EndToEnd(double relativeError, int digits) {
    /** Nobody claims more digits than a double has. */
    private static final int MOST_DIGITS = 17;

    /** Without the truth. */
    static final EndToEnd UNKNOWN = new EndToEnd(Double.NaN, 0);

    /** The distance of a step from the truth of the same shape. */
    public static EndToEnd of(Matrix actual, Rounded truth) {
        double difference = 0;
        double uncertain = 0;
        double largest = 0;
        for (int k = 0; k < actual.size(); k++) {
            double distance = truth.distance(k, actual.get(k));
            difference = larger(difference, distance);
            uncertain = larger(uncertain, distance + truth.error(k));
            largest = larger(largest, Math.abs(truth.value(k)));
        }
        return new EndToEnd(ratio(difference, largest), digits(ratio(uncertain, largest)));
    }

    /** NaN counts as the largest; that is only looked for where the new one is not plainly the smaller. */
    private static double larger(double soFar, double next) {
        return next <= soFar ? soFar : Math.max(soFar, next);
    }

    private static double ratio(double difference, double largest) {
        return difference == 0 ? 0 : difference / largest;
    }

    private static int digits(double relativeError) {
        if (!(relativeError < 0.5)) {
            return 0;
        }
        return (int) Math.min(MOST_DIGITS, Math.floor(Math.log10(5 / relativeError)));
    }
}
