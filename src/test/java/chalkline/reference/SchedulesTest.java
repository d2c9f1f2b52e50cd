package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import chalkline.network.Schedule;
import chalkline.network.Schedule.By;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rates and momenta by hand. */
class SchedulesTest {
    private static double value(Expression formula) {
        return Worked.of(formula, Rounding.TRUTH).value(0);
    }

    private static void follows(By by, Schedule schedule, double... expected) {
        double[] values = LongStream.range(0, expected.length)
                .mapToDouble(i ->
                        value(by == By.ITERATION ? Schedules.value(schedule, i, -7) : Schedules.value(schedule, -7, i)))
                .toArray();
        assertThat(values).containsExactly(expected, offset(1e-15));
    }

    @Test
    void cycleRisesFallsAndIsAnnealed() {
        follows(
                By.ITERATION,
                Schedule.of(Schedule.Kind.CYCLE, By.ITERATION, 0.1, 0.4, 8, 2, 0.5),
                0.1,
                0.2,
                0.3,
                0.4,
                0.3,
                0.2,
                0.1,
                0.05,
                0.1,
                0.2);
        // Of nine, seven are left for up and down: the seventh is what the sixth was.
        follows(
                By.EPOCH,
                Schedule.of(Schedule.Kind.CYCLE, By.EPOCH, 0.1, 0.4, 9, 2, 0.5),
                0.1,
                0.2,
                0.3,
                0.4,
                0.3,
                0.2,
                0.1,
                0.1,
                0.05,
                0.1);
    }

    @Test
    void aTableHoldsUntilItsNextEntry() {
        follows(By.EPOCH, Schedule.map(By.EPOCH, Map.of(0, 0.5, 2, 0.25, 3, 0.125)), 0.5, 0.5, 0.25, 0.125, 0.125);
    }

    @Test
    void polyFallsTo0AndStays() {
        follows(
                By.ITERATION,
                Schedule.of(Schedule.Kind.POLY, By.ITERATION, 0.5, 2, 4),
                0.5,
                0.28125,
                0.125,
                0.03125,
                0,
                0);
    }

    @Test
    void theOthersAreTheirFormulas() {
        follows(By.EPOCH, Schedule.of(Schedule.Kind.EXPONENTIAL, By.EPOCH, 0.5, 0.5), 0.5, 0.25, 0.125);
        follows(By.ITERATION, Schedule.of(Schedule.Kind.INVERSE, By.ITERATION, 0.5, 0.5, 1), 0.5, 1 / 3.0, 0.25);
        follows(
                By.ITERATION,
                Schedule.of(Schedule.Kind.STEP, By.ITERATION, 0.5, 0.5, 1.5),
                0.5,
                0.5,
                0.25,
                0.125,
                0.125);
        follows(
                By.EPOCH,
                Schedule.of(Schedule.Kind.SIGMOID, By.EPOCH, 0.5, -0.5, 1),
                0.5 / (1 + Math.exp(-0.5)),
                0.25,
                0.5 / (1 + Math.exp(0.5)));
    }
}
