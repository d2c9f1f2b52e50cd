package chalkline.report;

import chalkline.training.TrainingObserver;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal's standard error: steps taken, speed, time left, loss. It is drawn from the first step on. */
public final class ProgressBarObserver implements TrainingObserver, AutoCloseable {
    private final long steps;
    private ProgressBar bar;

    /** A bar for that many steps. */
    public ProgressBarObserver(long steps) {
        this.steps = steps;
    }

    @Override
    public void step(long epoch, long iteration, double loss) {
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName("train")
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" steps", 1)
                    .showSpeed()
                    .continuousUpdate()
                    .build();
        }
        bar.stepTo(iteration);
        bar.setExtraMessage("  loss " + Numbers.text(loss, 4));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
