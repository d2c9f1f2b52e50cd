package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What leaves the judged precision on the way to a result has no bound, in whichever step of the way and whatever the result
 * comes to; what stays within it has one.
 */
class OverflowTest {
    private static final Rounded ZERO = row(0);
    private static final Rounded ONE = row(1);

    /** A formula over a row that leaves the precision with the first row, and stays within it with the second. */
    private static Arguments of(String what, Function<Rounded, Rounded> formula, Rounded leaves, Rounded stays) {
        return Arguments.of(Named.of(what, formula), leaves, stays);
    }

    static Stream<Arguments> formulas() {
        return Stream.of(
                of("a sum in some order", Rounded::sum, row(2e38, -2e38, 2e38, -2e38), row(1e38, -1e38, 1e38, -1e38)),
                of("a mean", x -> x.sum().dividedBy(8), repeated(5e37, 8), repeated(4e37, 8)),
                of("sums over the examples", x -> x.transposed().columnSums(), repeated(1.2e38, 3), repeated(1e38, 3)),
                of("sums over the units", Rounded::rowSums, repeated(-1.2e38, 3), repeated(-1e38, 3)),
                of("a matrix product", x -> x.times(row(1e20, -1e20).transposed()), row(4e18, 4e18), row(3e18, 3e18)),
                of(
                        "a matrix product and a bias",
                        x -> x.times(ONE).affine(ONE, row(-2e38)).scaled(1e-9),
                        row(3.4028236e38),
                        row(3.4e38)),
                of("a norm", x -> Worked.norm(x), row(2e19, 0), row(1e19, 1e19)),
                of("a norm of many", x -> Worked.norm(x), repeated(5e18, 16), repeated(4e18, 16)),
                of("norms along an axis", x -> Worked.norms(x, false), row(1.5e19, 1.5e19), row(1e19, 1e19)),
                of("what is scaled to norm 1", x -> Worked.toUnit(x, Worked.norm(x)), row(2e19, 1), row(1e19, 1)),
                of("what is clipped by its norm", x -> clipped(x, 1), row(2.16e20, 2.16e20), row(1e18, 1e18)),
                of("what has a norm below its limit", x -> clipped(x, 1e21), row(2e20, 1), row(1e19, 1)),
                of(
                        "a norm between limits",
                        x -> Worked.towards(x, Worked.norm(x), row(1), row(2), 0.5),
                        row(2e19, 1),
                        row(1e19, 1)),
                of("a square and its root", x -> x.hadamard(x).map(Functions.SQRT), row(-2e19), row(-1e19)),
                of("a squared error", x -> loss(Loss.MSE, x, ZERO), row(1e25), row(1e15)),
                of(
                        "a mean of squared errors",
                        x -> loss(Loss.MSE, x, repeated(0, 8)),
                        repeated(1e19, 8),
                        repeated(1e18, 8)),
                of("an exponential below 1", x -> ONE.over(x.map(Functions.EXP)), row(89), row(88)),
                of("0 times an infinity", x -> ZERO.hadamard(x.map(Functions.EXP)), row(100), row(80)),
                of(
                        "a product that is taken away",
                        x -> ZERO.minusProduct(x, row(1e20)).scaled(0),
                        row(4e18),
                        row(3e18)),
                of("a quotient", x -> x.over(row(1e-20)).scaled(1e-30), row(4e18), row(3e18)),
                of("a power", x -> Power.of(x, row(13)), row(1e3), row(9e2)),
                of(
                        "three terms in some order",
                        x -> Norms.sumInAnyOrder(List.of(x, x, x.scaled(-1))),
                        row(2e38),
                        row(1e38)),
                of("a standard deviation", Worked::standardised, row(2e19, -2e19), row(1e19, -1e19)),
                of("a mean over units", Worked::standardised, row(2e38, 2e38), row(1e10, 2e10)),
                of("a constant", x -> Rounded.constant(x.value(0), Rounding.FLOAT32), row(3.5e38), row(3.4e38)),
                of("the larger one", x -> Norms.max(x.hadamard(x), ONE), row(2e19), row(1e19)));
    }

    private static Rounded clipped(Rounded x, double limit) {
        return Norms.toAtMost(x, Worked.norm(x), row(limit));
    }

    private static Rounded loss(Loss loss, Rounded a, Rounded y) {
        return LossFunction.of(loss).value(a, y);
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void whatLeavesThePrecisionHasNoBound(Function<Rounded, Rounded> formula, Rounded leaves, Rounded stays) {
        Rounded without = formula.apply(leaves);
        Rounded with = formula.apply(stays);
        for (int k = 0; k < without.size(); k++) {
            assertThat(without.error(k)).as("%s", without.value(k)).isNotFinite();
        }
        for (int k = 0; k < with.size(); k++) {
            assertThat(with.error(k)).as("%s", with.value(k)).isFinite();
        }
    }

    /** What is too small for the precision may be 0 in it, and what is divided by it then has no bound. */
    @Test
    void whatUnderflows() {
        Rounded tiny = row(1e-30, 1e-30);
        assertThat(tiny.hadamard(tiny).error(0)).isGreaterThanOrEqualTo(1e-60);
        assertThat(Worked.norm(tiny).error(0)).isGreaterThanOrEqualTo(1.4e-30);
        assertThat(Worked.toUnit(tiny, Worked.norm(tiny)).error(0)).isInfinite();
        assertThat(Worked.standardised(row(1e-30, -1e-30)).error(0)).isInfinite();
        Rounded tinyDouble = exact(Rounding.FLOAT64, 1e-200, 1e-200);
        assertThat(Worked.norm(tinyDouble).value(0)).isZero();
        assertThat(Worked.toUnit(tinyDouble, Worked.norm(tinyDouble)).error(0)).isNotFinite();
        // A constant below the smallest number.
        for (double constant : new double[] {1e-46, 1e-45, -3e-40, Precision.FLOAT32.smallestNormal() * 0.3}) {
            assertThat(Rounded.constant(constant, Rounding.FLOAT32).error(0)).isEqualTo(Math.abs(constant));
            assertThat(Rounded.constant(constant, Rounding.FLOAT64).error(0)).isLessThan(1e-15 * Math.abs(constant));
        }
        assertThat(ONE.over(Rounded.constant(1e-46, Rounding.FLOAT32)).error(0)).isInfinite();
        // Zeros are exact all the same.
        assertThat(Worked.norm(row(0, 0)).error(0)).isZero();
        assertThat(Worked.toUnit(row(0, 0), Worked.norm(row(0, 0))).error(0)).isZero();
    }

    /** The same in binary64, where the reference itself has an infinity. */
    @Test
    void inBinary64() {
        Rounded large = exact(Rounding.FLOAT64, 1e200, 1);
        assertThat(Norms.toAtMost(large, Worked.norm(large), exact(Rounding.FLOAT64, 1))
                        .error(1))
                .isNotFinite();
        assertThat(exact(Rounding.FLOAT64, 1e308, 1e308, -1e308).sum().error(0)).isInfinite();
        assertThat(exact(Rounding.FLOAT64, 5e307, 5e307, -6e307).sum().error(0)).isFinite();
        double largest = Double.MAX_VALUE;
        // Within a rounding of the largest number.
        assertThat(exact(Rounding.FLOAT64, largest)
                        .hadamard(exact(Rounding.FLOAT64, 1 - 0x1p-53))
                        .scaled(0.5)
                        .error(0))
                .isInfinite();
    }

    /** Outputs far from the largest one are 0 for certain, however far: a rounded exponent is no reason to give up the rest. */
    @Test
    void softmaxOfFarLogits() {
        for (double far : new double[] {1e3, 1e8, 1e12, 1e30, 3e38}) {
            Rounded a = Softmax.of(row(far, 0, -far));
            assertThat(a.value(0)).isEqualTo(1);
            assertThat(a.error(0)).isLessThan(1e-6);
            assertThat(a.value(1)).isZero();
            assertThat(a.error(1)).isLessThan(1e-37);
            assertThat(a.error(2)).isLessThan(1e-37);
        }
        Rounded beyond = Softmax.of(exact(Rounding.FLOAT64, 1.5e308, 0, -1.5e308));
        assertThat(beyond.error(0)).isLessThan(1e-14);
        assertThat(beyond.error(2)).isLessThan(1e-300);
    }

    private static Rounded repeated(double value, int times) {
        return exact(
                Rounding.FLOAT32,
                Stream.generate(() -> value).limit(times).mapToDouble(v -> v).toArray());
    }

    private static Rounded row(double... values) {
        return exact(Rounding.FLOAT32, values);
    }

    private static Rounded exact(Rounding rounding, double... values) {
        return Rounded.exact(Matrix.of(1, values.length, values), rounding);
    }
}
