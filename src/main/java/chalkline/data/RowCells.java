package chalkline.data;

import chalkline.network.Matrix;
import java.util.function.IntToDoubleFunction;

/** Rows of numbers, wherever they are. */
sealed interface RowCells permits Cells, DistantCells {
    int rows();

    int columns();

    double get(int row, int column);

    /** A column's numbers by row, for whoever goes through all of them. */
    IntToDoubleFunction column(int column);

    /** Whether all are in this process. */
    boolean isHere();

    /** Copies these rows, one after the other. */
    void copyRows(double[] to, int... indices);

    /** These rows as written decimals. */
    default Matrix rowsAt(int... indices) {
        double[] values = new double[Math.multiplyExact(indices.length, columns())];
        copyRows(values, indices);
        return Matrix.owning(indices.length, columns(), values).asWritten();
    }

    /** These rows and then the others. */
    RowCells and(RowCells more);

    /** All of them, of which at least these are in this process. */
    RowCells holding(int... indices);

    /** These rows alone, in this process. */
    default Cells here(int... indices) {
        double[] values = new double[Math.multiplyExact(indices.length, columns())];
        copyRows(values, indices);
        Cells.Builder cells = new Cells.Builder(columns(), indices.length);
        for (int i = 0; i < indices.length; i++) {
            for (int j = 0; j < columns(); j++) {
                cells.add(values[i * columns() + j]);
            }
            cells.endRow();
        }
        return cells.build();
    }
}
