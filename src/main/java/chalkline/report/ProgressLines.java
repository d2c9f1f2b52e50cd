package chalkline.report;

import chalkline.check.Verdict;
import chalkline.config.TrainingSpec;
import chalkline.training.CheckedStep;
import chalkline.training.EpochMetrics;
import chalkline.training.TrainingObserver;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** What a log keeps of a run: a line for some of its epochs, evenly spread, and a warning where its check did not agree. */
public final class ProgressLines implements TrainingObserver {
    private static final int LINES = 10;

    private final TrainingSpec training;
    private final Consumer<String> out;
    /** What later steps came to that was said already: a fault that stays would be said of every one. */
    private final Set<Verdict> warned = EnumSet.noneOf(Verdict.class);

    /** Lines, without their ends, for a run. */
    public ProgressLines(TrainingSpec training, Consumer<String> out) {
        this.training = training;
        this.out = out;
    }

    @Override
    public void checked(CheckedStep step) {
        Verdict verdict = step.result().verdict();
        if (verdict != Verdict.AGREES && training.onDeviation() == TrainingSpec.OnDeviation.CONTINUE) {
            out.accept("WARNING  the checked step " + CheckText.sentence(verdict)
                    + "; training goes on, because training.on-deviation is continue");
        }
    }

    @Override
    public void checkedLater(long iteration, CheckedStep step) {
        Verdict verdict = step.result().verdict();
        if (verdict != Verdict.AGREES && warned.add(verdict)) {
            out.accept("WARNING  step " + iteration + " was checked and " + CheckText.sentence(verdict)
                    + step.result()
                            .firstDeviation()
                            .map(first -> ", first at " + first.name())
                            .orElse("")
                    + (training.onDeviation() == TrainingSpec.OnDeviation.CONTINUE
                            ? "; training goes on, because training.on-deviation is continue"
                            : ""));
        }
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        int epochs = training.epochs();
        long every = Math.max(1, (epochs + LINES - 1) / LINES);
        if (metrics.epoch() % every == 0 || metrics.epoch() == epochs) {
            String validation = metrics.validationLoss().isPresent()
                    ? "  validation loss "
                            + Numbers.text(metrics.validationLoss().getAsDouble(), 6)
                    : "";
            out.accept("epoch " + metrics.epoch() + "/" + epochs + "  loss " + Numbers.text(metrics.loss(), 6)
                    + validation);
        }
    }
}
