package chalkline.dl4j.defects;

import chalkline.check.StepResult;
import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * ActivationDefectsTest: constants that are floats, an alpha and drawn slopes that are lost, a constant that is cubed,
 * powers of e that leave the precision, and a softmax that is lost far below 0.
 */
record ActivationDefects(Network network, Trace trace) {

    Optional<String> explanation(StepResult step) {
        for (int l = 1; l <= network.depth(); l++) {
            if (!trace.has(Step.z(l))) {
                continue;
            }
            boolean value = step.name().equals(Step.a(l));
            boolean slope = step.name().equals(Step.gradient(Step.z(l)));
            if (value || slope) {
                return of(l, value, trace.value(step.name()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> of(int l, boolean value, Matrix actual) {
        Activation f = network.layer(l).activation();
        if (f.kind() == Activation.Kind.SOFTMAX) {
            return softmax(l, value, actual);
        }
        Optional<String> defect = value ? ofValue(f) : ofSlope(f);
        if (defect.isEmpty()) {
            return Optional.empty();
        }
        ImitatedActivation imitated = new ImitatedActivation(f, trace.precision());
        Matrix z = trace.value(Step.z(l));
        double unit = trace.precision().unitRoundoff();
        double least = 16 * trace.precision().smallestNormal();
        if (value) {
            return KnownDefects.when(
                    Foretold.of(
                                    z.size(),
                                    k -> imitated.value(z.get(k)),
                                    k -> 16 * unit * imitated.size(z.get(k)) + least)
                            .is(actual),
                    defect.get());
        }
        Matrix dA = trace.value(Step.gradient(Step.a(l)));
        return KnownDefects.when(
                Foretold.of(
                                z.size(),
                                k -> trace.precision().cast(dA.get(k) * imitated.slope(z.get(k))),
                                k -> Math.abs(dA.get(k)) * 16 * unit * imitated.slopeSize(z.get(k)) + least)
                        .is(actual),
                defect.get());
    }

    private static Optional<String> ofValue(Activation f) {
        return switch (f.kind()) {
            case GELU ->
                Optional.of(f.parameter(0) != 0 ? "precise gelu cubes 0.044715 as well" : "gelu's 1.702 is a float");
            case HARD_SIGMOID -> Optional.of("hard-sigmoid's 0.2 is a float");
            case RATIONAL_TANH -> Optional.of("rational-tanh's constants are floats");
            case SOFTPLUS -> Optional.of("softplus overflows");
            case CUBE,
                    ELU,
                    HARD_TANH,
                    IDENTITY,
                    LEAKY_RELU,
                    MISH,
                    RECTIFIED_TANH,
                    RELU,
                    RELU6,
                    RRELU,
                    SELU,
                    SIGMOID,
                    SOFTMAX,
                    SOFTSIGN,
                    SWISH,
                    TANH,
                    THRESHOLDED_RELU -> Optional.empty();
        };
    }

    private static Optional<String> ofSlope(Activation f) {
        return switch (f.kind()) {
            case ELU -> Optional.of("elu's alpha is lost in backprop");
            case GELU ->
                Optional.of(
                        f.parameter(0) != 0
                                ? "precise gelu cubes 0.044715 as well"
                                : "gelu' has a float for 1.702, and overflows");
            case HARD_SIGMOID -> Optional.of("hard-sigmoid's 0.2 is a float");
            case LEAKY_RELU -> Optional.of("leaky-relu's alpha is a float in backprop");
            case MISH -> Optional.of("mish' overflows");
            case RATIONAL_TANH -> Optional.of("rational-tanh' has floats for constants, and overflows");
            case RELU -> Optional.of("relu's negative slope is a float in backprop");
            case RRELU -> Optional.of("rrelu's slopes are taken for 1 in backprop");
            case SOFTPLUS -> Optional.of("softplus' overflows");
            case SWISH -> Optional.of("swish' overflows");
            case CUBE,
                    HARD_TANH,
                    IDENTITY,
                    RECTIFIED_TANH,
                    RELU6,
                    SELU,
                    SIGMOID,
                    SOFTMAX,
                    SOFTSIGN,
                    TANH,
                    THRESHOLDED_RELU -> Optional.empty();
        };
    }

    /** In float64 the maximum of a row among several is sought from 0 upwards: far below 0 powers of e are subnormal, or 0. */
    private Optional<String> softmax(int l, boolean value, Matrix actual) {
        Matrix z = trace.value(Step.z(l));
        int m = z.columns();
        double[] values = new double[z.size()];
        double[] errors = new double[z.size()];
        for (int i = 0; i < z.rows(); i++) {
            row(l, i, value, values, errors, m);
        }
        return KnownDefects.when(
                new Foretold(values, errors).is(actual),
                isSoughtFromZero(z) ? "softmax of a row far below 0" : "softmax spreads what is no number");
    }

    private boolean isSoughtFromZero(Matrix z) {
        return trace.precision() == Precision.FLOAT64 && z.rows() > 1;
    }

    private void row(int l, int i, boolean value, double[] values, double[] errors, int m) {
        Matrix z = trace.value(Step.z(l));
        double shift = isSoughtFromZero(z) ? 0 : Double.NEGATIVE_INFINITY;
        for (int j = 0; j < m; j++) {
            shift = Math.max(shift, z.get(i, j));
        }
        double sum = 0;
        double[] s = new double[m];
        for (int j = 0; j < m; j++) {
            s[j] = trace.precision().cast(Math.exp(z.get(i, j) - shift));
            sum += s[j];
        }
        // Of subnormal powers the last digit may differ.
        double unit = trace.precision().unitRoundoff() * (m + 16) + 4 * Double.MIN_VALUE / sum;
        double inner = 0;
        double size = 0;
        boolean fused = !value && !trace.has(Step.gradient(Step.a(l)));
        Matrix given = fused ? trace.value(Step.Y) : value ? z : trace.value(Step.gradient(Step.a(l)));
        for (int j = 0; j < m; j++) {
            s[j] /= sum;
            inner += s[j] * given.get(i, j);
            size += s[j] * Math.abs(given.get(i, j));
        }
        for (int j = 0; j < m; j++) {
            int k = i * m + j;
            if (value) {
                values[k] = s[j];
                errors[k] = unit * s[j] + 4 * Double.MIN_VALUE / sum;
            } else if (fused) {
                double counts = counts(i) / z.rows();
                double weighted = network.loss().weights().isPresent() ? weighted(given, i) : 1;
                values[k] = counts * (s[j] * weighted - weight(j) * given.get(i, j));
                errors[k] = 4 * unit * (s[j] * weighted + weight(j) * Math.abs(given.get(i, j)));
            } else {
                values[k] = s[j] * (given.get(i, j) - inner);
                errors[k] = 4 * unit * (s[j] * Math.abs(given.get(i, j)) + size);
            }
        }
    }

    /** 0 where the example is masked. */
    private double counts(int i) {
        return trace.has(Step.MASK) ? trace.value(Step.MASK).get(i, 0) : 1;
    }

    private double weight(int j) {
        return network.loss()
                .weights()
                .map(weights -> trace.precision().cast(weights.get(j)))
                .orElse(1.0);
    }

    private double weighted(Matrix labels, int i) {
        return IntStream.range(0, labels.columns())
                .mapToDouble(j -> weight(j) * labels.get(i, j))
                .sum();
    }
}
