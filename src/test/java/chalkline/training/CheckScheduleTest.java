package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.Seeds;
import chalkline.config.TrainingSpec.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which steps are checked, on a clock that the test sets. */
@ExtendWith(Seeds.class)
class CheckScheduleTest {
    /** What a training takes, in nanoseconds, and the numbers of the steps that were checked. */
    private record Ran(long stepTime, long checkTime, List<Long> checked) {
        double share() {
            return (double) checkTime / (stepTime + checkTime);
        }
    }

    /** Trains so many steps; a check is slower where nothing is compiled yet. */
    private static Ran run(Checks checks, long seed, int steps, long step, long check) {
        long[] now = {0};
        LongSupplier clock = () -> now[0];
        CheckSchedule schedule = new CheckSchedule(checks, seed, 0, 20 * check, clock);
        List<Long> checked = new ArrayList<>();
        long checking = 0;
        for (long number = 1; number <= steps; number++) {
            if (schedule.isDue(number)) {
                long time = checked.isEmpty() ? 10 * check : check;
                now[0] += time;
                checking += time;
                schedule.spent(time);
                checked.add(number);
            }
            now[0] += step;
            schedule.isDue(number + 1);
            // At no time more than the share was spent.
            if (checks.share().isPresent()) {
                assertThat((double) checking / now[0])
                        .isLessThanOrEqualTo(checks.share().getAsDouble() * 1.02);
            }
        }
        return new Ran(now[0] - checking, checking, checked);
    }

    private static Checks share(double share) {
        return new Checks(OptionalLong.empty(), OptionalDouble.of(share));
    }

    @Test
    void theFirstStepAlone() {
        assertThat(run(Checks.FIRST, 1, 1000, 100, 5000).checked()).isEmpty();
    }

    @Test
    void everySoManySteps() {
        assertThat(run(new Checks(OptionalLong.of(250), OptionalDouble.empty()), 1, 1000, 100, 5000)
                        .checked())
                .containsExactly(250L, 500L, 750L, 1000L);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 100, 3000", "0.2, 1000, 1000", "0.01, 10, 700", "0.5, 100, 100000"})
    void aShareIsSpentButForWhatIsNotEarnedYet(double share, long step, long check) {
        int steps = (int) (400 * check / share / step);
        Ran ran = run(share(share), 42, steps, step, check);
        assertThat(ran.share()).isBetween(0.9 * share, share);
        assertThat(ran.checked()).doesNotHaveDuplicates().isSorted();
    }

    /** Where in its stretch a step is checked is drawn: a fault cannot hide between regular ones. */
    @Test
    void stepsAreDrawnEvenly() {
        Ran ran = run(share(0.1), 7, 200_000, 100, 1000);
        long[] residues = LongStream.range(0, 10)
                .map(r -> ran.checked().stream().filter(each -> each % 10 == r).count())
                .toArray();
        double expected = ran.checked().size() / 10.0;
        for (long residue : residues) {
            assertThat((double) residue).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
    }

    /** One step in fifty is faulty: within three times f·c/s steps it is met in 95% of all trainings. */
    @Test
    void anIntermittentFaultIsMetWithinTheStepsThatTheShareForetells() {
        int met = 0;
        int runs = 400;
        int oneIn = 50;
        double share = 0.05;
        long check = 30;
        int foretold = (int) (3 * oneIn * check / share);
        // What the first checks cost in a cold process is earned before.
        int cold = (int) (40 * check / share);
        for (long seed : Seeds.upTo(runs)) {
            Ran ran = run(share(share), seed, cold + foretold, 1, check);
            met += ran.checked().stream().anyMatch(step -> step % oneIn == seed % oneIn) ? 1 : 0;
        }
        assertThat(met).isGreaterThanOrEqualTo((int) (0.92 * runs));
    }
}
