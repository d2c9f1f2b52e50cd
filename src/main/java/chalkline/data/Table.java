package chalkline.data;

import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of examples in memory, immutable.
 *
 * <p>Numbers that were read from text stand for the decimals that were written ({@link Matrix#asWritten}); numbers that
 * were computed, such as normalised features, are exact doubles.
 */
public final class Table {

    private final Schema schema;
    private final Matrix features;
    /** Null where labels are classes, or where there are none. */
    private final Matrix labels;
    /** Each row's class; null where labels are numbers, or where there are none. */
    private final int[] classes;

    private final List<String> ignoredColumns;
    private final Optional<Matrix> mask;

    private Table(
            Schema schema,
            Matrix features,
            Matrix labels,
            int[] classes,
            List<String> ignoredColumns,
            Optional<Matrix> mask) {
        this.mask = mask;
        this.schema = schema;
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.ignoredColumns = List.copyOf(ignoredColumns);
    }

    /** A table of decimals; labels and classes are null where the table has none, and the array is not copied. */
    static Table written(Schema schema, Matrix features, Matrix labels, int[] classes, List<String> ignoredColumns) {
        return new Table(
                schema,
                features.asWritten(),
                labels == null ? null : labels.asWritten(),
                classes,
                ignoredColumns,
                Optional.empty());
    }

    /**
     * A CSV file to learn from: UTF-8, comma-separated, with a header. Every column that is not a label is a numeric
     * feature, in the order of the file. A single label column that holds text holds classes; it must hold text in every
     * row. Other labels are numbers. Spaces around cells and names are dropped, blank lines are skipped.
     *
     * @param shownName the file's name in messages
     * @param labelColumns names of the label columns
     * @throws InvalidInputException where the file cannot be used, with a sentence for each of the first ten bad cells
     */
    public static Table readCsv(Path file, String shownName, List<String> labelColumns) {
        return TableReader.read(file, shownName, labelColumns);
    }

    /**
     * A CSV file for a model whose schema is known: columns are found by name, in any order, and further columns are
     * ignored.
     *
     * @param shownName the file's name in messages
     * @param labelsRequired whether label columns are read; without, they need not exist and are not looked at
     * @throws InvalidInputException where the file cannot be used, with a sentence for each of the first ten bad cells
     */
    public static Table readCsv(Path file, String shownName, Schema schema, boolean labelsRequired) {
        return TableReader.read(file, shownName, schema, labelsRequired);
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
        return new Table(schema, x, y, null, List.of(), mask);
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(k -> name + k).toList();
    }

    /** The same table with other features, which are exact doubles. */
    Table withFeatures(Matrix other) {
        return new Table(schema, other, labels, classes, ignoredColumns, mask);
    }

    /** The features of every row. */
    Matrix allFeatures() {
        return features;
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
        return labels != null || classes != null;
    }

    /** Whether the rows have labels and these are classes. */
    public boolean hasClasses() {
        return classes != null;
    }

    /**
     * The row's class, an index into {@link Schema#classes}.
     *
     * @throws IllegalStateException without classes
     */
    public int classOf(int row) {
        if (classes == null) {
            throw new IllegalStateException("the table has no classes");
        }
        return classes[row];
    }

    /** The features of these rows, in this order: rows × inputs. At least one row. */
    public Matrix features(int... rows) {
        return features.rowsAt(rows);
    }

    /**
     * These rows with their labels, in this order; classes one-hot. At least one row.
     *
     * @throws IllegalStateException without labels
     */
    public Batch batch(int... rows) {
        if (!hasLabels()) {
            throw new IllegalStateException("the table has no labels");
        }
        Matrix y = classes == null ? labels.rowsAt(rows) : oneHot(rows);
        return new Batch(features(rows), y, schema.features(), schema.outputNames(), mask.map(m -> m.rowsAt(rows)));
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
            ones[i * width + classes[rows[i]]] = 1;
        }
        return Matrix.of(rows.length, width, ones);
    }
}
