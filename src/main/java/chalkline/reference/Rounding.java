package chalkline.reference;

import chalkline.network.Accuracy;
import chalkline.network.Precision;

/**
 * The rounding that a {@link Rounded} accounts for.
 *
 * <p>Under {@link #FLOAT32} and {@link #FLOAT64} the values are doubles, and the error bounds how far a correct
 * implementation in that precision may lie from them: its unit roundoff and the reference's own 2⁻⁵³ together. Under
 * {@link #TRUTH} the values are double-double, about 32 digits, and the error bounds how far they lie from the exact
 * ones.
 *
 * @param judgedUnit u of the judged side alone
 * @param tiny λ: what one operation may lose to underflow
 * @param largest beyond it an implementation has an infinity
 * @param accuracy of the judged side's elementary functions
 */
public record Rounding(double judgedUnit, double tiny, double largest, Accuracy accuracy) {
    /** A binary32 implementation is judged, of whose functions nothing is known. */
    public static final Rounding FLOAT32 = of(Precision.FLOAT32);
    /** A binary64 implementation is judged, of whose functions nothing is known. */
    public static final Rounding FLOAT64 = of(Precision.FLOAT64);
    /** Nobody is judged: the exact value is wanted. One double-double operation is good to 16·2⁻¹⁰⁶ or better. */
    public static final Rounding TRUTH = new Rounding(0x1p-100, 0x1p-1070, Double.MAX_VALUE, Accuracy.USUAL);

    /** Unit roundoff of the reference's double arithmetic. */
    private static final double OWN = 0x1p-53;

    /** The rounding of an implementation in that precision, of whose functions nothing is known. */
    public static Rounding of(Precision precision) {
        return of(precision, Accuracy.USUAL);
    }

    /** The rounding of an implementation in that precision, whose functions are that good. */
    public static Rounding of(Precision precision, Accuracy accuracy) {
        return new Rounding(precision.unitRoundoff(), precision.smallestNormal(), precision.largest(), accuracy);
    }

    boolean isDouble() {
        return judgedUnit == OWN;
    }

    /** What the same implementation works in double. */
    Rounding inDouble() {
        return isExtended() ? this : of(Precision.FLOAT64, accuracy);
    }

    boolean isExtended() {
        return this == TRUTH;
    }

    /** u: one operation, on both sides together, errs by at most u times its result. */
    double unit() {
        return isExtended() ? judgedUnit : judgedUnit + OWN;
    }

    /**
     * The error of a result; infinite where the result may leave the judged precision, if only on the way to something
     * smaller: then an implementation may go on with an infinity, and nothing bounds what it comes to.
     */
    double within(double size, double error) {
        return size + error <= largest ? error : Double.POSITIVE_INFINITY;
    }

    /** γₙ = n·u / (1 − n·u): n operations in a row, in any order (Higham, Accuracy and Stability, §3.1). */
    double gamma(int n) {
        double nu = n * unit();
        return nu < 1 ? nu / (1 - nu) : Double.POSITIVE_INFINITY;
    }

    @Override
    public String toString() {
        return isExtended() ? "TRUTH" : isDouble() ? "FLOAT64" : "FLOAT32";
    }
}
