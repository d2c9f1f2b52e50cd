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
 * A copy of an array in the order in which it lies in memory: other arrays are held against it as they are, and it is put row
 * by row only where somebody reads it.
 */
final class ArraySnapshot {
    private static final int BLOCK = 16;
    /** How many numbers are read in one go where they need not stay: so few that they do so in the processor's caches. */
    private static final int CHUNK = 1 << 14;

    private final int rows;
    private final int columns;
    private final boolean columnByColumn;
    private final double[] numbers;

    /** Of these numbers, which become its own. */
    ArraySnapshot(int rows, int columns, boolean columnByColumn, double... numbers) {
        this.rows = rows;
        this.columns = columns;
        this.columnByColumn = columnByColumn;
        this.numbers = numbers;
    }

    /** An array of rank 2, or any other as one row; copied outside the workspaces that a training step is running in. */
    @SuppressWarnings("try")
    static ArraySnapshot of(INDArray array) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            INDArray block = block(array);
            int length = Math.toIntExact(block.length());
            int rows = rows(block);
            return new ArraySnapshot(rows, length / rows, isColumnByColumn(block), read(block, 0, length));
        }
    }

    /** Whether an array has the same shape, order and bits. */
    @SuppressWarnings("try")
    boolean holds(INDArray array) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            INDArray block = block(array);
            boolean same = block.length() == numbers.length
                    && rows(block) == rows
                    && isColumnByColumn(block) == columnByColumn;
            for (int start = 0; same && start < numbers.length; start += CHUNK) {
                int count = Math.min(CHUNK, numbers.length - start);
                same = Arrays.equals(read(block, start, count), 0, count, numbers, start, start + count);
            }
            return same;
        }
    }

    /** The same numbers without gaps, row by row or column by column. */
    private static INDArray block(INDArray array) {
        if (array.dataType() != DataType.DOUBLE && array.dataType() != DataType.FLOAT) {
            return block(array.castTo(DataType.DOUBLE));
        }
        return isColumnByColumn(array) || isRowByRow(array) ? array : array.dup('c');
    }

    private static int rows(INDArray array) {
        return array.rank() == 2 ? Math.toIntExact(array.size(0)) : 1;
    }

    private static boolean isRowByRow(INDArray array) {
        if (array.rank() == 1) {
            return array.stride(0) == 1;
        }
        return array.rank() == 2 && array.stride(1) == 1 && (array.stride(0) == array.size(1) || array.size(0) == 1);
    }

    /** As Deeplearning4j keeps its weights. */
    private static boolean isColumnByColumn(INDArray array) {
        return array.rank() == 2 && array.stride(0) == 1 && array.stride(1) == array.size(0) && array.size(0) > 1;
    }

    /** Whole blocks of memory: the buffer's own methods ask for every number by itself. */
    private static double[] read(INDArray block, int from, int length) {
        double[] numbers = new double[length];
        DataBuffer data = block.data();
        if (data.dataType() == DataType.DOUBLE) {
            new DoublePointer(data.addressPointer()).position(from).get(numbers, 0, length);
        } else {
            FloatPointer pointer = new FloatPointer(data.addressPointer());
            float[] floats = new float[Math.min(length, CHUNK)];
            for (int start = 0; start < length; start += floats.length) {
                int count = Math.min(floats.length, length - start);
                pointer.position(from + start).get(floats, 0, count);
                for (int k = 0; k < count; k++) {
                    numbers[start + k] = floats[k];
                }
            }
        }
        // Its memory is freed once nobody holds it.
        Reference.reachabilityFence(block);
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
}
