package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The elementwise activations: values by hand, what an error in Z does, and binary32's own arithmetic within the bound. */
class ActivationFunctionTest {
    private static final double U32 = 0x1p-24;

    /** σ(ln 3) = ¾, tanh(ln 2) = 3/5. */
    @ParameterizedTest
    @CsvSource({
        "IDENTITY, -3, -3, 1",
        "IDENTITY, 2.5, 2.5, 1",
        "RELU, -3, 0, 0",
        "RELU, 0, 0, 0",
        "RELU, 1e-300, 1e-300, 1",
        "RELU, 2.5, 2.5, 1",
        "SIGMOID, 0, 0.5, 0.25",
        "SIGMOID, 1.0986122886681098, 0.75, 0.1875",
        "SIGMOID, -1.0986122886681098, 0.25, 0.1875",
        "TANH, 0, 0, 1",
        "TANH, 0.6931471805599453, 0.6, 0.64",
        "TANH, -0.6931471805599453, -0.6, 0.64",
    })
    void valueAndDerivative(Activation.Kind kind, double z, double a, double slope) {
        for (Rounding rounding : Worked.roundings()) {
            Worked.Function f = Worked.Function.of(Activation.of(kind));
            Rounded at = number(rounding, z);
            Rounded dA = number(rounding, -2);
            assertThat(f.value(at).value(0)).isCloseTo(a, offset(2e-16));
            assertThat(f.backward(at, dA).value(0)).isCloseTo(-2 * slope, offset(1e-15));
            assertThat(f.backwardFromOutput(at, number(rounding, a), dA).value(0))
                    .isCloseTo(-2 * slope, offset(1e-15));
        }
    }

    @ParameterizedTest
    @EnumSource
    void piecesAreReadFromTheFormula(Activation.Kind kind) {
        Set<Activation.Kind> polynomials = EnumSet.of(
                Activation.Kind.HARD_SIGMOID,
                Activation.Kind.HARD_TANH,
                Activation.Kind.LEAKY_RELU,
                Activation.Kind.RELU,
                Activation.Kind.RELU6,
                Activation.Kind.RRELU,
                Activation.Kind.THRESHOLDED_RELU);
        Set<Activation.Kind> jumping = EnumSet.copyOf(polynomials);
        jumping.addAll(List.of(Activation.Kind.ELU, Activation.Kind.RECTIFIED_TANH, Activation.Kind.SELU));
        polynomials.addAll(List.of(Activation.Kind.CUBE, Activation.Kind.IDENTITY));
        assertThat(ActivationRule.hasPieces(Activation.of(kind))).isEqualTo(jumping.contains(kind));
        assertThat(ActivationRule.isPiecewisePolynomial(Activation.of(kind))).isEqualTo(polynomials.contains(kind));
    }

    @ParameterizedTest
    @CsvSource({"-3, 0.25, -0.75, 0.25", "-3, -0.5, 1.5, -0.5", "0, 0.25, 0, 1", "2.5, 0.25, 2.5, 1"})
    void drawnSlopesCountBelowZero(double z, double drawn, double a, double slope) {
        for (Rounding rounding : Worked.roundings()) {
            Worked.Function f = Worked.Function.rrelu(number(rounding, drawn));
            assertThat(f.value(number(rounding, z)).value(0)).isEqualTo(a);
            assertThat(f.backward(number(rounding, z), number(rounding, -2)).value(0))
                    .isEqualTo(-2 * slope);
        }
        Worked.Function predicting = Worked.Function.of(Activation.rrelu(0.25, 0.75));
        assertThat(predicting.value(number(Rounding.FLOAT64, -3)).value(0)).isEqualTo(-1.5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.Kind.class,
            names = {"IDENTITY", "RELU", "SIGMOID", "TANH"})
    void nanStaysNan(Activation.Kind kind) {
        for (Rounding rounding : Worked.roundings()) {
            Worked.Function f = Worked.Function.of(Activation.of(kind));
            assertThat(f.value(number(rounding, Double.NaN)).value(0)).isNaN();
        }
    }

    @Test
    void identityAndReluPassOnWhatTheyAreGiven() {
        for (Activation activation : new Activation[] {Activation.IDENTITY, Activation.RELU}) {
            Worked.Function f = Worked.Function.of(activation);
            assertThat(f.value(number(Rounding.FLOAT32, 3)).error(0)).isEqualTo(0);
            assertThat(f.value(known(3, 0.5)).error(0)).isEqualTo(0.5);
            assertThat(f.backward(number(Rounding.FLOAT32, 3), number(Rounding.FLOAT32, 7))
                            .error(0))
                    .isEqualTo(0);
        }
        assertThat(Worked.Function.of(Activation.IDENTITY).value(known(-3, 0.5)).error(0))
                .isEqualTo(0.5);
    }

    @Test
    void reluCutsErrorsOffBelowItsKink() {
        Worked.Function relu = Worked.Function.of(Activation.RELU);
        assertThat(relu.value(known(-3, 0.5)).error(0)).isEqualTo(0);
        assertThat(relu.value(known(-0.25, 0.5)).error(0)).isBetween(0.25, 0.5);
        assertThat(relu.value(known(-0.5, 0.5)).error(0)).isEqualTo(0);
    }

    @Test
    void withinItsErrorOfTheKinkReluMayPassTheGradientOrNot() {
        Worked.Function relu = Worked.Function.of(Activation.RELU);
        Rounded dA = number(Rounding.FLOAT64, 6);
        assertThat(relu.backward(known(0.25, 0.5), dA).error(0)).isCloseTo(6, withinPercentage(1e-9));
        assertThat(relu.backward(known(-0.5, 0.5), dA).error(0)).isCloseTo(6, withinPercentage(1e-9));
        assertThat(relu.backward(known(0.75, 0.5), dA).error(0)).isEqualTo(0);
        assertThat(relu.backward(known(-0.75, 0.5), dA).error(0)).isEqualTo(0);
    }

    /** An error e of Z moves f by as much as f changes between Z − e and Z + e, and by little more than f′ times e. */
    @ParameterizedTest
    @CsvSource({"SIGMOID, 0.2", "SIGMOID, 1.5", "SIGMOID, -1.5", "SIGMOID, 6", "TANH, 0.2", "TANH, 1.5", "TANH, -3"})
    void errorsOfZAreInherited(Activation.Kind kind, double z) {
        Worked.Function f = Worked.Function.of(Activation.of(kind));
        double e = 0.01;
        double slope = f.backward(number(Rounding.FLOAT64, z), number(Rounding.FLOAT64, 1))
                .value(0);
        assertThat(f.value(known(z, e)).error(0))
                .isGreaterThanOrEqualTo(largestChange(f, z, e))
                .isLessThan(slope * e * 1.05);
        // Far enough to reach beyond 0, where f is steepest.
        double steepest = f.backward(number(Rounding.FLOAT64, 0), number(Rounding.FLOAT64, 1))
                .value(0);
        assertThat(f.value(known(z, 8)).error(0)).isCloseTo(steepest * 8, withinPercentage(1e-6));
    }

    private static double largestChange(Worked.Function f, double z, double e) {
        double a = f.value(number(Rounding.FLOAT64, z)).value(0);
        double above = f.value(number(Rounding.FLOAT64, z + e)).value(0);
        double below = f.value(number(Rounding.FLOAT64, z - e)).value(0);
        return Math.max(Math.abs(above - a), Math.abs(below - a));
    }

    /** The same for f′, whose own slope is at most f′ for the sigmoid and 2f′ for tanh. */
    @ParameterizedTest
    @CsvSource({"SIGMOID, 2, 1", "SIGMOID, -3, 1", "TANH, 1, 2", "TANH, -2, 2"})
    void errorsOfZAreInheritedByTheDerivative(Activation.Kind kind, double z, double factor) {
        Worked.Function f = Worked.Function.of(Activation.of(kind));
        Rounded one = number(Rounding.FLOAT64, 1);
        double e = 0.01;
        double here = f.backward(number(Rounding.FLOAT64, z), one).value(0);
        double above = f.backward(number(Rounding.FLOAT64, z + e), one).value(0);
        double below = f.backward(number(Rounding.FLOAT64, z - e), one).value(0);
        assertThat(f.backward(known(z, e), one).error(0))
                .isGreaterThanOrEqualTo(Math.max(Math.abs(above - here), Math.abs(below - here)))
                .isLessThan(factor * here * e * 1.05);
    }

    /** In binary32 the usual way: 1 / (1 + e⁻ᶻ) and A(1 − A), tanh and 1 − A². */
    @ParameterizedTest
    @EnumSource(
            value = Activation.Kind.class,
            names = {"SIGMOID", "TANH"})
    void theBoundsHoldForSinglePrecisionAndAreTight(Activation.Kind kind) {
        boolean sigmoid = kind == Activation.Kind.SIGMOID;
        DoubleUnaryOperator value =
                z -> sigmoid ? 1 / (1 + (float) Math.exp((float) -z)) : (float) Math.tanh((float) z);
        DoubleUnaryOperator slope = a -> sigmoid ? (float) a * (1 - (float) a) : 1 - (float) a * (float) a;
        Worked.Function f = Worked.Function.of(Activation.of(kind));
        Random random = new Random(6);
        double worstValue = 0;
        double worstSlope = 0;
        for (int k = 0; k < 3000; k++) {
            double z = (float) ((2 * random.nextDouble() - 1) * (k % 2 == 0 ? 1 : 12));
            double a = value.applyAsDouble(z);
            Rounded bound = f.value(number(Rounding.FLOAT32, z));
            double error = f.value(number(Rounding.TRUTH, z)).distance(0, a);
            assertThat(error).isLessThanOrEqualTo(bound.error(0));
            assertThat(bound.error(0)).isLessThan(8 * U32);
            worstValue = Math.max(worstValue, error / bound.error(0));

            Rounded slopeBound = f.backward(number(Rounding.FLOAT32, z), number(Rounding.FLOAT32, 1));
            double slopeError = f.backward(number(Rounding.TRUTH, z), number(Rounding.TRUTH, 1))
                    .distance(0, slope.applyAsDouble(a));
            assertThat(slopeError).isLessThanOrEqualTo(slopeBound.error(0));
            assertThat(slopeBound.error(0)).isLessThan(16 * U32);
            worstSlope = Math.max(worstSlope, slopeError / slopeBound.error(0));
        }
        assertThat(worstValue).isGreaterThan(0.15);
        assertThat(worstSlope).isGreaterThan(0.1);
    }

    /** Where A rounds to 1 its derivative may come out 0: all of it is error, but no more than a little. */
    @Test
    void aSaturatedSigmoidKeepsNoDigitOfItsDerivative() {
        Worked.Function sigmoid = Worked.Function.of(Activation.SIGMOID);
        Rounded slope = sigmoid.backward(number(Rounding.FLOAT32, 20), number(Rounding.FLOAT32, 1));
        assertThat(slope.value(0)).isCloseTo(Math.exp(-20), withinPercentage(0.001));
        assertThat(slope.error(0)).isBetween(Math.exp(-20), 4 * U32);
        // In binary64 seven digits of it are left.
        Rounded kept = sigmoid.backward(number(Rounding.FLOAT64, 20), number(Rounding.FLOAT64, 1));
        assertThat(kept.error(0) / kept.value(0)).isBetween(1e-8, 1e-6);
    }

    /** e⁷²⁰ is no double, but σ′(±720) = e⁻⁷²⁰ is one, if a small one. */
    @Test
    void farOutTheDerivativesAreSmallNumbers() {
        for (double z : new double[] {720, -720}) {
            Worked.Function sigmoid = Worked.Function.of(Activation.SIGMOID);
            assertThat(sigmoid.backward(number(Rounding.FLOAT64, z), number(Rounding.FLOAT64, 1))
                            .value(0))
                    .isCloseTo(Math.exp(-720), withinPercentage(0.001));
            Worked.Function tanh = Worked.Function.of(Activation.TANH);
            assertThat(tanh.backward(number(Rounding.FLOAT64, z / 2), number(Rounding.FLOAT64, 1))
                            .value(0))
                    .isCloseTo(4 * Math.exp(-720), withinPercentage(0.001));
        }
    }

    /** The sigmoid below 0 keeps its relative accuracy: 4u of e⁻ᶻ, two more operations. */
    @Test
    void aSmallSigmoidIsGoodRelativeToItself() {
        Rounded small = Worked.Function.of(Activation.SIGMOID).value(number(Rounding.FLOAT32, -20));
        assertThat(small.error(0)).isCloseTo(6 * U32 * small.value(0), withinPercentage(0.1));
        Rounded large = Worked.Function.of(Activation.SIGMOID).value(number(Rounding.FLOAT32, 20));
        assertThat(large.error(0)).isCloseTo(2 * U32, withinPercentage(0.1));
        Rounded half = Worked.Function.of(Activation.SIGMOID).value(number(Rounding.FLOAT32, 0));
        assertThat(half.error(0)).isCloseTo(0.5 * 4 * U32, withinPercentage(0.1));
    }

    private static Rounded number(Rounding rounding, double value) {
        return Rounded.exact(Matrix.of(1, 1, value), rounding);
    }

    /** That number, known to within that error. */
    private static Rounded known(double value, double error) {
        Rounded result = number(Rounding.FLOAT64, value);
        result.set(0, value, error);
        return result;
    }
}
