package chalkline.direct;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;

/**
 * A matrix, row by row, in an array on the heap, where element-wise loops are fast; for large products it is copied beside the
 * heap, where OpenBLAS works.
 */
final class DoubleBlock {
    /** Products of so few multiplications are faster in Java than the copies: measured, both take as long at 8³. */
    private static final int FEW = 8 * 8 * 8;

    final double[] values;
    /** How long a row is: units, and often a column of ones behind them. */
    private final int stride;

    private DoublePointer beside;
    private boolean changed = true;

    DoubleBlock(int rows, int stride) {
        this.values = new double[rows * stride];
        this.stride = stride;
    }

    /** Says that the values on the heap have changed. */
    void change() {
        changed = true;
    }

    /** This = A·B: rows × columns, with inner terms a sum. */
    void product(DoubleBlock a, DoubleBlock b, int rows, int columns, int inner) {
        if (isFew(rows, columns, inner)) {
            for (int i = 0; i < rows; i++) {
                Arrays.fill(values, i * stride, i * stride + columns, 0);
                for (int k = 0; k < inner; k++) {
                    add(a.values[i * a.stride + k], b, k, i, columns);
                }
            }
            change();
        } else {
            multiply(CblasNoTrans, CblasNoTrans, a, rows, b, inner, rows, columns, inner);
        }
    }

    /** This = Aᵀ·B. */
    void productOfTransposed(DoubleBlock a, DoubleBlock b, int rows, int columns, int inner) {
        if (isFew(rows, columns, inner)) {
            Arrays.fill(values, 0, rows * stride, 0);
            for (int k = 0; k < inner; k++) {
                for (int i = 0; i < rows; i++) {
                    add(a.values[k * a.stride + i], b, k, i, columns);
                }
            }
            change();
        } else {
            multiply(CblasTrans, CblasNoTrans, a, inner, b, inner, rows, columns, inner);
        }
    }

    /** This = A·Bᵀ. */
    void productWithTransposed(DoubleBlock a, DoubleBlock b, int rows, int columns, int inner) {
        if (isFew(rows, columns, inner)) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < inner; k++) {
                        sum += a.values[i * a.stride + k] * b.values[j * b.stride + k];
                    }
                    values[i * stride + j] = sum;
                }
            }
            change();
        } else {
            multiply(CblasNoTrans, CblasTrans, a, rows, b, columns, rows, columns, inner);
        }
    }

    /** Adds the factor times B's row k to row i. */
    private void add(double factor, DoubleBlock b, int k, int i, int columns) {
        for (int j = 0; j < columns; j++) {
            values[i * stride + j] += factor * b.values[k * b.stride + j];
        }
    }

    /** One example is no matrix: weights would be copied for a single use of each. */
    private static boolean isFew(int rows, int columns, int inner) {
        return (long) rows * columns * inner <= FEW || rows == 1 || inner == 1;
    }

    private void multiply(
            int ofA,
            int ofB,
            DoubleBlock a,
            int rowsOfA,
            DoubleBlock b,
            int rowsOfB,
            int rows,
            int columns,
            int inner) {
        DoublePointer left = a.pushed(rowsOfA);
        DoublePointer right = b.pushed(rowsOfB);
        DoublePointer result = allocated();
        cblas_dgemm(
                CblasRowMajor, ofA, ofB, rows, columns, inner, 1, left, a.stride, right, b.stride, 0, result, stride);
        result.get(values, 0, rows * stride);
        changed = false;
    }

    private DoublePointer pushed(int rows) {
        DoublePointer pointer = allocated();
        if (changed) {
            pointer.put(values, 0, rows * stride);
            changed = false;
        }
        return pointer;
    }

    private DoublePointer allocated() {
        if (beside == null) {
            beside = new DoublePointer(values.length);
            beside.put(values, 0, values.length);
        }
        return beside;
    }
}
