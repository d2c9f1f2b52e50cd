package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/** The elementary functions in double-double arithmetic. */
final class DoubleDouble {
    /** Relative error of these functions, with room to spare: the argument reduction below loses about 10 of 106 bits. */
    static final double EPSILON = 0x1p-90;

    private static final DD LN2 = DD.ofSum(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
    /** r is halved this many times before the series, and the result squared as often. */
    private static final int HALVINGS = 8;

    /** 1/n! for n = 1 to 5, in double-double. */
    private static final DD[] FIRST = {DD.ONE, DD.of(0.5), DD.ONE.divide(6.0), DD.ONE.divide(24.0), DD.ONE.divide(120.0)
    };
    /** 1/n! for n = 6 to 11: of terms so small that a double holds what is seen of them. */
    private static final double[] LATER = {
        1 / 720.0, 1 / 5040.0, 1 / 40320.0, 1 / 362880.0, 1 / 3628800.0, 1 / 39916800.0
    };

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
        if (Math.abs(x.hi()) < 0.35) {
            return expm1OfSmall(x);
        }
        DD power = exp(x);
        return Double.isInfinite(power.hi()) ? power : power.subtract(1);
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

    /**
     * eʳ − 1 for |r| ≤ ½: Taylor's series of r/2⁸, then e²ʳ − 1 = 2p + p² with p = eʳ − 1, eight times. In plain doubles,
     * because DD has no fused multiply-add, and here is where nearly all the time of an activation goes.
     */
    private static DD expm1OfSmall(DD r) {
        DD small = r.scalb(-HALVINGS);
        double x = small.hi();
        double xLow = small.lo();
        double tail = 0;
        for (int n = LATER.length - 1; n >= 0; n--) {
            tail = tail * x + LATER[n];
        }
        double p = x * tail;
        double low = Math.fma(x, tail, -p);
        for (int n = FIRST.length - 1; n >= 0; n--) {
            double sum = FIRST[n].hi() + p;
            double sumLow = p - (sum - FIRST[n].hi()) + (FIRST[n].lo() + low);
            double product = sum * x;
            double rest = Math.fma(sum, x, -product) + Math.fma(sum, xLow, sumLow * x);
            p = product + rest;
            low = rest - (p - product);
        }
        for (int n = 0; n < HALVINGS; n++) {
            double square = p * p;
            double sum = 2 * p + square;
            double rest = square - (sum - 2 * p) + Math.fma(p, p, -square) + 2 * Math.fma(p, low, low);
            p = sum + rest;
            low = rest - (p - sum);
        }
        return DD.ofSum(p, low);
    }
}
