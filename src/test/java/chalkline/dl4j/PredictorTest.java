package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.config.Configuration;
import chalkline.direct.Direct;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.Prediction;
import chalkline.training.Predictor;
import chalkline.training.RunDirectory;
import chalkline.training.SavedModel;
import chalkline.training.State;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** Predictions from Java, from many threads. */
class PredictorTest {
    private static final int THREADS = 8;
    private static final int TIMES = 25;

    @TempDir
    private static Path directory;

    private static Path model;
    private static Predictor predictor;

    private static final List<Map<String, Object>> ROWS = IntStream.range(0, 40)
            .mapToObj(i -> Map.<String, Object>of(
                    "size", 10 + i * 7 % 23, "color", i % 3 == 0 ? "red" : "blue", "weight", (i * 13 % 17) / 4.0))
            .toList();

    @BeforeAll
    static void train() throws IOException {
        StringBuilder csv = new StringBuilder("size;color;weight;price;note\n");
        for (Map<String, Object> row : ROWS) {
            double size = ((Number) row.get("size")).doubleValue();
            double weight = (Double) row.get("weight");
            double price = 100 + 3 * size - 20 * weight + (row.get("color").equals("red") ? 50 : 0);
            csv.append(row.get("size"))
                    .append(';')
                    .append(row.get("color"))
                    .append(';')
                    .append(weight == 0 ? "" : row.get("weight"))
                    .append(';')
                    .append(price)
                    .append(";x\n");
        }
        Files.writeString(directory.resolve("parts.csv"), csv);
        Files.writeString(directory.resolve("parts.yaml"), """
                name: parts
                network:
                  layers:
                    - dense: { units: 8, activation: tanh }
                    - output: { activation: identity, loss: mse }
                data:
                  train: { file: parts.csv, labels: [price] }
                  separator: ";"
                  columns: { note: ignore }
                  missing: median
                  normalize-labels: standardize
                training:
                  updater: { sgd: { learning-rate: 0.1 } }
                  batch-size: 8
                  epochs: 60
                model: parts.zip
                """);
        Job job = Job.prepare(Configuration.read(Path.of("parts.yaml"), directory));
        TrainingRun.of(job, new Dl4j(), RunDirectory.create(directory.resolve("run")), new TrainingObserver() {});
        model = directory.resolve("parts.zip");
        predictor = Predictor.load(new Dl4j(), model);
    }

    @Test
    void aBatchIsPredictedAsTheFileIs() {
        SavedModel saved = SavedModel.load(new Dl4j(), model);
        double[] expected =
                saved.predict(saved.read(directory.resolve("parts.csv"), false)).toArray();
        List<Map<String, Object>> rows = new ArrayList<>(ROWS);
        rows.replaceAll(row -> row.get("weight").equals(0.0) ? without(row, "weight") : row);
        List<Prediction> predictions = predictor.predict(rows);
        assertThat(predictions.stream().mapToDouble(one -> one.output("price")))
                .containsExactly(
                        IntStream.range(0, 40).mapToObj(i -> expected[i]).toArray(Double[]::new));
        assertThat(predictions).allSatisfy(one -> assertThat(one.label()).isEmpty());
        // It is in the unit of the label, and it has learnt something.
        assertThat(predictions.get(0).output("price")).isBetween(130.0, 230.0);
    }

    private static Map<String, Object> without(Map<String, Object> row, String name) {
        Map<String, Object> less = new HashMap<>(row);
        less.remove(name);
        return less;
    }

    @Test
    void textsAreReadAsInAFileAndNullIsAMissingValue() {
        Prediction numbers = predictor.predict(Map.of("size", 12, "color", "red", "weight", 1.25));
        assertThat(predictor.predict(Map.of("size", " 12.0 ", "color", "red", "weight", "1.25", "note", "new")))
                .isEqualTo(numbers);
        Map<String, Object> row = new HashMap<>(Map.of("size", 12, "color", "red"));
        Prediction missing = predictor.predict(row);
        assertThat(missing).isNotEqualTo(numbers);
        row.put("weight", null);
        assertThat(predictor.predict(row)).isEqualTo(missing);
        row.put("weight", "NA");
        assertThat(predictor.predict(row)).isEqualTo(missing);
    }

    @Test
    void aCategoryThatNoTrainingRowHadIsSaidToBeOne() {
        Prediction green = predictor.predict(Map.of("size", 12, "color", "green", "weight", 1));
        assertThat(green.unseen()).containsExactly("color");
        assertThat(predictor
                        .predict(Map.of("size", 12, "color", "red", "weight", 1))
                        .unseen())
                .isEmpty();
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        Map<String, Object> good = Map.of("size", 12, "color", "red", "weight", 1);
        assertThatThrownBy(() -> predictor.predict(List.of(
                        good,
                        Map.of("size", "big", "color", "green", "weight", 1),
                        Map.of("size", Double.NEGATIVE_INFINITY, "color", "red", "weight", 1))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("""
                        row 2: column "size": "big" is not a number
                        row 3: column "size": "-Infinity" is not a finite number""");
        assertThatThrownBy(() -> predictor.predict(List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("there are no rows");
        assertThatThrownBy(() -> predictor.predict(good).output("cost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no output \"cost\"; there are [price]");
    }

    @Test
    void refusesAModelWithoutColumns() {
        Path bare = directory.resolve("bare.zip");
        Dl4jModel.of(SavedNetworks.untrained(DataType.FLOAT, new Sgd(0.1))).save(bare, Map.of());
        assertThatThrownBy(() -> Predictor.load(new Dl4j(), bare))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(bare + ": carries no column schema, so nobody knows which value is which input");
    }

    private static List<Engine> engines() {
        return List.of(new Dl4j(), new Direct());
    }

    /** Each thread asks for every row alone, and for all of them, in an order of its own. */
    @ParameterizedTest
    @MethodSource("engines")
    void manyThreadsGetTheBitsOfOne(Engine engine) throws Exception {
        Predictor one = Predictor.load(engine, model);
        List<Prediction> alone = ROWS.stream().map(one::predict).toList();
        List<Prediction> together = one.predict(ROWS);
        Predictor shared = Predictor.load(engine, model);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * 5;
                tasks.add(() -> {
                    int wrong = 0;
                    for (int k = 0; k < TIMES; k++) {
                        int row = (first + k * 3) % ROWS.size();
                        wrong += shared.predict(ROWS.get(row)).equals(alone.get(row)) ? 0 : 1;
                        wrong += shared.predict(ROWS).equals(together) ? 0 : 1;
                    }
                    return wrong;
                });
            }
            for (Future<Integer> wrong : threads.invokeAll(tasks)) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What another thread predicts with are the model's own parameters: when they change, it predicts otherwise. */
    @ParameterizedTest
    @MethodSource("engines")
    void noThreadHasParametersOfItsOwn(Engine engine) {
        Model loaded = engine.load(model).model();
        Matrix features = Matrix.of(2, 4, 0.5, 1, 0, -0.25, -1, 0, 1, 2);
        UnaryOperator<Matrix> forward = loaded.forward();
        Matrix before = forward.apply(features);
        assertThat(before).isEqualTo(loaded.predict(features));
        State state = loaded.state();
        Map<StepId, Matrix> halved = new LinkedHashMap<>();
        state.arrays()
                .forEach((id, array) -> halved.put(
                        id,
                        Matrix.of(
                                array.rows(),
                                array.columns(),
                                Arrays.stream(array.toArray())
                                        .map(value -> value / 2)
                                        .toArray())));
        loaded.restore(new State(halved, state.iteration(), state.epoch()));
        assertThat(forward.apply(features)).isEqualTo(loaded.predict(features)).isNotEqualTo(before);
    }

    /** Two threads meet inside the forward pass of one model, which they could not if they waited for one another. */
    @ParameterizedTest
    @MethodSource("engines")
    void threadsPredictAtTheSameTimeOnOneModel(Engine engine) throws Exception {
        CyclicBarrier meeting = new CyclicBarrier(2);
        Engine.Loaded stored = engine.load(model);
        Engine meetingEngine = (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(),
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> new Engine.Loaded(
                        meetingIn(stored.model(), meeting), stored.entries(), stored.scaling(), stored.findings()));
        Predictor concurrent = Predictor.load(meetingEngine, model);
        Prediction expected = Predictor.load(engine, model).predict(ROWS.get(1));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<Prediction> task = () -> concurrent.predict(ROWS.get(1));
            for (Future<Prediction> prediction : threads.invokeAll(List.of(task, task, task, task))) {
                assertThat(prediction.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The model, whose forward passes wait for one another, and which nobody may copy. */
    private static Model meetingIn(Model real, CyclicBarrier meeting) {
        return (Model) Proxy.newProxyInstance(
                Model.class.getClassLoader(),
                new Class<?>[] {Model.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "forward" -> {
                        UnaryOperator<Matrix> forward = real.forward();
                        yield (UnaryOperator<Matrix>) features -> {
                            await(meeting);
                            Matrix outputs = forward.apply(features);
                            await(meeting);
                            return outputs;
                        };
                    }
                    case "inspect" -> real.inspect();
                    case "network" -> real.network((String) arguments[0]);
                    default -> throw new AssertionError(method + " is not needed to predict");
                });
    }

    private static void await(CyclicBarrier meeting) {
        try {
            meeting.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("no two threads were in the forward pass at once", e);
        }
    }
}
