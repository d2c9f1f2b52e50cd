package chalkline.training;

import chalkline.check.Verdict;
import chalkline.config.TrainingSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The batch job, from a prepared configuration to a saved model. */
public final class TrainingRun {

    /** How a run ended. */
    public enum End {
        /** The model is saved. */
        SAVED,
        /** The checked step did not agree, and the configuration says that this ends the run. */
        STOPPED_BY_CHECK,
        /** A loss or a parameter is no finite number; no model is saved. */
        DIVERGED
    }

    /**
     * What a run came to.
     *
     * @param end how it ended
     * @param checked the first step
     * @param divergence where it diverged
     * @param firstLoss mean training loss of the first epoch; NaN where there was none
     * @param finalLoss mean loss of the training rows under the saved model; NaN where none is saved
     * @param evaluation of the saved model
     * @param evaluatedOn the rows it was evaluated on: "test" or "training"
     * @param model the model file
     */
    public record Result(
            End end,
            CheckedStep checked,
            Optional<Divergence> divergence,
            double firstLoss,
            double finalLoss,
            Optional<Evaluation> evaluation,
            String evaluatedOn,
            Path model) {}

    private final Job job;
    private final Engine engine;
    private final TrainingObserver observer;
    private double firstLoss = Double.NaN;

    private TrainingRun(Job job, Engine engine, TrainingObserver observer) {
        this.job = job;
        this.engine = engine;
        this.observer = observer;
    }

    /**
     * Builds the network, checks its first step, trains it, evaluates it and saves it.
     *
     * @param directory what the run leaves behind goes here
     * @param observer is told while it goes on
     */
    public static Result of(Job job, Engine engine, RunDirectory directory, TrainingObserver observer) {
        directory.describe(job, engine);
        return new TrainingRun(job, engine, observer).run();
    }

    private Result run() {
        Model model = engine.build(job.network());
        CheckedStep checked = CheckedStep.of(engine, job.network(), model, job.firstBatch());
        observer.checked(checked);
        boolean agrees = checked.result().verdict() == Verdict.AGREES;
        if (!agrees && job.configuration().training().onDeviation() == TrainingSpec.OnDeviation.STOP) {
            return unsaved(End.STOPPED_BY_CHECK, checked, Optional.empty());
        }
        Optional<Divergence> divergence = new Trainer(job, model, remembering()).train();
        if (divergence.isPresent()) {
            return unsaved(End.DIVERGED, checked, divergence);
        }
        boolean test = job.split().test().length > 0;
        // What is masked has no label to be judged by.
        int[] rows = Arrays.stream(test ? job.split().test() : job.split().train())
                .filter(job.table()::isWhole)
                .toArray();
        Evaluation evaluation =
                Evaluation.of(job.table().schema(), model.predict(job.table().features(rows)), job.table(), rows);
        String evaluatedOn = test ? "test" : "training";
        observer.evaluated(evaluation, evaluatedOn);
        save(model);
        return new Result(
                End.SAVED,
                checked,
                Optional.empty(),
                firstLoss,
                job.loss(model, job.split().train()),
                Optional.of(evaluation),
                evaluatedOn,
                job.configuration().model());
    }

    private Result unsaved(End end, CheckedStep checked, Optional<Divergence> divergence) {
        return new Result(
                end,
                checked,
                divergence,
                firstLoss,
                Double.NaN,
                Optional.empty(),
                "",
                job.configuration().model());
    }

    private TrainingObserver remembering() {
        return new TrainingObserver() {
            @Override
            public void step(long epoch, long iteration, double loss) {
                observer.step(epoch, iteration, loss);
            }

            @Override
            public void epoch(EpochMetrics metrics) {
                if (metrics.epoch() == 1) {
                    firstLoss = metrics.loss();
                }
                observer.epoch(metrics);
            }
        };
    }

    /** Saves the model, loads it again, and sees that it is the same. */
    private void save(Model model) {
        Path file = job.configuration().model();
        model.save(file, job.preprocessing().toEntries());
        Model reloaded = engine.load(file).model();
        boolean same = reloaded.state().equals(model.state())
                && reloaded.predict(job.firstBatch().features())
                        .equals(model.predict(job.firstBatch().features()));
        if (!same) {
            throw new IllegalStateException(file + " was saved, but what is loaded from it is not the same model");
        }
    }
}
