package chalkline.data;

import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Rows of examples in memory, immutable.
 *
 * <p>Numbers that were read from text stand for the decimals that were written ({@link Matrix#asWritten}); numbers that
 * were computed, such as normalised features, are exact doubles.
 */
public final class Table {

    private final Schema schema;
    /** One column a feature column: numbers, or indices of categories; NaN where a value is missing. */
    private final Cells features;
    /** Numbers, or one column of indices of classes; null where there are no labels. */
    private final Cells labels;

    private final List<String> ignoredColumns;
    /** How many rows of the file come before the first one. */
    private final long rowsBefore;

    private final Imputer imputer;
    private final Normalizer normalizer;
    private final Normalizer labelNormalizer;
    private final Optional<Matrix> mask;
    /** How many inputs each feature column is. */
    private final int[] widths;

    private final boolean[] categorical;

    private Table(
            Schema schema,
            Cells features,
            Cells labels,
            List<String> ignoredColumns,
            long rowsBefore,
            Imputer imputer,
            Normalizer normalizer,
            Normalizer labelNormalizer,
            Optional<Matrix> mask) {
        this.mask = mask;
        this.schema = schema;
        this.features = features;
        this.labels = labels;
        this.ignoredColumns = List.copyOf(ignoredColumns);
        this.rowsBefore = rowsBefore;
        this.imputer = imputer;
        this.normalizer = normalizer;
        this.labelNormalizer = labelNormalizer;
        this.widths = schema.widths();
        this.categorical = new boolean[widths.length];
        for (int j = 0; j < widths.length; j++) {
            categorical[j] = schema.isCategorical(j);
        }
    }

    /** A table as it was read; labels are null where it has none. */
    static Table of(Schema schema, Cells features, Cells labels, List<String> ignoredColumns) {
        return part(schema, features, labels, ignoredColumns, 0);
    }

    /** The same of some rows of a file, so many of which come before. */
    static Table part(Schema schema, Cells features, Cells labels, List<String> ignoredColumns, long rowsBefore) {
        return new Table(
                schema,
                features,
                labels,
                ignoredColumns,
                rowsBefore,
                Imputer.NONE,
                Normalizer.NONE,
                Normalizer.NONE,
                Optional.empty());
    }

    /**
     * A CSV file to learn from: UTF-8 with a header. Every column that is neither a label nor ignored is a feature, in the
     * order of the file. A column whose type is not given holds what its first value is, numbers or text, and must hold
     * nothing else. A feature of texts is categorical, one input a text; a single label of texts holds classes; other
     * labels are numbers. Spaces around cells and names are dropped, blank lines are skipped.
     *
     * @param shownName the file's name in messages
     * @param labelColumns names of the label columns
     * @param types of the columns that are not to be inferred
     * @param mayMiss whether features may have missing values; then the table needs an imputer before it is used
     * @throws InvalidInputException where the file cannot be used, with a sentence for each of the first ten bad cells
     */
    public static Table readCsv(
            Path file,
            String shownName,
            List<String> labelColumns,
            CsvFormat format,
            Map<String, ColumnType> types,
            boolean mayMiss) {
        return TableReader.read(file, shownName, labelColumns, format, types, mayMiss);
    }

    /**
     * The names of a CSV file's columns, in their order.
     *
     * @throws InvalidInputException where the file cannot be used
     */
    public static List<String> columns(Path file, String shownName, CsvFormat format) {
        ColumnNames reader = new ColumnNames();
        new CsvFile(file, shownName, format.separator()).read(reader);
        return reader.names();
    }

    /**
     * A CSV file to learn from, comma-separated, every type inferred, no value missing.
     *
     * @throws InvalidInputException where the file cannot be used
     */
    public static Table readCsv(Path file, String shownName, List<String> labelColumns) {
        return readCsv(file, shownName, labelColumns, CsvFormat.DEFAULT, Map.of(), false);
    }

    /**
     * A CSV file for a model whose schema is known: columns are found by name, in any order, and further columns are
     * ignored.
     *
     * @param shownName the file's name in messages
     * @param labelsRequired whether label columns are read; without, they need not exist and are not looked at
     * @param mayMiss whether features may have missing values; then the table needs an imputer before it is used
     * @throws InvalidInputException where the file cannot be used, with a sentence for each of the first ten bad cells
     */
    public static Table readCsv(
            Path file, String shownName, Schema schema, boolean labelsRequired, CsvFormat format, boolean mayMiss) {
        return TableReader.read(file, shownName, schema, labelsRequired, format, mayMiss);
    }

    /**
     * The same, but never all rows at once: tables of at most so many rows, in the order of the file. None follows a row
     * that is bad.
     *
     * @param receiver takes the tables one by one
     * @throws InvalidInputException where the file cannot be used, with a sentence for each of the first ten bad cells
     */
    public static void readCsvInParts(
            Path file,
            String shownName,
            Schema schema,
            boolean labelsRequired,
            CsvFormat format,
            boolean mayMiss,
            int rowsAtATime,
            Consumer<Table> receiver) {
        TableReader.readInParts(file, shownName, schema, labelsRequired, format, mayMiss, rowsAtATime, receiver);
    }

    /**
     * Rows for a model whose schema is known, which stand in no file: what a cell of that column would be, by the column's
     * name. Numbers are taken as they are, texts as in a file, nothing and null as a missing value; further names are
     * ignored.
     *
     * @param mayMiss whether values may be missing; then the table needs an imputer before it is used
     * @throws InvalidInputException where a row cannot be used, with a sentence for each of the first ten bad cells
     */
    public static Table ofRows(List<? extends Map<String, ?>> rows, Schema schema, CsvFormat format, boolean mayMiss) {
        return RowReader.read(rows, schema, format, mayMiss);
    }

    /**
     * A comma-separated file for a model whose schema is known, no value missing.
     *
     * @throws InvalidInputException where the file cannot be used
     */
    public static Table readCsv(Path file, String shownName, Schema schema, boolean labelsRequired) {
        return readCsv(file, shownName, schema, labelsRequired, CsvFormat.DEFAULT, false);
    }

    /**
     * Examples given as numbers, which keep their remainders. Features are called x1, x2, …; a single label y, several y1,
     * y2, ….
     *
     * @param x N × inputs
     * @param y N × outputs
     */
    public static Table inline(Matrix x, Matrix y) {
        return inline(x, y, Optional.empty());
    }

    /**
     * The same with a mask of the labels.
     *
     * @param mask as in {@link Batch#mask}
     */
    public static Table inline(Matrix x, Matrix y, Optional<Matrix> mask) {
        if (x.rows() != y.rows()) {
            throw new IllegalArgumentException(x.rows() + " rows of x but " + y.rows() + " rows of y");
        }
        Schema schema = new Schema(
                numbered("x", x.columns()), y.columns() == 1 ? List.of("y") : numbered("y", y.columns()), List.of());
        return new Table(
                schema, Cells.of(x), Cells.of(y), List.of(), 0, Imputer.NONE, Normalizer.NONE, Normalizer.NONE, mask);
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(k -> name + k).toList();
    }

    /** The rows of this table and then those of the other, which was read with this one's schema. */
    public Table and(Table more) {
        if (!more.schema.equals(schema) || !hasLabels() || !more.hasLabels()) {
            throw new IllegalArgumentException("tables of two schemas, or without labels, are not one table");
        }
        return new Table(
                schema,
                features.and(more.features),
                labels.and(more.labels),
                ignoredColumns,
                rowsBefore,
                imputer,
                normalizer,
                labelNormalizer,
                mask);
    }

    /** The same rows, their missing values filled in. */
    public Table with(Imputer other) {
        return new Table(
                schema, features, labels, ignoredColumns, rowsBefore, other, normalizer, labelNormalizer, mask);
    }

    /**
     * The same rows, their features and their labels scaled.
     *
     * @throws InvalidInputException where a feature is so far from its offset that the result is not finite
     */
    public Table with(Normalizer ofFeatures, Normalizer ofLabels) {
        int input = 0;
        for (int j = 0; j < widths.length && ofFeatures.kind() != Normalizer.Kind.NONE; j++) {
            for (int row = 0; row < rows() && !categorical[j]; row++) {
                ofFeatures.requireScalable(
                        feature(row, j),
                        input,
                        rowsBefore + row,
                        schema.features().get(j));
            }
            input += widths[j];
        }
        return new Table(schema, features, labels, ignoredColumns, rowsBefore, imputer, ofFeatures, ofLabels, mask);
    }

    /** What stands in a feature column, missing values filled in: a number, or the index of a category. */
    double feature(int row, int column) {
        double value = features.get(row, column);
        return Double.isNaN(value) ? imputer.value(column) : value;
    }

    /** Whether nothing stands in the feature column. */
    boolean isMissing(int row, int column) {
        return Double.isNaN(features.get(row, column));
    }

    /** What stands in a label column: a number, unscaled, or the index of a class. */
    double label(int row, int column) {
        return labels.get(row, column);
    }

    /** How labels are scaled in {@link #batch}. */
    public Normalizer labelNormalizer() {
        return labelNormalizer;
    }

    /** Number of rows, at least 1. */
    public int rows() {
        return features.rows();
    }

    /** What the columns mean. */
    public Schema schema() {
        return schema;
    }

    /** The file's columns that the schema has no use for, in the order of the file. */
    public List<String> ignoredColumns() {
        return ignoredColumns;
    }

    /** Whether the rows have labels. */
    public boolean hasLabels() {
        return labels != null;
    }

    /** Whether the rows have labels and these are classes. */
    public boolean hasClasses() {
        return hasLabels() && !schema.classes().isEmpty();
    }

    /**
     * The row's class, an index into {@link Schema#classes}.
     *
     * @throws IllegalStateException without classes
     */
    public int classOf(int row) {
        if (!hasClasses()) {
            throw new IllegalStateException("the table has no classes");
        }
        return (int) labels.get(row, 0);
    }

    /**
     * The features of these rows, in this order, as the network takes them: rows × inputs. At least one row.
     *
     * @throws InvalidInputException where a feature is too large to be scaled
     */
    public Matrix features(int... rows) {
        if (isScaled()) {
            return scaled(new double[Math.multiplyExact(rows.length, schema.inputs())], rows);
        }
        if (isAsRead()) {
            return features.rowsAt(rows);
        }
        double[] inputs = new double[Math.multiplyExact(rows.length, schema.inputs())];
        fill(inputs, rows);
        Matrix matrix = Matrix.owning(rows.length, schema.inputs(), inputs);
        return imputer.policy() == Imputer.Policy.REFUSE ? matrix.asWritten() : matrix;
    }

    /** Whether features are scaled, so that their matrix holds other numbers than the table. */
    boolean isScaled() {
        return normalizer.kind() != Normalizer.Kind.NONE;
    }

    private boolean isAsRead() {
        return schema.categories().isEmpty() && imputer.policy() == Imputer.Policy.REFUSE;
    }

    /** {@link #features} where they are scaled, in this memory, which becomes the matrix's. */
    private Matrix scaled(double[] memory, int... rows) {
        if (isAsRead()) {
            features.copyRows(memory, rows);
        } else {
            fill(memory, rows);
        }
        return normalizer.overwrite(rows.length, memory);
    }

    private void fill(double[] inputs, int... rows) {
        Arrays.fill(inputs, 0);
        int at = 0;
        for (int row : rows) {
            for (int j = 0; j < widths.length; j++) {
                double value = feature(row, j);
                if (categorical[j]) {
                    inputs[at + (int) value] = 1;
                } else {
                    inputs[at] = value;
                }
                at += widths[j];
            }
        }
    }

    /**
     * The labels of these rows, in this order: numbers in their own unit, classes one-hot. At least one row.
     *
     * @throws IllegalStateException without labels
     */
    public Matrix labels(int... rows) {
        if (!hasLabels()) {
            throw new IllegalStateException("the table has no labels");
        }
        return hasClasses() ? oneHot(rows) : labels.rowsAt(rows);
    }

    /**
     * These rows with their labels, in this order, as the network is trained on them: classes one-hot, numbers scaled. At
     * least one row.
     *
     * @throws IllegalStateException without labels
     */
    public Batch batch(int... rows) {
        return batch(features(rows), rows);
    }

    /** The same with scaled features in this memory, which is the batch's from now on. */
    Batch batch(double[] memory, int... rows) {
        return batch(scaled(memory, rows), rows);
    }

    private Batch batch(Matrix inputs, int... rows) {
        return new Batch(inputs, targets(rows), schema.inputNames(), schema.outputNames(), mask(rows));
    }

    /**
     * The labels of these rows, in this order, as the network is trained on them: classes one-hot, numbers scaled. At least
     * one row.
     *
     * @throws IllegalStateException without labels
     */
    public Matrix targets(int... rows) {
        return labelNormalizer.apply(labels(rows));
    }

    /** Which labels of these rows count, where not all do. */
    public Optional<Matrix> mask(int... rows) {
        return mask.map(m -> m.rowsAt(rows));
    }

    /** Whether all labels of the row count. */
    public boolean isWhole(int row) {
        return mask.isEmpty()
                || IntStream.range(0, mask.get().columns())
                        .allMatch(j -> mask.get().get(row, j) == 1);
    }

    private Matrix oneHot(int... rows) {
        int width = schema.classes().size();
        double[] ones = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            ones[i * width + classOf(rows[i])] = 1;
        }
        return Matrix.owning(rows.length, width, ones);
    }
}
