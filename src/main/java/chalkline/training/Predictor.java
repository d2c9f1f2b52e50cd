package chalkline.training;

import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A trained model that predicts, from any number of threads at once:
 *
 * <pre>
 * Predictor irises = Predictor.load(new Dl4j(), Path.of("models/iris.zip"));
 * Prediction one = irises.predict(Map.of("sepal_length_cm", 5.1, "sepal_width_cm", 3.5, …));
 * one.label();                 // Optional[setosa]
 * </pre>
 *
 * <p>One model serves all threads: its parameters are in memory once, and a thread that asks while others are busy adds only the
 * arrays that a forward pass works in. The same rows give the same bits from every thread. The same row in a batch of another size may differ in the last
 * digits: products are summed in another order.
 */
public final class Predictor {
    private final Model model;
    private final Preprocessing preprocessing;
    /** The forward passes on the model that nobody uses now: there are as many as threads that have asked at once. */
    private final Queue<UnaryOperator<Matrix>> idle = new ConcurrentLinkedQueue<>();

    private Predictor(Model model, Preprocessing preprocessing) {
        this.model = model;
        this.preprocessing = preprocessing;
    }

    /**
     * Loads a model file that {@code train} saved.
     *
     * @throws InvalidInputException where it is not a model that is safe to load, or carries no column schema
     */
    public static Predictor load(Engine engine, Path file) {
        SavedModel saved = SavedModel.load(engine, file);
        return new Predictor(
                saved.model(),
                saved.preprocessing()
                        .orElseThrow(() -> new InvalidInputException(
                                file + ": carries no column schema, so nobody knows which value is which input")));
    }

    /** Which columns the model takes, and what it predicts. */
    public Schema schema() {
        return preprocessing.schema();
    }

    /**
     * The prediction for one row: of each feature column its name and what a cell of it would hold, a number or a text.
     * Names that are no feature's are ignored.
     *
     * @throws InvalidInputException where the row cannot be used, with the column and the value, or the model's outputs for it
     *     are not finite
     */
    public Prediction predict(Map<String, ?> row) {
        return predict(List.of(row)).get(0);
    }

    /**
     * The predictions for rows, in their order; at least one.
     *
     * @throws InvalidInputException where a row cannot be used, with the row, the column and the value
     */
    public List<Prediction> predict(List<? extends Map<String, ?>> rows) {
        Table table = preprocessing.read(rows);
        Matrix outputs = outputs(table);
        return IntStream.range(0, outputs.rows())
                .mapToObj(i -> prediction(outputs, i, table.unseen(i)))
                .toList();
    }

    private Matrix outputs(Table table) {
        int[] all = IntStream.range(0, table.rows()).toArray();
        UnaryOperator<Matrix> forward = Optional.ofNullable(idle.poll()).orElseGet(this::forward);
        // After a failure the state of its arrays is unknown, so they are dropped.
        Matrix outputs = preprocessing.outputs(forward, table, all);
        idle.add(forward);
        Preprocessing.requirePredictions(table, outputs);
        return outputs;
    }

    private UnaryOperator<Matrix> forward() {
        synchronized (model) {
            return model.forward();
        }
    }

    private Prediction prediction(Matrix outputs, int row, List<String> unseen) {
        List<String> names = preprocessing.schema().outputNames();
        Map<String, Double> byName = new LinkedHashMap<>();
        int largest = 0;
        for (int j = 0; j < names.size(); j++) {
            byName.put(names.get(j), outputs.get(row, j));
            if (outputs.get(row, j) > outputs.get(row, largest)) {
                largest = j;
            }
        }
        boolean classes = !preprocessing.schema().classes().isEmpty();
        return new Prediction(classes ? Optional.of(names.get(largest)) : Optional.empty(), byName, unseen);
    }
}
