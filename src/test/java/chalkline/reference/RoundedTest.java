package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Matrix;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation's value and error bound against numbers worked by hand. u is one rounding of both sides together: 2⁻²⁴ +
 * 2⁻⁵³ where binary32 is judged, 2⁻⁵² where binary64 is.
 */
class RoundedTest {
    private static final double U32 = 0x1p-24 + 0x1p-53;
    private static final double U64 = 0x1p-52;

    /** A rate of 1e40 is an infinity in float32: nothing can be said of what is done with it. */
    @Test
    void aConstantThatLeavesThePrecisionHasNoBound() {
        assertThat(Rounded.constant(1e40, Rounding.FLOAT32).error(0)).isInfinite();
        assertThat(Rounded.constant(1e40, Rounding.FLOAT64).error(0)).isLessThan(1e25);
    }

    @Test
    void exactInputsHaveNoError() {
        Rounded x = row(Rounding.FLOAT32, 1, -2, 0.1);
        assertThat(x.rows()).isEqualTo(1);
        assertThat(x.columns()).isEqualTo(3);
        assertThat(x.size()).isEqualTo(3);
        assertThat(x.toMatrix()).isEqualTo(Matrix.of(1, 3, 1, -2, 0.1));
        assertThat(errors(x)).containsExactly(0, 0, 0);
    }

    @Test
    void roundedAgainAddsOneRounding() {
        Rounded once = row(Rounding.FLOAT32, 8, -8, 0).roundedAgain();
        assertThat(values(once)).containsExactly(8, -8, 0);
        assertThat(errors(once)).containsExactly(8 * U32, 8 * U32, 0);
        assertThat(once.roundedAgain().error(0)).isCloseTo(16 * U32, withinPercentage(0.001));
    }

    @Test
    void aSumIsRoundedOnce() {
        assertThat(row(Rounding.FLOAT32, 1).plus(row(Rounding.FLOAT32, 2)).error(0))
                .isEqualTo(3 * U32);
        assertThat(row(Rounding.FLOAT64, 1).plus(row(Rounding.FLOAT64, 2)).error(0))
                .isEqualTo(3 * U64);
        Rounded difference = row(Rounding.FLOAT64, 1).minus(row(Rounding.FLOAT64, 3));
        assertThat(difference.value(0)).isEqualTo(-2);
        assertThat(difference.error(0)).isEqualTo(2 * U64);
    }

    @Test
    void aSumInheritsTheErrorsOfBothAndCancellationKeepsThem() {
        Rounded three = row(Rounding.FLOAT64, 3).roundedAgain();
        Rounded five = row(Rounding.FLOAT64, 5).roundedAgain();
        assertThat(three.plus(five).error(0)).isCloseTo((3 + 5 + 8) * U64, withinPercentage(0.001));
        assertThat(three.minus(five).error(0)).isCloseTo((3 + 5 + 2) * U64, withinPercentage(0.001));
        assertThat(five.minus(five).value(0)).isEqualTo(0);
        assertThat(five.minus(five).error(0)).isCloseTo(10 * U64, withinPercentage(0.001));
    }

    @Test
    void nothingIsRoundedWhereNothingIsAddedOrAllCancels() {
        Rounded zero = row(Rounding.FLOAT32, 0);
        Rounded three = row(Rounding.FLOAT32, 3).roundedAgain();
        assertThat(zero.plus(three).error(0)).isEqualTo(3 * U32);
        assertThat(three.plus(zero).error(0)).isEqualTo(3 * U32);
        assertThat(zero.minus(three).error(0)).isEqualTo(3 * U32);
        assertThat(three.minus(zero).error(0)).isEqualTo(3 * U32);
        Rounded five = row(Rounding.FLOAT32, 5);
        assertThat(five.minus(five).error(0)).isEqualTo(0);
        assertThat(zero.minus(five).error(0)).isEqualTo(0);
    }

    @Test
    void aZeroThatMayBeSomethingElseIsNoExactZero() {
        Rounded one = row(Rounding.FLOAT64, 1).roundedAgain();
        Rounded nearZero = one.minus(one);
        Rounded five = row(Rounding.FLOAT64, 5);
        assertThat(nearZero.plus(five).error(0)).isCloseTo((2 + 5) * U64, withinPercentage(0.001));
        assertThat(five.plus(nearZero).error(0)).isCloseTo((2 + 5) * U64, withinPercentage(0.001));
        assertThat(nearZero.hadamard(five).error(0)).isCloseTo(10 * U64, withinPercentage(0.001));
        assertThat(five.hadamard(nearZero).error(0)).isCloseTo(10 * U64, withinPercentage(0.001));
        assertThat(nearZero.over(five).error(0)).isCloseTo(2 * U64 / 5, withinPercentage(0.001));
    }

    @Test
    void aProductIsRoundedOnceAndInheritsRelativeErrors() {
        Rounded three = row(Rounding.FLOAT64, -3);
        Rounded five = row(Rounding.FLOAT64, 5);
        assertThat(three.hadamard(five).value(0)).isEqualTo(-15);
        assertThat(three.hadamard(five).error(0)).isEqualTo(15 * U64);
        assertThat(three.roundedAgain().hadamard(five).error(0)).isCloseTo(30 * U64, withinPercentage(0.001));
        assertThat(three.hadamard(five.roundedAgain()).error(0)).isCloseTo(30 * U64, withinPercentage(0.001));
        assertThat(three.roundedAgain().hadamard(five.roundedAgain()).error(0))
                .isCloseTo(45 * U64, withinPercentage(0.001));
    }

    @Test
    void bothOperandsMayBeNothingButError() {
        Rounded big = row(Rounding.FLOAT32, 0x1p40).roundedAgain();
        Rounded zero = big.minus(big);
        // Each may be as large as 2·2⁴⁰·u, so their product as large as the square of that.
        double each = 0x1p41 * U32;
        assertThat(zero.hadamard(zero).error(0)).isCloseTo(each * each, withinPercentage(0.001));
    }

    @Test
    void timesZeroOrOneNothingIsRounded() {
        Rounded zero = row(Rounding.FLOAT32, 0);
        Rounded one = row(Rounding.FLOAT32, -1);
        Rounded three = row(Rounding.FLOAT32, 3).roundedAgain();
        assertThat(zero.hadamard(three).error(0)).isEqualTo(0);
        assertThat(three.hadamard(zero).error(0)).isEqualTo(0);
        assertThat(one.hadamard(three).error(0)).isEqualTo(3 * U32);
        assertThat(three.hadamard(one).error(0)).isEqualTo(3 * U32);
        // A 1 that was itself rounded is no exact 1.
        assertThat(one.roundedAgain().hadamard(three).error(0)).isCloseTo(9 * U32, withinPercentage(0.001));
        assertThat(three.hadamard(one.roundedAgain()).error(0)).isCloseTo(9 * U32, withinPercentage(0.001));
    }

    @Test
    void whatUnderflowsMayBeFlushedToZero() {
        Rounded tiny = row(Rounding.FLOAT32, 1e-30);
        assertThat(tiny.hadamard(tiny).value(0)).isCloseTo(1e-60, withinPercentage(0.001));
        assertThat(tiny.hadamard(tiny).error(0)).isEqualTo(Float.MIN_NORMAL);
        assertThat(tiny.over(row(Rounding.FLOAT32, 1e30)).error(0)).isEqualTo(Float.MIN_NORMAL);
        assertThat(tiny.plus(row(Rounding.FLOAT32, 1e-39)).error(0))
                .isCloseTo(1e-30 * U32 + Float.MIN_NORMAL, withinPercentage(0.001));
    }

    @Test
    void aQuotientIsRoundedOnceAndInheritsRelativeErrors() {
        Rounded six = row(Rounding.FLOAT64, 6);
        Rounded three = row(Rounding.FLOAT64, -3);
        assertThat(six.over(three).value(0)).isEqualTo(-2);
        assertThat(six.over(three).error(0)).isEqualTo(2 * U64);
        assertThat(six.roundedAgain().over(three).error(0)).isCloseTo(4 * U64, withinPercentage(0.001));
        assertThat(six.over(three.roundedAgain()).error(0)).isCloseTo(4 * U64, withinPercentage(0.001));
        assertThat(six.roundedAgain().over(three.roundedAgain()).error(0)).isCloseTo(6 * U64, withinPercentage(0.001));
    }

    @Test
    void nothingIsRoundedInAQuotientOfZeroOrByOne() {
        Rounded zero = row(Rounding.FLOAT64, 0);
        Rounded three = row(Rounding.FLOAT64, 3).roundedAgain();
        assertThat(zero.over(three).error(0)).isEqualTo(0);
        assertThat(three.over(row(Rounding.FLOAT64, 1)).error(0)).isEqualTo(3 * U64);
        assertThat(three.over(row(Rounding.FLOAT64, -1)).error(0)).isEqualTo(3 * U64);
        assertThat(three.over(row(Rounding.FLOAT64, 1).roundedAgain()).error(0))
                .isCloseTo(9 * U64, withinPercentage(0.001));
    }

    @Test
    void aDivisorThatMayBeZeroLeavesNoBound() {
        Rounded one = row(Rounding.FLOAT64, 1).roundedAgain();
        Rounded nearZero = one.minus(one);
        assertThat(one.over(nearZero).error(0)).isInfinite();
        assertThat(row(Rounding.FLOAT64, 0).over(nearZero).error(0)).isInfinite();
        assertThat(row(Rounding.FLOAT64, 0).over(row(Rounding.FLOAT64, 0)).error(0))
                .isInfinite();
        assertThat(row(Rounding.FLOAT64, 5).over(row(Rounding.FLOAT64, 0)).error(0))
                .isInfinite();
    }

    @Test
    void aDivisorAsLargeAsItsErrorLeavesNoBoundAndALargerOneDoes() {
        Rounded one = row(Rounding.FLOAT64, 1);
        Rounded zero = row(Rounding.FLOAT64, 0);
        assertThat(one.over(known(2, 2)).error(0)).isInfinite();
        assertThat(zero.over(known(-2, 2)).error(0)).isInfinite();
        // 1 / (2 ± 1) lies between 1/3 and 1, ½ from 1/2 at most.
        assertThat(one.over(known(2, 1)).error(0)).isCloseTo(0.5, withinPercentage(1e-9));
        assertThat(one.over(known(-2, 1)).error(0)).isCloseTo(0.5, withinPercentage(1e-9));
        assertThat(zero.over(known(2, 1)).error(0)).isEqualTo(0);
        // (6 ± 1) / (2 ± 1) lies between 5/3 and 7.
        assertThat(known(6, 1).over(known(2, 1)).error(0)).isCloseTo(4, withinPercentage(1e-9));
    }

    /** That number, known to within that error. */
    private static Rounded known(double value, double error) {
        Rounded result = row(Rounding.FLOAT64, value);
        result.set(0, value, error);
        return result;
    }

    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void aRowOrAColumnIsRepeatedToFit(Rounding rounding) {
        Rounded column = Rounded.exact(Matrix.of(2, 1, 10, 20), rounding);
        Rounded row = row(rounding, 1, 2, 5);
        Rounded full = Rounded.exact(Matrix.of(2, 3, 1, 2, 3, 4, 5, 6), rounding);
        assertThat(column.minus(row).toMatrix()).isEqualTo(Matrix.of(2, 3, 9, 8, 5, 19, 18, 15));
        assertThat(row.minus(column).toMatrix()).isEqualTo(Matrix.of(2, 3, -9, -8, -5, -19, -18, -15));
        assertThat(full.minus(row).toMatrix()).isEqualTo(Matrix.of(2, 3, 0, 0, -2, 3, 3, 1));
        assertThat(column.over(full).toMatrix().toArray())
                .containsExactly(new double[] {10, 5, 10.0 / 3, 5, 4, 20.0 / 6}, offset(1e-15));
        assertThat(full.minus(column).toMatrix()).isEqualTo(Matrix.of(2, 3, -9, -8, -7, -16, -15, -14));
        assertThat(row(rounding, 100).plus(full).toMatrix()).isEqualTo(Matrix.of(2, 3, 101, 102, 103, 104, 105, 106));
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Rounded two = row(Rounding.FLOAT64, 1, 2);
        Rounded three = row(Rounding.FLOAT64, 1, 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> two.plus(three))
                .withMessage("shapes do not fit: 2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> three.transposed().hadamard(two.transposed()))
                .withMessage("shapes do not fit: 3 and 2");
    }

    @Test
    void twoRoundingsInOneFormulaAreRefused() {
        Rounded single = row(Rounding.FLOAT32, 1);
        Rounded twice = row(Rounding.FLOAT64, 1);
        String sentence = "two roundings in one formula: FLOAT32 and FLOAT64";
        assertThatIllegalStateException().isThrownBy(() -> single.plus(twice)).withMessage(sentence);
        assertThatIllegalStateException().isThrownBy(() -> single.times(twice)).withMessage(sentence);
        assertThatIllegalStateException()
                .isThrownBy(() -> single.affine(single, twice))
                .withMessage(sentence);
    }

    @Test
    void aConstantIsRoundedFirstUnlessItIsABinaryFraction() {
        Rounded three = row(Rounding.FLOAT32, 3);
        assertThat(three.scaled(0.5).value(0)).isEqualTo(1.5);
        assertThat(three.scaled(0.5).error(0)).isEqualTo(1.5 * U32);
        assertThat(three.scaled(0.1).error(0)).isCloseTo(0.6 * U32, withinPercentage(0.001));
        assertThat(three.scaled(-1).value(0)).isEqualTo(-3);
        assertThat(three.scaled(-1).error(0)).isEqualTo(0);
        assertThat(row(Rounding.TRUTH, 3).scaled(0.1).decimal(0).orElseThrow())
                .isCloseTo(new BigDecimal("0.3"), within(new BigDecimal("1e-30")));
    }

    @Test
    void dividedByAWholeNumberAndTakenFromOne() {
        Rounded x = row(Rounding.FLOAT64, 12, 0.25);
        assertThat(values(x.dividedBy(4))).containsExactly(3, 0.0625);
        assertThat(errors(x.dividedBy(4))).containsExactly(3 * U64, 0.0625 * U64);
        assertThat(errors(x.dividedBy(1))).containsExactly(0, 0);
        assertThat(values(x.oneMinus())).containsExactly(-11, 0.75);
        assertThat(errors(x.oneMinus())).containsExactly(11 * U64, 0.75 * U64);
    }

    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void sums(Rounding rounding) {
        Rounded x = Rounded.exact(Matrix.of(2, 3, 1, 2, 3, -4, -5, -6), rounding);
        assertThat(x.rowSums().toMatrix()).isEqualTo(Matrix.of(2, 1, 6, -15));
        assertThat(x.columnSums().toMatrix()).isEqualTo(Matrix.of(1, 3, -3, -3, -3));
        assertThat(x.sum().toMatrix()).isEqualTo(Matrix.of(1, 1, -9));
    }

    @Test
    void aSumOfNTermsIsRoundedOnceLess() {
        Rounded x = Rounded.exact(Matrix.of(2, 3, 1, 2, 3, -4, -5, -6), Rounding.FLOAT32);
        assertThat(errors(x.rowSums())).containsExactly(new double[] {2 * 6 * U32, 2 * 15 * U32}, offset(1e-4 * U32));
        assertThat(errors(x.columnSums()))
                .containsExactly(new double[] {5 * U32, 7 * U32, 9 * U32}, offset(1e-4 * U32));
        assertThat(errors(row(Rounding.FLOAT32, 7).rowSums())).containsExactly(0);
        // Rounded terms: each brings its own error.
        assertThat(x.roundedAgain().rowSums().error(0)).isCloseTo(3 * 6 * U32, withinPercentage(0.001));
    }

    @Test
    void transposeAndEntryCarryTheirErrors() {
        Matrix decimals = Matrix.ofDecimals(2, 2, decimal("0.1"), decimal("0.2"), decimal("0.3"), decimal("0.4"));
        Rounded truth = Rounded.exact(decimals, Rounding.TRUTH);
        Rounded transposed = truth.transposed();
        assertThat(transposed.toMatrix()).isEqualTo(decimals.transposed());
        assertThat(transposed.decimal(1).orElseThrow())
                .isEqualByComparingTo(truth.decimal(2).orElseThrow());
        assertThat(transposed.error(1)).isEqualTo(truth.error(2));
        assertThat(truth.entry(1, 0).decimal(0)).isEqualTo(truth.decimal(2));
        assertThat(truth.entry(1, 0).error(0)).isEqualTo(truth.error(2)).isPositive();
        assertThat(truth.entry(0, 1).value(0)).isEqualTo(0.2);
        Rounded judged = Rounded.exact(Matrix.of(2, 3, 1, 2, 3, 4, 5, 6), Rounding.FLOAT32)
                .roundedAgain();
        assertThat(judged.entry(1, 1).value(0)).isEqualTo(5);
        assertThat(judged.entry(1, 1).error(0)).isEqualTo(5 * U32);
        assertThat(errors(judged.transposed())).containsExactly(U32, 4 * U32, 2 * U32, 5 * U32, 3 * U32, 6 * U32);
    }

    @Test
    void theTruthTakesATenthAsATenth() {
        Rounded tenth = Rounded.exact(Matrix.ofDecimals(1, 1, decimal("0.1")), Rounding.TRUTH);
        assertThat(tenth.value(0)).isEqualTo(0.1);
        assertThat(tenth.decimal(0).orElseThrow()).isCloseTo(decimal("0.1"), within(decimal("1e-31")));
        assertThat(tenth.error(0)).isBetween(1e-32, 1e-30);
        // The double nearest to a tenth is 5.55…e-18 larger than it.
        assertThat(tenth.distance(0, 0.1)).isCloseTo(5.551115123125783e-18, withinPercentage(1e-6));
        // As a double it is taken as it stands.
        Rounded asDouble = Rounded.exact(Matrix.of(1, 1, 0.1), Rounding.TRUTH);
        assertThat(asDouble.decimal(0).orElseThrow()).isEqualByComparingTo(new BigDecimal(0.1));
        assertThat(asDouble.error(0)).isEqualTo(0);
        assertThat(asDouble.distance(0, 0.1)).isEqualTo(0);
        assertThat(row(Rounding.FLOAT64, 3).distance(0, 1)).isEqualTo(2);
        // Only the truth keeps what a double leaves out.
        Rounded judged = Rounded.exact(Matrix.ofDecimals(1, 1, decimal("0.1")), Rounding.FLOAT64);
        assertThat(judged.error(0)).isEqualTo(0);
        assertThat(judged.decimal(0).orElseThrow()).isEqualByComparingTo(new BigDecimal(0.1));
    }

    @Test
    void theTruthKeepsThirtyDigitsAndBoundsTheRest() {
        Rounded third = row(Rounding.TRUTH, 1).over(row(Rounding.TRUTH, 3));
        holdsTo30Digits(third, new BigDecimal(1).divide(new BigDecimal(3), MathContext.DECIMAL128));
        Rounded tenth = Rounded.exact(Matrix.ofDecimals(1, 1, decimal("0.1")), Rounding.TRUTH);
        Rounded seventh = Rounded.exact(Matrix.ofDecimals(1, 1, decimal("0.7")), Rounding.TRUTH);
        holdsTo30Digits(tenth.plus(seventh), decimal("0.8"));
        holdsTo30Digits(tenth.minus(seventh), decimal("-0.6"));
        holdsTo30Digits(tenth.hadamard(seventh), decimal("0.07"));
        holdsTo30Digits(
                tenth.hadamard(tenth).over(seventh), decimal("0.01").divide(decimal("0.7"), MathContext.DECIMAL128));
        holdsTo30Digits(tenth.roundedAgain(), decimal("0.1"));
    }

    @Test
    void theTruthDividedByZeroIsNoNumber() {
        Rounded zero = row(Rounding.TRUTH, 0);
        assertThat(row(Rounding.TRUTH, 2).over(zero).value(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(row(Rounding.TRUTH, -2).over(zero).value(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(zero.over(zero).value(0)).isNaN();
        assertThat(zero.over(zero).decimal(0)).isEmpty();
        assertThat(row(Rounding.TRUTH, 2).over(zero).decimal(0)).isEmpty();
        assertThat(row(Rounding.TRUTH, 2).over(zero).error(0)).isInfinite();
    }

    @Test
    void nanStaysNan() {
        Rounded nan = row(Rounding.FLOAT64, Double.NaN);
        Rounded two = row(Rounding.FLOAT64, 2);
        for (Rounded result : new Rounded[] {
            nan.plus(two), two.minus(nan), nan.hadamard(two), two.over(nan), nan.scaled(0.5), nan.times(two), nan.sum()
        }) {
            assertThat(result.value(0)).isNaN();
            assertThat(result.error(0)).isNotCloseTo(0, offset(1e300));
        }
    }

    /** What binary32 arithmetic makes of three operations in a row lies within the bound, and the bound within 8u of it. */
    @Test
    void theBoundHoldsForSinglePrecisionAndIsTight() {
        Random random = new Random(3);
        double worst = 0;
        for (int round = 0; round < 2000; round++) {
            float a = random.nextFloat();
            float b = random.nextFloat();
            float c = 0.1f + random.nextFloat();
            float actual = (a * b + c) / c;
            Rounded bounded = row(Rounding.FLOAT32, a)
                    .hadamard(row(Rounding.FLOAT32, b))
                    .plus(row(Rounding.FLOAT32, c))
                    .over(row(Rounding.FLOAT32, c));
            double error = bounded.distance(0, actual);
            assertThat(error).isLessThanOrEqualTo(bounded.error(0));
            assertThat(bounded.error(0)).isLessThan(3.001 * U32 * actual);
            worst = Math.max(worst, error / bounded.error(0));
        }
        assertThat(worst).isGreaterThan(0.3);
    }

    private static void holdsTo30Digits(Rounded actual, BigDecimal exact) {
        BigDecimal error = actual.decimal(0).orElseThrow().subtract(exact).abs();
        // DECIMAL128 itself is good to 34 digits.
        assertThat(error.doubleValue()).isLessThanOrEqualTo(actual.error(0) + 1e-33);
        assertThat(actual.error(0)).isPositive().isLessThan(1e-29 * Math.abs(exact.doubleValue()));
    }

    private static Rounded row(Rounding rounding, double... values) {
        return Rounded.exact(Matrix.of(1, values.length, values), rounding);
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static double[] values(Rounded x) {
        return x.toMatrix().toArray();
    }

    private static double[] errors(Rounded x) {
        double[] errors = new double[x.size()];
        for (int k = 0; k < errors.length; k++) {
            errors[k] = x.error(k);
        }
        return errors;
    }
}
