package chalkline.report;

import chalkline.config.TrainingSpec;
import chalkline.training.Job;
import chalkline.training.TrainingObserver;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on a terminal's standard error: rows trained on, rows a second, time left, loss. It is drawn from the first step on.
 */
public final class ProgressBarObserver implements TrainingObserver, AutoCloseable {
    /** Nobody reads faster, and drawing must cost training nothing. */
    private static final long NANOSECONDS_BETWEEN = 100_000_000;

    private final long batchSize;
    private final long rowsAnEpoch;
    private final long stepsAnEpoch;
    private final long rows;
    private ProgressBar bar;
    private long drawn;

    /** A bar for all that the job will do at most. */
    public ProgressBarObserver(Job job) {
        TrainingSpec training = job.configuration().training();
        batchSize = training.batchSize();
        rowsAnEpoch = job.split().train().length;
        stepsAnEpoch = job.batches(0).size();
        long all = training.epochs() * rowsAnEpoch;
        rows = training.limits().steps().isPresent()
                ? Math.min(all, rowsAfter(training.limits().steps().getAsLong()))
                : all;
    }

    /** Rows that so many steps go through. */
    private long rowsAfter(long steps) {
        return steps / stepsAnEpoch * rowsAnEpoch + Math.min(rowsAnEpoch, steps % stepsAnEpoch * batchSize);
    }

    @Override
    public void step(long epoch, long iteration, int stepRows, double loss) {
        long now = System.nanoTime();
        long done = rowsAfter(iteration);
        if (bar == null) {
            // A resumed run begins in the middle; its speed is that of what it does itself.
            bar = new ProgressBarBuilder()
                    .setTaskName("train")
                    .setInitialMax(rows)
                    .startsFrom(rowsAfter(iteration - 1), Duration.ZERO)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" rows", 1)
                    .showSpeed()
                    .continuousUpdate()
                    .build();
        } else if (now - drawn < NANOSECONDS_BETWEEN && done < rows) {
            return;
        }
        drawn = now;
        bar.stepTo(done);
        bar.setExtraMessage("  loss " + Numbers.text(loss, 4));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
