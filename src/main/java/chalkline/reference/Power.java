package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/** xᵖ of one number x ≥ 0 with its error. */
final class Power {
    private Power() {}

    /**
     * The power.
     *
     * @param base 1 × 1, not negative
     * @param exponent 1 × 1
     */
    static Rounded of(Rounded base, Rounded exponent) {
        base.requireSameRounding(exponent);
        Rounding rounding = base.rounding();
        Rounded result = new Rounded(rounding, 1, 1);
        double x = base.value(0);
        double p = exponent.value(0);
        if (x == 0 && base.error(0) == 0 && p > 0) {
            return result;
        }
        double y = Math.pow(x, p);
        double relative = Math.abs(p) * -Math.log1p(-base.error(0) / x) + exponent.error(0) * Math.abs(Math.log(x));
        double inherited = relative >= 0 ? Math.abs(y) * Math.expm1(relative) : Double.POSITIVE_INFINITY;
        if (rounding.isExtended()) {
            boolean whole = p == Math.rint(p)
                    && Math.abs(p) <= Integer.MAX_VALUE
                    && exponent.extended(0).lo() == 0;
            DD logarithm = DoubleDouble.log(base.extended(0)).multiply(exponent.extended(0));
            DD exact = whole ? base.extended(0).pow((int) p) : DoubleDouble.exp(logarithm);
            double own = (whole ? Math.abs(p) : 2 + Math.abs(logarithm.hi())) * DoubleDouble.EPSILON;
            result.set(0, exact, inherited + own * Math.abs(y));
        } else {
            double own =
                    rounding.gamma((int) Math.min(rounding.accuracy().pow() + multiplications(p), Integer.MAX_VALUE));
            double error = inherited + own * (Math.abs(y) + inherited) + (x == 1 ? 0 : rounding.tiny());
            result.set(0, y, rounding.within(Math.abs(y), error));
        }
        return result;
    }

    /** By repeated squaring, as some implementations compute a whole power. */
    private static double multiplications(double p) {
        return p == Math.rint(p) && Math.abs(p) > 1 ? 2 * Math.log(Math.abs(p)) / Math.log(2) : 0;
    }
}
