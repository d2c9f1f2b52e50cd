package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chalkline.check.Finding;
import chalkline.check.Verdict;
import chalkline.config.Configuration;
import chalkline.direct.Direct;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that are added up from parts: every one is checked as it was taken, and a fault is found in its part. */
class CheckedPartsTest {
    private static final int PARTS = 3;

    @TempDir
    private Path directory;

    /**
     * Rows dealt into three parts in this process, one of which can be wrong at one step.
     *
     * @param wrong the step, counted from 1, at which the second part adds a little to W2's gradient; 0 for none
     */
    private record Dealt(Job job, Model model, int partitions, long wrong) implements Fitter {
        @Override
        public List<Part> parts(int... rows) {
            List<Part> parts = new ArrayList<>();
            for (int p = 0; p < partitions; p++) {
                int part = p;
                int[] some = Arrays.stream(rows)
                        .filter(row -> row % partitions == part)
                        .toArray();
                if (some.length > 0) {
                    GradientSum sum = model.gradient(job.table().batch(some));
                    boolean isWrong = p == 1 && model.state().iteration() + 1 == wrong;
                    parts.add(
                            new Part("partition " + (p + 1) + " of " + partitions, some, isWrong ? changed(sum) : sum));
                }
            }
            return parts;
        }

        private static GradientSum changed(GradientSum sum) {
            Map<StepId, Matrix> arrays = new LinkedHashMap<>(sum.arrays());
            arrays.computeIfPresent(StepId.w(2), (id, sound) -> {
                double[] values = sound.toArray();
                values[0] += 1e-3;
                return Matrix.of(sound.rows(), sound.columns(), values);
            });
            return new GradientSum(arrays, sum.loss(), sum.examples());
        }

        @Override
        public Model.Measured fit(boolean measured, int... rows) {
            return model.step(parts(rows).stream()
                    .map(Part::sum)
                    .reduce(GradientSum::plus)
                    .orElseThrow());
        }

        @Override
        public void close() {}
    }

    private Job job(String precision, String updater, String more) throws Exception {
        Path file = directory.resolve("job.yaml");
        Files.copy(Path.of("data/iris.csv"), directory.resolve("iris.csv"));
        Files.writeString(file, """
                name: job
                precision: %s
                network:
                  layers:
                    - dense: { units: 5, activation: tanh, l2: 0.01 }
                    - output: { activation: softmax, loss: mcxent }
                data:
                  train: { file: iris.csv, labels: [species] }
                  normalize: standardize
                training: { updater: %s, batch-size: 40, epochs: 2, check: every 1%s }
                model: model.zip
                """.formatted(precision, updater, more));
        return Job.prepare(Configuration.read(file, directory));
    }

    private static Engine engine(Job job) {
        return switch (job.configuration().training().engine()) {
            case DL4J -> new Dl4j();
            case DIRECT -> new Direct();
        };
    }

    private TrainingRun.Result run(Job job, Fitter.Maker fitters, TrainingObserver observer) {
        Engine engine = engine(job);
        return TrainingRun.of(
                job,
                engine,
                RunDirectory.create(directory.resolve("run")),
                Publication.prepare(job, engine),
                fitters,
                observer,
                () -> false);
    }

    private static TrainingObserver into(Map<Long, CheckedStep> steps) {
        return new TrainingObserver() {
            @Override
            public void checked(CheckedStep step) {
                steps.put(0L, step);
            }

            @Override
            public void checkedLater(long iteration, CheckedStep step) {
                steps.put(iteration, step);
            }
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            float64 | { adam: { learning-rate: 0.01 } }      | ''
            float64 | { adam: { learning-rate: 0.01 } }      | ', engine: direct'
            float32 | { nesterovs: { learning-rate: 0.1 } }  | ', engine: direct'
            float32 | { adam: { learning-rate: 0.01 } }      | ''
            float32 | { nesterovs: { learning-rate: 0.1 } }  | ', gradient-normalization: clip-l2-per-layer, gradient-normalization-threshold: 0.1'
            """)
    void everyStepOfSoundPartsAgrees(String precision, String updater, String more) throws Exception {
        Map<Long, CheckedStep> steps = new HashMap<>();
        Job job = job(precision, updater, more);
        TrainingRun.Result result = run(job, model -> new Dealt(job, model, PARTS, 0), into(steps));
        assertThat(result.checks().verdicts()).isEqualTo(Map.of(Verdict.AGREES, 8));
        assertThat(steps).hasSize(9).allSatisfy((number, step) -> {
            assertThat(step.result().verdict()).isEqualTo(Verdict.AGREES);
            assertThat(step.result().matchesFit()).isTrue();
            assertThat(step.batch().size()).isIn(40, 30);
        });
        // What was judged is what the parts came to, not the same step in this process.
        CheckedStep last = steps.get(8L);
        State trained = engine(job).load(result.model()).model().state();
        assertThat(last.trace().value(StepId.w(1).next()))
                .isEqualTo(trained.arrays().get(StepId.w(1)));
    }

    @Test
    void aFaultOfOnePartInALaterStepIsNamed() throws Exception {
        Map<Long, CheckedStep> steps = new HashMap<>();
        Job job = job("float64", "{ sgd: { learning-rate: 0.1 } }", ", on-deviation: stop");
        TrainingRun.Result result = run(job, model -> new Dealt(job, model, PARTS, 6), into(steps));
        assertThat(result.end()).isEqualTo(TrainingRun.End.STOPPED_BY_CHECK);
        assertThat(result.checks().verdicts()).isEqualTo(Map.of(Verdict.AGREES, 5, Verdict.DEVIATES, 1));
        CheckedStep faulty = steps.get(6L);
        long rows = IntStream.of(job.batches(1).get(1))
                .filter(row -> row % PARTS == 1)
                .count();
        assertThat(faulty.result().firstDeviation().orElseThrow().name()).isEqualTo("dW2");
        assertThat(faulty.result().findings())
                .extracting(Finding::message)
                .contains("this is not the whole step, but what partition 2 of 3 came to on " + rows
                        + " rows: its dW2 deviates");
    }

    @Test
    void aRunGoesOnInAsManyPartsAsBefore() throws Exception {
        Job job = job("float64", "{ sgd: { learning-rate: 0.1 } }", "");
        TrainingRun.Result result = run(job, model -> new Dealt(job, model, PARTS, 0), into(new HashMap<>()));
        Engine engine = new Dl4j();
        Path file = result.checkpoint().orElseThrow();
        Checkpoint checkpoint = Checkpoint.at(engine, file);
        assertThat(checkpoint.partitions()).hasValue(PARTS);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> checkpoint.requireSamePartitions(0))
                .withMessage(file + ": cannot be resumed on one machine: it was trained on a cluster in 3 partitions; "
                        + "give --master URL and --partitions 3");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TrainingRun.resume(
                        job,
                        engine,
                        checkpoint,
                        Publication.prepare(job, engine),
                        model -> new Dealt(job, model, 2, 0),
                        into(new HashMap<>()),
                        () -> false))
                .withMessage(file + ": cannot be resumed in 2 partitions: it was trained on a cluster in 3 partitions; "
                        + "give --master URL and --partitions 3");
    }
}
