package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Norms and what is chosen by them, against numbers worked by hand: values, and how far the bounds reach. */
class NormsTest {
    private static final double U64 = 0x1p-52;

    /** Rows of norm 5 and 10. */
    private static final Rounded ROWS = exact(2, 2, 3, 4, 6, 8);

    @Test
    void normsOfRowsAndOfColumns() {
        Rounded ofRows = Worked.norms(ROWS, false);
        assertThat(ofRows.rows()).isEqualTo(2);
        assertThat(values(ofRows)).containsExactly(5, 10);
        Rounded ofColumns = Worked.norms(ROWS.transposed(), true);
        assertThat(ofColumns.columns()).isEqualTo(2);
        assertThat(values(ofColumns)).containsExactly(5, 10);
        assertThat(values(Worked.norm(exact(1, 2, 1, 4), exact(1, 2, 2, 2)))).containsExactly(5);
    }

    @Test
    void everyEntryIsScaledByItsOwnNorm() {
        assertThat(values(Norms.toAtMost(ROWS, exact(2, 1, 5, 10), exact(1, 1, 5))))
                .containsExactly(3, 4, 3, 4);
        assertThat(values(Norms.toAtMost(ROWS.transposed(), exact(1, 2, 5, 10), exact(1, 1, 5))))
                .containsExactly(3, 3, 4, 4);
        assertThat(values(Norms.toAtMost(ROWS, exact(1, 1, 16), exact(1, 1, 8))))
                .containsExactly(1.5, 2, 3, 4);
    }

    @Test
    void whatHasNoLengthStaysZero() {
        Rounded unit = Worked.toUnit(exact(2, 2, 0, 0, 0, 8), exact(2, 1, 0, 8));
        assertThat(values(unit)).containsExactly(0, 0, 0, 1);
        assertThat(unit.error(0)).isZero();
        assertThat(unit.error(3)).isEqualTo(U64);
        Rounded towards = Worked.towards(exact(1, 1, 0), exact(1, 1, 0), exact(1, 1, 1), exact(1, 1, 2), 0.5);
        assertThat(values(towards)).containsExactly(0);
    }

    /** Norm 4 and limit 5 are 1 apart, as far as their errors reach: 8 may become 8·5/4 = 10. */
    @Test
    void nearTheLimitTheBoundReachesToBoth() {
        Rounded x = exact(1, 1, 8);
        Rounded norm = number(4, 0.5);
        Rounded limit = number(5, 0.5);
        double scaled = x.hadamard(limit.over(norm)).error(0);
        Rounded either = Norms.toAtMost(x, norm, limit);
        assertThat(either.value(0)).isEqualTo(8);
        assertThat(either.error(0)).isEqualTo(2 + scaled);
        // Further away it is certain that nothing is scaled.
        Rounded kept = Norms.toAtMost(x, norm, number(6, 0.5));
        assertThat(kept.value(0)).isEqualTo(8);
        assertThat(kept.error(0)).isZero();
    }

    /** 3 and 4 have norm 5; c / norm is ½, 2 and 1. */
    @Test
    void towardsTheRange() {
        Rounded x = exact(1, 2, 3, 4);
        Rounded norm = exact(1, 1, 5);
        Rounded shorter = Worked.towards(x, norm, exact(1, 1, 1), exact(1, 1, 2.5), 1);
        assertThat(values(shorter)).containsExactly(1.5, 2);
        // One division, one product.
        assertThat(shorter.error(0)).isCloseTo(2 * 1.5 * U64, withinPercentage(0.001));
        assertThat(shorter.error(1)).isCloseTo(2 * 2 * U64, withinPercentage(0.001));
        assertThat(values(Worked.towards(x, norm, exact(1, 1, 10), exact(1, 1, 20), 1)))
                .containsExactly(6, 8);
        assertThat(values(Worked.towards(x, norm, exact(1, 1, 1), exact(1, 1, 20), 1)))
                .containsExactly(3, 4);
    }

    /** Half the way: factors ¾ and 3/2. */
    @Test
    void partOfTheWayTowardsTheRange() {
        Rounded x = exact(1, 2, 3, 4);
        Rounded norm = exact(1, 1, 5);
        assertThat(values(Worked.towards(x, norm, exact(1, 1, 1), exact(1, 1, 2.5), 0.5)))
                .containsExactly(2.25, 3);
        assertThat(values(Worked.towards(x, norm, exact(1, 1, 10), exact(1, 1, 20), 0.5)))
                .containsExactly(4.5, 6);
    }

    @Test
    void theSmallerAndTheLarger() {
        Rounded low = number(1, 0.25);
        Rounded high = number(4, 0.75);
        assertNumber(Norms.min(low, high), 1, 0.25);
        assertNumber(Norms.min(high, low), 1, 0.25);
        assertNumber(Norms.max(low, high), 4, 0.75);
        assertNumber(Norms.max(high, low), 4, 0.75);
    }

    @Test
    void whereEitherMayBeTheSmallerTheLargerErrorHolds() {
        Rounded low = number(1, 0.25);
        Rounded high = number(2, 0.75);
        assertNumber(Norms.min(low, high), 1, 0.75);
        assertNumber(Norms.max(high, number(1, 1.5)), 2, 1.5);
        assertNumber(Norms.min(number(1, 0), number(1, 0.5)), 1, 0.5);
    }

    @Test
    void whatIsNoNumberStaysNone() {
        Rounded none = number(Double.NaN, 0);
        assertThat(Norms.min(none, number(1, 0)).value(0)).isNaN();
        assertThat(Norms.min(number(1, 0), none).value(0)).isNaN();
        assertThat(Norms.max(none, number(1, 0)).value(0)).isNaN();
        assertThat(Norms.max(number(1, 0), none).value(0)).isNaN();
    }

    @Test
    void oneNumberIsHeldAgainstEveryEntry() {
        assertThat(values(Norms.min(ROWS, exact(1, 1, 5)))).containsExactly(3, 4, 5, 5);
        assertThat(values(Norms.max(exact(2, 1, 4, 7), ROWS))).containsExactly(4, 4, 7, 8);
        assertThat(values(Norms.max(ROWS, exact(1, 2, 4, 7)))).containsExactly(4, 7, 6, 8);
        assertThat(values(Norms.max(exact(1, 1, -2), Norms.min(exact(1, 1, 2), exact(1, 3, -3, 0.5, 3)))))
                .containsExactly(-2, 0.5, 2);
    }

    /** (4 - 4) + 1 is exact, but 4 + 1 - 4 need not be. */
    @Test
    void aSumsBoundHoldsInAnyOrder() {
        Rounded sum = Norms.sumInAnyOrder(List.of(number(4, 0), number(-4, 0), number(1, 0)));
        assertThat(sum.value(0)).isEqualTo(1);
        assertThat(sum.error(0)).isCloseTo(2 * U64 * 9, withinPercentage(0.001));
        Rounded two = Norms.sumInAnyOrder(List.of(number(4, 0), number(1, 0)));
        assertNumber(two, 5, 5 * U64);
    }

    /** Errors of 8 and 0.5: they add up, and what is rounded may be larger by them. */
    @Test
    void aSumInheritsEveryError() {
        double u = 0x1p-24 + 0x1p-53;
        Rounded four = new Rounded(Rounding.FLOAT32, 1, 1);
        four.set(0, 4, 8);
        Rounded minusFour = new Rounded(Rounding.FLOAT32, 1, 1);
        minusFour.set(0, -4, 0.5);
        Rounded one = new Rounded(Rounding.FLOAT32, 1, 1);
        one.set(0, 1, 0);
        Rounded sum = Norms.sumInAnyOrder(List.of(four, minusFour, one));
        assertThat(sum.error(0)).isCloseTo(8.5 + 2 * u * (9 + 8.5), offset(1e-8));
    }

    @Test
    void underflowMayCostEveryTermItsShare() {
        Rounded sum = Norms.sumInAnyOrder(List.of(number(0, 0), number(0, 0), number(0, 0)));
        assertNumber(sum, 0, 3 * Double.MIN_NORMAL);
    }

    private static Rounded exact(int rows, int columns, double... values) {
        return Rounded.exact(Matrix.of(rows, columns, values), Rounding.FLOAT64);
    }

    private static Rounded number(double value, double error) {
        Rounded result = new Rounded(Rounding.FLOAT64, 1, 1);
        result.set(0, value, error);
        return result;
    }

    private static double[] values(Rounded x) {
        return IntStream.range(0, x.size()).mapToDouble(x::value).toArray();
    }

    private static void assertNumber(Rounded actual, double value, double error) {
        assertThat(actual.value(0)).isEqualTo(value);
        assertThat(actual.error(0)).isEqualTo(error);
    }
}
