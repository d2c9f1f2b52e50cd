package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How features are scaled before they enter the network. It travels with a trained model.
 *
 * @param kind the formula
 * @param means of each feature; empty for {@link Kind#NONE}
 * @param deviations of each feature, greater than 0; empty for {@link Kind#NONE}
 */
public record Normalizer(Kind kind, List<Double> means, List<Double> deviations) {

    /** The formulas. */
    public enum Kind {
        /** x as it is. */
        NONE("none"),
        /**
         * (x − μ) / σ with each feature's mean μ = Σx / n and population standard deviation σ = √(Σ(x − μ)² / n). A
         * feature that is the same in every row has σ = 1, so that it becomes 0.
         */
        STANDARDIZE("standardize");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }

    public Normalizer {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        if (means.size() != deviations.size()) {
            throw new IllegalArgumentException(means.size() + " means but " + deviations.size() + " deviations");
        }
        if ((kind == Kind.NONE) != means.isEmpty()) {
            throw new IllegalArgumentException(kind.label() + " with " + means.size() + " means");
        }
        for (int j = 0; j < means.size(); j++) {
            if (!Double.isFinite(means.get(j))) {
                throw new IllegalArgumentException("mean " + (j + 1) + " is " + means.get(j));
            }
            if (!(deviations.get(j) > 0 && Double.isFinite(deviations.get(j)))) {
                throw new IllegalArgumentException(
                        "deviation " + (j + 1) + " must be greater than 0, but is " + deviations.get(j));
            }
        }
    }

    /**
     * The normaliser for these rows of the table, and no others.
     *
     * @throws InvalidInputException where a feature's mean or deviation is beyond the range of doubles
     */
    public static Normalizer fit(Kind kind, Table table, int... trainingRows) {
        if (trainingRows.length == 0) {
            throw new IllegalArgumentException("no rows to fit a normaliser to");
        }
        return switch (kind) {
            case NONE -> new Normalizer(Kind.NONE, List.of(), List.of());
            case STANDARDIZE -> standardize(table, trainingRows);
        };
    }

    private static Normalizer standardize(Table table, int... rows) {
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        Matrix features = table.allFeatures();
        for (int j = 0; j < features.columns(); j++) {
            int column = j;
            double[] x = Arrays.stream(rows)
                    .mapToDouble(i -> features.get(i, column))
                    .toArray();
            double mean = mean(x);
            double deviation = deviation(x, mean);
            if (!(Double.isFinite(mean) && Double.isFinite(deviation) && deviation > 0)) {
                throw new InvalidInputException("column "
                        + Sentences.quoted(table.schema().features().get(j))
                        + ": its values are too large or too close together to be standardised");
            }
            means.add(mean);
            deviations.add(deviation);
        }
        return new Normalizer(Kind.STANDARDIZE, means, deviations);
    }

    /** The sum over n, then what that leaves: the second pass takes away the first one's rounding. */
    private static double mean(double... x) {
        if (isConstant(x)) {
            return x[0];
        }
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        double mean = sum / x.length;
        double left = 0;
        for (double value : x) {
            left += value - mean;
        }
        return mean + left / x.length;
    }

    /** Taken in units of the largest distance from the mean, whose square could leave the range of doubles. */
    private static double deviation(double[] x, double mean) {
        // Compared, not computed: the mean of equal values may be an ulp off, and σ would be that ulp.
        if (isConstant(x)) {
            return 1;
        }
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value - mean));
        }
        double sum = 0;
        for (double value : x) {
            double distance = (value - mean) / largest;
            sum += distance * distance;
        }
        return largest * Math.sqrt(sum / x.length);
    }

    private static boolean isConstant(double... x) {
        for (double value : x) {
            if (value != x[0]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The table with its features scaled; the same table for {@link Kind#NONE}.
     *
     * @throws InvalidInputException as {@link #apply(Matrix)} does
     */
    public Table apply(Table table) {
        return kind == Kind.NONE ? table : table.withFeatures(apply(table.allFeatures()));
    }

    /**
     * The features, N × inputs, scaled; the same matrix for {@link Kind#NONE}.
     *
     * @throws InvalidInputException where a feature is so far from its mean that the result is not finite
     */
    public Matrix apply(Matrix features) {
        if (kind == Kind.NONE) {
            return features;
        }
        if (features.columns() != means.size()) {
            throw new IllegalArgumentException(
                    "a normaliser of " + means.size() + " features cannot scale " + features.columns());
        }
        double[] mean = means.stream().mapToDouble(Double::doubleValue).toArray();
        double[] deviation =
                deviations.stream().mapToDouble(Double::doubleValue).toArray();
        double[] scaled = features.toArray();
        for (int k = 0; k < scaled.length; k++) {
            int j = k % mean.length;
            double value = (scaled[k] - mean[j]) / deviation[j];
            if (!Double.isFinite(value)) {
                throw new InvalidInputException("row " + (k / mean.length + 1) + ", feature " + (j + 1) + ": "
                        + scaled[k] + " is too far from the mean " + mean[j] + " to be standardised");
            }
            scaled[k] = value;
        }
        return Matrix.of(features.rows(), features.columns(), scaled);
    }

    /** This normaliser for {@link #fromJson}, every bit of its numbers included. */
    public String toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("kind", kind.label());
        object.add("means", array(means));
        object.add("deviations", array(deviations));
        return object.toString();
    }

    private static JsonArray array(List<Double> numbers) {
        JsonArray array = new JsonArray(numbers.size());
        numbers.forEach(array::add);
        return array;
    }

    /**
     * The normaliser that {@link #toJson} wrote; anything else is refused.
     *
     * @param schema what it must have the features of
     * @param where the file, for messages
     * @throws InvalidInputException where the text is not exactly such a normaliser
     */
    public static Normalizer fromJson(String json, Schema schema, String where) {
        Map<String, List<String>> fields = StrictJson.read(
                json,
                where,
                Map.of(
                        "kind", StrictJson.Field.TEXT,
                        "means", StrictJson.Field.NUMBERS,
                        "deviations", StrictJson.Field.NUMBERS));
        Normalizer normalizer;
        try {
            normalizer = new Normalizer(
                    kind(fields.get("kind").get(0)), numbers(fields.get("means")), numbers(fields.get("deviations")));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
        if (normalizer.kind != Kind.NONE && normalizer.means.size() != schema.inputs()) {
            throw new InvalidInputException(where + ": " + normalizer.means.size() + " means for "
                    + Sentences.counted(schema.inputs(), "feature"));
        }
        return normalizer;
    }

    private static Kind kind(String label) {
        for (Kind kind : Kind.values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind " + Sentences.quoted(label));
    }

    private static List<Double> numbers(List<String> texts) {
        return texts.stream().map(Decimals::parse).toList();
    }
}
