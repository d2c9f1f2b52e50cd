package chalkline.direct;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemv;

import chalkline.network.Matrix;
import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;

/** A block in double. */
final class DoubleBlock extends Block {
    final double[] values;
    private DoublePointer beside;
    private DoubleBuffer copied;

    DoubleBlock(int rows, int stride) {
        super(rows, stride);
        this.values = new double[rows * stride];
    }

    @Override
    double get(int k) {
        return values[k];
    }

    @Override
    void set(int k, double value) {
        values[k] = value;
    }

    private static double[] of(Block block) {
        return ((DoubleBlock) block).values;
    }

    @Override
    Pointer allocate(int n) {
        beside = new DoublePointer(n);
        copied = beside.asBuffer();
        return beside;
    }

    @Override
    void toBeside(int from, int n) {
        copied.put(from, values, from, n);
    }

    @Override
    void toHeap(int from, int n) {
        copied.get(from, values, from, n);
    }

    @Override
    void gemm(int ofA, int ofB, int m, int n, int k, Block a, Block b) {
        DoublePointer left = ((DoubleBlock) a).beside;
        DoublePointer right = ((DoubleBlock) b).beside;
        cblas_dgemm(CblasRowMajor, ofA, ofB, m, n, k, 1, left, a.stride, right, b.stride, 1, beside, stride);
    }

    @Override
    void gemv(int ofA, int rows, int columns, Block a, Block x, int from, int step, int to, int toStep) {
        DoublePointer left = ((DoubleBlock) a).beside;
        DoublePointer right = ((DoubleBlock) x).beside.position(from);
        DoublePointer own = beside.position(to);
        cblas_dgemv(CblasRowMajor, ofA, rows, columns, 1, left, a.stride, right, step, 1, own, toStep);
        right.position(0);
        own.position(0);
    }

    @Override
    void multiply(Block a, int down, int along, Block b, int rows, int columns, int inner) {
        double[] left = of(a);
        double[] right = of(b);
        for (int i = 0; i < rows; i++) {
            int to = i * stride;
            double first = left[i * down];
            for (int j = 0; j < columns; j++) {
                values[to + j] = first * right[j];
            }
            for (int k = 1; k < inner; k++) {
                double factor = left[i * down + k * along];
                int from = k * b.stride;
                for (int j = 0; j < columns; j++) {
                    values[to + j] += factor * right[from + j];
                }
            }
        }
    }

    @Override
    void multiplyByTransposed(Block a, Block b, int rows, int columns, int inner) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += of(a)[i * a.stride + k] * of(b)[j * b.stride + k];
                }
                values[i * stride + j] = sum;
            }
        }
    }

    @Override
    void addRows(Block a, int to, int rows, int columns) {
        double[] of = of(a);
        System.arraycopy(of, 0, values, to, columns);
        for (int i = 1; i < rows; i++) {
            int from = i * a.stride;
            for (int j = 0; j < columns; j++) {
                values[to + j] += of[from + j];
            }
        }
    }

    @Override
    void copy(Block other, int n) {
        System.arraycopy(of(other), 0, values, 0, n);
        change();
    }

    @Override
    void load(Matrix matrix, int first, int rows) {
        double[] from = matrix.values();
        int columns = matrix.columns();
        for (int i = 0; i < rows; i++) {
            int source = (first + i) * columns;
            for (int j = 0; j < columns; j++) {
                values[i * stride + j] = from[source + j];
            }
        }
        change();
    }

    @Override
    void relu(Block z, int n) {
        double[] from = of(z);
        for (int k = 0; k < n; k++) {
            values[k] = Math.max(from[k], 0);
        }
    }

    /** f′ is 1 where a > 0, else 0: written so that the loop has no branch, and is compiled to vectors. */
    @Override
    void throughRelu(Block a, int n) {
        double[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= Math.min(of[k] * Double.MAX_VALUE * Double.MAX_VALUE, 1);
        }
    }

    @Override
    void tanh(Block z, int n) {
        Tanh.of(of(z), values, n);
    }

    @Override
    void throughTanh(Block a, int n) {
        double[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= 1 - of[k] * of[k];
        }
    }

    @Override
    void throughSigmoid(Block a, int n) {
        double[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= of[k] * (1 - of[k]);
        }
    }

    @Override
    void times(Block other, int n) {
        double[] of = of(other);
        for (int k = 0; k < n; k++) {
            values[k] *= of[k];
        }
        change();
    }

    @Override
    void divide(int divisor, int from, int to) {
        double by = divisor;
        double share = 1 / by;
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
    void add(double factor, Block p, int from, int to) {
        double[] of = of(p);
        double by = factor;
        for (int k = from; k < to; k++) {
            values[k] += by * of[k];
        }
    }

    @Override
    void sgd(UpdaterNumbers s, Block p, int from, int to) {
        double[] of = of(p);
        double rate = s.rate;
        double decay = s.decay();
        for (int k = from; k < to; k++) {
            double own = rate * values[k];
            double decayed = decay * of[k];
            values[k] = own + decayed;
            of[k] = of[k] - own - decayed;
        }
    }

    @Override
    void nesterovs(UpdaterNumbers s, Block p, Block v, int from, int to) {
        double[] of = of(p);
        double[] kept = of(v);
        double rate = s.rate;
        double decay = s.decay();
        double momentum = s.momentum;
        double ahead = (1 + s.momentum);
        for (int k = from; k < to; k++) {
            double before = momentum * kept[k];
            kept[k] = before - rate * values[k];
            values[k] = before - ahead * kept[k] + decay * of[k];
            of[k] -= values[k];
        }
    }

    @Override
    void adam(UpdaterNumbers s, Block p, Block m, Block v, int from, int to) {
        double[] of = of(p);
        double[] mean = of(m);
        double[] square = of(v);
        double beta1 = s.beta1;
        double beta2 = s.beta2;
        double rest1 = (1 - s.beta1);
        double rest2 = (1 - s.beta2);
        double corrected = s.correctedRate();
        double epsilon = s.epsilon;
        double decay = s.decay();
        for (int k = from; k < to; k++) {
            mean[k] = beta1 * mean[k] + rest1 * values[k];
            square[k] = beta2 * square[k] + rest2 * (values[k] * values[k]);
            values[k] = corrected * mean[k] / (Math.sqrt(square[k]) + epsilon) + decay * of[k];
            of[k] -= values[k];
        }
    }
}
