package chalkline.report;

import chalkline.config.Configuration;
import chalkline.config.TrainingSpec;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.training.Divergence;
import chalkline.training.Job;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a training run came to, for a terminal. */
public final class TrainText {
    /** What means nothing else to a shell. */
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./=:,@%+-]+");

    private TrainText() {}

    /**
     * The text that closes a run: what was learnt, and what was written where.
     *
     * @param run where its files are
     */
    public static String of(Job job, TrainingRun.Result result, RunDirectory run) {
        return switch (result.end()) {
            case SAVED ->
                trained(job, result) + "Saved  " + shown(result.model()) + " (reloaded: identical)" + previous(result)
                        + "\n" + run(run) + next(job.configuration(), result.model());
            case NOT_PUBLISHED ->
                trained(job, result) + "NOT PUBLISHED  " + Sentences.plain(String.join("; ", result.refusals())) + "; "
                        + stays(job.configuration().model()) + "\nKept   " + shown(result.model()) + "\n" + run(run);
            case TRIAL ->
                trained(job, result) + "TRIAL  on "
                        + count(job.batches(0).size(), "mini-batch", "mini-batches")
                        + ", the same in every epoch: no model is saved\n" + run(run);
            case STOPPED_BY_CHECK ->
                "STOPPED  " + stopped(result) + ", and training.on-deviation is stop; no model was saved\n" + run(run);
            case DIVERGED ->
                diverged(job, training(result))
                        + result.checkpoint()
                                .map(path -> "Kept   " + shown(path) + ", where all was finite\n")
                                .orElse("")
                        + run(run);
            case INTERRUPTED -> interrupted(job.configuration(), result, run);
        };
    }

    private static String stopped(TrainingRun.Result result) {
        return result.checks().first().isPresent()
                ? "after step " + result.checks().first().getAsLong() + ", which does not agree: "
                        + count(result.checks().checked(), "step was", "steps were") + " checked while training, "
                        + result.checks().summary()
                : "before training: the checked step "
                        + CheckText.sentence(
                                result.checked().orElseThrow().result().verdict());
    }

    /** How many steps were checked besides the first, and what came out. */
    private static String checked(Job job, TrainingRun.Result result) {
        return job.configuration().training().checks().equals(TrainingSpec.Checks.FIRST)
                ? ""
                : "Checked  " + result.checks().checked() + " of "
                        + count(training(result).steps(), "step", "steps") + " while training"
                        + (result.checks().checked() == 0
                                ? ""
                                : ": " + result.checks().summary()) + "\n";
    }

    private static TrainingRun.Training training(TrainingRun.Result result) {
        return result.training().orElseThrow();
    }

    private static String trained(Job job, TrainingRun.Result result) {
        TrainingRun.Training training = training(result);
        int digits = job.network().precision() == Precision.FLOAT64 ? 14 : 7;
        return ColumnsText.notes(job) + checked(job, result) + "Trained  " + count(training.epochs(), "epoch", "epochs")
                + ", "
                + count(training.steps(), "step", "steps") + ": training loss "
                + Numbers.text(training.firstLoss(), digits) + " -> " + Numbers.text(training.finalLoss(), digits)
                + " (moved by " + Numbers.brief(training.finalLoss() - training.firstLoss()) + ")\n" + ended(training)
                + EvaluationText.of(result.judgement().orElseThrow())
                + result.notes().stream()
                        .map(note -> "Compared  " + Sentences.plain(note) + "\n")
                        .collect(Collectors.joining());
    }

    /** Why training ended before its last epoch, and whose model it is where it is not the last epoch's. */
    private static String ended(TrainingRun.Training training) {
        String why = switch (training.stop()) {
            case EPOCHS, CHECK, DIVERGED, INTERRUPTED -> "";
            case MAX_STEPS -> "training.max-steps were taken";
            case MAX_MINUTES -> "training.max-minutes were spent";
            case NO_LONGER_BETTER -> "the validation loss became no better";
        };
        String best = training.best()
                .map(epoch -> "the model is that of epoch " + epoch.epoch() + ", with the best validation loss, "
                        + Numbers.text(epoch.validationLoss(), 6))
                .orElse("");
        return why.isEmpty() && best.isEmpty()
                ? ""
                : "Ended  " + why + (why.isEmpty() || best.isEmpty() ? "" : "; ") + best + "\n";
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String previous(TrainingRun.Result result) {
        return result.previous()
                .map(path -> "; the one before is " + shown(path))
                .orElse("");
    }

    private static String stays(Path model) {
        return shown(model) + (Files.exists(model) ? " stays as it was" : " is not written");
    }

    private static String diverged(Job job, TrainingRun.Training training) {
        Divergence divergence = training.divergence().orElseThrow();
        return "DIVERGED  in epoch " + divergence.epoch() + ", step " + divergence.iteration() + ": "
                + divergence.place().map(place -> place(job, place)).orElseGet(() -> unplaced(divergence))
                + "; no model was saved. A smaller learning-rate is the usual cure\n";
    }

    private static String place(Job job, Divergence.Place place) {
        String data = job.configuration().data().file().map(TrainText::shown).orElse("the data");
        return place.step()
                + (place.layer().isPresent() ? " of layer " + place.layer().getAsInt() : "") + " is "
                + place.value()
                + (place.row().isPresent() ? " in row " + place.row().getAsInt() + " of " + data : "");
    }

    private static String unplaced(Divergence divergence) {
        return Double.isFinite(divergence.loss())
                ? "a parameter is no finite number"
                : "the loss is " + divergence.loss();
    }

    private static String interrupted(Configuration configuration, TrainingRun.Result result, RunDirectory run) {
        return "INTERRUPTED  after " + count(training(result).steps(), "step", "steps") + "\nSaved  "
                + shown(result.checkpoint().orElseThrow()) + "\n" + run(run)
                + (isFile(configuration)
                        ? "Next   train " + asBefore(configuration) + " --resume "
                                + quoted(absolute(configuration, run.path())) + "\n"
                        : "");
    }

    /** {@code --resume} takes relative paths from the -C directory, as the run's own was. */
    private static Path absolute(Configuration configuration, Path path) {
        return configuration.directory().toString().isEmpty() ? path : path.toAbsolutePath();
    }

    private static String run(RunDirectory run) {
        return "Run    " + shown(run.path()) + "\n       " + Sentences.plain(String.join("  ", run.names())) + "\n";
    }

    private static String next(Configuration configuration, Path model) {
        Precision other = configuration.precision() == Precision.FLOAT64 ? Precision.FLOAT32 : Precision.FLOAT64;
        String check = isFile(configuration)
                ? "check " + asBefore(configuration) + " --precision " + other.label() + "  |  "
                : "";
        return "Next   " + check + "inspect " + quoted(model) + "\n";
    }

    /** That of a table on standard input stands nowhere. */
    private static boolean isFile(Configuration configuration) {
        return Files.exists(configuration.directory().resolve(configuration.file()));
    }

    /** The configuration with all that was set beside it. */
    private static String asBefore(Configuration configuration) {
        return in(configuration)
                + quoted(configuration.file())
                + configuration.settings().stream()
                        .map(setting -> " --set " + quoted(setting))
                        .collect(Collectors.joining());
    }

    /** A text as a POSIX shell takes it. */
    private static String quoted(String text) {
        String shown = Sentences.plain(text);
        return PLAIN_WORD.matcher(shown).matches() ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }

    private static String in(Configuration configuration) {
        return configuration.directory().toString().isEmpty() ? "" : "-C " + quoted(configuration.directory()) + " ";
    }

    /** Its name may be anybody's. */
    private static String shown(Path path) {
        return Sentences.plain(path.toString());
    }

    /** A path as a shell takes it. */
    private static String quoted(Path path) {
        String text = shown(path);
        return text.chars().anyMatch(Character::isWhitespace) ? '"' + text + '"' : text;
    }
}
