package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Matrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigmoidsTest {

    /** σ(−740) is subnormal and σ(−800) is 0 in float64: an implementation may have flushed either to 0. */
    @ParameterizedTest
    @ValueSource(doubles = {-740, -800})
    void whatUnderflowsIsNotExact(double z) {
        Rounded input = Rounded.exact(Matrix.of(1, 1, z), Rounding.FLOAT64);
        Rounded a = input.map(Sigmoids.SIGMOID);
        assertThat(a.error(0)).isBetween(Math.max(a.value(0), Double.MIN_NORMAL), 1e-300);
        Rounded slope = input.map(Sigmoids.SIGMOID_DERIVATIVE);
        assertThat(slope.error(0)).isBetween(Math.max(slope.value(0), Double.MIN_NORMAL), 1e-300);
    }
}
