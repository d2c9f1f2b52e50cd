package chalkline.data;

import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Rows of examples in memory, immutable.
 *
 * <p>Numbers that were read from text stand for the decimals that were written ({@link Matrix#asWritten}); numbers that
 * were computed, such as normalised features, are exact doubles.
 */
public final class Table {

    private final Schema schema;
    private final TableInputs inputs;
    /** Numbers, or one column of indices of classes; null where there are no labels. */
    private final Cells labels;

    private final RowNotes notes;
    /** How many rows of the file come before the first one. */
    private final long rowsBefore;

    private final Normalizer labelNormalizer;
    private final Optional<Matrix> mask;

    private Table(
            Schema schema,
            TableInputs inputs,
            Cells labels,
            RowNotes notes,
            long rowsBefore,
            Normalizer labelNormalizer,
            Optional<Matrix> mask) {
        this.mask = mask;
        this.schema = schema;
        this.inputs = inputs;
        this.labels = labels;
        this.notes = notes;
        this.rowsBefore = rowsBefore;
        this.labelNormalizer = labelNormalizer;
    }

    private static TableInputs asRead(Schema schema, RowCells features) {
        return new TableInputs(features, new InputLayout(schema), Imputer.NONE, Normalizer.NONE);
    }

    /** Some rows of a file, so many of which come before; labels are null where there are none. */
    static Table part(Schema schema, RowCells features, Cells labels, RowNotes notes, long rowsBefore) {
        return new Table(
                schema, asRead(schema, features), labels, notes, rowsBefore, Normalizer.NONE, Optional.empty());
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
        return new Table(schema, asRead(schema, Cells.of(x)), Cells.of(y), RowNotes.NONE, 0, Normalizer.NONE, mask);
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
                inputs.and(more.inputs),
                labels.and(more.labels),
                notes.and(more.notes, rows()),
                rowsBefore,
                labelNormalizer,
                mask);
    }

    /** The same rows, their missing values filled in. */
    public Table with(Imputer other) {
        return new Table(schema, inputs.with(other), labels, notes, rowsBefore, labelNormalizer, mask);
    }

    /** The same rows; where their features are elsewhere, those of these rows are held in this process from now on. */
    public Table holding(int... rows) {
        return new Table(schema, inputs.holding(rows), labels, notes, rowsBefore, labelNormalizer, mask);
    }

    /**
     * The same rows, their features and their labels scaled. Of rows without labels a feature that is too far from its offset
     * becomes infinite, and a model has no prediction for it.
     *
     * @throws InvalidInputException where a feature of rows with labels is so far from its offset that the result is not finite
     */
    public Table with(Normalizer ofFeatures, Normalizer ofLabels) {
        int input = 0;
        boolean checked = hasLabels() && ofFeatures.kind() != Normalizer.Kind.NONE;
        for (int j = 0; j < schema.features().size() && checked; j++) {
            List<Boolean> scaled = inputs.layout().scaled(j);
            IntToDoubleFunction values = scaled.get(0) ? inputs.column(j) : row -> 0;
            for (int row = 0; row < rows() && scaled.get(0); row++) {
                ofFeatures.requireScalable(
                        values.applyAsDouble(row),
                        input,
                        rowsBefore + row,
                        schema.features().get(j));
            }
            input += scaled.size();
        }
        return new Table(schema, inputs.with(ofFeatures), labels, notes, rowsBefore, ofLabels, mask);
    }

    /** The values in a feature column by row, missing values filled in: numbers, or indices of categories. */
    IntToDoubleFunction feature(int column) {
        return inputs.column(column);
    }

    /** The same, but NaN where a value is missing. */
    IntToDoubleFunction cell(int column) {
        return inputs.cells().column(column);
    }

    /** The value in a label column: a number, unscaled, or the index of a class. */
    double label(int row, int column) {
        return labels.get(row, column);
    }

    /** How labels are scaled in {@link #batch}. */
    public Normalizer labelNormalizer() {
        return labelNormalizer;
    }

    /** Number of rows; at least 1, unless a file was read that may have none. */
    public int rows() {
        return inputs.cells().rows();
    }

    /** All rows with their labels, not prepared. */
    TablePart part() {
        return TablePart.of(inputs.cells(), labels);
    }

    /** What the columns mean. */
    public Schema schema() {
        return schema;
    }

    /** The file's columns that the schema does not use, in the order of the file. */
    public List<String> ignoredColumns() {
        return notes.ignoredColumns();
    }

    /** Notes on how the file was read. */
    public List<String> notes() {
        return notes.said();
    }

    /** The columns whose cells were kept as they are. */
    public List<String> keptColumns() {
        return notes.keptColumns();
    }

    /** The cells of the row that were kept as they are. */
    public List<String> kept(int row) {
        return notes.kept().isEmpty() ? List.of() : notes.kept().get(row);
    }

    /** The columns with an unknown category in this row. */
    public List<String> unseen(int row) {
        return notes.unseen().getOrDefault(row, List.of());
    }

    /** Where the row stands: {@code file:line}, or {@code row 1} where it stands in no file. */
    public String place(int row) {
        return notes.places().of(row);
    }

    /** Why the row could not be read; its numbers then mean nothing. */
    public Optional<String> unusable(int row) {
        return Optional.ofNullable(notes.unusable().get(row));
    }

    /** How many rows have an unknown category. */
    public int rowsWithUnseen() {
        return notes.unseen().size();
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
     */
    public Matrix features(int... rows) {
        return inputs.matrix(rows);
    }

    /** Whether features are scaled, so that their matrix holds other numbers than the table. */
    boolean isScaled() {
        return inputs.isScaled();
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
        return batch(inputs.scaled(memory, rows), rows);
    }

    private Batch batch(Matrix features, int... rows) {
        return new Batch(features, targets(rows), schema.inputNames(), schema.outputNames(), mask(rows)).numbered(rows);
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
