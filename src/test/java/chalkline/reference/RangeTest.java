package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Matrix;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RangeTest {
    static Stream<Arguments> ranges() {
        return Stream.of(
                Arguments.of(Activation.of(Kind.CUBE), "(-∞, ∞)"),
                Arguments.of(Activation.elu(0.5), "(-0.5, ∞)"),
                Arguments.of(Activation.elu(0), "[0, ∞)"),
                Arguments.of(Activation.gelu(false), "[-0.1636, ∞)"),
                Arguments.of(Activation.gelu(true), "[-0.17, ∞)"),
                Arguments.of(Activation.of(Kind.MISH), "[-0.3088, ∞)"),
                Arguments.of(Activation.of(Kind.SWISH), "[-0.2785, ∞)"),
                Arguments.of(Activation.of(Kind.HARD_SIGMOID), "[0, 1]"),
                Arguments.of(Activation.of(Kind.HARD_TANH), "[-1, 1]"),
                Arguments.of(Activation.leakyRelu(0.25), "(-∞, ∞)"),
                Arguments.of(Activation.leakyRelu(0), "[0, ∞)"),
                Arguments.of(Activation.of(Kind.RATIONAL_TANH), "(-1.7159, 1.7159)"),
                Arguments.of(Activation.of(Kind.RECTIFIED_TANH), "[0, 1)"),
                Arguments.of(Activation.RELU, "[0, ∞)"),
                Arguments.of(Activation.of(Kind.RELU6), "[0, 6]"),
                Arguments.of(Activation.relu(2.5, 0, 0.25), "(-∞, 2.5]"),
                Arguments.of(Activation.relu(2.5, 0, -0.5), "[0, ∞)"),
                Arguments.of(Activation.relu(2.5, -1, -0.5), "[-1, ∞)"),
                Arguments.of(Activation.relu(2.5, 1, 0), "[0, 2.5]"),
                Arguments.of(Activation.relu(-1, -2, 0), "[-2, 0]"),
                Arguments.of(Activation.rrelu(0, 0), "[0, ∞)"),
                Arguments.of(Activation.rrelu(0, 0.5), "(-∞, ∞)"),
                Arguments.of(Activation.of(Kind.SELU), "(-1.7581, ∞)"),
                Arguments.of(Activation.SIGMOID, "(0, 1)"),
                Arguments.of(Activation.of(Kind.SOFTPLUS), "(0, ∞)"),
                Arguments.of(Activation.TANH, "(-1, 1)"),
                Arguments.of(Activation.thresholdedRelu(1), "[0, ∞)"),
                Arguments.of(Activation.thresholdedRelu(0), "[0, ∞)"));
    }

    /** Over an even grid: nothing lies outside, and either finite end is come near to. */
    @ParameterizedTest
    @MethodSource("ranges")
    void holdsTheFunctionAndNoMore(Activation activation, String text) {
        Range range = Range.of(activation);
        assertThat(range.text()).isEqualTo(text);
        double[] z = new double[80_001];
        for (int k = 0; k < z.length; k++) {
            z[k] = (k - 40_000) / 1000.0;
        }
        Rounded values =
                Worked.Function.of(activation).value(Rounded.exact(Matrix.of(1, z.length, z), Rounding.FLOAT64));
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < z.length; k++) {
            least = Math.min(least, values.value(k));
            most = Math.max(most, values.value(k));
            assertThat(range.reaches(values.value(k))).as("at %s", z[k]).isTrue();
        }
        assertThat(range.low() == Double.NEGATIVE_INFINITY ? least < -5 : least - range.low() < 1e-4)
                .isTrue();
        assertThat(range.high() == Double.POSITIVE_INFINITY ? most > 10 : range.high() - most < 1e-4)
                .isTrue();
    }

    @Test
    void endsBelong() {
        assertThat(Range.of(Activation.SIGMOID).reaches(1)).isTrue();
        assertThat(Range.of(Activation.SIGMOID).reaches(0)).isTrue();
        assertThat(Range.of(Activation.SIGMOID).reaches(-0.5)).isFalse();
        assertThat(Range.of(Activation.SIGMOID).reaches(18)).isFalse();
        assertThat(Range.of(Activation.thresholdedRelu(-1)).text()).isEqualTo("(-1, ∞)");
        assertThat(Range.of(Activation.relu(6, 1, -0.5)).text()).isEqualTo("(0, ∞)");
        assertThat(Range.of(Activation.relu(-1, -2, 0.2)).text()).isEqualTo("(-∞, 0)");
    }
}
