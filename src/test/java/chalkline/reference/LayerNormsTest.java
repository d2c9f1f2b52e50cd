package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Matrix;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two units, 1 and 3: μ = 2, σ = 1, standardised -1 and 1. */
class LayerNormsTest {
    private static final double U64 = 0x1p-52;

    /**
     * In u: what is centred errs by 2·2 + 1 (the sum 4 and its half, then the difference), σ by 2.5·9·3 + 10·1, and the
     * quotient is rounded once.
     */
    private static final double ERROR = 5 + (67.5 + 10) + 1;

    @Test
    void theBoundOfWhatIsStandardised() {
        Rounded s = Worked.standardised(exact(Rounding.FLOAT64, 1, 1, 3));
        assertThat(values(s)).containsExactly(-1, 1);
        assertThat(s.error(0)).isCloseTo(ERROR * U64, withinPercentage(0.001));
        assertThat(s.error(1)).isCloseTo(ERROR * U64, withinPercentage(0.001));
    }

    @Test
    void anotherExampleDoesNotMatter() {
        Rounded s = Worked.standardised(exact(Rounding.FLOAT64, 3, 1024, 0, 1, 3, 1024, 0));
        assertThat(values(s)).containsExactly(1, -1, -1, 1, 1, -1);
        assertThat(s.error(2)).isCloseTo(ERROR * U64, withinPercentage(0.001));
    }

    /** e = 2⁻²⁰ in both units: the mean errs by e, a difference by 2e, σ by √(2e² / 2) = e. */
    @Test
    void anErrorOfTheUnitsMovesTheDeviation() {
        double e = 0x1p-20;
        Rounded u = new Rounded(Rounding.FLOAT64, 1, 2);
        u.set(0, 1, e);
        u.set(1, 3, e);
        assertThat(Worked.standardised(u).error(1)).isCloseTo(3 * e, withinPercentage(0.001));
    }

    /** λ = 2⁻¹⁰²² in the squares, where σ = 2⁻⁵⁰⁰, is 2λ / σ = 2⁻⁵²¹ in σ: 2⁻²¹ of it. */
    @Test
    void squaresThatUnderflow() {
        Rounded s = Worked.standardised(exact(Rounding.FLOAT64, 1, 0x1p-500, 3 * 0x1p-500));
        assertThat(values(s)).containsExactly(-1, 1);
        assertThat(s.error(1)).isCloseTo(0x1p-21, withinPercentage(0.001));
    }

    /** 2σ² is 2¹²⁹ for σ = 2⁶⁴, beyond float32; 2¹²⁷ for σ = 2⁶³ is not. */
    @Test
    void squaresThatOverflowLeaveNothingKnown() {
        Rounded lost = Worked.standardised(exact(Rounding.FLOAT32, 1, 0x1p64, 3 * 0x1p64));
        assertThat(Double.isFinite(lost.error(0))).isFalse();
        Rounded kept = Worked.standardised(exact(Rounding.FLOAT32, 1, 0x1p63, 3 * 0x1p63));
        assertThat(values(kept)).containsExactly(-1, 1);
        assertThat(kept.error(0)).isCloseTo(ERROR * 0x1p-24, withinPercentage(0.01));
    }

    @Test
    void equalUnitsAreStandardisedToZero() {
        Rounded s = Worked.standardised(exact(Rounding.FLOAT64, 2, 0, 0, 1, 3));
        assertThat(values(s)).containsExactly(0, 0, -1, 1);
        assertThat(s.error(0)).isZero();
        assertThat(s.error(1)).isZero();
    }

    /** Where the deviation is not repeated, each entry has its own. */
    @Test
    void nothingIsDividedByACertainZero() {
        Rounded x = exact(Rounding.FLOAT64, 2, 2, 4, 6, 8);
        assertThat(values(LayerNorms.quotient(x, exact(Rounding.FLOAT64, 2, 1, 2, 0, 4))))
                .containsExactly(2, 2, 0, 2);
        assertThat(values(LayerNorms.quotient(x, exact(Rounding.FLOAT64, 1, 0, 2))))
                .containsExactly(0, 2, 0, 4);
        assertThat(values(LayerNorms.quotient(x, Rounded.exact(Matrix.of(2, 1, 0, 2), Rounding.FLOAT64))))
                .containsExactly(0, 0, 3, 4);
    }

    /** Rows of two. */
    private static Rounded exact(Rounding rounding, int rows, double... values) {
        return Rounded.exact(Matrix.of(rows, 2, values), rounding);
    }

    private static double[] values(Rounded x) {
        return IntStream.range(0, x.size()).mapToDouble(x::value).toArray();
    }
}
