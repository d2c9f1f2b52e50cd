package chalkline.report;

import chalkline.config.Configuration;
import chalkline.network.Precision;
import chalkline.training.Divergence;
import chalkline.training.Job;
import chalkline.training.TrainingRun;
import java.nio.file.Path;

/** What a training run came to, for a terminal. */
public final class TrainText {
    private TrainText() {}

    /**
     * The text that closes a run.
     *
     * @param runDirectory where its files are
     */
    public static String of(Job job, TrainingRun.Result result, Path runDirectory) {
        return switch (result.end()) {
            case SAVED ->
                trained(job, result) + "Saved  " + result.model() + " (reloaded: identical)\n" + run(runDirectory)
                        + next(job.configuration(), result.model());
            case STOPPED_BY_CHECK ->
                "STOPPED  before training: the checked step "
                        + CheckText.sentence(result.checked().result().verdict())
                        + ", and training.on-deviation is stop; no model was saved\n" + run(runDirectory);
            case DIVERGED -> diverged(result.divergence().orElseThrow()) + run(runDirectory);
        };
    }

    private static String trained(Job job, TrainingRun.Result result) {
        int epochs = job.configuration().training().epochs();
        long steps = (long) epochs * job.batches(0).size();
        int digits = job.network().precision() == Precision.FLOAT64 ? 14 : 7;
        return "Trained  " + count(epochs, "epoch") + ", " + count(steps, "step") + ": training loss "
                + Numbers.text(result.firstLoss(), digits) + " -> " + Numbers.text(result.finalLoss(), digits)
                + " (moved by " + Numbers.brief(result.finalLoss() - result.firstLoss()) + ")\n"
                + EvaluationText.of(result.evaluation().orElseThrow(), result.evaluatedOn());
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String diverged(Divergence divergence) {
        return "DIVERGED  in epoch " + divergence.epoch() + ", step " + divergence.iteration() + ": "
                + (Double.isFinite(divergence.loss())
                        ? "a parameter is no finite number"
                        : "the loss is " + divergence.loss())
                + "; no model was saved. A smaller learning-rate is the usual cure\n";
    }

    private static String run(Path runDirectory) {
        return "Run    " + runDirectory + "\n";
    }

    private static String next(Configuration configuration, Path model) {
        Precision other = configuration.precision() == Precision.FLOAT64 ? Precision.FLOAT32 : Precision.FLOAT64;
        String directory =
                configuration.directory().toString().isEmpty() ? "" : "-C " + quoted(configuration.directory()) + " ";
        return "Next   check " + directory + quoted(configuration.file()) + " --precision " + other.label()
                + "  |  inspect " + quoted(model) + "\n";
    }

    /** A path as a shell takes it. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.chars().anyMatch(Character::isWhitespace) ? '"' + text + '"' : text;
    }
}
