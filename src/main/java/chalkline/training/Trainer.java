package chalkline.training;

import chalkline.config.TrainingSpec;
import chalkline.config.TrainingSpec.Checkpoints;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * The loop over epochs and mini-batches. Each step is a function of the configuration, the data and the steps before it;
 * being interrupted or writing a checkpoint changes no number.
 */
final class Trainer {
    /** All parameters are tested for being finite after so many steps; if they are not, the steps are taken again one by one. */
    private static final int UNWATCHED_STEPS = 1000;

    private static final double NANOSECONDS = 1e9;
    private static final double SECONDS_A_MINUTE = 60;

    private final Job job;
    private final TrainingSpec training;
    private final Model model;
    private final StepChecks checks;
    private final TrainingObserver observer;
    private final Optional<CheckpointDirectory> directory;
    private final String kernel;
    private final BooleanSupplier interrupted;
    private final Fitter fitter;
    private final long startTime = System.nanoTime();
    private final double secondsBefore;

    private Progress progress;
    private Optional<State> best;
    /** The last state that is known to be finite, and its progress. */
    private State finite;

    private Progress finiteProgress;
    private long lastCheckpoint = startTime;

    /**
     * @param model in the state that {@code from} says
     * @param fitter takes its steps
     * @param checks of its steps
     * @param directory where checkpoints go; empty where none are wanted
     * @param kernel the engine's
     * @param interrupted is asked between any two steps
     * @param from the progress of the model so far
     * @param best its state after the best epoch, where {@code from} knows one
     */
    Trainer(
            Job job,
            Model model,
            Fitter fitter,
            StepChecks checks,
            TrainingObserver observer,
            Optional<CheckpointDirectory> directory,
            String kernel,
            BooleanSupplier interrupted,
            Progress from,
            Optional<State> best) {
        this.job = job;
        this.training = job.configuration().training();
        this.model = model;
        this.checks = checks;
        this.observer = observer;
        this.directory = directory;
        this.kernel = kernel;
        this.interrupted = interrupted;
        this.fitter = fitter;
        this.progress = from;
        this.best = best;
        this.secondsBefore = from.seconds();
    }

    /** Training of which nothing is kept but the model. */
    static Trainer unrecorded(Job job, Engine engine, Model model, BooleanSupplier interrupted) {
        TrainingObserver nobody = new Observers(List.of());
        CheckSchedule none =
                new CheckSchedule(TrainingSpec.Checks.FIRST, job.configuration().seed(), 0, 0, System::nanoTime);
        return new Trainer(
                job,
                model,
                Fitter.here(job).of(model),
                new StepChecks(job, engine, model, nobody, none, CheckTally.NONE),
                nobody,
                Optional.empty(),
                "",
                interrupted,
                Progress.START,
                Optional.empty());
    }

    /** Where training ends early, the model is that of the epoch with the best validation loss; whether that is an earlier one. */
    boolean takeBest() {
        Optional<State> earlier = best.filter(state -> training.earlyStopping().isPresent())
                .filter(state -> !state.equals(model.state()));
        earlier.ifPresent(model::restore);
        return earlier.isPresent();
    }

    /** Trains until something ends it, then writes a checkpoint if the run can be resumed. */
    Trained train() {
        remember(model.state());
        Trained trained = loop();
        boolean wanted = training.checkpoints().isPresent() && !job.isTrial();
        boolean isWhole = trained.stop() != StopReason.DIVERGED && trained.stop() != StopReason.CHECK;
        if (trained.stop() == StopReason.INTERRUPTED || wanted && isWhole) {
            checkpoint();
        }
        return trained;
    }

    private Trained loop() {
        while (progress.epoch() < training.epochs()) {
            Optional<Trained> end = isPatienceOver() ? Optional.of(ended(StopReason.NO_LONGER_BETTER)) : epoch();
            if (end.isPresent()) {
                return end.get();
            }
        }
        return ended(StopReason.EPOCHS);
    }

    private boolean isPatienceOver() {
        return !job.isTrial()
                && training.earlyStopping()
                        .map(early -> progress.waited() >= early.patience())
                        .orElse(false);
    }

    /** Takes the epoch's remaining steps. Returns how training ended if it ends within the epoch. */
    private Optional<Trained> epoch() {
        List<int[]> batches = job.batches(progress.epoch());
        while (progress.batch() < batches.size()) {
            Optional<StopReason> stop = stop();
            if (stop.isPresent()) {
                return Optional.of(inMidEpoch(stop.get()));
            }
            int[] rows = batches.get(progress.batch());
            boolean isLast = progress.batch() == batches.size() - 1;
            Model.Measured step;
            try {
                step = checks.take(fitter, isLast, progress, rows);
            } catch (RuntimeException e) {
                // What ends this process may end what it trains on at the same moment.
                if (interrupted.getAsBoolean()) {
                    return Optional.of(inMidEpoch(StopReason.INTERRUPTED));
                }
                throw e;
            }
            double loss = step.loss();
            progress = progress.step(loss, rows.length);
            observer.step(progress.epoch() + 1, progress.iteration(), rows.length, loss);
            boolean last = progress.batch() == batches.size();
            if (last) {
                model.endEpoch();
            }
            boolean due = isDue(last);
            boolean watched = last || due || progress.iteration() - finiteProgress.iteration() >= UNWATCHED_STEPS;
            if (!Double.isFinite(loss)) {
                return Optional.of(diverged());
            }
            if (checks.endTraining()) {
                return Optional.of(ended(StopReason.CHECK));
            }
            if (watched) {
                State state = model.state();
                if (!state.isFinite()) {
                    return Optional.of(diverged());
                }
                OptionalDouble validationLoss = last ? endEpoch(step, state) : OptionalDouble.empty();
                if (validationLoss.isPresent() && !Double.isFinite(validationLoss.getAsDouble())) {
                    return Optional.of(divergedWhereWatched(validationLoss.getAsDouble()));
                }
                remember(state);
            }
            if (due) {
                checkpoint();
            }
            if (last) {
                return Optional.empty();
            }
        }
        throw new IllegalStateException("an epoch of " + batches.size() + " mini-batches was begun at its end");
    }

    private Optional<StopReason> stop() {
        if (interrupted.getAsBoolean()) {
            return Optional.of(StopReason.INTERRUPTED);
        }
        TrainingSpec.Limits limits = training.limits();
        if (limits.steps().isPresent() && progress.iteration() >= limits.steps().getAsLong()) {
            return Optional.of(StopReason.MAX_STEPS);
        }
        // At least one step is taken, so that there is a model even with no time allowed.
        boolean begun = progress.iteration() > 0;
        if (begun
                && limits.minutes().isPresent()
                && seconds() >= limits.minutes().getAsDouble() * SECONDS_A_MINUTE) {
            return Optional.of(StopReason.MAX_MINUTES);
        }
        return Optional.empty();
    }

    /** Ends training within an epoch, and records the metrics of its steps so far unless the run can be resumed. */
    private Trained inMidEpoch(StopReason stop) {
        if (!model.state().isFinite()) {
            return diverged();
        }
        if (progress.batch() > 0 && stop != StopReason.INTERRUPTED) {
            observer.epoch(new EpochMetrics(
                    progress.epoch() + 1,
                    progress.iteration(),
                    progress.meanLoss(),
                    validationLoss(),
                    Map.of(),
                    Map.of(),
                    model.parameterNorms()));
        }
        return ended(stop);
    }

    private Trained ended(StopReason stop) {
        return new Trained(stop, progress.after(seconds()), Optional.empty());
    }

    /** The epoch's validation loss, if there is any. */
    private OptionalDouble endEpoch(Model.Measured lastStep, State state) {
        OptionalDouble validationLoss = validationLoss();
        long epoch = progress.epoch() + 1;
        observer.epoch(new EpochMetrics(
                epoch,
                progress.iteration(),
                progress.meanLoss(),
                validationLoss,
                lastStep.gradientNorms(),
                lastStep.updateNorms(),
                model.parameterNorms()));
        Optional<Progress.Best> now = progress.best();
        if (validationLoss.isPresent() && isBetter(validationLoss.getAsDouble())) {
            now = Optional.of(new Progress.Best(epoch, progress.iteration(), validationLoss.getAsDouble()));
            best = Optional.of(state);
        }
        progress = progress.endEpoch(now);
        return validationLoss;
    }

    /** False for NaN. */
    private boolean isBetter(double loss) {
        double minDelta = training.earlyStopping()
                .map(TrainingSpec.EarlyStopping::minDelta)
                .orElse(0.0);
        return loss < progress.best().map(Progress.Best::loss).orElse(Double.POSITIVE_INFINITY) - minDelta;
    }

    private OptionalDouble validationLoss() {
        int[] rows = job.split().validation();
        return rows.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(job.loss(model, rows));
    }

    /** Whether a checkpoint is due after the last step and, if it ended an epoch, after the epoch. */
    private boolean isDue(boolean lastOfEpoch) {
        if (training.checkpoints().isEmpty() || job.isTrial() || directory.isEmpty()) {
            return false;
        }
        Checkpoints when = training.checkpoints().get();
        return when.everySteps().isPresent()
                        && progress.iteration() % when.everySteps().getAsLong() == 0
                || lastOfEpoch && isDueAfterEpoch(when)
                || when.everyMinutes().isPresent()
                        && (System.nanoTime() - lastCheckpoint) / NANOSECONDS
                                >= when.everyMinutes().getAsDouble() * SECONDS_A_MINUTE;
    }

    /** After the first one always, so that a run that ends early has something to go on from; the last one has its own. */
    private boolean isDueAfterEpoch(Checkpoints when) {
        long ended = progress.epoch() + 1;
        return ended == 1 && training.epochs() > 1
                || when.everyEpochs().isPresent() && ended % when.everyEpochs().getAsInt() == 0;
    }

    /** Writes down what training can go on from. */
    void checkpoint() {
        directory.ifPresent(place -> place.write(
                job, model, progress.after(seconds()), best, new CheckpointEntry.Sums(kernel, fitter.partitions())));
        lastCheckpoint = System.nanoTime();
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - startTime) / NANOSECONDS;
    }

    private void remember(State state) {
        finite = state;
        finiteProgress = progress;
    }

    private Trained divergedWhereWatched(double validationLoss) {
        OptionalInt row = Arrays.stream(job.split().validation())
                .filter(each -> !Double.isFinite(job.loss(model, each)))
                .map(each -> each + 1)
                .findFirst();
        Divergence.Place place = new Divergence.Place("the validation loss", OptionalInt.empty(), row, validationLoss);
        Divergence divergence =
                new Divergence(progress.epoch(), progress.iteration(), validationLoss, Optional.of(place));
        return new Trained(StopReason.DIVERGED, progress, Optional.of(divergence));
    }

    /** Takes the same steps again from the last finite state, testing each. */
    private Trained diverged() {
        model.restore(finite);
        progress = finiteProgress;
        List<int[]> batches = job.batches(progress.epoch());
        while (progress.batch() < batches.size()) {
            int[] rows = batches.get(progress.batch());
            State before = model.state();
            double loss = fitter.fit(false, rows).loss();
            progress = progress.step(loss, rows.length);
            if (!Double.isFinite(loss) || !model.state().isFinite()) {
                model.restore(before);
                Divergence divergence = new Divergence(
                        progress.epoch() + 1,
                        progress.iteration(),
                        loss,
                        Divergence.find(model, job.table().batch(rows), rows));
                return new Trained(StopReason.DIVERGED, progress, Optional.of(divergence));
            }
        }
        throw new IllegalStateException("a step that left numbers that are not finite left finite ones when it was "
                + "taken again: steps are not reproducible");
    }
}
