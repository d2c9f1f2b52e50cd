package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/** The elementary functions in double-double arithmetic. */
final class DoubleDouble {
    /** Relative error of these functions, with room to spare: the argument reduction below loses about 10 of 106 bits. */
    static final double EPSILON = 0x1p-90;

    private static final DD LN2 = DD.ofSum(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
    /** r is halved this many times before the series, and the result squared as often. */
    private static final int HALVINGS = 8;

    private static final int TERMS = 12;

    private DoubleDouble() {}

    /** eˣ. */
    static DD exp(DD x) {
        if (x.hi() > 709.7 || x.hi() < -740 || Double.isNaN(x.hi())) {
            return DD.of(Math.exp(x.hi()));
        }
        int k = (int) Math.rint(x.hi() / LN2.hi());
        return expm1OfSmall(x.subtract(LN2.multiply((double) k))).add(1).scalb(k);
    }

    /** eˣ − 1 without cancellation at small x. */
    static DD expm1(DD x) {
        return Math.abs(x.hi()) < 0.35 ? expm1OfSmall(x) : exp(x).subtract(1);
    }

    /** ln x for x > 0: one Newton step on eʸ = x from the double result. */
    static DD log(DD x) {
        double y = Math.log(x.hi());
        if (!(x.hi() > 0) || Double.isInfinite(y)) {
            return DD.of(y);
        }
        // Near 1 the step is ln(1 + d) with d = x·e⁻ʸ − 1, of the order of y's own rounding: two terms of the series
        // do.
        DD d = x.multiply(exp(DD.of(-y))).subtract(1);
        return d.subtract(d.square().multiply(0.5)).add(y);
    }

    /** ln(1 + x) for 0 ≤ x ≤ 1, without cancellation at small x: one Newton step on eʸ − 1 = x from the double result. */
    static DD log1p(DD x) {
        double y = Math.log1p(x.hi());
        DD p = expm1(DD.of(y));
        DD d = x.subtract(p).divide(p.add(1));
        return d.subtract(d.square().multiply(0.5)).add(y);
    }

    /** eʳ − 1 for |r| ≤ ½: Taylor's series of r/2⁸, then e²ʳ − 1 = p(p + 2) with p = eʳ − 1, eight times. */
    private static DD expm1OfSmall(DD r) {
        DD small = r.scalb(-HALVINGS);
        DD p = DD.ZERO;
        for (int n = TERMS; n >= 1; n--) {
            p = p.add(1).multiply(small).divide((double) n);
        }
        for (int n = 0; n < HALVINGS; n++) {
            p = p.multiply(p.add(2));
        }
        return p;
    }
}
