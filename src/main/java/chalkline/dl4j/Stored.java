package chalkline.dl4j;

import chalkline.network.Matrix;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of an array in the order in which it lies in memory: two of them are compared as they are, and put row by row only
 * where somebody reads them.
 */
final class Stored {
    private static final int BLOCK = 16;
    /** How many floats are read in one go. */
    private static final int FLOATS = 1 << 14;

    private final int rows;
    private final int columns;
    private final boolean columnByColumn;
    private final double[] numbers;

    private Stored(int rows, int columns, boolean columnByColumn, double[] numbers) {
        this.rows = rows;
        this.columns = columns;
        this.columnByColumn = columnByColumn;
        this.numbers = numbers;
    }

    /** An array of rank 2, or any other as one row; copied outside the workspaces that a training step is running in. */
    @SuppressWarnings("try")
    static Stored of(INDArray array) {
        if (array.dataType() != DataType.DOUBLE && array.dataType() != DataType.FLOAT) {
            return of(array.castTo(DataType.DOUBLE));
        }
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            int length = Math.toIntExact(array.length());
            int rows = array.rank() == 2 ? Math.toIntExact(array.size(0)) : 1;
            boolean columnByColumn = isColumnByColumn(array);
            INDArray block = columnByColumn || isRowByRow(array) ? array : array.dup('c');
            return new Stored(rows, length / rows, columnByColumn, read(block.data(), length, block));
        }
    }

    private static boolean isRowByRow(INDArray array) {
        return array.rank() == 2 && array.stride(1) == 1 && (array.stride(0) == array.size(1) || array.size(0) == 1);
    }

    /** As Deeplearning4j keeps its weights. */
    private static boolean isColumnByColumn(INDArray array) {
        return array.rank() == 2 && array.stride(0) == 1 && array.stride(1) == array.size(0) && array.size(0) > 1;
    }

    /** Whole blocks of memory: the buffer's own methods ask for every number by itself. */
    private static double[] read(DataBuffer data, int length, INDArray owner) {
        double[] numbers = new double[length];
        if (data.dataType() == DataType.DOUBLE) {
            new DoublePointer(data.addressPointer()).get(numbers, 0, length);
        } else {
            FloatPointer pointer = new FloatPointer(data.addressPointer());
            float[] floats = new float[Math.min(length, FLOATS)];
            for (int start = 0; start < length; start += floats.length) {
                int count = Math.min(floats.length, length - start);
                pointer.position(start).get(floats, 0, count);
                for (int k = 0; k < count; k++) {
                    numbers[start + k] = floats[k];
                }
            }
        }
        // Its memory is freed once nobody holds it.
        Reference.reachabilityFence(owner);
        return numbers;
    }

    Matrix matrix() {
        return Matrix.owning(rows, columns, rowByRow());
    }

    /** Every number divided by that one. */
    Matrix dividedBy(double divisor) {
        return divisor == 1 ? matrix() : Matrix.owning(rows, columns, copied(divisor));
    }

    /** The numbers row by row; nobody may change them. */
    double[] rowByRow() {
        return columnByColumn ? copied(1) : numbers;
    }

    /** A sum divided; what is not 0 stays so, as who works with the sum itself has no 0 either. */
    static double mean(double sum, double divisor) {
        double mean = sum / divisor;
        return mean == 0 && sum != 0 ? Math.copySign(Double.MIN_VALUE, sum) : mean;
    }

    private double[] copied(double divisor) {
        double[] values = new double[numbers.length];
        int down = columnByColumn ? 1 : columns;
        int right = columnByColumn ? rows : 1;
        // In square blocks, which stay in the processor's caches.
        for (int i0 = 0; i0 < rows; i0 += BLOCK) {
            for (int j0 = 0; j0 < columns; j0 += BLOCK) {
                for (int i = i0; i < Math.min(i0 + BLOCK, rows); i++) {
                    for (int j = j0; j < Math.min(j0 + BLOCK, columns); j++) {
                        values[i * columns + j] = mean(numbers[i * down + j * right], divisor);
                    }
                }
            }
        }
        return values;
    }

    /** Equal shape, order and bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Stored that
                && rows == that.rows
                && columns == that.columns
                && columnByColumn == that.columnByColumn
                && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }
}
