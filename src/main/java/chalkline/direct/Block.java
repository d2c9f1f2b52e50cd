package chalkline.direct;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import org.bytedeco.javacpp.Pointer;

/**
 * A matrix, row by row, in an array on the heap, where element-wise loops are fast; for large products it is copied beside the
 * heap, where OpenBLAS works. Rows may be further apart than they are long. Who works with two blocks gives both in one precision.
 */
abstract sealed class Block permits FloatBlock, DoubleBlock {
    /** Products of so few multiplications are faster in Java than the copies: measured, both take as long at 8³. */
    private static final int FEW = 8 * 8 * 8;

    /** How long a row is: units, and often a column of ones behind them. */
    final int stride;

    private final int length;
    /** What OpenBLAS works on, null until it does. */
    private Pointer beside;
    /** Whether the values on the heap are newer than those beside it. */
    private boolean changed = true;
    /** From this entry on it is the other way round. */
    private int current;

    Block(int rows, int stride) {
        this.stride = stride;
        this.length = rows * stride;
        this.current = length;
    }

    /** Zeros. */
    static Block of(Precision precision, int rows, int stride) {
        return switch (precision) {
            case FLOAT32 -> new FloatBlock(rows, stride);
            case FLOAT64 -> new DoubleBlock(rows, stride);
        };
    }

    abstract double get(int k);

    /** Rounds to the precision. Whoever has set something says {@link #change} before the next product. */
    abstract void set(int k, double value);

    /** Says that the values on the heap have changed. */
    final void change() {
        changed = true;
        current = length;
    }

    /** Says that only those from one to another have. */
    final void push(int from, int to) {
        if (!changed) {
            toBeside(from, to - from);
        }
    }

    /** Brings the values before this one to the heap, after {@link #productOfTransposed}. */
    final void pull(int to) {
        if (to > current) {
            toHeap(current, to - current);
            current = to;
        }
    }

    /** Makes ready for products in which several threads read it at once, until it changes. */
    final void settle() {
        ready(length / stride);
    }

    /** This = A·B: rows × columns, with inner terms a sum. */
    final void product(Block a, Block b, int rows, int columns, int inner) {
        if (isFew(rows, columns, inner)) {
            multiply(a, a.stride, 1, b, rows, columns, inner);
            change();
        } else {
            multiply(CblasNoTrans, CblasNoTrans, a, rows, b, inner, rows, columns, inner, rows * stride);
            pull(rows * stride);
        }
    }

    /** This = Aᵀ·B, which may not be on the heap until {@link #pull}. */
    final void productOfTransposed(Block a, Block b, int rows, int columns, int inner) {
        if (isFew(inner, rows, columns)) {
            multiply(a, 1, a.stride, b, rows, columns, inner);
            change();
        } else {
            multiply(CblasTrans, CblasNoTrans, a, inner, b, inner, rows, columns, inner, length);
        }
    }

    /** This = A·Bᵀ. */
    final void productWithTransposed(Block a, Block b, int rows, int columns, int inner) {
        if (isFew(rows, columns, inner)) {
            multiplyByTransposed(a, b, rows, columns, inner);
            change();
        } else {
            multiply(CblasNoTrans, CblasTrans, a, rows, b, columns, rows, columns, inner, rows * stride);
            pull(rows * stride);
        }
    }

    /** Σ of the rows of A, from an entry on, after {@link #productOfTransposed} with A: 1ᵀ·A, 1 being the last column of ones. */
    final void sumOfRows(Block a, Block ones, int to, int rows, int columns) {
        if (changed) {
            addRows(a, to, rows, columns);
        } else {
            gemv(CblasTrans, rows, columns, a, ones, ones.stride - 1, ones.stride, to, 1);
        }
    }

    /** One example is no matrix: weights would be copied for a single use of each. */
    private static boolean isFew(int examples, int inputs, int units) {
        return (long) examples * inputs * units <= FEW || examples == 1;
    }

    /** Added to so many zeros, since that is faster than what OpenBLAS does to write over what is there. */
    private void multiply(
            int ofA, int ofB, Block a, int rowsOfA, Block b, int rowsOfB, int m, int n, int k, int zeros) {
        a.ready(rowsOfA);
        b.ready(rowsOfB);
        allocateOnce();
        Pointer.memset(beside, 0, (long) beside.sizeof() * zeros);
        if (n == 1 && ofB == CblasNoTrans) {
            gemv(ofA, rowsOfA, ofA == CblasNoTrans ? k : m, a, b, 0, b.stride, 0, stride);
        } else {
            gemm(ofA, ofB, m, n, k, a, b);
        }
        changed = false;
        current = 0;
    }

    /** Has so many rows beside the heap. */
    private void ready(int rows) {
        allocateOnce();
        if (changed) {
            toBeside(0, rows * stride);
            changed = false;
        }
    }

    private void allocateOnce() {
        if (beside == null) {
            OneThread.settle();
            beside = allocate(length);
            toBeside(0, length);
        }
    }

    abstract Pointer allocate(int n);

    /** Copies n entries from one on. */
    abstract void toBeside(int from, int n);

    abstract void toHeap(int from, int n);

    /** Beside the heap: this + A·B, or one of them transposed, m × n with k terms a sum. */
    abstract void gemm(int ofA, int ofB, int m, int n, int k, Block a, Block b);

    /** Beside the heap: this + A·x, or Aᵀ·x; x and this begin at an entry and go on by a step. */
    abstract void gemv(int ofA, int rows, int columns, Block a, Block x, int from, int step, int to, int toStep);

    /** On the heap: this = A·B; in A the next row is so far down, and the next term of a sum so far along. */
    abstract void multiply(Block a, int down, int along, Block b, int rows, int columns, int inner);

    /** On the heap: this = A·Bᵀ. */
    abstract void multiplyByTransposed(Block a, Block b, int rows, int columns, int inner);

    /** On the heap: Σ of the rows of A, from an entry on. */
    abstract void addRows(Block a, int to, int rows, int columns);

    /** The first n entries of another. */
    abstract void copy(Block other, int n);

    /** Rows of the matrix from the first one on. */
    abstract void load(Matrix matrix, int first, int rows);

    /** max(0, z) of the first n entries. */
    abstract void relu(Block z, int n);

    /** d, which is dA, becomes dZ = dA where a > 0, else 0. */
    abstract void throughRelu(Block a, int n);

    /** tanh z. */
    abstract void tanh(Block z, int n);

    /** dZ = dA·(1 − a²). */
    abstract void throughTanh(Block a, int n);

    /** dZ = dA·a·(1 − a). */
    abstract void throughSigmoid(Block a, int n);

    /** This ∘ other, of the first n entries. */
    abstract void times(Block other, int n);

    /** This / divisor, of the entries from one to another. */
    abstract void divide(int divisor, int from, int to);

    /** This + factor·p, of the entries from one to another. */
    abstract void add(double factor, Block p, int from, int to);

    /**
     * Of gradients, from one to another: p′ = p − η·g − decay·p. As of every updater, what was subtracted is left in their place.
     */
    abstract void sgd(UpdaterNumbers s, Block p, int from, int to);

    /** v′ = μ·v − η·g; update = μ·v − (1 + μ)·v′. */
    abstract void nesterovs(UpdaterNumbers s, Block p, Block v, int from, int to);

    /** m′ = β1·m + (1 − β1)·g; v′ = β2·v + (1 − β2)·g²; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√v′ + ε). */
    abstract void adam(UpdaterNumbers s, Block p, Block m, Block v, int from, int to);

    /** A copy of rows × columns entries from one on. */
    final Matrix matrix(int from, int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = get(from + i * stride + j);
            }
        }
        return Matrix.owning(rows, columns, values);
    }

    /** Σv² of every so manieth entry from one to another. */
    final double squares(int from, int to, int step) {
        double sum = 0;
        for (int k = from; k < to; k += step) {
            sum += get(k) * get(k);
        }
        return sum;
    }
}
