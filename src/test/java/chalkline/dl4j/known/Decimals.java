package chalkline.dl4j.known;

import java.math.BigDecimal;
import java.math.MathContext;

/** Functions in 50-digit decimals, written from their definitions alone. */
final class Decimals {
    static final MathContext DIGITS = new MathContext(50);
    static final BigDecimal ONE = BigDecimal.ONE;
    static final BigDecimal PI = new BigDecimal("3.14159265358979323846264338327950288419716939937510582");

    private Decimals() {}

    static BigDecimal of(String decimal) {
        return new BigDecimal(decimal);
    }

    /** The series of the exponential at x/2ⁿ, squared n times. */
    static BigDecimal exp(BigDecimal x) {
        MathContext working = new MathContext(80);
        int halvings = 20;
        BigDecimal small = x.divide(BigDecimal.valueOf(2).pow(halvings), working);
        BigDecimal sum = ONE;
        BigDecimal term = ONE;
        for (int n = 1; n < 40; n++) {
            term = term.multiply(small, working).divide(BigDecimal.valueOf(n), working);
            sum = sum.add(term, working);
        }
        for (int n = 0; n < halvings; n++) {
            sum = sum.multiply(sum, working);
        }
        return sum.round(DIGITS);
    }

    static BigDecimal over(BigDecimal a, BigDecimal b) {
        return a.divide(b, DIGITS);
    }

    static BigDecimal times(BigDecimal... factors) {
        BigDecimal product = ONE;
        for (BigDecimal factor : factors) {
            product = product.multiply(factor, DIGITS);
        }
        return product;
    }

    static BigDecimal sigmoid(BigDecimal x) {
        return over(ONE, ONE.add(exp(x.negate())));
    }

    static BigDecimal tanh(BigDecimal x) {
        BigDecimal e = exp(x.add(x));
        return over(e.subtract(ONE), e.add(ONE));
    }
}
