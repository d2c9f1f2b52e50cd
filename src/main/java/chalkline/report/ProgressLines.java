package chalkline.report;

import chalkline.training.EpochMetrics;
import chalkline.training.TrainingObserver;
import java.io.PrintStream;

/** A line for some of a run's epochs, evenly spread: what a log keeps of a run. */
public final class ProgressLines implements TrainingObserver {
    private static final int LINES = 10;

    private final int epochs;
    private final PrintStream out;

    /** Lines for a run of that many epochs. */
    public ProgressLines(int epochs, PrintStream out) {
        this.epochs = epochs;
        this.out = out;
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        long every = Math.max(1, (epochs + LINES - 1) / LINES);
        if (metrics.epoch() % every == 0 || metrics.epoch() == epochs) {
            String validation = metrics.validationLoss().isPresent()
                    ? "  validation loss "
                            + Numbers.text(metrics.validationLoss().getAsDouble(), 6)
                    : "";
            out.println("epoch " + metrics.epoch() + "/" + epochs + "  loss " + Numbers.text(metrics.loss(), 6)
                    + validation);
        }
    }
}
