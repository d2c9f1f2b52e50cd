package chalkline.direct;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Precision;
import org.junit.jupiter.api.Test;

/** The engine's own tanh of floats is as good as it says. */
class TanhTest {
    private static final int POINTS = 1 << 21;

    @Test
    void isWithinSevenUnitsOfRoundoff() {
        float[] z = new float[POINTS];
        float[] a = new float[POINTS];
        for (int k = 0; k < POINTS; k++) {
            double t = (double) k / POINTS;
            // Evenly up to 10, and by magnitudes down to a billionth; of both signs.
            double size = k % 2 == 0 ? 10 * t : Math.pow(10, -9 * t);
            z[k] = (float) (k % 4 < 2 ? size : -size);
        }
        Tanh.of(z, a, POINTS);
        for (int k = 0; k < POINTS; k++) {
            double error = Math.abs(a[k] - Math.tanh(z[k]));
            assertThat(error <= 7 * Precision.FLOAT32.unitRoundoff() && Math.abs(a[k]) <= 1)
                    .as("tanh %s = %s", z[k], a[k])
                    .isTrue();
        }
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        Tanh.of(odd, odd, odd.length);
        assertThat(odd).containsExactly(Float.NaN, 1, -1);
    }
}
