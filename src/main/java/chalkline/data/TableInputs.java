package chalkline.data;

import chalkline.network.Matrix;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A table's features as a network takes them.
 *
 * @param cells one column a feature column: numbers, or indices of categories; NaN where a value is missing
 */
record TableInputs(RowCells cells, InputLayout layout, Imputer imputer, Normalizer normalizer) {

    TableInputs with(Imputer other) {
        return new TableInputs(cells, layout, other, normalizer);
    }

    TableInputs with(Normalizer other) {
        return new TableInputs(cells, layout, imputer, other);
    }

    TableInputs and(TableInputs more) {
        return new TableInputs(cells.and(more.cells), layout, imputer, normalizer);
    }

    /** The same, but these rows are held in this process. */
    TableInputs holding(int... rows) {
        return new TableInputs(cells.holding(rows), layout, imputer, normalizer);
    }

    /** The value in a feature column, missing values filled in: a number, or the index of a category. */
    double get(int row, int column) {
        return filled(cells.get(row, column), column);
    }

    /** The same of any row. */
    IntToDoubleFunction column(int column) {
        IntToDoubleFunction values = cells.column(column);
        return row -> filled(values.applyAsDouble(row), column);
    }

    private double filled(double value, int column) {
        return Double.isNaN(value) ? imputer.value(column) : value;
    }

    /** Whether the matrix of features holds other numbers than the table. */
    boolean isScaled() {
        return normalizer.kind() != Normalizer.Kind.NONE;
    }

    private boolean isAsRead() {
        return layout.isPlain() && imputer.policy() == Imputer.Policy.REFUSE;
    }

    /** These rows, in this order: rows × inputs. */
    Matrix matrix(int... rows) {
        int width = layout.width();
        if (isScaled()) {
            return scaled(new double[Math.multiplyExact(rows.length, width)], rows);
        }
        if (isAsRead()) {
            return cells.rowsAt(rows);
        }
        double[] inputs = new double[Math.multiplyExact(rows.length, width)];
        fill(inputs, rows);
        Matrix matrix = Matrix.owning(rows.length, width, inputs);
        return imputer.policy() == Imputer.Policy.REFUSE ? matrix.asWritten() : matrix;
    }

    /** The same where features are scaled, in this memory, which becomes the matrix's. */
    Matrix scaled(double[] memory, int... rows) {
        fill(memory, rows);
        return normalizer.overwrite(rows.length, memory);
    }

    private void fill(double[] inputs, int... rows) {
        if (layout.isPlain()) {
            cells.copyRows(inputs, rows);
            int width = layout.width();
            for (int k = 0; k < inputs.length; k++) {
                if (Double.isNaN(inputs[k])) {
                    inputs[k] = imputer.value(k % width);
                }
            }
            return;
        }
        if (!cells.isHere()) {
            new TableInputs(cells.here(rows), layout, imputer, normalizer)
                    .fill(inputs, IntStream.range(0, rows.length).toArray());
            return;
        }
        Arrays.fill(inputs, 0);
        for (int i = 0; i < rows.length; i++) {
            layout.fill(this, rows[i], inputs, i * (inputs.length / rows.length));
        }
    }
}
