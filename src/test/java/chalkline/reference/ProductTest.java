package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Matrix;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix product, with a bias and without: values by hand, and n roundings for n terms. */
class ProductTest {
    private static final double U32 = 0x1p-24 + 0x1p-53;
    private static final double U64 = 0x1p-52;

    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void rowsTimesColumns(Rounding rounding) {
        Rounded a = exact(rounding, 2, 3, 1, 2, 3, 4, 5, 6);
        Rounded b = exact(rounding, 3, 2, 7, -8, 9, 10, 11, 12);
        Rounded bias = exact(rounding, 1, 2, 100, 200);
        assertThat(a.times(b).toMatrix()).isEqualTo(Matrix.of(2, 2, 58, 48, 139, 90));
        assertThat(a.affine(b, bias).toMatrix()).isEqualTo(Matrix.of(2, 2, 158, 248, 239, 290));
        // Taller and wider results than either operand.
        Rounded column = exact(rounding, 3, 1, 1, 2, 3);
        Rounded row = exact(rounding, 1, 4, 5, 6, 7, 8);
        assertThat(column.times(row).toMatrix()).isEqualTo(Matrix.of(3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 15, 18, 21, 24));
    }

    @Test
    void everyTermIsARounding() {
        Rounded a = exact(Rounding.FLOAT32, 1, 3, 1, 2, -3);
        Rounded b = exact(Rounding.FLOAT32, 3, 2, 7, 8, -9, 10, 11, 12);
        // |A||B| is 7 + 18 + 33 and 8 + 20 + 36, whatever the signs cancel.
        assertThat(a.times(b).error(0)).isCloseTo(3 * 58 * U32, withinPercentage(0.01));
        assertThat(a.times(b).error(1)).isCloseTo(3 * 64 * U32, withinPercentage(0.01));
    }

    @Test
    void theBiasIsOneMoreTerm() {
        Rounded a = exact(Rounding.FLOAT64, 1, 2, 2, 3);
        Rounded b = exact(Rounding.FLOAT64, 2, 2, 5, 6, 7, 8);
        Rounded bias = exact(Rounding.FLOAT64, 1, 2, -100, 0.5);
        Rounded z = a.affine(b, bias);
        assertThat(z.error(0)).isCloseTo(3 * 131 * U64, withinPercentage(0.01));
        assertThat(z.error(1)).isCloseTo(3 * 36.5 * U64, withinPercentage(0.01));
        // A bias that was itself rounded brings its own error.
        Rounded rounded = a.affine(b, bias.roundedAgain());
        assertThat(rounded.error(0)).isCloseTo((3 * 131 + 100) * U64, withinPercentage(0.01));
        assertThat(rounded.error(1)).isCloseTo((3 * 36.5 + 0.5) * U64, withinPercentage(0.01));
    }

    @Test
    void theErrorsOfTheOperandsAreInherited() {
        Rounded a = exact(Rounding.FLOAT64, 2, 2, 2, 3, 5, -7);
        Rounded b = exact(Rounding.FLOAT64, 2, 1, 11, 13);
        // |A||B| is 22 + 39 and 55 + 91; a rounding of either operand adds that once.
        for (Rounded once : new Rounded[] {a.roundedAgain().times(b), a.times(b.roundedAgain())}) {
            assertThat(once.error(0)).isCloseTo((2 + 1) * 61 * U64, withinPercentage(0.01));
            assertThat(once.error(1)).isCloseTo((2 + 1) * 146 * U64, withinPercentage(0.01));
        }
        Rounded twice = a.roundedAgain().times(b.roundedAgain());
        assertThat(twice.error(0)).isCloseTo((2 + 2) * 61 * U64, withinPercentage(0.01));
        assertThat(twice.error(1)).isCloseTo((2 + 2) * 146 * U64, withinPercentage(0.01));
    }

    @Test
    void operandsMayBeNothingButError() {
        Rounded big = exact(Rounding.FLOAT32, 1, 1, 0x1p40).roundedAgain();
        Rounded zero = big.minus(big);
        double each = 0x1p41 * U32;
        assertThat(zero.times(zero).value(0)).isEqualTo(0);
        assertThat(zero.times(zero).error(0)).isCloseTo(each * each, withinPercentage(0.01));
        Rounded three = exact(Rounding.FLOAT32, 1, 1, 3);
        assertThat(zero.times(three).error(0)).isCloseTo(3 * each, withinPercentage(0.01));
        assertThat(three.times(zero).error(0)).isCloseTo(3 * each, withinPercentage(0.01));
    }

    @Test
    void nothingIsRoundedWhereEveryTermIsZero() {
        Rounded zeros = exact(Rounding.FLOAT32, 1, 3, 0, 0, 0);
        Rounded b = exact(Rounding.FLOAT32, 3, 1, 7, 8, 9).roundedAgain();
        assertThat(zeros.times(b).error(0)).isEqualTo(0);
        Rounded bias = exact(Rounding.FLOAT32, 1, 1, 5);
        assertThat(zeros.affine(b, bias).value(0)).isEqualTo(5);
        assertThat(zeros.affine(b, bias).error(0)).isEqualTo(0);
        assertThat(zeros.affine(b, bias.roundedAgain()).error(0)).isEqualTo(5 * U32);
    }

    @Test
    void productsThatUnderflowMayBeFlushedToZero() {
        Rounded tiny = exact(Rounding.FLOAT64, 1, 2, 1e-200, -1e-200);
        Rounded squares = tiny.times(tiny.transposed());
        assertThat(squares.value(0)).isEqualTo(0);
        assertThat(squares.error(0)).isBetween(2 * Double.MIN_NORMAL, 8 * Double.MIN_NORMAL);
        Rounded single = exact(Rounding.FLOAT32, 1, 2, 1e-30, -1e-30);
        assertThat(single.times(single.transposed()).error(0))
                .isBetween(2.0 * Float.MIN_NORMAL, 8.0 * Float.MIN_NORMAL);
    }

    @Test
    void aSumIsAProductWithOnesAndRoundsOnceLess() {
        Rounded ones = exact(Rounding.FLOAT64, 1, 3, 1, 1, 1);
        Rounded column = exact(Rounding.FLOAT64, 3, 1, 4, -5, 6);
        assertThat(ones.times(column).value(0)).isEqualTo(5);
        assertThat(ones.times(column).error(0)).isCloseTo(2 * 15 * U64, withinPercentage(0.01));
        assertThat(column.transposed().times(ones.transposed()).error(0))
                .isCloseTo(2 * 15 * U64, withinPercentage(0.01));
        // With a bias there is one addition more.
        assertThat(ones.affine(column, exact(Rounding.FLOAT64, 1, 1, 10)).error(0))
                .isCloseTo(3 * 25 * U64, withinPercentage(0.01));
        // A single 1 among others is no sum.
        Rounded mixed = exact(Rounding.FLOAT64, 1, 3, 1, 1, 2);
        assertThat(mixed.times(column).error(0)).isCloseTo(3 * 21 * U64, withinPercentage(0.01));
    }

    @Test
    void timesOneNothingIsRounded() {
        Rounded one = exact(Rounding.FLOAT64, 1, 1, 1);
        assertThat(one.times(exact(Rounding.FLOAT64, 1, 1, 7)).error(0)).isEqualTo(0);
        assertThat(exact(Rounding.FLOAT64, 1, 1, 7).roundedAgain().times(one).error(0))
                .isEqualTo(7 * U64);
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Rounded a = exact(Rounding.FLOAT64, 2, 3, 1, 2, 3, 4, 5, 6);
        assertThatIllegalArgumentException().isThrownBy(() -> a.times(a)).withMessage("cannot multiply 2×3 by 2×3");
        Rounded b = a.transposed();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.affine(b, exact(Rounding.FLOAT64, 1, 3, 1, 2, 3)))
                .withMessage("the bias is 1×3 but must be 1×2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.affine(b, exact(Rounding.FLOAT64, 2, 2, 1, 2, 3, 4)))
                .withMessage("the bias is 2×2 but must be 1×2");
    }

    @Test
    void whatIsNoNumberHasNoFiniteBound() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Rounded a = exact(Rounding.FLOAT64, 1, 2, bad, 1);
            Rounded product = a.times(exact(Rounding.FLOAT64, 2, 1, 2, 3));
            assertThat(Double.isFinite(product.value(0))).isFalse();
            assertThat(Double.isFinite(product.error(0))).isFalse();
        }
    }

    @Test
    void whatIsTinyIsNotLostBeforeItMeetsWhatIsLarge() {
        Rounded tiny = exact(Rounding.FLOAT64, 1, 2, 1e-308, 0);
        Rounded large = exact(Rounding.FLOAT64, 2, 1, 1e300, 1);
        assertThat(tiny.times(large).error(0)).isCloseTo(2 * 1e-8 * U64, withinPercentage(0.01));
    }

    /** Wider, taller and longer than the panels it is worked in, by numbers that leave a rest. */
    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void largeMatricesAreWorkedInPanels(Rounding rounding) {
        int rows = 35;
        int inner = 7;
        int columns = 515;
        Rounded a = exact(rounding, rows, inner, whole(rows * inner, 5));
        Rounded b = exact(rounding, inner, columns, whole(inner * columns, 7));
        for (Rounded left : new Rounded[] {
            a, a.roundedAgain(), a.hadamard(exact(rounding, 1, 1, 3)).over(exact(rounding, 1, 1, 3))
        }) {
            Rounded product = left.times(b);
            for (int k = 0; k < product.size(); k++) {
                double value = 0;
                double size = 0;
                for (int n = 0; n < inner; n++) {
                    double term = a.value(k / columns * inner + n) * b.value(n * columns + k % columns);
                    value += term;
                    size += Math.abs(term);
                }
                assertThat(product.value(k)).isEqualTo(value);
                assertThat(product.error(k))
                        .isGreaterThan(rounding.isExtended() ? 0 : inner * size * rounding.unit() / 1.01);
                assertThat(product.error(k)).isLessThan(size * 1e-5);
            }
        }
    }

    private static double[] whole(int length, int period) {
        return IntStream.range(0, length)
                .mapToDouble(k -> k % period - period / 2 + 0.5)
                .toArray();
    }

    /** 10¹⁷ + 1 − 10¹⁷ and the like: the truth keeps what a double would lose, and what its decimals left out. */
    @Test
    void theTruthKeepsWhatCancels() {
        Rounded a = exact(Rounding.TRUTH, 1, 3, 1e17, 1, -1e17);
        Rounded ones = exact(Rounding.TRUTH, 3, 1, 1, 1, 1);
        assertThat(a.times(ones).value(0)).isEqualTo(1);
        assertThat(a.affine(exact(Rounding.TRUTH, 3, 1, 1, 0, 0), exact(Rounding.TRUTH, 1, 1, 0.25))
                        .distance(0, 1e17))
                .isEqualTo(0.25);
        // 0.1·0.3 − 0.3·0.1 + 0.7: every decimal's remainder counts.
        Rounded left = decimals(1, 2, "0.1", "-0.3");
        Rounded right = decimals(2, 1, "0.3", "0.1");
        Rounded sum = left.affine(right, decimals(1, 1, "0.7"));
        BigDecimal error =
                sum.decimal(0).orElseThrow().subtract(new BigDecimal("0.7")).abs();
        assertThat(error.doubleValue()).isLessThanOrEqualTo(sum.error(0));
        assertThat(sum.error(0)).isPositive().isLessThan(1e-28);
        Rounded asymmetric = decimals(1, 1, "0.1").times(decimals(1, 1, "0.7"));
        assertThat(asymmetric
                        .decimal(0)
                        .orElseThrow()
                        .subtract(new BigDecimal("0.07"))
                        .abs()
                        .doubleValue())
                .isLessThan(1e-31);
    }

    /** Against exact sums, in every precision: the bound holds for forward and backward summation, and comes near. */
    @Test
    void theBoundHoldsForSinglePrecisionInAnyOrder() {
        Random random = new Random(8);
        double worst = 0;
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(6);
            double[] a = floats(random, n);
            double[] b = floats(random, n);
            Rounded product = exact(Rounding.FLOAT32, 1, n, a).times(exact(Rounding.FLOAT32, n, 1, b));
            float forward = 0;
            float backward = 0;
            BigDecimal exact = BigDecimal.ZERO;
            for (int k = 0; k < n; k++) {
                forward += (float) a[k] * (float) b[k];
                backward += (float) a[n - 1 - k] * (float) b[n - 1 - k];
                exact = exact.add(new BigDecimal(a[k]).multiply(new BigDecimal(b[k])));
            }
            for (double actual : new double[] {forward, backward}) {
                double error = new BigDecimal(actual).subtract(exact).abs().doubleValue();
                assertThat(error).isLessThanOrEqualTo(product.error(0));
                worst = Math.max(worst, error / product.error(0));
            }
        }
        assertThat(worst).isGreaterThan(0.3);
    }

    /** The truth against exact sums in decimals. */
    @Test
    void theTruthIsTheExactSumWithinItsError() {
        Random random = new Random(9);
        for (int round = 0; round < 100; round++) {
            int n = 1 + random.nextInt(20);
            double[] a = random.doubles(n, -1, 1).toArray();
            double[] b = random.doubles(n, -1, 1).toArray();
            Rounded product = exact(Rounding.TRUTH, 1, n, a).times(exact(Rounding.TRUTH, n, 1, b));
            BigDecimal exact = IntStream.range(0, n)
                    .mapToObj(k -> new BigDecimal(a[k]).multiply(new BigDecimal(b[k])))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            double error =
                    product.decimal(0).orElseThrow().subtract(exact).abs().doubleValue();
            assertThat(error).isLessThanOrEqualTo(product.error(0));
            assertThat(product.error(0)).isPositive().isLessThan(n * 1e-27);
        }
    }

    /** Terms of all sizes which nearly cancel, from decimals that no double holds, and with a bias. */
    @Test
    void theTruthHoldsWhateverTheSizesOfItsTerms() {
        Random random = new Random(10);
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(40);
            int range = random.nextInt(120);
            BigDecimal[] a = decimals(random, n, range);
            BigDecimal[] b = decimals(random, n, range);
            if (n > 1) {
                a[n - 1] = a[0];
                b[n - 1] = b[0].negate();
            }
            BigDecimal bias = decimals(random, 1, range)[0];
            Rounded product = decimals(1, n, a).affine(decimals(n, 1, b), decimals(1, 1, bias));
            BigDecimal exact =
                    IntStream.range(0, n).mapToObj(k -> a[k].multiply(b[k])).reduce(bias, BigDecimal::add);
            BigDecimal size = IntStream.range(0, n)
                    .mapToObj(k -> a[k].multiply(b[k]).abs())
                    .reduce(bias.abs(), BigDecimal::add);
            BigDecimal error = product.decimal(0).orElseThrow().subtract(exact).abs();
            assertThat(error).isLessThanOrEqualTo(new BigDecimal(product.error(0)));
            assertThat(product.error(0)).isPositive().isLessThan(size.doubleValue() * 1e-26);
        }
    }

    /** Of 30 digits, within so many powers of ten of 1. */
    private static BigDecimal[] decimals(Random random, int n, int range) {
        return IntStream.range(0, n)
                .mapToObj(k -> new BigDecimal(new BigInteger(100, random), 30 + random.nextInt(2 * range + 1) - range))
                .map(decimal -> random.nextBoolean() ? decimal : decimal.negate())
                .toArray(BigDecimal[]::new);
    }

    /** A sum that is too large for its offset has no bound, rather than one that does not hold. */
    @Test
    void theTruthHasNoBoundNearTheLargestNumber() {
        Rounded large = exact(Rounding.TRUTH, 1, 1, 0x1p1000);
        assertThat(large.times(exact(Rounding.TRUTH, 1, 1, 0x1p10)).error(0)).isFinite();
        Rounded tooLarge = large.times(exact(Rounding.TRUTH, 1, 1, 0x1p22));
        assertThat(tooLarge.value(0)).isEqualTo(0x1p1022);
        assertThat(tooLarge.error(0)).isInfinite();
    }

    private static double[] floats(Random random, int n) {
        return IntStream.range(0, n)
                .mapToDouble(k -> 2 * random.nextFloat() - 1)
                .toArray();
    }

    private static Rounded exact(Rounding rounding, int rows, int columns, double... values) {
        return Rounded.exact(Matrix.of(rows, columns, values), rounding);
    }

    private static Rounded decimals(int rows, int columns, String... texts) {
        return decimals(rows, columns, Stream.of(texts).map(BigDecimal::new).toArray(BigDecimal[]::new));
    }

    private static Rounded decimals(int rows, int columns, BigDecimal... decimals) {
        return Rounded.exact(Matrix.ofDecimals(rows, columns, decimals), Rounding.TRUTH);
    }
}
