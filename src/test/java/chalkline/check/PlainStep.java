package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A training step written down without the reference: nested loops, every operation rounded to the precision, σ′ as
 * A(1 − A). Faults are planted where a person would make them. Like a framework it works on the sum over the examples and
 * divides by N at the end.
 */
final class PlainStep {

    /** What can go wrong. */
    enum Fault {
        NONE,
        MISSING_DIVISION_BY_N,
        UNTRANSPOSED_W,
        DROPPED_BIAS_GRADIENT,
        WRONG_SIGN,
        RELU_DERIVATIVE_AT_ZERO,
        STALE_WEIGHTS,
        FLOAT_CAST_GRADIENT,
        ONE_ENTRY_OFF,
        NAN_IN_GRADIENT,
        MISSING_BIAS,
        DROPPED_EXAMPLE
    }

    private final Network network;
    private final Precision precision;
    private final Fault fault;
    /** The layer that the fault is in, and by how much one entry is off. */
    private final int faultyLayer;

    private final double off;
    private final int n;
    private final Map<String, double[][]> values = new LinkedHashMap<>();

    private PlainStep(
            Network network, Batch batch, Map<String, Matrix> parameters, Fault fault, int faultyLayer, double off) {
        this.network = network;
        this.precision = network.precision();
        this.fault = fault;
        this.faultyLayer = faultyLayer;
        this.off = off;
        this.n = batch.size();
        put(Step.X, rows(batch.features()));
        put(Step.Y, rows(batch.labels()));
        parameters.forEach((name, value) -> put(name, rows(value)));
    }

    static Trace of(Network network, Batch batch, Map<String, Matrix> parameters) {
        return of(network, batch, parameters, Fault.NONE, 1, 0);
    }

    static Trace of(Network network, Batch batch, Map<String, Matrix> parameters, Fault fault, int layer, double off) {
        PlainStep step = new PlainStep(network, batch, parameters, fault, layer, off);
        step.forward();
        step.backward();
        step.update();
        return step.trace();
    }

    private boolean is(Fault here, int l) {
        return fault == here && faultyLayer == l;
    }

    private double r(double x) {
        return precision.cast(x);
    }

    private double[][] get(String name) {
        return values.get(name);
    }

    private void put(String name, double[][] matrix) {
        for (double[] row : matrix) {
            for (int j = 0; j < row.length; j++) {
                row[j] = r(row[j]);
            }
        }
        values.put(name, matrix);
    }

    private void forward() {
        for (int l = 1; l <= network.depth(); l++) {
            double[][] z = times(get(Step.a(l - 1)), get(Step.w(l)));
            for (double[] row : z) {
                for (int j = 0; j < row.length && !is(Fault.MISSING_BIAS, l); j++) {
                    row[j] = r(row[j] + get(Step.b(l))[0][j]);
                }
            }
            put(Step.z(l), z);
            put(Step.a(l), activate(network.layer(l).activation(), z));
        }
        put(Step.LOSS, new double[][] {{loss()}});
    }

    private void backward() {
        int last = network.depth();
        double[][] dA = outputGradient();
        for (int l = last; l >= 1; l--) {
            put(Step.gradient(Step.a(l)), dA);
            double[][] dZ = throughActivation(l, dA);
            if (is(Fault.NAN_IN_GRADIENT, l)) {
                dZ[0][0] = Double.NaN;
            }
            put(Step.gradient(Step.z(l)), dZ);
            double[][] used = is(Fault.DROPPED_EXAMPLE, l) ? withoutLast(dZ) : dZ;
            double[][] dW = times(transposed(get(Step.a(l - 1))), used);
            if (is(Fault.WRONG_SIGN, l)) {
                dW = map(dW, v -> -v);
            }
            if (is(Fault.FLOAT_CAST_GRADIENT, l)) {
                dW = map(dW, v -> (float) v);
            }
            if (is(Fault.ONE_ENTRY_OFF, l)) {
                dW[0][0] *= 1 + off;
            }
            put(Step.gradient(Step.w(l)), dW);
            put(Step.gradient(Step.b(l)), is(Fault.DROPPED_BIAS_GRADIENT, l) ? new double[1][dZ[0].length] : sums(dZ));
            if (l > 1) {
                double[][] w = is(Fault.STALE_WEIGHTS, l) ? map(get(Step.w(l)), v -> v * (1 + off)) : get(Step.w(l));
                dA = times(dZ, is(Fault.UNTRANSPOSED_W, l) ? w : transposed(w));
            }
        }
    }

    private void update() {
        new PlainUpdate(network, n, values).run(network.depth());
    }

    private double loss() {
        double[][] a = get(Step.a(network.depth()));
        double[][] y = get(Step.Y);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < a[i].length; j++) {
                double d = r(a[i][j] - y[i][j]);
                sum = r(sum
                        + switch (network.loss()) {
                            case MSE -> r(r(d * d) / a[i].length);
                            case L2 -> r(d * d);
                            case HALF_SQUARED_ERROR -> r(d * d) / 2;
                            case MCXENT -> y[i][j] == 0 ? 0 : r(-y[i][j] * r(Math.log(a[i][j])));
                            case XENT ->
                                r((y[i][j] == 0 ? 0 : r(-y[i][j] * r(Math.log(a[i][j]))))
                                        - (y[i][j] == 1 ? 0 : r((1 - y[i][j]) * r(Math.log(r(1 - a[i][j]))))));
                        });
            }
        }
        return sum;
    }

    private double[][] outputGradient() {
        double[][] a = get(Step.a(network.depth()));
        double[][] y = get(Step.Y);
        double[][] result = new double[n][a[0].length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < a[i].length; j++) {
                double d = r(a[i][j] - y[i][j]);
                result[i][j] = switch (network.loss()) {
                    case MSE -> r(2 * d / a[i].length);
                    case L2 -> 2 * d;
                    case HALF_SQUARED_ERROR -> d;
                    case MCXENT -> r(-y[i][j] / a[i][j]);
                    case XENT -> r(d / r(a[i][j] * r(1 - a[i][j])));
                };
            }
        }
        return result;
    }

    private double[][] throughActivation(int l, double[][] dA) {
        double[][] z = get(Step.z(l));
        double[][] a = get(Step.a(l));
        double[][] dZ = new double[n][dA[0].length];
        for (int i = 0; i < n; i++) {
            double dot = 0;
            for (int j = 0; j < dA[i].length; j++) {
                dot = r(dot + r(dA[i][j] * a[i][j]));
            }
            for (int j = 0; j < dA[i].length; j++) {
                boolean on = is(Fault.RELU_DERIVATIVE_AT_ZERO, l) ? z[i][j] >= 0 : z[i][j] > 0;
                dZ[i][j] = switch (network.layer(l).activation()) {
                    case IDENTITY -> dA[i][j];
                    case RELU -> on ? dA[i][j] : 0;
                    case SIGMOID -> r(dA[i][j] * r(a[i][j] * r(1 - a[i][j])));
                    case TANH -> r(dA[i][j] * r(1 - r(a[i][j] * a[i][j])));
                    case SOFTMAX -> r(a[i][j] * r(dA[i][j] - dot));
                };
            }
        }
        return dZ;
    }

    private double[][] activate(Activation activation, double[][] z) {
        if (activation != Activation.SOFTMAX) {
            return map(z, v -> switch (activation) {
                case IDENTITY, SOFTMAX -> v;
                case RELU -> Math.max(v, 0);
                case SIGMOID -> r(1 / r(1 + r(Math.exp(-v))));
                case TANH -> r(Math.tanh(v));
            });
        }
        double[][] a = new double[z.length][];
        for (int i = 0; i < z.length; i++) {
            double max = Double.NEGATIVE_INFINITY;
            for (double v : z[i]) {
                max = Math.max(max, v);
            }
            double sum = 0;
            a[i] = new double[z[i].length];
            for (int j = 0; j < z[i].length; j++) {
                a[i][j] = r(Math.exp(r(z[i][j] - max)));
                sum = r(sum + a[i][j]);
            }
            for (int j = 0; j < z[i].length; j++) {
                a[i][j] = r(a[i][j] / sum);
            }
        }
        return a;
    }

    private Trace trace() {
        List<Step> steps = new ArrayList<>();
        values.forEach((name, matrix) -> {
            boolean isSum = (Step.isGradient(name) || name.equals(Step.LOSS)) && fault != Fault.MISSING_DIVISION_BY_N;
            double[][] mean = isSum ? mean(matrix) : matrix;
            steps.add(new Step(name, Step.Source.RECORDED, Optional.of(Matrix.ofRows(mean))));
        });
        return new Trace(precision, n, steps);
    }

    private double[][] mean(double[][] sum) {
        double[][] mean = new double[sum.length][];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = Arrays.stream(sum[i]).map(v -> v / n).toArray();
        }
        return mean;
    }

    private double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] = r(c[i][j] + r(a[i][k] * b[k][j]));
                }
            }
        }
        return c;
    }

    private double[][] sums(double[][] a) {
        double[][] sums = new double[1][a[0].length];
        for (double[] row : a) {
            for (int j = 0; j < row.length; j++) {
                sums[0][j] = r(sums[0][j] + row[j]);
            }
        }
        return sums;
    }

    private static double[][] withoutLast(double[][] a) {
        double[][] copy = map(a, v -> v);
        Arrays.fill(copy[copy.length - 1], 0);
        return copy;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[][] map(double[][] a, DoubleUnaryOperator f) {
        double[][] result = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            result[i] = Arrays.stream(a[i]).map(f).toArray();
        }
        return result;
    }

    private static double[][] rows(Matrix matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                rows[i][j] = matrix.get(i, j);
            }
        }
        return rows;
    }
}
