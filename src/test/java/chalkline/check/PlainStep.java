package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.StepId;
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
        DROPPED_EXAMPLE,
        UNMASKED_INPUT,
        UNMASKED_GRADIENT,
        NORMALISATION_TAKEN_AS_CONSTANT,
        UNMASKED_LOSS,
        UNMASKED_OUTPUT_GRADIENT,
        SLOPES_TAKEN_FOR_ONE,
        SLOPES_DRAWN_AGAIN
    }

    private final Network network;
    private final Precision precision;
    private final PlainActivations plain;
    private final PlainLoss losses;
    private final Fault fault;
    /** The layer that the fault is in, and by how much one entry is off. */
    private final int faultyLayer;

    private final double off;
    private final int n;
    private final Map<StepId, double[][]> values = new LinkedHashMap<>();

    private PlainStep(
            Network network, Batch batch, Map<StepId, Matrix> parameters, Fault fault, int faultyLayer, double off) {
        this.network = network;
        this.precision = network.precision();
        this.plain = new PlainActivations(network.precision());
        this.losses = new PlainLoss(network.loss(), network.precision());
        this.fault = fault;
        this.faultyLayer = faultyLayer;
        this.off = off;
        this.n = batch.size();
        put(StepId.X, rows(batch.features()));
        put(StepId.Y, rows(batch.labels()));
        parameters.forEach((name, value) -> put(name, rows(value)));
    }

    static Trace of(Network network, Batch batch, Map<StepId, Matrix> parameters) {
        return of(network, batch, parameters, Fault.NONE, 1, 0);
    }

    static Trace of(Network network, Batch batch, Map<StepId, Matrix> parameters, Fault fault, int layer, double off) {
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

    private double[][] get(StepId name) {
        return values.get(name);
    }

    private void put(StepId name, double[][] matrix) {
        for (double[] row : matrix) {
            for (int j = 0; j < row.length; j++) {
                row[j] = r(row[j]);
            }
        }
        values.put(name, matrix);
    }

    private void forward() {
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            double[][] input = get(StepId.a(l - 1));
            if (layer.retainProbability().isPresent()) {
                input = entrywise(input, get(StepId.m(l)));
                if (layer.kind() == Layer.Kind.DROPOUT) {
                    put(StepId.a(l), input);
                    continue;
                }
                put(StepId.d(l), input);
            }
            double[][] z = layer.kind() == Layer.Kind.DENSE ? times(input, get(StepId.w(l))) : map(input, v -> v);
            if (layer.layerNorm().isPresent()) {
                put(StepId.u(l), z);
                z = entrywise(standardised(z), repeated(get(StepId.g(l))[0], n));
            }
            for (double[] row : z) {
                for (int j = 0; j < row.length && layer.hasBias() && !is(Fault.MISSING_BIAS, l); j++) {
                    row[j] = r(row[j] + get(StepId.b(l))[0][j]);
                }
            }
            z = l == network.depth() ? masked(z) : z;
            put(StepId.z(l), z);
            put(StepId.a(l), activate(l, z));
        }
        put(StepId.LOSS, new double[][] {{loss()}});
        if (network.isRegularised()) {
            put(StepId.SCORE, new double[][] {{score()}});
        }
    }

    private void backward() {
        int last = network.depth();
        double[][] dA = outputGradient();
        for (int l = last; l >= 1; l--) {
            put(StepId.a(l).gradient(), dA);
            Layer layer = network.layer(l);
            if (layer.kind() == Layer.Kind.DROPOUT) {
                dA = entrywise(dA, get(StepId.m(l)));
                continue;
            }
            double[][] dZ = throughActivation(l, dA);
            if (is(Fault.NAN_IN_GRADIENT, l)) {
                dZ[0][0] = Double.NaN;
            }
            put(StepId.z(l).gradient(), dZ);
            dA = layer.kind() == Layer.Kind.DENSE ? throughWeights(l, dZ) : map(dZ, v -> v);
            if (layer.retainProbability().isPresent()) {
                put(StepId.d(l).gradient(), dA);
                dA = is(Fault.UNMASKED_GRADIENT, l) ? dA : entrywise(dA, get(StepId.m(l)));
            }
        }
    }

    /** dW and db, and then the gradient of the layer's input. */
    private double[][] throughWeights(int l, double[][] dZ) {
        double[][] dU = dZ;
        if (network.layer(l).layerNorm().isPresent()) {
            double[][] standardised = standardised(get(StepId.u(l)));
            put(StepId.g(l).gradient(), sums(entrywise(dZ, standardised)));
            dU = throughNormalisation(get(StepId.u(l)), entrywise(dZ, repeated(get(StepId.g(l))[0], n)));
            if (is(Fault.NORMALISATION_TAKEN_AS_CONSTANT, l)) {
                dU = entrywise(dZ, standardised);
            }
            put(StepId.u(l).gradient(), dU);
        }
        double[][] used = is(Fault.DROPPED_EXAMPLE, l) ? withoutLast(dU) : dU;
        boolean masked = network.layer(l).retainProbability().isPresent() && !is(Fault.UNMASKED_INPUT, l);
        double[][] dW = times(transposed(get(masked ? StepId.d(l) : StepId.a(l - 1))), used);
        if (is(Fault.WRONG_SIGN, l)) {
            dW = map(dW, v -> -v);
        }
        if (is(Fault.FLOAT_CAST_GRADIENT, l)) {
            dW = map(dW, v -> (float) v);
        }
        if (is(Fault.ONE_ENTRY_OFF, l)) {
            dW[0][0] *= 1 + off;
        }
        put(StepId.w(l).gradient(), dW);
        if (network.layer(l).hasBias()) {
            put(StepId.b(l).gradient(), is(Fault.DROPPED_BIAS_GRADIENT, l) ? new double[1][dZ[0].length] : sums(dZ));
        }
        double[][] w = is(Fault.STALE_WEIGHTS, l) ? map(get(StepId.w(l)), v -> v * (1 + off)) : get(StepId.w(l));
        return times(dU, is(Fault.UNTRANSPOSED_W, l) ? w : transposed(w));
    }

    private static double[][] repeated(double[] row, int times) {
        double[][] rows = new double[times][];
        Arrays.setAll(rows, i -> row.clone());
        return rows;
    }

    /** Mean and variance unit by unit, as Welford has them. */
    private double[][] standardised(double[][] u) {
        return map(u, (row, k) -> {
            double sigma = deviation(row);
            return sigma == 0 ? 0 : r(r(row[k] - mean(row)) / sigma);
        });
    }

    private double mean(double[] row) {
        double sum = 0;
        for (double v : row) {
            sum = r(sum + v);
        }
        return r(sum / row.length);
    }

    private double deviation(double[] row) {
        double mean = 0;
        double squares = 0;
        for (int k = 0; k < row.length; k++) {
            double delta = r(row[k] - mean);
            mean = r(mean + r(delta / (k + 1)));
            squares = r(squares + r(delta * r(row[k] - mean)));
        }
        return r(Math.sqrt(r(squares / row.length)));
    }

    /** Each unit's own, the mean's and the deviation's share, one after the other. */
    private double[][] throughNormalisation(double[][] u, double[][] h) {
        double[][] result = new double[u.length][];
        for (int i = 0; i < u.length; i++) {
            double[] row = u[i];
            double[] dU = new double[row.length];
            double mean = mean(row);
            double sigma = deviation(row);
            double ofMean = 0;
            double ofDeviation = 0;
            for (int k = 0; k < row.length && sigma > 0; k++) {
                dU[k] = r(h[i][k] / sigma);
                ofMean = r(ofMean - dU[k]);
                ofDeviation = r(ofDeviation - r(r(h[i][k] * r(row[k] - mean)) / r(sigma * sigma)));
            }
            for (int k = 0; k < row.length && sigma > 0; k++) {
                double slope = r(r(row[k] - mean) / r(sigma * row.length));
                dU[k] = r(r(dU[k] + r(ofMean / row.length)) + r(ofDeviation * slope));
            }
            result[i] = dU;
        }
        return result;
    }

    private interface OfRow {
        double at(double[] row, int k);
    }

    private static double[][] map(double[][] a, OfRow f) {
        double[][] result = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            double[] row = a[i];
            double[] mapped = new double[row.length];
            Arrays.setAll(mapped, k -> f.at(row, k));
            result[i] = mapped;
        }
        return result;
    }

    private double[][] entrywise(double[][] a, double[][] b) {
        double[][] c = map(a, v -> v);
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c[i].length; j++) {
                c[i][j] = r(a[i][j] * b[i][j]);
            }
        }
        return c;
    }

    private void update() {
        new PlainUpdate(network, n, values).run();
    }

    private double score() {
        double score = r(get(StepId.LOSS)[0][0] / n);
        for (int l = 1; l <= network.depth(); l++) {
            PlainPath path = new PlainPath(network.layer(l), precision);
            for (StepId name : network.parameters(l)) {
                score = r(score + r(path.penalty(get(name), name.equals(StepId.b(l)))));
            }
        }
        return score;
    }

    private double loss() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double[] terms = losses.terms(get(StepId.a(network.depth()))[i], get(StepId.Y)[i]);
            for (int j = 0; j < terms.length; j++) {
                sum = counts(i, j) || is(Fault.UNMASKED_LOSS, 1) ? r(sum + terms[j]) : sum;
            }
        }
        return sum;
    }

    private double[][] outputGradient() {
        double[][] result = new double[n][];
        for (int i = 0; i < n; i++) {
            result[i] = losses.slopes(get(StepId.a(network.depth()))[i], get(StepId.Y)[i]);
        }
        return is(Fault.UNMASKED_OUTPUT_GRADIENT, 1) ? result : masked(result);
    }

    private boolean counts(int i, int j) {
        double[][] mask = get(StepId.MASK);
        return mask == null || mask[i][mask[i].length == 1 ? 0 : j] != 0;
    }

    private double[][] masked(double[][] a) {
        double[][] result = map(a, v -> v);
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                result[i][j] = counts(i, j) ? a[i][j] : 0;
            }
        }
        return result;
    }

    private double[][] throughActivation(int l, double[][] dA) {
        double[][] z = get(StepId.z(l));
        double[][] a = get(StepId.a(l));
        double[][] dZ = new double[n][dA[0].length];
        for (int i = 0; i < n; i++) {
            double dot = 0;
            for (int j = 0; j < dA[i].length; j++) {
                dot = r(dot + r(dA[i][j] * a[i][j]));
            }
            for (int j = 0; j < dA[i].length; j++) {
                boolean on = is(Fault.RELU_DERIVATIVE_AT_ZERO, l) ? z[i][j] >= 0 : z[i][j] > 0;
                Activation f = is(Fault.SLOPES_TAKEN_FOR_ONE, l) ? Activation.IDENTITY : at(l, i, j);
                dZ[i][j] = f.equals(Activation.SOFTMAX)
                        ? r(a[i][j] * r(dA[i][j] - dot))
                        : f.equals(Activation.RELU)
                                ? on ? dA[i][j] : 0
                                : r(dA[i][j] * plain.derivative(f, z[i][j], a[i][j]));
            }
        }
        return dZ;
    }

    /** What one entry's activation is: with drawn slopes, a leaky ReLU of its own. */
    private Activation at(int l, int i, int j) {
        return network.layer(l).drawsSlopes()
                ? Activation.leakyRelu(get(StepId.s(l))[i][j])
                : network.layer(l).activation();
    }

    private double[][] activate(int l, double[][] z) {
        if (!network.layer(l).activation().equals(Activation.SOFTMAX)) {
            double[][] a = map(z, v -> v);
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                    Activation f = is(Fault.SLOPES_DRAWN_AGAIN, l) ? Activation.leakyRelu(off) : at(l, i, j);
                    a[i][j] = plain.value(f, z[i][j]);
                }
            }
            return a;
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
            boolean isSum = (name.isGradient() || name.equals(StepId.LOSS)) && fault != Fault.MISSING_DIVISION_BY_N;
            double[][] mean = isSum ? mean(matrix) : matrix;
            // The score and the update divide once more, in the precision.
            boolean later =
                    precision == Precision.FLOAT32 && name.role() != StepId.Role.A && name.role() != StepId.Role.Z;
            steps.add(new Step(
                    name,
                    Step.Source.RECORDED,
                    Optional.of(Matrix.ofRows(mean)),
                    isSum ? new Step.Scaling(n, n > 1 && later) : Step.Scaling.NONE));
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

    static double[][] map(double[][] a, DoubleUnaryOperator f) {
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
