package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * The values that replace missing ones. It travels with a trained model.
 *
 * @param policy how the values were chosen
 * @param values of each feature column, in the order of the schema: a number, or the index of a category; empty for
 *     {@link Policy#REFUSE}
 */
public record Imputer(Policy policy, List<Double> values) {

    /** Every row has all its values. */
    public static final Imputer NONE = new Imputer(Policy.REFUSE, List.of());

    /** How a column's value is chosen. Where missing texts have no category of their own it is the most frequent one. */
    public enum Policy {
        /** No value may be missing. */
        REFUSE("refuse"),
        /** The mean Σx / n of the values that are there. */
        MEAN("mean"),
        /** The value in the middle, or the mean of the two there. */
        MEDIAN("median"),
        /** The value that occurs most often, the smallest of them in a tie. */
        MOST_FREQUENT("most-frequent"),
        /** A number that was given. */
        CONSTANT("constant");

        private final String label;

        Policy(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** What becomes of missing values under the policy. */
        public Gaps gaps() {
            return switch (this) {
                case REFUSE -> Gaps.REFUSED;
                case MOST_FREQUENT -> Gaps.FILLED;
                case MEAN, MEDIAN, CONSTANT -> Gaps.OWN_CATEGORY;
            };
        }
    }

    public Imputer {
        values = List.copyOf(values);
        if ((policy == Policy.REFUSE) != values.isEmpty()) {
            throw new IllegalArgumentException(policy.label() + " with " + values.size() + " values");
        }
        for (int j = 0; j < values.size(); j++) {
            if (!Double.isFinite(values.get(j))) {
                throw new IllegalArgumentException("value " + (j + 1) + " is " + values.get(j));
            }
        }
    }

    /**
     * The imputer for these rows of the table, and no others.
     *
     * @param constant what {@link Policy#CONSTANT} fills in
     * <p>A column that has no value in any of them gets 0.
     *
     * @throws InvalidInputException where the mean of a column is beyond the doubles
     */
    public static Imputer fit(Policy policy, double constant, Table table, int... trainingRows) {
        if (policy == Policy.REFUSE) {
            return NONE;
        }
        List<Double> values = new ArrayList<>();
        for (int j = 0; j < table.schema().features().size(); j++) {
            Policy chosen = table.schema().isCategorical(j) ? Policy.MOST_FREQUENT : policy;
            if (chosen == Policy.CONSTANT) {
                values.add(constant);
                continue;
            }
            String name = "column " + Sentences.quoted(table.schema().features().get(j));
            double[] present = present(table.cell(j), trainingRows);
            if (present.length == 0) {
                // The column is empty, so the value does not matter.
                values.add(0.0);
                continue;
            }
            double value = switch (chosen) {
                case MEAN -> Normalizer.mean(present);
                case MEDIAN -> median(present);
                default -> mostFrequent(present);
            };
            if (!Double.isFinite(value)) {
                throw new InvalidInputException(name + ": the " + chosen.label() + " of its values is too large");
            }
            values.add(value);
        }
        return new Imputer(policy, values);
    }

    private static double[] present(IntToDoubleFunction column, int... rows) {
        double[] values = new double[rows.length];
        int count = 0;
        for (int row : rows) {
            double value = column.applyAsDouble(row);
            if (!Double.isNaN(value)) {
                values[count++] = value;
            }
        }
        return Arrays.copyOf(values, count);
    }

    private static double median(double... x) {
        Arrays.sort(x);
        int middle = x.length / 2;
        return x.length % 2 == 1 ? x[middle] : x[middle - 1] / 2 + x[middle] / 2;
    }

    private static double mostFrequent(double... x) {
        Arrays.sort(x);
        double best = x[0];
        int most = 0;
        int from = 0;
        for (int k = 1; k <= x.length; k++) {
            if (k == x.length || x[k] != x[from]) {
                if (k - from > most) {
                    most = k - from;
                    best = x[from];
                }
                from = k;
            }
        }
        return best;
    }

    /** The value for a missing one in this feature column, counted from 0. */
    double value(int column) {
        if (policy == Policy.REFUSE) {
            throw new IllegalStateException("a value is missing and nothing stands in for it");
        }
        return values.get(column);
    }

    /** This imputer for {@link #fromJson}, every bit of its numbers included. */
    public String toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("policy", policy.label());
        JsonArray array = new JsonArray(values.size());
        values.forEach(array::add);
        object.add("values", array);
        return object.toString();
    }

    /**
     * The imputer that {@link #toJson} wrote; anything else is refused.
     *
     * @param schema what it must have the columns of
     * @param where the file, for messages
     * @throws InvalidInputException where the text is not exactly such an imputer
     */
    public static Imputer fromJson(String json, Schema schema, String where) {
        JsonValue content = JsonValue.parse(where, json, "policy", "values");
        Map<String, Policy> policies = new HashMap<>();
        for (Policy policy : Policy.values()) {
            policies.put(policy.label, policy);
        }
        Policy policy = policies.get(content.get("policy").text());
        if (policy == null) {
            throw new InvalidInputException(where + ": unknown policy "
                    + Sentences.quoted(content.get("policy").text()));
        }
        Imputer imputer;
        try {
            imputer = new Imputer(policy, content.get("values").numbers());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
        imputer.requireFit(schema, where);
        return imputer;
    }

    private void requireFit(Schema schema, String where) {
        List<String> features = schema.features();
        if (policy != Policy.REFUSE && values.size() != features.size()) {
            throw new InvalidInputException(where + ": " + Sentences.counted(values.size(), "value") + " for "
                    + Sentences.counted(features.size(), "feature column"));
        }
        for (int j = 0; j < values.size(); j++) {
            List<String> categories = schema.categories().get(features.get(j));
            double value = values.get(j);
            if (categories != null && !(value >= 0 && value < categories.size() && value == Math.rint(value))) {
                throw new InvalidInputException(
                        where + ": value " + (j + 1) + " is " + value + ", which is no category's index");
            }
        }
    }
}
