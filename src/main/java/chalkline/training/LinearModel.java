package chalkline.training;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The linear model that a network has to be better than, fitted on the same rows: outputs = f(X·W + b), X being scaled as for
 * the network. It travels in the model file.
 *
 * @param kind what f is, and what was minimised
 * @param weights W, inputs × outputs
 * @param biases b, one an output
 * @param rows how many training rows it was fitted on; where there are very many, evenly drawn ones
 */
public record LinearModel(Kind kind, Matrix weights, List<Double> biases, int rows) {
    private static final String ENTRY = "chalkline/linear.json";

    /** More inputs would take longer than many a network's training. */
    private static final int MOST_INPUTS = 1000;
    /** Rows × inputs × outputs: some seconds. */
    private static final long MOST_PRODUCTS = 20_000_000;

    private static final int FEWEST_ROWS = 10;

    /** The kinds; λ = 1 on standardised inputs, and biases are not penalised, as is usual. */
    public enum Kind {
        /** f(z) = z: minimises ½Σ(Z − Y)² + ½λΣw². */
        RIDGE("ridge regression"),
        /** f = softmax: minimises −ΣY·ln softmax(Z) + ½λΣw². */
        LOGISTIC("logistic regression");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name for people. */
        public String label() {
            return label;
        }
    }

    public LinearModel {
        biases = List.copyOf(biases);
    }

    /** The model for the job's training rows; empty where these are too few or too wide, or stand in no file. */
    static Optional<LinearModel> fit(Job job) {
        int[] rows = job.split().train();
        int inputs = job.table().schema().inputs();
        int outputs = job.table().schema().outputs();
        long most = MOST_PRODUCTS / ((long) inputs * outputs);
        int used = (int) Math.min(rows.length, most);
        boolean enough = rows.length >= FEWEST_ROWS && (used == rows.length || used >= 2 * inputs);
        if (job.inferred().isEmpty() || job.isTrial() || inputs > MOST_INPUTS || !enough) {
            return Optional.empty();
        }
        int[] some = IntStream.range(0, used)
                .map(k -> rows[(int) ((long) k * rows.length / used)])
                .toArray();
        return Optional.of(of(
                job.table().hasClasses() ? Kind.LOGISTIC : Kind.RIDGE,
                job.table().features(some),
                job.table().targets(some)));
    }

    /** The model of that kind for N × inputs and N × outputs. */
    public static LinearModel of(Kind kind, Matrix features, Matrix targets) {
        LinearFit fit = new LinearFit(features, targets);
        return switch (kind) {
            case RIDGE -> fit.ridge();
            case LOGISTIC -> fit.logistic();
        };
    }

    /** The outputs for inputs, N × inputs, as the network's. */
    public Matrix predict(Matrix features) {
        int outputs = weights.columns();
        double[] z = new double[features.rows() * outputs];
        for (int i = 0; i < features.rows(); i++) {
            for (int k = 0; k < outputs; k++) {
                z[i * outputs + k] = biases.get(k);
            }
            for (int j = 0; j < features.columns(); j++) {
                double x = features.get(i, j);
                for (int k = 0; k < outputs && x != 0; k++) {
                    z[i * outputs + k] += x * weights.get(j, k);
                }
            }
        }
        if (kind == Kind.LOGISTIC) {
            LinearFit.softmax(z, outputs);
        }
        return Matrix.owning(features.rows(), outputs, z);
    }

    /** As an entry of a model file. */
    Map<String, byte[]> toEntries() {
        JsonObject root = new JsonObject();
        root.addProperty("kind", kind.name().toLowerCase(Locale.ROOT));
        root.addProperty("rows", rows);
        JsonArray ofWeights = new JsonArray();
        for (int j = 0; j < weights.rows(); j++) {
            ofWeights.add(array(weights.rowsAt(j).values()));
        }
        root.add("weights", ofWeights);
        root.add(
                "biases", array(biases.stream().mapToDouble(Double::doubleValue).toArray()));
        String text = new GsonBuilder().create().toJson(root) + "\n";
        return Map.of(ENTRY, text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonArray array(double... values) {
        JsonArray array = new JsonArray();
        Arrays.stream(values).forEach(array::add);
        return array;
    }

    /**
     * From a model file's entries; empty where it has none.
     *
     * @param inputs of the model
     * @param outputs of the model
     * @param where the file, for messages
     * @throws InvalidInputException where the entry is no linear model of these widths
     */
    static Optional<LinearModel> fromEntries(Map<String, byte[]> entries, int inputs, int outputs, String where) {
        if (!entries.containsKey(ENTRY)) {
            return Optional.empty();
        }
        JsonValue json = JsonValue.parse(
                where + "!" + ENTRY,
                new String(entries.get(ENTRY), StandardCharsets.UTF_8),
                "kind",
                "rows",
                "weights",
                "biases");
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(json.get("kind").text()))
                .findFirst()
                .orElseThrow(() -> json.get("kind").refused("ridge or logistic"));
        List<List<Double>> rows =
                json.get("weights").list().stream().map(JsonValue::numbers).toList();
        List<Double> biases = json.get("biases").numbers();
        boolean fits = rows.size() == inputs
                && biases.size() == outputs
                && rows.stream()
                        .allMatch(row -> row.size() == outputs && row.stream().allMatch(Double::isFinite))
                && biases.stream().allMatch(Double::isFinite);
        if (!fits) {
            throw json.refused("a linear model of " + inputs + " inputs and " + outputs + " outputs");
        }
        double[][] weights = rows.stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        return Optional.of(new LinearModel(
                kind, Matrix.ofRows(weights), biases, json.get("rows").whole()));
    }
}
