package chalkline.training;

import chalkline.config.TrainingSpec;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Which steps of a training are checked.
 *
 * <p>A share of the time is spent as it is earned: training is cut into stretches of steps, each so long that its share of the
 * time pays for one check, and what a stretch has earned is spent on one step of the next, drawn at random. With checks that
 * cost as much as c steps and a share s, one step in about c/s is checked, and a fault that shows in one step of f is met after
 * f·c/s steps on average, after three times as many with probability 95%.
 */
final class CheckSchedule {
    /** What a check is taken to cost before one was timed: it is the first of its kind in this process. */
    static final long UNTIMED = 1_000_000_000L;

    /** Steps after which time is looked at for the first time; a clock may stand still for as long. */
    private static final int FIRST_STRETCH = 16;

    private final TrainingSpec.Checks checks;
    private final LongSupplier clock;
    private final SplittableRandom random;
    private final long begun;
    private final long before;
    private double cost;
    private double spent;
    /** The last step of this stretch, and the one in it that is checked: 0 where none is. */
    private long end;

    private long next;

    /**
     * @param seed of the draws
     * @param before how many steps were taken already
     * @param cost of a check, in the clock's units, before one was timed
     * @param clock that goes on with the job's own work
     */
    CheckSchedule(TrainingSpec.Checks checks, long seed, long before, long cost, LongSupplier clock) {
        this.checks = checks;
        this.clock = clock;
        this.random = new SplittableRandom(seed + before);
        this.begun = clock.getAsLong();
        this.before = before;
        this.cost = cost;
        this.end = before + FIRST_STRETCH;
    }

    /** Of a job, drawn by its seed, on this process's own time. */
    static CheckSchedule of(Job job, TrainingSpec.Checks checks, long before, long cost) {
        return new CheckSchedule(checks, job.configuration().seed(), before, cost, CheckSchedule::processTime);
    }

    /** The processor time of this process, in nanoseconds; where it is not known, time. */
    static long processTime() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseGet(System::nanoTime);
    }

    /** The time of now, to tell how long a check takes. */
    long now() {
        return clock.getAsLong();
    }

    /** Whether that step is checked: one that was taken last, or the next one. */
    boolean isDue(long step) {
        if (checks.every().isPresent()) {
            return step % checks.every().getAsLong() == 0;
        }
        if (checks.share().isPresent() && step > end) {
            open(step, checks.share().getAsDouble());
        }
        return step == next;
    }

    /** A check was made, which took so long. */
    void spent(long time) {
        spent += time;
        cost = (cost + time) / 2;
    }

    /** Begins a stretch at that step, as long as it takes to earn another check beside the one that it spends. */
    private void open(long step, double share) {
        double elapsed = clock.getAsLong() - begun;
        boolean isEarned = spent + cost <= share * elapsed;
        long taken = step - 1 - before;
        double ofSteps = (elapsed - spent) / taken;
        double checking = isEarned ? cost : 0;
        double toEarn = (spent + checking + cost) / share - elapsed - checking;
        // Nothing that was measured foretells more steps than it was measured over.
        long steps = Math.max(1, (long) Math.min(taken, Math.ceil(toEarn / ofSteps)));
        end = step - 1 + steps;
        next = isEarned ? step + random.nextLong(steps) : 0;
    }
}
