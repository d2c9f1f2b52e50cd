package chalkline.data;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * How numbers are scaled before they enter the network, z = (x − offset) / scale, and back. It travels with a trained
 * model.
 *
 * @param kind what offsets and scales are
 * @param offsets of each column; empty for {@link Kind#NONE}
 * @param scales of each column, greater than 0; empty for {@link Kind#NONE}
 */
public record Normalizer(Kind kind, List<Double> offsets, List<Double> scales) {

    /** x as it is. */
    public static final Normalizer NONE = new Normalizer(Kind.NONE, List.of(), List.of());

    /** The formulas. */
    public enum Kind {
        /** x as it is. */
        NONE("none"),
        /**
         * (x − μ) / σ with each column's mean μ = Σx / n and population standard deviation σ = √(Σ(x − μ)² / n). A
         * column that is the same in every row has σ = 1, so that it becomes 0.
         */
        STANDARDIZE("standardize"),
        /**
         * (x − min) / (max − min), from 0 to 1 in the rows it was fitted to. A column that is the same in every row is
         * divided by 1, so that it becomes 0.
         */
        MIN_MAX("min-max");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }

    /** A column's offset and scale. */
    private record Line(double offset, double scale) {}

    public Normalizer {
        offsets = List.copyOf(offsets);
        scales = List.copyOf(scales);
        if (offsets.size() != scales.size()) {
            throw new IllegalArgumentException(
                    Sentences.counted(offsets.size(), "offset") + " but " + Sentences.counted(scales.size(), "scale"));
        }
        if ((kind == Kind.NONE) != offsets.isEmpty()) {
            throw new IllegalArgumentException(kind.label() + " with " + offsets.size() + " offsets");
        }
        for (int j = 0; j < offsets.size(); j++) {
            if (!Double.isFinite(offsets.get(j))) {
                throw new IllegalArgumentException("offset " + (j + 1) + " is " + offsets.get(j));
            }
            if (!(scales.get(j) > 0 && Double.isFinite(scales.get(j)))) {
                throw new IllegalArgumentException(
                        "scale " + (j + 1) + " must be greater than 0, but is " + scales.get(j));
            }
        }
    }

    /**
     * The normaliser of the features for these rows of the table, and no others. Inputs that are 0 or 1 for a category,
     * and those of a date that lie on a circle, stay as they are.
     *
     * @throws InvalidInputException where a column's offset or scale is beyond the range of doubles
     */
    public static Normalizer fit(Kind kind, Table table, int... trainingRows) {
        List<Line> lines = new ArrayList<>();
        InputLayout layout = new InputLayout(table.schema());
        for (int j = 0; j < table.schema().features().size() && kind != Kind.NONE; j++) {
            String name = table.schema().features().get(j);
            for (boolean scaled : layout.scaled(j)) {
                lines.add(scaled ? fit(kind, name, trainingRows, table.feature(j)) : new Line(0, 1));
            }
        }
        return of(kind, lines);
    }

    /**
     * The normaliser of the labels, which are numbers, for these rows of the table, and no others.
     *
     * @throws InvalidInputException where a column's offset or scale is beyond the range of doubles
     */
    public static Normalizer fitLabels(Kind kind, Table table, int... trainingRows) {
        List<Line> lines = new ArrayList<>();
        if (kind != Kind.NONE && table.hasClasses()) {
            throw new IllegalArgumentException("classes are not scaled");
        }
        for (int j = 0; j < table.schema().labels().size() && kind != Kind.NONE; j++) {
            int column = j;
            String name = table.schema().labels().get(j);
            lines.add(fit(kind, name, trainingRows, row -> table.label(row, column)));
        }
        return of(kind, lines);
    }

    private static Normalizer of(Kind kind, List<Line> lines) {
        return new Normalizer(
                kind,
                lines.stream().map(Line::offset).toList(),
                lines.stream().map(Line::scale).toList());
    }

    private static Line fit(Kind kind, String name, int[] rows, IntToDoubleFunction value) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("no rows to fit a normaliser to");
        }
        double[] x = Arrays.stream(rows).mapToDouble(value).toArray();
        Line line;
        if (kind == Kind.STANDARDIZE) {
            double mean = mean(x);
            line = new Line(mean, deviation(x, mean));
        } else {
            double least = Arrays.stream(x).min().orElseThrow();
            double most = Arrays.stream(x).max().orElseThrow();
            line = new Line(least, most == least ? 1 : most - least);
        }
        if (!(Double.isFinite(line.offset) && Double.isFinite(line.scale) && line.scale > 0)) {
            throw new InvalidInputException("column " + Sentences.quoted(name)
                    + ": its values are too large or too close together to be "
                    + (kind == Kind.STANDARDIZE ? "standardised" : "scaled to the range from 0 to 1"));
        }
        return line;
    }

    /** The sum over n, then what that leaves: the second pass takes away the first one's rounding. */
    static double mean(double... x) {
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
        // Compared directly: the mean of equal values may be an ulp off, and σ would be that ulp.
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

    /** Refuses a number that is too far from its offset, with its place. */
    void requireScalable(double number, int column, long row, String name) {
        if (!Double.isFinite((number - offsets.get(column)) / scales.get(column))) {
            throw new InvalidInputException("row " + (row + 1) + ", column " + Sentences.quoted(name) + ": " + number
                    + " is too far from " + offsets.get(column) + " to be scaled");
        }
    }

    /**
     * The numbers, one column a column of this normaliser, scaled; the same matrix for {@link Kind#NONE}.
     *
     * @throws InvalidInputException where a number is so far from its offset that the result is not finite
     */
    public Matrix apply(Matrix numbers) {
        if (kind == Kind.NONE) {
            return numbers;
        }
        requireWidth(numbers);
        for (int i = 0; i < numbers.rows(); i++) {
            for (int j = 0; j < numbers.columns(); j++) {
                if (!Double.isFinite((numbers.get(i, j) - offsets.get(j)) / scales.get(j))) {
                    throw new InvalidInputException("row " + (i + 1) + ", number " + (j + 1) + ": " + numbers.get(i, j)
                            + " is too far from " + offsets.get(j) + " to be scaled");
                }
            }
        }
        return overwrite(numbers.rows(), numbers.toArray());
    }

    /**
     * Scales so many rows in place. A number that is too far from its offset becomes infinite.
     */
    Matrix overwrite(int rows, double... numbers) {
        double[] offset = array(offsets);
        double[] scale = array(scales);
        int k = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < offset.length; j++) {
                numbers[k] = (numbers[k] - offset[j]) / scale[j];
                k++;
            }
        }
        return Matrix.owning(rows, offset.length, numbers);
    }

    /** Scaled numbers in their own unit again, x = offset + scale·z; the same matrix for {@link Kind#NONE}. */
    public Matrix invert(Matrix scaled) {
        if (kind == Kind.NONE) {
            return scaled;
        }
        requireWidth(scaled);
        double[] offset = array(offsets);
        double[] scale = array(scales);
        double[] numbers = scaled.toArray();
        for (int k = 0; k < numbers.length; k++) {
            int j = k % offset.length;
            numbers[k] = offset[j] + scale[j] * numbers[k];
        }
        return Matrix.of(scaled.rows(), scaled.columns(), numbers);
    }

    private void requireWidth(Matrix numbers) {
        if (numbers.columns() != offsets.size()) {
            throw new IllegalArgumentException(
                    "a normaliser of " + offsets.size() + " columns cannot scale " + numbers.columns());
        }
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** This normaliser for {@link #fromJson}, every bit of its numbers included. */
    public String toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("kind", kind.label());
        object.add("offsets", jsonArray(offsets));
        object.add("scales", jsonArray(scales));
        return object.toString();
    }

    private static JsonArray jsonArray(List<Double> numbers) {
        JsonArray array = new JsonArray(numbers.size());
        numbers.forEach(array::add);
        return array;
    }

    /**
     * The normaliser that {@link #toJson} wrote; anything else is refused.
     *
     * @param columns how many columns it must have
     * @param noun what they are, for messages
     * @param where the file, for messages
     * @throws InvalidInputException where the text is not exactly such a normaliser
     */
    public static Normalizer fromJson(String json, int columns, String noun, String where) {
        JsonValue fields = JsonValue.parse(where, json, "kind", "offsets", "scales");
        Normalizer normalizer;
        try {
            normalizer = new Normalizer(
                    kind(fields.get("kind").text()),
                    fields.get("offsets").numbers(),
                    fields.get("scales").numbers());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
        if (normalizer.kind != Kind.NONE && normalizer.offsets.size() != columns) {
            throw new InvalidInputException(
                    where + ": " + normalizer.offsets.size() + " offsets for " + Sentences.counted(columns, noun));
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
}
