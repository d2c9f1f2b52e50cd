package chalkline.training;

import chalkline.check.Verdict;
import chalkline.config.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The batch job, from a prepared configuration to a published model. */
public final class TrainingRun {

    /** How a run ended. */
    public enum End {
        /** The model is saved where the configuration says. */
        SAVED,
        /** The model did not reach what {@code publish-if} asks for; it is in the run directory. */
        NOT_PUBLISHED,
        /** It was a trial on a few mini-batches, of which nothing is saved. */
        TRIAL,
        /** A checked step did not agree, and the configuration says that this ends the run. */
        STOPPED_BY_CHECK,
        /** A number is not finite; no model is saved. */
        DIVERGED,
        /** Somebody ended it; the run can be resumed from its checkpoint. */
        INTERRUPTED;

        /** In words: "not published". */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * What a run came to.
     *
     * @param end how it ended
     * @param checked the first step; empty for a resumed run
     * @param checks what the checks of later steps came to
     * @param training where training ended; empty where it never began
     * @param judgement of the trained model; empty where there is none
     * @param model the file that the trained model went to
     * @param previous where the model went that was in its place
     * @param refusals why it was not published, a clause each
     * @param notes what a person should know of how that was decided
     * @param checkpoint the last checkpoint
     */
    public record Result(
            End end,
            Optional<CheckedStep> checked,
            CheckTally checks,
            Optional<Training> training,
            Optional<Judgement> judgement,
            Path model,
            Optional<Path> previous,
            List<String> refusals,
            List<String> notes,
            Optional<Path> checkpoint) {}

    /**
     * Where training ended.
     *
     * @param stop why
     * @param epochs epochs that were ended
     * @param steps steps that were taken
     * @param seconds spent on it
     * @param firstLoss mean training loss of the first epoch, or of what there was of it
     * @param finalLoss mean loss of the training rows under the trained model; NaN where there is none
     * @param best the epoch whose model it is, where that is not the last one's
     * @param divergence where it diverged
     */
    public record Training(
            StopReason stop,
            long epochs,
            long steps,
            double seconds,
            double firstLoss,
            double finalLoss,
            Optional<BestEpoch> best,
            Optional<Divergence> divergence) {}

    /** The epoch, counted from 1, with the best validation loss. */
    public record BestEpoch(long epoch, double validationLoss) {}

    private final Job job;
    private final Engine engine;
    private final RunDirectory directory;
    private final TrainingObserver observer;
    private final BooleanSupplier interrupted;
    private final Publication publication;
    private final Fitter.Maker fitters;
    private Optional<CheckedStep> checked = Optional.empty();
    private CheckTally checks = CheckTally.NONE;

    private TrainingRun(
            Job job,
            Engine engine,
            RunDirectory directory,
            Publication publication,
            Fitter.Maker fitters,
            TrainingObserver observer,
            BooleanSupplier interrupted) {
        this.job = job;
        this.engine = engine;
        this.directory = directory;
        this.observer = observer;
        this.interrupted = interrupted;
        this.publication = publication;
        this.fitters = fitters;
    }

    /** A run in this process that nobody interrupts. */
    public static Result of(Job job, Engine engine, RunDirectory directory, TrainingObserver observer) {
        return of(job, engine, directory, Publication.prepare(job, engine), Fitter.here(job), observer, () -> false);
    }

    /**
     * Builds the network, checks its first step, trains it, evaluates it and publishes it.
     *
     * @param directory what the run leaves behind goes here
     * @param publication what the model must reach
     * @param fitters makes what takes the steps
     * @param observer is told while it goes on
     * @param interrupted is asked between any two steps; where it says so, training ends with a checkpoint
     */
    public static Result of(
            Job job,
            Engine engine,
            RunDirectory directory,
            Publication publication,
            Fitter.Maker fitters,
            TrainingObserver observer,
            BooleanSupplier interrupted) {
        RunDirectory.Lock lock = directory.lock();
        try {
            directory.describe(job, engine);
            directory.rewind("metrics.jsonl", 0);
            directory.rewind(CheckTally.FILE, 0);
            return recorded(
                    job,
                    directory,
                    new TrainingRun(job, engine, directory, publication, fitters, observer, interrupted).begin());
        } finally {
            lock.close();
        }
    }

    /**
     * Goes on from a checkpoint to the end that the run would have come to without the interruption, bit for bit.
     *
     * @throws chalkline.network.InvalidInputException where the job is not the one that the checkpoint is of
     */
    public static Result resume(
            Job job,
            Engine engine,
            Checkpoint checkpoint,
            Publication publication,
            Fitter.Maker fitters,
            TrainingObserver observer,
            BooleanSupplier interrupted) {
        checkpoint.requireSameTrajectory(job);
        checkpoint.requireReachable(job);
        Model model = engine.build(job.network());
        RunDirectory directory = checkpoint.run();
        RunDirectory.Lock lock = directory.lock();
        try (Fitter fitter = fitters.of(model)) {
            checkpoint.requireSamePartitions(fitter.partitions());
            directory.describe(job);
            directory.rewind("metrics.jsonl", checkpoint.epoch());
            new CheckpointDirectory(directory).deleteLeftOvers();
            TrainingRun run = new TrainingRun(job, engine, directory, publication, fitters, observer, interrupted);
            if (ModelRecord.CheckRecord.ofRun(directory.path()).isEmpty()) {
                // Whatever became of it: the first step is the same again.
                run.check(model, fitter);
            }
            checkpoint.restore(model);
            run.checks = CheckTally.resumed(directory, checkpoint.iteration());
            return recorded(
                    job,
                    directory,
                    run.train(model, fitter, checkpoint.progress(), checkpoint.best(), CheckSchedule.UNTIMED));
        } finally {
            lock.close();
        }
    }

    private static Result recorded(Job job, RunDirectory directory, Result result) {
        RunRecord.write(directory, result, job.configuration().directory());
        return result;
    }

    private Result begin() {
        Model model = engine.build(job.network());
        try (Fitter fitter = fitters.of(model)) {
            return begin(model, fitter);
        }
    }

    private Result begin(Model model, Fitter fitter) {
        long begun = CheckSchedule.processTime();
        CheckedStep step = check(model, fitter);
        long cost = CheckSchedule.processTime() - begun;
        boolean agrees = step.result().verdict() == Verdict.AGREES;
        if (!agrees && job.configuration().training().onDeviation() == TrainingSpec.OnDeviation.STOP) {
            return unsaved(End.STOPPED_BY_CHECK, Optional.empty());
        }
        return train(model, fitter, Progress.START, Optional.empty(), cost);
    }

    /** The first step, of a model that has taken none. */
    private CheckedStep check(Model model, Fitter fitter) {
        CheckedStep step = CheckedParts.firstStep(engine, job, model, fitter);
        checked = Optional.of(step);
        observer.checked(step);
        return step;
    }

    /** @param cost of a check, in nanoseconds, as far as is known */
    private Result train(Model model, Fitter fitter, Progress from, Optional<State> bestBefore, long cost) {
        CheckSchedule schedule =
                CheckSchedule.of(job, job.configuration().training().checks(), from.iteration(), cost);
        StepChecks during = new StepChecks(job, engine, model, observer, schedule, checks);
        Optional<CheckpointDirectory> checkpoints = Optional.of(new CheckpointDirectory(directory));
        Trainer trainer = new Trainer(
                job, model, fitter, during, observer, checkpoints, engine.kernel(), interrupted, from, bestBefore);
        Trained trained = trainer.train();
        checks = during.tally();
        if (trained.stop() == StopReason.CHECK) {
            return unsaved(End.STOPPED_BY_CHECK, Optional.of(training(trained, Double.NaN, Optional.empty())));
        }
        if (trained.stop() == StopReason.DIVERGED) {
            return unsaved(End.DIVERGED, Optional.of(training(trained, Double.NaN, Optional.empty())));
        }
        if (trained.stop() == StopReason.INTERRUPTED) {
            return unsaved(End.INTERRUPTED, Optional.of(training(trained, Double.NaN, Optional.empty())));
        }
        // Before the model becomes that of an earlier epoch, which training would not go on from.
        if (job.configuration().evaluate().isPresent() && !job.isTrial()) {
            trainer.checkpoint();
        }
        Optional<CrossValidation> folds = CrossValidation.of(job, engine, interrupted);
        if (interrupted.getAsBoolean()
                && folds.isEmpty()
                && job.configuration().evaluate().isPresent()) {
            return unsaved(End.INTERRUPTED, Optional.of(training(trained, Double.NaN, Optional.empty())));
        }
        return publish(model, trained, trainer.takeBest(), folds);
    }

    private Result publish(Model model, Trained trained, boolean isEarlier, Optional<CrossValidation> folds) {
        int[] rows = job.judgedRows();
        String evaluatedOn = job.split().test().length > 0 ? "test" : "training";
        Optional<LinearModel> linear = LinearModel.fit(job);
        Judgement judgement = Judgement.of(job.preprocessing(), model, linear, job.table(), evaluatedOn, rows)
                .with(Importance.of(job, model, rows), folds);
        ModelEvaluation evaluation = judgement.evaluation();
        observer.evaluated(judgement);
        Optional<BestEpoch> best = trained.progress()
                .best()
                .filter(known -> isEarlier)
                .map(known -> new BestEpoch(known.epoch(), known.loss()));
        Training training = training(trained, job.loss(model, job.split().train()), best);
        Path file = job.configuration().model();
        Path before = job.previousModel();
        End end = End.SAVED;
        List<String> refusals = List.of();
        if (job.isTrial()) {
            end = End.TRIAL;
        } else {
            refusals = publication.refusals(model, evaluation);
            if (refusals.isEmpty()) {
                model.replace(file, entries(model, judgement, linear), written -> requireSame(model, written), before);
            } else {
                end = End.NOT_PUBLISHED;
                file = directory.path().resolve("model.zip");
                model.save(file, entries(model, judgement, linear));
            }
        }
        return new Result(
                end,
                checked,
                checks,
                Optional.of(training),
                Optional.of(judgement),
                file,
                Optional.of(before).filter(Files::exists),
                refusals,
                publication.notes(),
                new CheckpointDirectory(directory).last());
    }

    /** What the model file carries besides the network. */
    private Map<String, byte[]> entries(Model model, Judgement judgement, Optional<LinearModel> linear) {
        Optional<ModelRecord.CheckRecord> check = checked.map(step -> ModelRecord.CheckRecord.of(step.result()))
                .or(() -> ModelRecord.CheckRecord.ofRun(directory.path()));
        Map<String, byte[]> entries = new HashMap<>(job.preprocessing().toEntries());
        entries.putAll(ModelRecord.of(job, engine, model, check, judgement.evaluation(), judgement.on())
                .toEntries());
        linear.map(LinearModel::toEntries).ifPresent(entries::putAll);
        return entries;
    }

    private Result unsaved(End end, Optional<Training> training) {
        return new Result(
                end,
                checked,
                checks,
                training,
                Optional.empty(),
                job.configuration().model(),
                Optional.empty(),
                List.of(),
                List.of(),
                new CheckpointDirectory(directory).last());
    }

    private static Training training(Trained trained, double finalLoss, Optional<BestEpoch> best) {
        Progress progress = trained.progress();
        return new Training(
                trained.stop(),
                progress.epoch(),
                progress.iteration(),
                progress.seconds(),
                progress.firstLoss().orElse(progress.meanLoss()),
                finalLoss,
                best,
                trained.divergence());
    }

    /** Loads what was written, before it is anybody's model, and sees that it is the same. */
    private void requireSame(Model model, Path written) {
        Model reloaded = engine.load(written).model();
        boolean same = reloaded.state().equals(model.state())
                && reloaded.predict(job.firstBatch().features())
                        .equals(model.predict(job.firstBatch().features()));
        if (!same) {
            throw new IllegalStateException(job.configuration().model()
                    + " was not replaced: what is loaded from the new file is not the trained model");
        }
    }
}
