package chalkline.data;

import chalkline.network.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Rows of numbers in primitive memory, immutable once built. They are held in blocks of rows, so that a table grows
 * without being copied and may be larger than one array.
 */
final class Cells implements RowCells {
    private static final int BLOCK_CELLS = 1 << 16;

    private final int rows;
    private final int columns;
    private final int blockRows;
    private final List<double[]> blocks;
    /** Remainders of the numbers beyond their doubles; null if the numbers came from text. */
    private final Matrix exact;

    private Cells(int rows, int columns, int blockRows, List<double[]> blocks, Matrix exact) {
        this.rows = rows;
        this.columns = columns;
        this.blockRows = blockRows;
        this.blocks = List.copyOf(blocks);
        this.exact = exact;
    }

    /** These numbers with their remainders. */
    static Cells of(Matrix exact) {
        return new Cells(exact.rows(), exact.columns(), exact.rows(), List.of(exact.toArray()), exact);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public double get(int row, int column) {
        return blocks.get(row / blockRows)[row % blockRows * columns + column];
    }

    /** Copies a row to this place of the array. */
    void copyRow(int row, double[] to, int at) {
        System.arraycopy(blocks.get(row / blockRows), row % blockRows * columns, to, at, columns);
    }

    @Override
    public IntToDoubleFunction column(int column) {
        return row -> get(row, column);
    }

    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public Cells holding(int... indices) {
        return this;
    }

    @Override
    public Matrix rowsAt(int... indices) {
        return exact == null ? RowCells.super.rowsAt(indices) : exact.rowsAt(indices);
    }

    @Override
    public void copyRows(double[] to, int... indices) {
        for (int i = 0; i < indices.length; i++) {
            copyRow(indices[i], to, i * columns);
        }
    }

    /** Where both came from text, none is copied but those of the shorter part. */
    @Override
    public Cells and(RowCells more) {
        if (more.columns() != columns) {
            throw new IllegalArgumentException(more.columns() + " columns cannot follow " + columns);
        }
        Builder all = exact == null ? new Builder(this) : new Builder(columns);
        for (int i = all.rows; i < rows; i++) {
            all.addRow(this, i);
        }
        for (int i = 0; i < more.rows(); i++) {
            all.addRow(more, i);
        }
        return all.build();
    }

    /** Takes numbers one by one, row by row. */
    static final class Builder {
        private final int columns;
        private final int blockRows;
        private final List<double[]> blocks = new ArrayList<>();
        private double[] block = new double[0];
        private int used;
        private int rows;

        Builder(int columns) {
            this(columns, BLOCK_CELLS / Math.max(1, columns));
        }

        /** Collects rows; the number is a hint. */
        Builder(int columns, int blockRows) {
            this.columns = columns;
            this.blockRows = Math.max(1, Math.min(blockRows, BLOCK_CELLS / Math.max(1, columns)));
        }

        /** Continues these cells; only their last block is copied, as it may have room. */
        private Builder(Cells start) {
            columns = start.columns;
            blockRows = start.blockRows;
            blocks.addAll(start.blocks);
            rows = start.rows;
            used = rows % blockRows * columns;
            if (used == 0) {
                used = block.length;
            } else {
                block = Arrays.copyOf(blocks.get(blocks.size() - 1), blockRows * columns);
                blocks.set(blocks.size() - 1, block);
            }
        }

        void add(double value) {
            if (used == block.length) {
                block = new double[blockRows * columns];
                blocks.add(block);
                used = 0;
            }
            block[used++] = value;
        }

        /** Notes that a row is complete. */
        void endRow() {
            rows++;
        }

        private void addRow(RowCells from, int row) {
            for (int j = 0; j < columns; j++) {
                add(from.get(row, j));
            }
            endRow();
        }

        Cells build() {
            if (!blocks.isEmpty() && used < block.length) {
                blocks.set(blocks.size() - 1, Arrays.copyOf(block, used));
            }
            return new Cells(rows, columns, blockRows, blocks, null);
        }
    }
}
