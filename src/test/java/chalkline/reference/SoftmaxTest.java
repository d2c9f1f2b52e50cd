package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax: e to the logarithms of 1, 2 and 5 is 1, 2 and 5, so its shares are eighths. */
class SoftmaxTest {
    private static final double U32 = 0x1p-24;
    private static final Worked.Function SOFTMAX = Worked.Function.of(Activation.SOFTMAX);

    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void everyRowByItself(Rounding rounding) {
        Rounded z = exact(rounding, 2, 3, 0, Math.log(2), Math.log(5), -1, -1, -1);
        assertThat(SOFTMAX.value(z).toMatrix().toArray())
                .containsExactly(new double[] {0.125, 0.25, 0.625, 1 / 3.0, 1 / 3.0, 1 / 3.0}, offset(1e-15));
    }

    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void largeInputsDoNotOverflow(Rounding rounding) {
        Rounded z = exact(rounding, 2, 2, 1000, 1000 + Math.log(3), -1000, -1000 + Math.log(3));
        assertThat(SOFTMAX.value(z).toMatrix().toArray())
                .containsExactly(new double[] {0.25, 0.75, 0.25, 0.75}, offset(1e-13));
        Rounded far = exact(rounding, 1, 2, 0, -800);
        assertThat(SOFTMAX.value(far).value(0)).isEqualTo(1);
        assertThat(SOFTMAX.value(far).value(1)).isBetween(0.0, 1e-300);
    }

    @Test
    void oneUnitIsAlwaysOne() {
        Rounded one = SOFTMAX.value(exact(Rounding.FLOAT32, 1, 1, 5));
        assertThat(one.value(0)).isEqualTo(1);
        assertThat(one.error(0)).isBetween(2 * U32, 16 * U32);
    }

    /** e to 4u, its argument's rounding, the sum's and the division's; the numerator and the sum both count. */
    @Test
    void theBoundIsAFewRoundings() {
        Rounded a = SOFTMAX.value(exact(Rounding.FLOAT32, 1, 4, 0, 0, 0, 0));
        for (int k = 0; k < 4; k++) {
            // 4u for each of numerator and sum, 3 additions, 2 for the division.
            assertThat(a.error(k)).isCloseTo(0.25 * (4 + 4 + 3 + 2) * U32, withinPercentage(0.1));
        }
        // An argument of −8 is rounded to within 8u; the sum consists of the others.
        Rounded far = SOFTMAX.value(exact(Rounding.FLOAT32, 1, 2, 0, -8));
        assertThat(far.error(1)).isCloseTo(far.value(1) * (8 + 4 + 4 + 1 + 2) * U32, withinPercentage(0.1));
        assertThat(far.error(0)).isCloseTo((4 + 4 + 1 + 2) * U32, withinPercentage(0.1));
    }

    /** d ln aᵢ = dzᵢ − Σ aⱼ dzⱼ, and the maximum that is taken away first is known no better. */
    @Test
    void errorsOfTheInputsAreInherited() {
        Rounded z = exact(Rounding.FLOAT64, 1, 2, 0, 0);
        z.set(0, 0, 1e-3);
        Rounded a = SOFTMAX.value(z);
        for (int k = 0; k < 2; k++) {
            double moved = 1 / (1 + Math.exp(-1e-3)) - 0.5;
            assertThat(a.error(k)).isBetween(moved, 0.5 * 4.2e-3);
        }
        // At the first entry, which is the uncertain one: its own 1e-3 and the maximum's, and the sum's share of both.
        assertThat(a.error(0)).isCloseTo(0.5 * (2e-3 + 1.5e-3), withinPercentage(1));
        assertThat(a.error(1)).isCloseTo(0.5 * (1e-3 + 1.5e-3), withinPercentage(1));
    }

    @Test
    void noShareIsFurtherOffThanOne() {
        Rounded z = exact(Rounding.FLOAT64, 1, 2, 0, 0);
        z.set(0, 0, 1e3);
        assertThat(SOFTMAX.value(z).error(0)).isEqualTo(1);
        assertThat(SOFTMAX.value(z).error(1)).isEqualTo(1);
    }

    @Test
    void theTruthIsGoodTo25DigitsAndInheritsErrors() {
        Rounded z = exact(Rounding.TRUTH, 1, 2, 0, 0);
        assertThat(SOFTMAX.value(z).distance(0, 0.5)).isLessThan(1e-29);
        assertThat(SOFTMAX.value(z).error(0)).isBetween(1e-30, 1e-25);
        z.set(0, 0, 1e-10);
        assertThat(SOFTMAX.value(z).error(0)).isCloseTo(0.5 * 2e-10, withinPercentage(1));
        assertThat(SOFTMAX.value(z).error(1)).isCloseTo(0.5 * 1e-10, withinPercentage(1));
    }

    /** What binary32 arithmetic makes of it lies within the bound, and no more than ten times nearer. */
    @Test
    void theBoundHoldsForSinglePrecision() {
        Random random = new Random(4);
        double worst = 0;
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(5);
            double[] z = new double[n];
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                z[j] = 10 * random.nextFloat() - 5;
                max = Math.max(max, (float) z[j]);
            }
            float[] e = new float[n];
            float sum = 0;
            for (int j = 0; j < n; j++) {
                e[j] = (float) Math.exp((float) z[j] - max);
                sum += e[j];
            }
            Rounded truth = SOFTMAX.value(exact(Rounding.TRUTH, 1, n, z));
            Rounded bound = SOFTMAX.value(exact(Rounding.FLOAT32, 1, n, z));
            for (int j = 0; j < n; j++) {
                double error = truth.distance(j, e[j] / sum);
                assertThat(error).isLessThanOrEqualTo(bound.error(j));
                worst = Math.max(worst, error / bound.error(j));
            }
        }
        assertThat(worst).isGreaterThan(0.1);
    }

    /** a = (¼, ¾), dA = (1, 0): dZ = a ∘ (dA − ¼). */
    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void backward(Rounding rounding) {
        Rounded z = exact(rounding, 2, 2, 0, Math.log(3), 7, 7);
        Rounded dA = exact(rounding, 2, 2, 1, 0, 2, 4);
        double[] expected = {0.1875, -0.1875, -0.5, 0.5};
        assertThat(SOFTMAX.backward(z, dA).toMatrix().toArray()).containsExactly(expected, offset(1e-15));
        Rounded a = exact(rounding, 2, 2, 0.25, 0.75, 0.5, 0.5);
        assertThat(SOFTMAX.backwardFromOutput(z, a, dA).toMatrix()).isEqualTo(Matrix.of(2, 2, expected));
        // A gradient that is the same for every unit moves no share.
        assertThat(SOFTMAX.backwardFromOutput(z, a, exact(rounding, 1, 2, 8, 8))
                        .toMatrix()
                        .toArray())
                .containsExactly(new double[4], offset(0.0));
    }

    private static Rounded exact(Rounding rounding, int rows, int columns, double... values) {
        return Rounded.exact(Matrix.of(rows, columns, values), rounding);
    }
}
