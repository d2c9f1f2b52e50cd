package chalkline.dl4j;

import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Optional;

/**
 * Where Deeplearning4j 1.0.0-M2.1's activations are known not to be what they are called; each has a test of its own in the
 * package defects. The classification is as narrow as the defect: the kind, the step, the precision, the size of z.
 */
final class ActivationDefects {
    private ActivationDefects() {}

    /** What is wrong with Deeplearning4j in that step; empty where nothing is known. */
    static Optional<String> explanation(Network network, Trace trace, StepResult step) {
        for (int l = 1; l <= network.depth(); l++) {
            if (!trace.has(Step.z(l))) {
                continue;
            }
            Activation f = network.layer(l).activation();
            double z = step.worst().isEmpty() ? 0 : at(trace.value(Step.z(l)), step);
            boolean overflows = step.verdict() == StepVerdict.NON_FINITE;
            boolean ofThis = step.name().equals(Step.a(l)) || step.name().equals(Step.gradient(Step.z(l)));
            if (ofThis && f.kind() == Activation.Kind.SOFTMAX) {
                return softmax(trace.value(Step.z(l)), step, trace.precision());
            }
            if (step.name().equals(Step.a(l))) {
                return value(f, trace.precision(), overflows, z);
            }
            if (step.name().equals(Step.gradient(Step.z(l)))) {
                return derivative(f, trace.precision(), overflows, z);
            }
        }
        return Optional.empty();
    }

    /** In float64 the maximum of a row among several is sought from 0 upwards: far below 0 it comes to 0 / 0. */
    private static Optional<String> softmax(Matrix z, StepResult step, Precision precision) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < z.columns(); j++) {
            max = Math.max(max, z.get(step.worst().orElseThrow().row(), j));
        }
        boolean lost =
                precision == Precision.FLOAT64 && z.rows() > 1 && max < 0.99 * Math.log(precision.smallestNormal());
        return when(lost, "softmax of a row far below 0");
    }

    private static double at(Matrix z, StepResult step) {
        int row = step.worst().orElseThrow().row();
        int column = step.worst().orElseThrow().column();
        return row < z.rows() && column < z.columns() ? z.get(row, column) : 0;
    }

    private static Optional<String> value(Activation f, Precision precision, boolean overflows, double z) {
        boolean float64 = precision == Precision.FLOAT64;
        return switch (f.kind()) {
            case GELU ->
                f.parameter(0) != 0
                        ? Optional.of("precise gelu cubes 0.044715 as well")
                        : when(float64, "gelu's 1.702 is a float");
            case HARD_SIGMOID -> when(float64, "hard-sigmoid's 0.2 is a float");
            case RATIONAL_TANH -> when(float64, "rational-tanh's constants are floats");
            case SOFTPLUS -> when(overflows && z > largestExponent(precision), "softplus overflows");
            case CUBE,
                    ELU,
                    HARD_TANH,
                    IDENTITY,
                    LEAKY_RELU,
                    MISH,
                    RECTIFIED_TANH,
                    RELU,
                    RELU6,
                    SELU,
                    SIGMOID,
                    SOFTMAX,
                    SOFTSIGN,
                    SWISH,
                    TANH,
                    THRESHOLDED_RELU -> Optional.empty();
        };
    }

    private static Optional<String> derivative(Activation f, Precision precision, boolean overflows, double z) {
        boolean float64 = precision == Precision.FLOAT64;
        double largest = largestExponent(precision);
        return switch (f.kind()) {
            case ELU -> when(f.parameter(0) != 1, "elu's alpha is lost in backprop");
            case GELU ->
                f.parameter(0) != 0
                        ? Optional.of("precise gelu cubes 0.044715 as well")
                        : overflows
                                ? when(2 * 1.702 * z > 0.99 * largest, "gelu' overflows")
                                : when(float64, "gelu's 1.702 is a float");
            case HARD_SIGMOID -> when(float64, "hard-sigmoid's 0.2 is a float");
            case LEAKY_RELU -> when(float64, "leaky-relu's alpha is a float in backprop");
            case MISH -> when(overflows && 4 * z > 0.99 * largest, "mish' overflows");
            // The square of 1 + |y| + y² + 1.41645y⁴ with y = ⅔z leaves the float long before the quotient does.
            case RATIONAL_TANH ->
                float64
                        ? Optional.of("rational-tanh's constants are floats")
                        : when(
                                2 * Math.pow(2 * z / 3, 8) > 0.99 * precision.largest(),
                                "rational-tanh' divides by infinity");
            case RELU ->
                when(
                        float64 && f.parameter(1) == 0 && f.parameter(2) != 0,
                        "relu's negative slope is a float in backprop");
            case SOFTPLUS -> when(overflows && z > largest, "softplus' overflows");
            case SWISH -> when(overflows && 2 * z > 0.99 * largest, "swish' overflows");
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

    /** Beyond it e to the z is an infinity. */
    private static double largestExponent(Precision precision) {
        return Math.log(precision.largest());
    }

    private static Optional<String> when(boolean known, String defect) {
        return known ? Optional.of(defect) : Optional.empty();
    }
}
