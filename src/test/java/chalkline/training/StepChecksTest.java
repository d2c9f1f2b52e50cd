package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of a running training, checked: those of a sound engine agree, and a fault of the job's own step is found. */
class StepChecksTest {
    @TempDir
    private Path directory;

    /** Deeplearning4j, whose models are changed before they are used. */
    private static final class ChangedEngine extends DelegatingEngine {
        private final Function<Model, Model> change;

        ChangedEngine(Function<Model, Model> change) {
            this.change = change;
        }

        @Override
        public Model build(Network network) {
            return change.apply(dl4j.build(network));
        }
    }

    /** Multiplies one number of its state at some steps: after the step, or before the next one begins. */
    private static final class Faulty extends DelegatingModel {
        private final StepId where;
        private final double factor;
        private final long oneIn;
        private final long phase;

        Faulty(Model model, StepId where, double factor, long oneIn, long phase) {
            super(model);
            this.where = where;
            this.factor = factor;
            this.oneIn = oneIn;
            this.phase = phase;
        }

        @Override
        public double fit(Batch batch) {
            double loss = model.fit(batch);
            State state = model.state();
            if (state.iteration() % oneIn == phase) {
                model.restore(changed(state, where, factor));
            }
            return loss;
        }
    }

    private static State changed(State state, StepId where, double factor) {
        Map<StepId, Matrix> arrays = new LinkedHashMap<>(state.arrays());
        double[] values = arrays.get(where).toArray();
        values[0] *= factor;
        arrays.put(where, Matrix.of(arrays.get(where).rows(), arrays.get(where).columns(), values));
        return new State(arrays, state.iteration(), state.epoch());
    }

    private Job job(String check, String more) throws Exception {
        Path file = directory.resolve("job.yaml");
        Files.writeString(file, """
                name: job
                precision: float64
                network:
                  layers:
                    - dense: { units: 3, activation: tanh }
                    - output: { units: 1, activation: identity, loss: mse }
                data:
                  train:
                    x: [[1, 2], [0.5, -1], [-0.75, 0.25], [2, 1], [0.1, 0.2], [-1, -1], [1.5, 0.3], [-0.2, 0.9]]
                    y: [[1], [0], [0.5], [2], [0.25], [-1], [1.25], [0.75]]
                training:
                  updater: { adam: { learning-rate: 0.01 } }
                  batch-size: 4
                  check: %s
                  checkpoints: none
                %s
                model: model.zip
                """.formatted(check, more.indent(2)));
        return Job.prepare(Configuration.read(file, directory));
    }

    private TrainingRun.Result run(Job job, Engine engine, TrainingObserver observer) {
        return TrainingRun.of(
                job, engine, RunDirectory.create(directory.resolve("run-" + System.nanoTime())), observer);
    }

    private static TrainingObserver into(Map<Long, CheckedStep> steps) {
        return new TrainingObserver() {
            @Override
            public void checkedLater(long iteration, CheckedStep step) {
                steps.put(iteration, step);
            }
        };
    }

    @Test
    void everyStepOfASoundEngineAgreesAndTheTrainingIsTheSame() throws Exception {
        Map<Long, CheckedStep> steps = new HashMap<>();
        TrainingRun.Result checked = run(job("every 1", "epochs: 6"), new Dl4j(), into(steps));
        State ended = new Dl4j().load(checked.model()).model().state();
        assertThat(checked.checks().verdicts()).isEqualTo(Map.of(Verdict.AGREES, 12));
        assertThat(checked.checks().summary()).isEqualTo("12 agree");
        assertThat(steps).hasSize(12);
        assertThat(steps.get(12L).result().steps()).extracting(StepResult::name).contains("W1.m.next", "W1.next");
        TrainingRun.Result plain = run(job("first", "epochs: 6"), new Dl4j(), into(steps));
        assertThat(plain.checks().checked()).isZero();
        assertThat(new Dl4j().load(plain.model()).model().state()).isEqualTo(ended);
    }

    @Test
    void aFaultOfTheTrainingsOwnStepIsFoundWhereItIs() throws Exception {
        Engine faulty = new ChangedEngine(model -> new Faulty(model, StepId.of("W1"), 1 + 1e-6, 50, 7));
        Map<Long, CheckedStep> steps = new HashMap<>();
        TrainingRun.Result result = run(job("every 1", "epochs: 100\non-deviation: stop"), faulty, into(steps));
        assertThat(result.end()).isEqualTo(TrainingRun.End.STOPPED_BY_CHECK);
        assertThat(result.checks().first()).hasValue(7);
        assertThat(result.checks().verdicts()).isEqualTo(Map.of(Verdict.AGREES, 6, Verdict.DEVIATES, 1));
        assertThat(result.training().orElseThrow().steps()).isEqualTo(7);
        assertThat(steps.get(7L).result().firstDeviation().orElseThrow().name()).isEqualTo("W1.next");
        assertThat(steps.get(7L).result().findings())
                .extracting(Finding::message)
                .contains("W1.next of the training is not that of the same step on a copy");
        assertThat(result.model()).doesNotExist();
    }

    /** Too small for any bound, but not the same bits. */
    @Test
    void aStepThatIsNotThatOfItsCopyNeverAgrees() throws Exception {
        Engine faulty = new ChangedEngine(model -> new Faulty(model, StepId.of("W1"), 1 + 0x1p-52, 50, 7));
        Map<Long, CheckedStep> steps = new HashMap<>();
        TrainingRun.Result result = run(job("every 7", "epochs: 10"), faulty, into(steps));
        assertThat(result.end()).isEqualTo(TrainingRun.End.SAVED);
        assertThat(result.checks().summary())
                .isEqualTo("1 agrees, 1 is inconclusive; the first that does not agree is step 7");
        assertThat(steps.get(7L).result().matchesFit()).isFalse();
    }

    /** What happens between two steps: here where an epoch ends. */
    @Test
    void whatChangesBetweenTwoStepsIsFound() throws Exception {
        Engine faulty = new ChangedEngine(model -> new DelegatingModel(model) {
            @Override
            public void endEpoch() {
                model.endEpoch();
                if (model.state().epoch() == 2) {
                    model.restore(changed(model.state(), StepId.of("W1.m"), 1.5));
                }
            }
        });
        Map<Long, CheckedStep> steps = new HashMap<>();
        TrainingRun.Result result = run(job("every 1", "epochs: 4"), faulty, into(steps));
        assertThat(result.checks().verdicts()).isEqualTo(Map.of(Verdict.AGREES, 7, Verdict.DEVIATES, 1));
        assertThat(result.checks().first()).hasValue(5);
        assertThat(steps.get(5L).result().firstDeviation().orElseThrow().name()).isEqualTo("W1.m.next");
        assertThat(steps.get(5L).result().findings())
                .extracting(Finding::message)
                .contains("W1.m is no longer what step 4 left when step 5 begins");
    }

    @Test
    void aStepThatIsDrawnAnewEachTimeIsExplainedByRandomness() throws Exception {
        Job job = job("first", "epochs: 1");
        int[] recordings = {0};
        Model drawn = new DelegatingModel(new Dl4j().build(job.network())) {
            @Override
            public Recording record(Batch batch) {
                Recording recording = model.record(batch);
                Matrix a = recording.trace().value(StepId.a(1));
                double[] values = a.toArray();
                values[1] *= ++recordings[0];
                return new Recording(
                        recording.trace().with(Map.of(StepId.a(1), Matrix.of(a.rows(), a.columns(), values))), false);
            }
        };
        assertThat(CheckedStep.of(new Dl4j(), job.network(), drawn, job.sample(), List.of())
                        .result()
                        .findings())
                .extracting(Finding::message)
                .contains("A1 is explained by randomness: recorded twice from the same state, the step first differs "
                        + "there");
    }

    /** The number of steps depends on the machine; that it is found does not. */
    @Test
    void aShareOfTheTimeFindsAnIntermittentFault() throws Exception {
        Engine faulty = new ChangedEngine(model -> new Faulty(model, StepId.of("W1"), 1 + 1e-6, 50, 7));
        TrainingRun.Result result =
                run(job("{ share: 0.5 }", "epochs: 1000000\non-deviation: stop"), faulty, new TrainingObserver() {});
        assertThat(result.end()).isEqualTo(TrainingRun.End.STOPPED_BY_CHECK);
        assertThat(result.checks().first().orElseThrow() % 50).isEqualTo(7);
        assertThat(result.checks().verdicts().getOrDefault(Verdict.AGREES, 0)).isLessThan(1000);
    }

    @Test
    void aResumedRunGoesOnCounting() throws Exception {
        RunDirectory run = RunDirectory.create(directory.resolve("run"));
        run.append(CheckTally.FILE, "{\"iteration\":2,\"verdict\":\"agrees\"}");
        run.append(CheckTally.FILE, "{\"iteration\":4,\"verdict\":\"deviates\",\"first\":\"dW1\"}");
        run.append(CheckTally.FILE, "{\"iteration\":6,\"verdict\":\"agrees\"}");
        CheckTally tally = CheckTally.resumed(run, 5);
        assertThat(tally.summary()).isEqualTo("1 agrees, 1 deviates; the first that does not agree is step 4");
        assertThat(Files.readAllLines(run.path().resolve(CheckTally.FILE))).hasSize(2);
        assertThat(CheckTally.resumed(RunDirectory.create(directory.resolve("other")), 5))
                .isEqualTo(CheckTally.NONE);
    }
}
