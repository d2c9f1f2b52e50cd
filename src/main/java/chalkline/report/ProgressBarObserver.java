package chalkline.report;

import chalkline.training.TrainingObserver;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal's standard error: steps taken, speed, time left, loss. */
public final class ProgressBarObserver implements TrainingObserver, AutoCloseable {
    private final ProgressBar bar;

    /** A bar for that many steps. */
    public ProgressBarObserver(long steps) {
        bar = new ProgressBarBuilder()
                .setTaskName("train")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" steps", 1)
                .showSpeed()
                .continuousUpdate()
                .build();
    }

    @Override
    public void step(long epoch, long iteration, double loss) {
        bar.stepTo(iteration);
        bar.setExtraMessage("loss " + Numbers.text(loss, 4));
    }

    @Override
    public void close() {
        bar.close();
    }
}
