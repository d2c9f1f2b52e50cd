package chalkline.direct;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import chalkline.network.Matrix;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A block in float. */
final class FloatBlock implements Block {
    /** Products of so few multiplications are faster in Java than the copies: measured, both take as long at 8³. */
    private static final int FEW = 8 * 8 * 8;

    final float[] values;
    /** How long a row is: units, and often a column of ones behind them. */
    private final int stride;

    /** What OpenBLAS works on, null until it does, and the same for copies. */
    private FloatPointer beside;

    private FloatBuffer copied;
    /** Whether the values on the heap are newer than those beside it. */
    private boolean changed = true;
    /** From this entry on it is the other way round. */
    private int current;

    FloatBlock(int rows, int stride) {
        this.values = new float[rows * stride];
        this.stride = stride;
        this.current = values.length;
    }

    @Override
    public int stride() {
        return stride;
    }

    @Override
    public double get(int k) {
        return values[k];
    }

    @Override
    public void set(int k, double value) {
        values[k] = (float) value;
    }

    @Override
    public void change() {
        changed = true;
        current = values.length;
    }

    @Override
    public void push(int from, int to) {
        if (!changed) {
            copied.put(from, values, from, to - from);
        }
    }

    @Override
    public void pull(int to) {
        if (to > current) {
            copied.get(current, values, current, to - current);
            current = to;
        }
    }

    @Override
    public void settle() {
        pushed(values.length / stride);
    }

    private static float[] of(Block block) {
        return ((FloatBlock) block).values;
    }

    @Override
    public void product(Block a, Block b, int rows, int columns, int inner) {
        if (isFew(rows, columns, inner)) {
            multiply(a, a.stride(), 1, b, rows, columns, inner);
        } else {
            multiply(CblasNoTrans, CblasNoTrans, a, rows, b, inner, rows, columns, inner, rows * stride);
            pull(rows * stride);
        }
    }

    @Override
    public void productOfTransposed(Block a, Block b, int rows, int columns, int inner) {
        if (isFew(inner, rows, columns)) {
            multiply(a, 1, a.stride(), b, rows, columns, inner);
        } else {
            multiply(CblasTrans, CblasNoTrans, a, inner, b, inner, rows, columns, inner, values.length);
        }
    }

    @Override
    public void productWithTransposed(Block a, Block b, int rows, int columns, int inner) {
        if (isFew(rows, columns, inner)) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float sum = 0;
                    for (int k = 0; k < inner; k++) {
                        sum += of(a)[i * a.stride() + k] * of(b)[j * b.stride() + k];
                    }
                    values[i * stride + j] = sum;
                }
            }
            change();
        } else {
            multiply(CblasNoTrans, CblasTrans, a, rows, b, columns, rows, columns, inner, rows * stride);
            pull(rows * stride);
        }
    }

    @Override
    public void sumOfRows(Block a, Block ones, int to, int rows, int columns) {
        if (changed) {
            float[] of = of(a);
            System.arraycopy(of, 0, values, to, columns);
            for (int i = 1; i < rows; i++) {
                int from = i * a.stride();
                for (int j = 0; j < columns; j++) {
                    values[to + j] += of[from + j];
                }
            }
            return;
        }
        FloatPointer one = ((FloatBlock) ones).beside.position(ones.stride() - 1);
        FloatPointer sum = beside.position(to);
        FloatPointer of = ((FloatBlock) a).beside;
        cblas_sgemv(CblasRowMajor, CblasTrans, rows, columns, 1, of, a.stride(), one, ones.stride(), 1, sum, 1);
        one.position(0);
        sum.position(0);
    }

    /** In A the next row is so far down, and the next term of a sum so far along. */
    private void multiply(Block a, int down, int along, Block b, int rows, int columns, int inner) {
        float[] left = of(a);
        float[] right = of(b);
        for (int i = 0; i < rows; i++) {
            int to = i * stride;
            float first = left[i * down];
            for (int j = 0; j < columns; j++) {
                values[to + j] = first * right[j];
            }
            for (int k = 1; k < inner; k++) {
                float factor = left[i * down + k * along];
                int from = k * b.stride();
                for (int j = 0; j < columns; j++) {
                    values[to + j] += factor * right[from + j];
                }
            }
        }
        change();
    }

    /** One example is no matrix: weights would be copied for a single use of each. */
    private static boolean isFew(int examples, int inputs, int units) {
        return (long) examples * inputs * units <= FEW || examples == 1;
    }

    /** Added to so many zeros, since that is faster than what OpenBLAS does to write over what is there. */
    private void multiply(
            int ofA, int ofB, Block a, int rowsOfA, Block b, int rowsOfB, int m, int n, int k, int zeros) {
        FloatPointer left = ((FloatBlock) a).pushed(rowsOfA);
        FloatPointer right = ((FloatBlock) b).pushed(rowsOfB);
        FloatPointer own = allocated();
        Pointer.memset(own, 0, (long) own.sizeof() * zeros);
        if (n == 1 && ofB == CblasNoTrans) {
            int along = ofA == CblasNoTrans ? k : m;
            cblas_sgemv(CblasRowMajor, ofA, rowsOfA, along, 1, left, a.stride(), right, b.stride(), 1, own, stride);
        } else {
            cblas_sgemm(CblasRowMajor, ofA, ofB, m, n, k, 1, left, a.stride(), right, b.stride(), 1, own, stride);
        }
        changed = false;
        current = 0;
    }

    private FloatPointer pushed(int rows) {
        FloatPointer pointer = allocated();
        if (changed) {
            copied.put(0, values, 0, rows * stride);
            changed = false;
        }
        return pointer;
    }

    private FloatPointer allocated() {
        if (beside == null) {
            OneThread.settle();
            beside = new FloatPointer(values.length);
            copied = beside.asBuffer();
            copied.put(0, values, 0, values.length);
        }
        return beside;
    }

    @Override
    public void copy(Block other, int n) {
        System.arraycopy(of(other), 0, values, 0, n);
        change();
    }

    @Override
    public void load(Matrix matrix, int first, int rows) {
        double[] from = matrix.values();
        int columns = matrix.columns();
        for (int i = 0; i < rows; i++) {
            int source = (first + i) * columns;
            for (int j = 0; j < columns; j++) {
                values[i * stride + j] = (float) from[source + j];
            }
        }
        change();
    }

    @Override
    public void relu(Block z, int n) {
        float[] from = of(z);
        for (int k = 0; k < n; k++) {
            values[k] = Math.max(from[k], 0);
        }
    }

    /** f′ is 1 where a > 0, else 0: written so that the loop has no branch, and is compiled to vectors. */
    @Override
    public void throughRelu(Block a, int n) {
        float[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= Math.min(of[k] * Float.MAX_VALUE * Float.MAX_VALUE, 1);
        }
    }

    @Override
    public void tanh(Block z, int n) {
        Tanh.of(of(z), values, n);
    }

    @Override
    public void throughTanh(Block a, int n) {
        float[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= 1 - of[k] * of[k];
        }
    }

    @Override
    public void throughSigmoid(Block a, int n) {
        float[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= of[k] * (1 - of[k]);
        }
    }

    @Override
    public void times(Block other, int n) {
        float[] of = of(other);
        for (int k = 0; k < n; k++) {
            values[k] *= of[k];
        }
        change();
    }

    @Override
    public void divide(int divisor, int from, int to) {
        float by = divisor;
        float share = 1 / by;
        if (Integer.bitCount(divisor) == 1) {
            // The share is exact, and so the same bits come out faster.
            for (int k = from; k < to; k++) {
                values[k] *= share;
            }
        } else {
            for (int k = from; k < to; k++) {
                values[k] /= by;
            }
        }
    }

    @Override
    public void add(double factor, Block p, int from, int to) {
        float[] of = of(p);
        float by = (float) factor;
        for (int k = from; k < to; k++) {
            values[k] += by * of[k];
        }
    }

    @Override
    public void sgd(UpdaterNumbers s, Block p, int from, int to) {
        float[] of = of(p);
        float rate = (float) s.rate;
        float decay = (float) s.decay();
        for (int k = from; k < to; k++) {
            float own = rate * values[k];
            float decayed = decay * of[k];
            values[k] = own + decayed;
            of[k] = of[k] - own - decayed;
        }
    }

    @Override
    public void nesterovs(UpdaterNumbers s, Block p, Block v, int from, int to) {
        float[] of = of(p);
        float[] kept = of(v);
        float rate = (float) s.rate;
        float decay = (float) s.decay();
        float momentum = (float) s.momentum;
        float ahead = (float) (1 + s.momentum);
        for (int k = from; k < to; k++) {
            float before = momentum * kept[k];
            kept[k] = before - rate * values[k];
            values[k] = before - ahead * kept[k] + decay * of[k];
            of[k] -= values[k];
        }
    }

    @Override
    public void adam(UpdaterNumbers s, Block p, Block m, Block v, int from, int to) {
        float[] of = of(p);
        float[] mean = of(m);
        float[] square = of(v);
        float beta1 = (float) s.beta1;
        float beta2 = (float) s.beta2;
        float rest1 = (float) (1 - s.beta1);
        float rest2 = (float) (1 - s.beta2);
        float corrected = (float) s.correctedRate();
        float epsilon = (float) s.epsilon;
        float decay = (float) s.decay();
        for (int k = from; k < to; k++) {
            mean[k] = beta1 * mean[k] + rest1 * values[k];
            square[k] = beta2 * square[k] + rest2 * (values[k] * values[k]);
            values[k] = corrected * mean[k] / ((float) Math.sqrt(square[k]) + epsilon) + decay * of[k];
            of[k] -= values[k];
        }
    }
}
