package chalkline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void endsAreRoundAndTicksLieBetweenThem() {
        Random random = new Random(3);
        for (int k = 0; k < 2000; k++) {
            double a = random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
            double b = random.nextBoolean() ? a * (1 + random.nextDouble()) : random.nextGaussian();
            Axis axis = Axis.over(Math.min(a, b), Math.max(a, b), random.nextBoolean(), 200, 10);
            double slack = 1e-9 * (axis.high() - axis.low());
            assertThat(axis.low()).isLessThanOrEqualTo(Math.min(a, b) + slack);
            assertThat(axis.high()).isGreaterThanOrEqualTo(Math.max(a, b) - slack);
            assertThat(axis.at(axis.low())).isCloseTo(200, within(1e-6));
            assertThat(axis.at(axis.high())).isCloseTo(10, within(1e-6));
            assertThat(axis.ticks(5))
                    .hasSizeBetween(2, 7)
                    .isSorted()
                    .allSatisfy(tick -> assertThat(tick).isBetween(axis.low() - slack, axis.high() + slack));
        }
    }

    @Test
    void equalValuesHaveAnAxisToo() {
        assertThat(Axis.over(0, 0, true, 100, 0).high()).isPositive();
        assertThat(Axis.over(289, 289, true, 100, 0).low()).isZero();
        assertThat(Axis.over(-5, -5, true, 100, 0).low()).isLessThanOrEqualTo(-5);
    }

    @Test
    void valuesThatAreDecadesApartAreOnALogarithmicScale() {
        Axis axis = Axis.over(0.003, 20, true, 0, 5);
        assertThat(axis.logarithmic()).isTrue();
        assertThat(axis.low()).isCloseTo(0.001, within(1e-12));
        assertThat(axis.high()).isCloseTo(100, within(1e-9));
        assertThat(axis.at(1)).isCloseTo(3, within(1e-12));
        assertThat(Axis.over(0, 20, true, 0, 5).logarithmic()).isFalse();
    }
}
