package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses of two examples with three outputs, and their gradients, by hand. */
class LossesByHandTest {
    private static final List<Loss> SQUARES = List.of(Loss.MSE, Loss.L2, Loss.HALF_SQUARED_ERROR);

    /** The squares are 0.25 + 0 + 1 and 4 + 0.0625 + 0. */
    @ParameterizedTest
    @CsvSource({"MSE, 0.88541666666666667", "L2, 2.65625", "HALF_SQUARED_ERROR, 1.328125"})
    void squaredErrors(Loss.Kind kind, double expected) {
        Loss loss = new Loss(kind);
        for (Rounding rounding : Worked.roundings()) {
            Rounded a = exact(rounding, 2, 3, 0.5, 2, -1, 3, 0.25, 7);
            Rounded y = exact(rounding, 2, 3, 1, 2, 0, 1, 0.5, 7);
            assertThat(LossFunction.of(loss).value(a, y).value(0)).isCloseTo(expected, offset(1e-15));
            double[] differences = {-0.5, 0, -1, 2, -0.25, 0};
            // Of the mean over two examples: 2(a − y)/6, 2(a − y)/2, (a − y)/2.
            double factor = kind == Loss.Kind.MSE ? 1 / 3.0 : kind == Loss.Kind.L2 ? 1 : 0.5;
            Rounded gradient = LossFunction.of(loss).gradient(a, y);
            for (int k = 0; k < 6; k++) {
                assertThat(gradient.value(k)).isCloseTo(factor * differences[k], offset(1e-15));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void crossEntropies(Rounding rounding) {
        Rounded a = exact(rounding, 2, 3, 0.5, 0.25, 0.25, 0.125, 0.75, 0.125);
        Rounded y = exact(rounding, 2, 3, 1, 0, 0, 0, 0, 1);
        LossFunction multi = LossFunction.of(Loss.MCXENT);
        assertThat(multi.value(a, y).value(0)).isCloseTo((Math.log(2) + Math.log(8)) / 2, offset(1e-15));
        assertThat(multi.gradient(a, y).toMatrix().toArray())
                .containsExactly(new double[] {-1, 0, 0, 0, 0, -4}, offset(1e-15));
        LossFunction binary = LossFunction.of(Loss.XENT);
        double others = 2 * Math.log(4 / 3.0) + Math.log(8 / 7.0) + Math.log(4);
        assertThat(binary.value(a, y).value(0)).isCloseTo((Math.log(2) + Math.log(8) + others) / 2, offset(1e-15));
        // (a − y) / (a(1 − a)) is −1/a where y is 1 and 1/(1 − a) where it is 0; half of each.
        double[] expected = {-1, 2 / 3.0, 2 / 3.0, 4 / 7.0, 2, -4};
        assertThat(binary.gradient(a, y).toMatrix().toArray()).containsExactly(expected, offset(1e-15));
    }

    @Test
    void aLabelThatIsNotKnownToBeZeroKeepsItsOutput() {
        Rounded a = exact(Rounding.FLOAT64, 1, 1, 0);
        Rounded y = exact(Rounding.FLOAT64, 1, 1, 0);
        assertThat(LossFunction.of(Loss.MCXENT).value(a, y).value(0)).isEqualTo(0);
        y.set(0, 0, 0.5);
        assertThat(LossFunction.of(Loss.MCXENT).value(a, y).value(0)).isNaN();
        assertThat(LossFunction.of(Loss.MCXENT)
                        .value(a, exact(Rounding.FLOAT64, 1, 1, 1))
                        .value(0))
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    /** ln a moves by da/(a − da) at most; where a may be 0 there is no bound. */
    @Test
    void anErrorOfTheOutputMovesItsLogarithm() {
        Rounded a = exact(Rounding.FLOAT64, 1, 1, 0.5);
        Rounded y = exact(Rounding.FLOAT64, 1, 1, 1);
        a.set(0, 0.5, 0.1);
        assertThat(LossFunction.of(Loss.MCXENT).value(a, y).error(0))
                .isGreaterThanOrEqualTo(Math.log(0.5 / 0.4))
                .isCloseTo(0.1 / 0.4, withinPercentage(1e-6));
        a.set(0, 0.5, 0.5);
        assertThat(LossFunction.of(Loss.MCXENT).value(a, y).error(0)).isInfinite();
    }

    /** ln to 4u of itself, the product with y, and nothing for a single term. */
    @Test
    void aLogarithmIsGoodToAFewRoundings() {
        double u = 0x1p-24;
        Rounded loss = LossFunction.of(Loss.MCXENT)
                .value(exact(Rounding.FLOAT32, 1, 1, 0.125), exact(Rounding.FLOAT32, 1, 1, 1));
        assertThat(loss.error(0)).isCloseTo(4 * u * Math.log(8), withinPercentage(0.01));
        Rounded near = LossFunction.of(Loss.MCXENT)
                .value(exact(Rounding.FLOAT32, 1, 1, 0.9999), exact(Rounding.FLOAT32, 1, 1, 1));
        assertThat(near.error(0)).isCloseTo(4 * u * 1.0000500033e-4, withinPercentage(0.01));
    }

    /** Every gradient is the slope of its loss, to the 10 digits that central differences of 30 digits give. */
    @ParameterizedTest
    @EnumSource(Loss.Kind.class)
    void everyGradientIsTheSlopeOfItsLoss(Loss.Kind kind) {
        Loss loss = new Loss(kind);
        Random random = new Random(12);
        double[] a = random.doubles(6, 0.1, 0.9).toArray();
        double[] y = random.doubles(6, 0, 1).toArray();
        Rounded labels = exact(Rounding.TRUTH, 2, 3, y);
        Rounded gradient = LossFunction.of(loss).gradient(exact(Rounding.TRUTH, 2, 3, a), labels);
        double h = 0x1p-20;
        for (int k = 0; k < 6; k++) {
            double[] moved = a.clone();
            moved[k] = a[k] + h;
            Rounded above = LossFunction.of(loss).value(exact(Rounding.TRUTH, 2, 3, moved), labels);
            moved[k] = a[k] - h;
            Rounded below = LossFunction.of(loss).value(exact(Rounding.TRUTH, 2, 3, moved), labels);
            double slope = above.minus(below).scaled(0x1p19).value(0);
            assertThat(slope).isCloseTo(gradient.value(k), offset(1e-8));
        }
    }

    /** The fused form is the two formulas one after the other, and softmax's the short one. */
    @ParameterizedTest
    @EnumSource(Loss.Kind.class)
    void gradientThroughEveryActivation(Loss.Kind kind) {
        Loss loss = new Loss(kind);
        for (Activation activation : List.of(
                Activation.IDENTITY, Activation.RELU, Activation.SIGMOID, Activation.SOFTMAX, Activation.TANH)) {
            Rounded z = exact(Rounding.TRUTH, 2, 3, 0.3, 0.8, 0.5, 0.9, 0.2, 0.4);
            Rounded y = exact(Rounding.TRUTH, 2, 3, 0.5, 0.25, 0.5, 1, 0.1, 0.2);
            Worked.Function f = Worked.Function.of(activation);
            Rounded expected = f.backward(z, LossFunction.of(loss).gradient(f.value(z), y));
            Rounded fused = Worked.gradientThrough(loss, activation, z, y);
            for (int k = 0; k < 6; k++) {
                assertThat(fused.distance(k, expected.value(k)))
                        .as("%s after %s", loss, activation)
                        .isLessThan(1e-15 * Math.max(1, Math.abs(expected.value(k))));
            }
        }
    }

    /** a − y is good to a few u however small a is; −y/a through softmax would not be. */
    @Test
    void softmaxWithCrossEntropyIsFused() {
        Rounded z = exact(Rounding.FLOAT32, 1, 2, 0, -60);
        Rounded y = exact(Rounding.FLOAT32, 1, 2, 0, 1);
        Rounded dZ = Worked.gradientThrough(Loss.MCXENT, Activation.SOFTMAX, z, y);
        assertThat(dZ.value(0)).isCloseTo(1, withinPercentage(1e-9));
        assertThat(dZ.value(1)).isCloseTo(-1, withinPercentage(1e-9));
        assertThat(dZ.error(1)).isLessThan(2 * 0x1p-24);
        Rounded inTwo = Worked.Function.of(Activation.SOFTMAX)
                .backward(
                        z,
                        LossFunction.of(Loss.MCXENT)
                                .gradient(Worked.Function.of(Activation.SOFTMAX).value(z), y));
        assertThat(inTwo.error(1)).isGreaterThan(4 * 0x1p-24);
    }

    @Test
    void lowestOnRangeIsTheDistanceToTheRange() {
        double[] y = {18, 0.5, -1};
        // 17² + 0 + 1².
        assertThat(LossFunction.of(Loss.L2).lowestOnRange(y, 0, 1)).contains(290.0);
        assertThat(LossFunction.of(Loss.MSE).lowestOnRange(y, 0, 1)).contains(290.0 / 3);
        assertThat(LossFunction.of(Loss.HALF_SQUARED_ERROR).lowestOnRange(y, 0, 1))
                .contains(145.0);
        for (Loss loss : SQUARES) {
            assertThat(LossFunction.of(loss).lowestOnRange(y, -1, Double.POSITIVE_INFINITY))
                    .contains(0.0);
        }
        assertThat(LossFunction.of(Loss.MCXENT).lowestOnRange(y, 0, 1)).isEmpty();
        assertThat(LossFunction.of(Loss.XENT).lowestOnRange(y, 0, 1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SIGMOID, -0.001, false", "SIGMOID, 0, true", "SIGMOID, 0.5, true", "SIGMOID, 1, true", "SIGMOID, 1.001, false",
        "SOFTMAX, 0, true", "SOFTMAX, 1.5, false", "TANH, -1, true", "TANH, -1.5, false", "TANH, 1, true",
        "RELU, 0, true", "RELU, -1e-9, false", "RELU, 1e9, true", "IDENTITY, -1e300, true", "IDENTITY, 1e300, true",
    })
    void whatAnActivationReaches(Activation.Kind kind, double value, boolean reached) {
        assertThat(Range.of(Activation.of(kind)).reaches(value)).isEqualTo(reached);
    }

    private static Rounded exact(Rounding rounding, int rows, int columns, double... values) {
        return Rounded.exact(Matrix.of(rows, columns, values), rounding);
    }
}
