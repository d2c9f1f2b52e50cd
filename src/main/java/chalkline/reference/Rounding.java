package chalkline.reference;

import chalkline.network.Precision;

/**
 * The rounding that a {@link Rounded} accounts for.
 *
 * <p>Under {@link #FLOAT32} and {@link #FLOAT64} the values are doubles, and the error bounds how far a correct
 * implementation in that precision may lie from them: its unit roundoff and the reference's own 2⁻⁵³ together. Under
 * {@link #TRUTH} the values are double-double, about 32 digits, and the error bounds how far they lie from the exact
 * ones.
 */
public enum Rounding {
    /** A binary32 implementation is judged. */
    FLOAT32(Precision.FLOAT32.unitRoundoff(), Precision.FLOAT32.smallestNormal(), Precision.FLOAT32.largest()),
    /** A binary64 implementation is judged. */
    FLOAT64(Precision.FLOAT64.unitRoundoff(), Precision.FLOAT64.smallestNormal(), Precision.FLOAT64.largest()),
    /** Nobody is judged: the exact value is wanted. One double-double operation is good to 16·2⁻¹⁰⁶ or better. */
    TRUTH(0x1p-100, 0x1p-1070, Double.MAX_VALUE);

    /** Unit roundoff of the reference's double arithmetic. */
    private static final double OWN = 0x1p-53;

    private final double judged;
    private final double tiny;
    private final double largest;

    Rounding(double judged, double tiny, double largest) {
        this.judged = judged;
        this.tiny = tiny;
        this.largest = largest;
    }

    /** The rounding of an implementation in that precision. */
    public static Rounding of(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
        };
    }

    boolean isExtended() {
        return this == TRUTH;
    }

    /** u: one operation, on both sides together, errs by at most u times its result. */
    double unit() {
        return isExtended() ? judged : judged + OWN;
    }

    /** u of the judged side alone. */
    double judgedUnit() {
        return judged;
    }

    /** Beyond it an implementation has an infinity. */
    double largest() {
        return largest;
    }

    /**
     * The error of a result; infinite where the result may leave the judged precision, if only on the way to something
     * smaller: then an implementation may go on with an infinity, and nothing bounds what it comes to.
     */
    double within(double size, double error) {
        return size + error <= largest ? error : Double.POSITIVE_INFINITY;
    }

    /** λ: what one operation may lose to underflow. */
    double tiny() {
        return tiny;
    }

    /** γₙ = n·u / (1 − n·u): n operations in a row, in any order (Higham, Accuracy and Stability, §3.1). */
    double gamma(int n) {
        double nu = n * unit();
        return nu < 1 ? nu / (1 - nu) : Double.POSITIVE_INFINITY;
    }
}
