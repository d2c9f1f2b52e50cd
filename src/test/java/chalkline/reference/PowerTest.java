package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import chalkline.network.Matrix;
import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.numbers.core.DD;
import org.junit.jupiter.api.Test;

class PowerTest {
    private static final double U = Rounding.FLOAT64.unit();

    private static Rounded number(double value, double error, Rounding rounding) {
        Rounded number = new Rounded(rounding, 1, 1);
        number.set(0, value, error);
        return number;
    }

    private static Rounded power(double base, double baseError, double exponent, double exponentError) {
        return Power.of(number(base, baseError, Rounding.FLOAT64), number(exponent, exponentError, Rounding.FLOAT64));
    }

    @Test
    void ofExactNumbersHasTheErrorOfItsProducts() {
        assertThat(power(2, 0, 0.5, 0).value(0)).isEqualTo(Math.sqrt(2));
        assertThat(power(2, 0, 0.5, 0).error(0)).isCloseTo(4 * U * Math.sqrt(2), withPercentage(0.1));
        // 1024 takes four, and twice the ten squarings that a whole exponent of 10 may take at most, a logarithm of
        // them.
        assertThat(power(2, 0, 10, 0).value(0)).isEqualTo(1024);
        assertThat(power(2, 0, 10, 0).error(0)).isCloseTo(10 * U * 1024, withPercentage(0.1));
        assertThat(power(2, 0, 1, 0).error(0)).isCloseTo(4 * U * 2, withPercentage(0.1));
        assertThat(power(2, 0, -8, 0).error(0)).isCloseTo(10 * U / 256, withPercentage(0.1));
    }

    @Test
    void of0Is0AndExactWhereItStays0() {
        assertThat(power(0, 0, 2, 0).value(0)).isZero();
        assertThat(power(0, 0, 2, 0).error(0)).isZero();
        assertThat(power(0, 0.5, 2, 0).error(0)).isInfinite();
        assertThat(power(0, 0, -1, 0).value(0)).isInfinite();
    }

    @Test
    void errorsOfBaseAndExponentReachTheResult() {
        // 4 ± 0.01: √3.99 lies farther from 2 than √4.01.
        assertThat(power(4, 0.01, 0.5, 0).error(0)).isBetween(2 - Math.sqrt(3.99), 0.00251);
        assertThat(power(4, 0.01, -2, 0).error(0)).isBetween(1 / (3.99 * 3.99) - 0.0625, 0.00032);
        assertThat(power(10, 0, 2, 0.001).error(0)).isBetween(Math.pow(10, 2.001) - 100, 0.2306);
        assertThat(power(0.5, 0, 2, 0.001).error(0)).isBetween(0.25 - Math.pow(0.5, 2.001), 0.000174);
        assertThat(power(1, 0, 3, 0.5).error(0)).isLessThan(10 * U);
        assertThat(power(1, 1, 2, 0).error(0)).isInfinite();
    }

    @Test
    void inDoubleDoubleItIsGoodToTheDigitsThatItSays() {
        MathContext digits = new MathContext(40);
        close(2, 0.5, new BigDecimal(2).sqrt(digits));
        close(2, 1.5, new BigDecimal(8).sqrt(digits));
        close(0.1, 7, new BigDecimal(0.1).pow(7, digits));
        close(3, -2, BigDecimal.ONE.divide(new BigDecimal(9), digits));
    }

    private static void close(double base, double exponent, BigDecimal expected) {
        Rounded result = Power.of(number(base, 0, Rounding.TRUTH), number(exponent, 0, Rounding.TRUTH));
        DD value = result.extended(0);
        double distance = Math.abs(new BigDecimal(value.hi())
                .add(new BigDecimal(value.lo()))
                .subtract(expected)
                .doubleValue());
        assertThat(distance).isLessThanOrEqualTo(result.error(0));
        assertThat(result.error(0)).isBetween(1e-28 * expected.doubleValue(), 1e-26 * expected.doubleValue());
    }

    @Test
    void precisionsMustBeTheSame() {
        Rounded base = Rounded.exact(Matrix.of(1, 1, 2), Rounding.FLOAT32);
        assertThatThrownBy(() -> Power.of(base, number(2, 0, Rounding.FLOAT64)))
                .isInstanceOf(IllegalStateException.class);
    }
}
