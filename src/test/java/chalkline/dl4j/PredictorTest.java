package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.config.Configuration;
import chalkline.network.InvalidInputException;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.Prediction;
import chalkline.training.Predictor;
import chalkline.training.RunDirectory;
import chalkline.training.SavedModel;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Each thread asks for every row alone, and for all of them, in an order of its own. */
    @Test
    void manyThreadsGetTheBitsOfOne() throws Exception {
        List<Prediction> alone = ROWS.stream().map(predictor::predict).toList();
        List<Prediction> together = predictor.predict(ROWS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * 5;
                tasks.add(() -> {
                    int wrong = 0;
                    for (int k = 0; k < TIMES; k++) {
                        int row = (first + k * 3) % ROWS.size();
                        wrong += predictor.predict(ROWS.get(row)).equals(alone.get(row)) ? 0 : 1;
                        wrong += predictor.predict(ROWS).equals(together) ? 0 : 1;
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

    /** Two threads meet inside their models' predictions, which they could not if they waited for one model. */
    @Test
    void threadsPredictAtTheSameTimeOnModelsOfTheirOwn() throws Exception {
        AtomicInteger shared = new AtomicInteger();
        CyclicBarrier meeting = new CyclicBarrier(2);
        Engine.Loaded stored = new Dl4j().load(model);
        Engine meetingEngine = (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(),
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> new Engine.Loaded(
                        meetingIn(stored.model(), meeting, shared),
                        stored.entries(),
                        stored.scaling(),
                        stored.findings()));
        Predictor concurrent = Predictor.load(meetingEngine, model);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<Prediction> task = () -> concurrent.predict(ROWS.get(1));
            for (Future<Prediction> prediction : threads.invokeAll(List.of(task, task, task, task))) {
                assertThat(prediction.get()).isEqualTo(predictor.predict(ROWS.get(1)));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(shared).hasValue(0);
    }

    /** The model, counting how often it is asked while it is still busy. */
    private static Model meetingIn(Model real, CyclicBarrier meeting, AtomicInteger shared) {
        AtomicBoolean busy = new AtomicBoolean();
        return (Model) Proxy.newProxyInstance(
                Model.class.getClassLoader(), new Class<?>[] {Model.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("copy")) {
                        return meetingIn(real.copy(), meeting, shared);
                    }
                    if (method.getName().equals("inspect")) {
                        return method.invoke(real, arguments);
                    }
                    if (!busy.compareAndSet(false, true)) {
                        shared.incrementAndGet();
                    }
                    meeting.await(1, TimeUnit.MINUTES);
                    Object result = method.invoke(real, arguments);
                    meeting.await(1, TimeUnit.MINUTES);
                    busy.set(false);
                    return result;
                });
    }
}
