package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Matrix;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a step lies from the truth, and how many digits of it are right. */
class EndToEndTest {

    /** d digits are right where the relative error is at most 5·10⁻ᵈ. */
    @ParameterizedTest
    @CsvSource({
        "3.14159265, 3.14159265, 0, 17",
        "2, 2.0001, 4.99975e-5, 5",
        "2, 2.00001, 4.999975e-6, 6",
        "2, 2.0000101, 5.04997e-6, 5",
        "2, 2.2, 0.0909090909, 1",
        "2, 2.02, 0.0099009901, 2",
        "2, 3.9, 0.4871794872, 1",
        "1, 2, 0.5, 0",
        "2, 4.1, 0.5121951220, 0",
        "2, -2, 2, 0",
        "0, 2, 1, 0",
        "0, 0, 0, 17",
        "2, 0, Infinity, 0",
        "NaN, 2, NaN, 0",
        "Infinity, 2, Infinity, 0",
    })
    void ofOneNumber(double actual, double truth, double relativeError, int digits) {
        EndToEnd result = EndToEnd.of(Matrix.of(1, 1, actual), exact(Matrix.of(1, 1, truth)));
        if (Double.isFinite(relativeError)) {
            assertThat(result.relativeError()).isCloseTo(relativeError, withinPercentage(1e-4));
        } else {
            assertThat(result.relativeError()).isEqualTo(Double.valueOf(relativeError));
        }
        assertThat(result.digits()).isEqualTo(digits);
    }

    /** The largest difference over the largest truth: a small entry's digits do not count, wherever it stands. */
    @Test
    void ofAMatrix() {
        EndToEnd result =
                EndToEnd.of(Matrix.of(1, 4, 0.5, -101, 3, 0.25), exact(Matrix.of(1, 4, 0.25, -100, 2.5, 0.25)));
        assertThat(result.relativeError()).isEqualTo(0.01);
        assertThat(result.digits()).isEqualTo(2);
        EndToEnd withNan = EndToEnd.of(Matrix.of(1, 3, 1, Double.NaN, 3), exact(Matrix.of(1, 3, 1, 2, 3)));
        assertThat(withNan.relativeError()).isNaN();
        assertThat(withNan.digits()).isEqualTo(0);
    }

    /** The nearest double to a tenth is 5.55·10⁻¹⁸ from it, a relative error of 5.55·10⁻¹⁷. */
    @Test
    void aTenthIsNoDouble() {
        Rounded tenth = exact(Matrix.ofDecimals(1, 1, new BigDecimal("0.1")));
        EndToEnd result = EndToEnd.of(Matrix.of(1, 1, 0.1), tenth);
        assertThat(result.relativeError()).isCloseTo(5.551115123125783e-17, withinPercentage(1e-4));
        assertThat(result.digits()).isEqualTo(16);
    }

    /** 2⁶⁰/10 less itself leaves 10⁻¹⁰, uncertain by what is not known of the decimal: only the digits beyond are right. */
    @Test
    void theTruthsOwnErrorCountsAgainstIt() {
        Rounded large = exact(Matrix.ofDecimals(1, 1, new BigDecimal("0.1"))).hadamard(exact(Matrix.of(1, 1, 0x1p60)));
        Rounded small = large.minus(large).plus(exact(Matrix.of(1, 1, 1e-10)));
        assertThat(small.value(0)).isEqualTo(1e-10);
        assertThat(small.error(0)).isBetween(1e-14, 1e-11);
        EndToEnd result = EndToEnd.of(Matrix.of(1, 1, 1e-10), small);
        assertThat(result.relativeError()).isEqualTo(0);
        assertThat(result.digits()).isEqualTo((int) Math.floor(Math.log10(5e-10 / small.error(0))));
    }

    private static Rounded exact(Matrix truth) {
        return Rounded.exact(truth, Rounding.TRUTH);
    }
}
