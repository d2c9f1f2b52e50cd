package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import chalkline.network.Accuracy;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.numbers.core.DD;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an error of the argument does to a function, and what one of floats with a poor exponential makes of it. */
class ScalarFunctionsTest {
    private static final double U = 0x1p-24;
    /** How far the exponential is off, in units of u: nearly as far as the model of an implementation allows. */
    private static final double POOR = 3;

    /** In floats, with an exponential that is too large or too small. */
    private interface InFloats {
        float at(float z, double off);
    }

    private static float exp(float z, double off) {
        return (float) (Math.exp(z) * (1 + off * U));
    }

    private static float sigmoid(float z, double off) {
        return 1 / (1 + exp(-z, off));
    }

    private enum Function {
        SIGMOID(Sigmoids.SIGMOID, ScalarFunctionsTest::sigmoid),
        SIGMOID_BY_POWER(Sigmoids.SIGMOID_BY_POWER, (z, off) -> exp(z, off) / (1 + exp(z, off))),
        SIGMOID_DERIVATIVE(Sigmoids.SIGMOID_DERIVATIVE, (z, off) -> sigmoid(z, off) * (1 - sigmoid(z, off))),
        SIGMOID_DERIVATIVE_BY_POWER(
                Sigmoids.SIGMOID_DERIVATIVE_BY_POWER, (z, off) -> sigmoid(z, off) * (1 - sigmoid(z, off))),
        TANH(Sigmoids.TANH, (z, off) -> (float) (Math.tanh(z) + 0.8 * off * U)),
        TANH_DERIVATIVE(Sigmoids.TANH_DERIVATIVE, (z, off) -> {
            float a = (float) (Math.tanh(z) + 0.8 * off * U);
            return 1 - a * a;
        }),
        SOFTPLUS(Sigmoids.SOFTPLUS, (z, off) -> (float) Math.log(1 + exp(z, off))),
        EXP(Functions.EXP, ScalarFunctionsTest::exp),
        EXPM1(Functions.EXPM1, (z, off) -> exp(z, off) - 1),
        SQRT(Functions.SQRT, (z, off) -> (float) Math.sqrt(z)),
        LOG(Functions.LOG, (z, off) -> (float) Math.log(z));

        private final ScalarFunction function;
        private final InFloats inFloats;

        Function(ScalarFunction function, InFloats inFloats) {
            this.function = function;
            this.inFloats = inFloats;
        }

        private List<Float> arguments() {
            boolean positive = this == SQRT || this == LOG;
            return DoubleStream.of(-9, -6.5, -2.25, -1, -0.3, -0.015625, 0, 0.015625, 0.3, 1, 2.25, 6.5, 9)
                    .filter(z -> !positive || z > 0)
                    .mapToObj(z -> (float) z)
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void slopesBoundWhatAnErrorOfTheArgumentDoes(Function each) {
        for (float z : each.arguments()) {
            for (double e : new double[] {1e-6, 0.01, 0.25, 1.5}) {
                double bound = each.function.slope(z, e) * e;
                for (double d = -e; d <= e; d += e / 8) {
                    double moved = Math.abs(each.function.at(z + d) - each.function.at((double) z));
                    assertThat(Double.isNaN(moved) || moved <= bound * (1 + 1e-9) + 1e-15)
                            .as("%s at %s + %s", each, z, d)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void evaluationErrorsBoundThoseOfFloats(Function each) {
        for (float z : each.arguments()) {
            double value = each.function.at((double) z);
            double bound = each.function.evaluationError(z, value, U, Accuracy.USUAL);
            for (double off : new double[] {-POOR, 0, POOR}) {
                assertThat(Math.abs(each.inFloats.at(z, off) - value))
                        .as("%s at %s", each, z)
                        .isLessThanOrEqualTo(bound);
            }
            assertThat(bound).as("%s at %s", each, z).isLessThan(40 * U * Math.max(1, Math.abs(value)));
            // The first order is that of u.
            assertThat(each.function.evaluationError(z, value, U / 1024, Accuracy.USUAL) * 1024)
                    .as("%s at %s", each, z)
                    .isCloseTo(bound, withPercentage(0.01));
        }
    }

    @ParameterizedTest
    @EnumSource
    void doubleDoublesContinueTheDoubles(Function each) {
        for (float z : each.arguments()) {
            double value = each.function.at((double) z);
            assertThat(each.function.at(DD.of(z)).doubleValue())
                    .as("%s at %s", each, z)
                    .isCloseTo(value, withPercentage(1e-12));
        }
    }

    /** Whose exponential is ten times as far off has nearly ten times the error, where the exponential is what counts. */
    @ParameterizedTest
    @EnumSource(names = {"SIGMOID", "EXP", "EXPM1", "SIGMOID_DERIVATIVE"})
    void aPoorerExponentialIsAllowedMore(Function each) {
        Accuracy usual = Accuracy.USUAL;
        Accuracy poor = new Accuracy(
                40, usual.log(), usual.pow(), usual.tanh(), usual.sigmoidDerivative(), usual.tanhDerivative());
        double value = each.function.at(-2.0);
        double ratio =
                each.function.evaluationError(-2, value, U, poor) / each.function.evaluationError(-2, value, U, usual);
        assertThat(ratio).isBetween(1.5, 10.0);
    }
}
