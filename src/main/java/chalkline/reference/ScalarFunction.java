package chalkline.reference;

import chalkline.network.Accuracy;
import org.apache.commons.numbers.core.DD;

/** A function of one number, with what is needed to bound the error of its evaluation. */
interface ScalarFunction {
    /** The reference's own evaluation of an elementary function, in double. */
    double OWN_ULPS = 8 * 0x1p-53;

    /** f(z) in double, good to a few units in the last place. */
    double at(double z);

    /** f(z) in double-double, good to {@link DoubleDouble#EPSILON} relative to f(z). */
    DD at(DD z);

    /** A bound of |f′| on [z − e, z + e]; times e, a bound of what an error e in z does to f. */
    double slope(double z, double e);

    /**
     * How far an implementation's f(z) may lie from the exact one, z being exact: a model of the algorithm, with the
     * constants of the implementation's own primitives.
     *
     * @param value f(z)
     * @param u the implementation's unit roundoff
     * @param by how good its primitives are
     */
    double evaluationError(double z, double value, double u, Accuracy by);

    /** Whether nothing is rounded in it: z is passed on, or a whole number taken. */
    default boolean isExact() {
        return false;
    }

    /** f of every entry, with the bound on its error. */
    default Rounded ofAll(Rounded z) {
        Rounding rounding = z.rounding();
        Rounded result = new Rounded(rounding, z.rows(), z.columns());
        for (int k = 0; k < z.size(); k++) {
            double e = z.error(k);
            // Without a bound of its argument no function has one, however flat it is there.
            double inherited = e == 0 ? 0 : e < Double.POSITIVE_INFINITY ? slope(z.value(k), e) * e : e;
            if (rounding.isExtended()) {
                DD extended = at(z.extended(k));
                double size = Math.abs(extended.hi());
                // 0 may be exact, as ln 1 is, or what underflowed.
                boolean exact = isExact() || size == 0 && judgedError(z.value(k), 0, rounding) == 0;
                result.set(k, extended, inherited + (exact ? 0 : DoubleDouble.EPSILON * size + rounding.tiny()));
            } else {
                double y = at(z.value(k));
                double judged = judgedError(z.value(k), y, rounding);
                // What is evaluated at all may also be flushed to zero; what is only passed on, as by ReLU, is exact.
                double own = judged == 0 ? 0 : judged + OWN_ULPS * Math.abs(y) + rounding.tiny();
                result.set(k, y, rounding.within(Math.abs(y), inherited + own));
            }
        }
        return result;
    }

    private double judgedError(double z, double y, Rounding rounding) {
        return evaluationError(z, y, rounding.judgedUnit(), rounding.accuracy());
    }
}
