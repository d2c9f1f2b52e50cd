package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.numbers.core.DD;
import org.junit.jupiter.api.Test;

/** Below the point the result is 2 ± 0.25, above it 5 ± 0.5; they are 3 apart. */
class SplitTest {

    @Test
    void farFromThePointTheSideIsCertain() {
        assertEntry(split(number(1, 0.25), number(2, 0.25), true), 2, 0.25);
        assertEntry(split(number(3, 0.25), number(2, 0.25), true), 5, 0.5);
    }

    @Test
    void theErrorsOfBothLeaveTheSideOpen() {
        // The gap and the other side's error.
        assertEntry(split(number(1, 0.25), number(1.5, 0.25), true), 2, 3 + 0.5);
        assertEntry(split(number(2, 0.25), number(1.5, 0.25), true), 5, 3 + 0.25);
    }

    @Test
    void justOnThePointTheTieDecides() {
        assertEntry(split(number(1, 0), number(1, 0), false), 2, 0.25);
        assertEntry(split(number(1, 0), number(1, 0), true), 5, 0.5);
    }

    @Test
    void theOwnErrorStaysWhereItIsLarger() {
        Rounded result = Split.of(number(1, 0.5), number(1, 0), true, number(2, 0.25), number(2.5, 8));
        assertEntry(result, 2.5, 8);
    }

    @Test
    void whatIsNoNumberIsOnNeitherSide() {
        Rounded result = split(number(Double.NaN, 0), number(1, 0), true);
        assertThat(result.value(0)).isNaN();
        assertThat(result.error(0)).isZero();
    }

    /** 1 + 2⁻⁶⁰ is above 1, and below 1 + 2⁻⁵⁹. */
    @Test
    void theSecondHalvesDecideBetweenEqualFirstOnes() {
        assertThat(split(extended(0x1p-60), extended(0), false).value(0)).isEqualTo(5);
        assertThat(split(extended(0x1p-60), extended(0x1p-59), true).value(0)).isEqualTo(2);
    }

    @Test
    void everyEntryHasItsOwnSideAndResult() {
        Rounded x = new Rounded(Rounding.FLOAT64, 1, 2);
        x.set(0, -1, 0);
        x.set(1, 1, 0);
        Rounded below = new Rounded(Rounding.FLOAT64, 1, 2);
        below.set(0, 10, 0.5);
        below.set(1, 20, 0.25);
        Rounded result = Split.of(x, number(0, 0), false, below, number(30, 0.125));
        assertThat(result.value(0)).isEqualTo(10);
        assertThat(result.error(0)).isEqualTo(0.5);
        assertThat(result.value(1)).isEqualTo(30);
        assertThat(result.error(1)).isEqualTo(0.125);
    }

    private static Rounded split(Rounded x, Rounded point, boolean atPoint) {
        Rounded below = new Rounded(x.rounding(), 1, 1);
        below.set(0, 2, 0.25);
        Rounded above = new Rounded(x.rounding(), 1, 1);
        above.set(0, 5, 0.5);
        return Split.of(x, point, atPoint, below, above);
    }

    private static Rounded number(double value, double error) {
        Rounded result = new Rounded(Rounding.FLOAT64, 1, 1);
        result.set(0, value, error);
        return result;
    }

    private static Rounded extended(double low) {
        Rounded result = new Rounded(Rounding.TRUTH, 1, 1);
        result.set(0, DD.ofSum(1, low), 0);
        return result;
    }

    private static void assertEntry(Rounded result, double value, double error) {
        assertThat(result.size()).isEqualTo(1);
        assertThat(result.value(0)).isEqualTo(value);
        assertThat(result.error(0)).isEqualTo(error);
    }
}
