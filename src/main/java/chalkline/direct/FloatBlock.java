package chalkline.direct;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import chalkline.network.Matrix;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A block in float. */
final class FloatBlock extends Block {
    final float[] values;
    private FloatPointer beside;
    private FloatBuffer copied;

    FloatBlock(int rows, int stride) {
        super(rows, stride);
        this.values = new float[rows * stride];
    }

    @Override
    double get(int k) {
        return values[k];
    }

    @Override
    void set(int k, double value) {
        values[k] = (float) value;
    }

    private static float[] of(Block block) {
        return ((FloatBlock) block).values;
    }

    @Override
    Pointer allocate(int n) {
        beside = new FloatPointer(n);
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
        FloatPointer left = ((FloatBlock) a).beside;
        FloatPointer right = ((FloatBlock) b).beside;
        cblas_sgemm(CblasRowMajor, ofA, ofB, m, n, k, 1, left, a.stride, right, b.stride, 1, beside, stride);
    }

    @Override
    void gemv(int ofA, int rows, int columns, Block a, Block x, int from, int step, int to, int toStep) {
        FloatPointer left = ((FloatBlock) a).beside;
        FloatPointer right = ((FloatBlock) x).beside.position(from);
        FloatPointer own = beside.position(to);
        cblas_sgemv(CblasRowMajor, ofA, rows, columns, 1, left, a.stride, right, step, 1, own, toStep);
        right.position(0);
        own.position(0);
    }

    @Override
    void multiply(Block a, int down, int along, Block b, int rows, int columns, int inner) {
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
                float sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += of(a)[i * a.stride + k] * of(b)[j * b.stride + k];
                }
                values[i * stride + j] = sum;
            }
        }
    }

    @Override
    void addRows(Block a, int to, int rows, int columns) {
        float[] of = of(a);
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
                values[i * stride + j] = (float) from[source + j];
            }
        }
        change();
    }

    @Override
    void relu(Block z, int n) {
        float[] from = of(z);
        for (int k = 0; k < n; k++) {
            values[k] = Math.max(from[k], 0);
        }
    }

    /** f′ is 1 where a > 0, else 0: written so that the loop has no branch, and is compiled to vectors. */
    @Override
    void throughRelu(Block a, int n) {
        float[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= Math.min(of[k] * Float.MAX_VALUE * Float.MAX_VALUE, 1);
        }
    }

    @Override
    void tanh(Block z, int n) {
        Tanh.of(of(z), values, n);
    }

    @Override
    void throughTanh(Block a, int n) {
        float[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= 1 - of[k] * of[k];
        }
    }

    @Override
    void throughSigmoid(Block a, int n) {
        float[] of = of(a);
        for (int k = 0; k < n; k++) {
            values[k] *= of[k] * (1 - of[k]);
        }
    }

    @Override
    void times(Block other, int n) {
        float[] of = of(other);
        for (int k = 0; k < n; k++) {
            values[k] *= of[k];
        }
        change();
    }

    @Override
    void divide(int divisor, int from, int to) {
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
    void add(double factor, Block p, int from, int to) {
        float[] of = of(p);
        float by = (float) factor;
        for (int k = from; k < to; k++) {
            values[k] += by * of[k];
        }
    }

    @Override
    void sgd(UpdaterNumbers s, Block p, int from, int to) {
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
    void nesterovs(UpdaterNumbers s, Block p, Block v, int from, int to) {
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
    void adam(UpdaterNumbers s, Block p, Block m, Block v, int from, int to) {
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
