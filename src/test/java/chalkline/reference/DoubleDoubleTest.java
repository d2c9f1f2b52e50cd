package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.commons.numbers.core.DD;
import org.junit.jupiter.api.Test;

/** The double-double functions against series in 60-digit decimals, within the error that they claim. */
class DoubleDoubleTest {
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    @Test
    void exp() {
        holds(40, -700, 700, DoubleDouble::exp, DoubleDoubleTest::exp);
        holds(40, -1e-6, 1e-6, DoubleDouble::exp, DoubleDoubleTest::exp);
    }

    @Test
    void expm1() {
        holds(40, -2, 2, DoubleDouble::expm1, x -> exp(x).subtract(BigDecimal.ONE));
        holds(40, -1e-9, 1e-9, DoubleDouble::expm1, x -> exp(x).subtract(BigDecimal.ONE));
    }

    @Test
    void whatOverflowsIsInfinite() {
        assertThat(DoubleDouble.exp(DD.of(800)).hi()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DoubleDouble.expm1(DD.of(800)).hi()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DoubleDouble.expm1(DD.of(-800)).hi()).isEqualTo(-1);
    }

    @Test
    void log1pIsTheInverseOfExpm1() {
        holds(40, 0, 0.69, x -> DoubleDouble.log1p(DoubleDouble.expm1(x)), x -> x);
        holds(40, 0, 1e-12, x -> DoubleDouble.log1p(DoubleDouble.expm1(x)), x -> x);
    }

    @Test
    void logIsTheInverseOfExp() {
        holds(40, -300, 300, x -> DoubleDouble.log(DoubleDouble.exp(x)), x -> x);
    }

    @Test
    void sigmoidAndItsDerivative() {
        UnaryOperator<BigDecimal> sigmoid = x -> BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(x.negate())), DIGITS);
        holds(40, -100, 100, Sigmoids.SIGMOID::at, sigmoid);
        holds(40, -60, 60, Sigmoids.SIGMOID_DERIVATIVE::at, x -> {
            BigDecimal a = sigmoid.apply(x);
            return a.multiply(sigmoid.apply(x.negate()), DIGITS);
        });
    }

    @Test
    void tanhAndItsDerivative() {
        UnaryOperator<BigDecimal> tanh = x -> {
            BigDecimal e = exp(x.multiply(TWO));
            return e.subtract(BigDecimal.ONE).divide(e.add(BigDecimal.ONE), DIGITS);
        };
        holds(40, -30, 30, Sigmoids.TANH::at, tanh);
        holds(40, -1e-5, 1e-5, Sigmoids.TANH::at, tanh);
        holds(40, -20, 20, Sigmoids.TANH_DERIVATIVE::at, x -> {
            BigDecimal t = tanh.apply(x);
            return BigDecimal.ONE.subtract(t.multiply(t, DIGITS));
        });
    }

    private static void holds(
            int points, double from, double to, UnaryOperator<DD> function, UnaryOperator<BigDecimal> exact) {
        Random random = new Random(7);
        for (int k = 0; k < points; k++) {
            DD x = DD.ofSum(from + (to - from) * random.nextDouble(), 1e-20 * random.nextDouble());
            BigDecimal expected = exact.apply(decimal(x));
            BigDecimal error = decimal(function.apply(x)).subtract(expected).abs();
            assertThat(error.divide(expected.abs(), MathContext.DECIMAL64).doubleValue())
                    .as("relative error at %s", x)
                    .isLessThan(DoubleDouble.EPSILON);
        }
    }

    private static BigDecimal decimal(DD x) {
        return new BigDecimal(x.hi()).add(new BigDecimal(x.lo()));
    }

    /** Taylor's series of x / 2ᵏ, squared k times. */
    private static BigDecimal exp(BigDecimal x) {
        MathContext working = new MathContext(90);
        int halvings = 14;
        BigDecimal small = x.divide(TWO.pow(halvings), working);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; n < 60; n++) {
            term = term.multiply(small, working).divide(BigDecimal.valueOf(n), working);
            sum = sum.add(term, working);
        }
        for (int k = 0; k < halvings; k++) {
            sum = sum.multiply(sum, working);
        }
        return sum;
    }
}
