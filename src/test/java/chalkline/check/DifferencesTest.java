package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Matrix;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Extrapolated differences lie within their own estimate of their error, and the estimate is small. */
class DifferencesTest {
    private static final double[] POINTS = {-30, -3.9, -1, -0.3, -1e-3, 1e-3, 0.25, 0.9, 2, 7, 25};

    static Stream<Arguments> functions() {
        return Stream.of(
                function(Math::sin, Math::cos),
                function(Math::tanh, z -> 1 / (Math.cosh(z) * Math.cosh(z))),
                function(z -> z * z * z, z -> 3 * z * z),
                function(z -> Math.exp(z / 10), z -> Math.exp(z / 10) / 10),
                function(z -> z / (1 + Math.abs(z)), z -> 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z)))),
                function(z -> Math.log1p(z * z), z -> 2 * z / (1 + z * z)),
                function(z -> Math.max(0, z), z -> z > 0 ? 1 : 0));
    }

    private static Arguments function(DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        return Arguments.of(f, derivative);
    }

    private static Matrix map(Matrix z, DoubleUnaryOperator f) {
        return Matrix.of(
                z.rows(),
                z.columns(),
                IntStream.range(0, z.size())
                        .mapToDouble(k -> f.applyAsDouble(z.get(k)))
                        .toArray());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void areWithinTheirError(DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
        Matrix z = Matrix.of(POINTS.length, 1, POINTS);
        Differences differences = new Differences(at -> map(at, f), z, map(z, at -> 2.0));
        for (int k = 0; k < POINTS.length; k++) {
            double right = 2 * derivative.applyAsDouble(POINTS[k]);
            double error = differences.errors()[k];
            assertThat(Math.abs(differences.values().get(k) - right))
                    .as("at %s", POINTS[k])
                    .isLessThanOrEqualTo(error);
            assertThat(error).as("at %s", POINTS[k]).isLessThan(1e-7 * Math.max(1, Math.abs(right)));
        }
    }

    @Test
    void onAKinkEverySlopeBetweenIsWithinTheError() {
        Matrix zero = Matrix.of(1, 1, 0);
        Differences differences = new Differences(at -> map(at, z -> z > 0 ? z : 0.25 * z), zero, Matrix.of(1, 1, 1));
        assertThat(Math.abs(differences.values().get(0) - 1))
                .isLessThanOrEqualTo(differences.errors()[0]);
        assertThat(Math.abs(differences.values().get(0) - 0.25))
                .isLessThanOrEqualTo(differences.errors()[0]);
        assertThat(differences.errors()[0]).isLessThan(0.5);
    }

    /** f may mix the outputs of an example, as softmax does. */
    @Test
    void outputsThatAreMixed() {
        Matrix z = Matrix.of(2, 2, 0.5, -1, 2, 0.1);
        Matrix weights = Matrix.of(2, 2, 1, 3, -2, 0.5);
        Differences differences = new Differences(
                at -> Matrix.of(
                        2, 2, at.get(0, 0) * at.get(0, 1), at.get(0, 0), at.get(1, 0) * at.get(1, 1), at.get(1, 0)),
                z,
                weights);
        assertThat(differences.values().get(0)).isCloseTo(-1 + 3, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(differences.values().get(3)).isCloseTo(-4, org.assertj.core.api.Assertions.within(1e-9));
    }
}
