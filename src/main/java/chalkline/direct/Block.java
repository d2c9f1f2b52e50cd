package chalkline.direct;

import chalkline.network.Matrix;
import chalkline.network.Precision;

/**
 * A matrix, row by row, in an array on the heap, where element-wise loops are fast; for large products it is copied beside the
 * heap, where OpenBLAS works. Rows may be further apart than they are long. Who works with two blocks gives both in one precision.
 */
sealed interface Block permits FloatBlock, DoubleBlock {

    /** Zeros. */
    static Block of(Precision precision, int rows, int stride) {
        return switch (precision) {
            case FLOAT32 -> new FloatBlock(rows, stride);
            case FLOAT64 -> new DoubleBlock(rows, stride);
        };
    }

    /** How far apart the rows are. */
    int stride();

    double get(int k);

    /** Rounds to the precision. Whoever has set something says {@link #change} before the next product. */
    void set(int k, double value);

    /** Says that the values on the heap have changed. */
    void change();

    /** Says that only those from one to another have. */
    void push(int from, int to);

    /** Brings the values before this one to the heap, after {@link #productOfTransposed}. */
    void pull(int to);

    /** Makes ready for products in which several threads read it at once, until it changes. */
    void settle();

    /** This = A·B: rows × columns, with inner terms a sum. */
    void product(Block a, Block b, int rows, int columns, int inner);

    /** This = Aᵀ·B, which may not be on the heap until {@link #pull}. */
    void productOfTransposed(Block a, Block b, int rows, int columns, int inner);

    /** This = A·Bᵀ. */
    void productWithTransposed(Block a, Block b, int rows, int columns, int inner);

    /** Σ of the rows of A, from an entry on, after {@link #productOfTransposed} with A: 1ᵀ·A, 1 being the last column of ones. */
    void sumOfRows(Block a, Block ones, int to, int rows, int columns);

    /** The first n entries of another. */
    void copy(Block other, int n);

    /** Rows of the matrix from the first one on. */
    void load(Matrix matrix, int first, int rows);

    /** max(0, z) of the first n entries. */
    void relu(Block z, int n);

    /** d, which is dA, becomes dZ = dA where a > 0, else 0. */
    void throughRelu(Block a, int n);

    /** tanh z. */
    void tanh(Block z, int n);

    /** dZ = dA·(1 − a²). */
    void throughTanh(Block a, int n);

    /** dZ = dA·a·(1 − a). */
    void throughSigmoid(Block a, int n);

    /** This ∘ other, of the first n entries. */
    void times(Block other, int n);

    /** This / divisor, of the entries from one to another. */
    void divide(int divisor, int from, int to);

    /** This + factor·p, of the entries from one to another. */
    void add(double factor, Block p, int from, int to);

    /**
     * Of gradients, from one to another: p′ = p − η·g − decay·p. As of every updater, what was subtracted is left in their place.
     */
    void sgd(UpdaterNumbers s, Block p, int from, int to);

    /** v′ = μ·v − η·g; update = μ·v − (1 + μ)·v′. */
    void nesterovs(UpdaterNumbers s, Block p, Block v, int from, int to);

    /** m′ = β1·m + (1 − β1)·g; v′ = β2·v + (1 − β2)·g²; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√v′ + ε). */
    void adam(UpdaterNumbers s, Block p, Block m, Block v, int from, int to);

    /** A copy of rows × columns entries from one on. */
    default Matrix matrix(int from, int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = get(from + i * stride() + j);
            }
        }
        return Matrix.owning(rows, columns, values);
    }

    /** Σv² of every so manieth entry from one to another. */
    default double squares(int from, int to, int step) {
        double sum = 0;
        for (int k = from; k < to; k += step) {
            sum += get(k) * get(k);
        }
        return sum;
    }
}
