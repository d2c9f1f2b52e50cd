package chalkline.dl4j.defects;

import chalkline.network.Activation;
import chalkline.network.Precision;

/**
 * The activations and the derivatives that are defective, as Deeplearning4j computes them, every operation rounded to the
 * precision; what the textbook has, where it computes that.
 */
record ImitatedActivation(Activation f, Precision precision) {

    private double r(double x) {
        return precision.cast(x);
    }

    private double exp(double z) {
        return r(Math.exp(z));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private double rationalBelow(double y) {
        return r(1 + Math.abs(y) + r(y * y) + r(1.41645f * r(y * y * y * y)));
    }

    double value(double z) {
        return switch (f.kind()) {
            case CUBE -> z * z * z;
            case ELU -> z >= 0 ? z : f.parameter(0) * Math.expm1(z);
            case GELU -> f.parameter(0) == 0 ? z * sigmoid(1.702f * z) : z / 2 * (1 + Math.tanh(preciseGate(z)));
            case HARD_SIGMOID -> Math.min(1, Math.max(0, 0.2f * z + 0.5));
            case HARD_TANH -> Math.min(1, Math.max(-1, z));
            case IDENTITY, SOFTMAX -> z;
            case RRELU -> throw new IllegalArgumentException("the slopes of " + f + " are drawn");
            case LEAKY_RELU -> z >= 0 ? z : f.parameter(0) * z;
            case MISH -> z * Math.tanh(z > 30 ? z : Math.log1p(Math.exp(z)));
            case RATIONAL_TANH -> 1.7159f * Math.signum(z) * (1 - 1 / rationalBelow(r(2.0 / 3) * z));
            case RECTIFIED_TANH -> Math.max(0, Math.tanh(z));
            case RELU -> relu(z);
            case RELU6 -> Math.min(6, Math.max(0, z));
            case SELU -> 1.0507009873554804934 * (z > 0 ? z : 1.6732632423543772848 * Math.expm1(z));
            case SIGMOID -> sigmoid(z);
            case SOFTPLUS -> Math.log(r(1 + exp(z)));
            case SOFTSIGN -> z / (1 + Math.abs(z));
            case SWISH -> z * sigmoid(z);
            case TANH -> Math.tanh(z);
            case THRESHOLDED_RELU -> z > r(f.parameter(0)) ? z : 0;
        };
    }

    private double relu(double z) {
        double threshold = r(f.parameter(1));
        double value = z >= threshold ? z : f.parameter(2) * (z - threshold);
        return Math.min(f.parameter(0), f.equals(Activation.RELU) ? Math.max(z, 0) : value);
    }

    /** √(2/π)·(z + (0.044715z)³). */
    private static double preciseGate(double z) {
        double c = 0.044715 * z;
        return Math.sqrt(2 / Math.PI) * (z + c * c * c);
    }

    /** How large what is added up or multiplied on the way to the value is. */
    double size(double z) {
        return switch (f.kind()) {
            case GELU -> Math.abs(z) * (1 + Math.abs(z));
            case HARD_SIGMOID, RATIONAL_TANH -> 2;
            case RECTIFIED_TANH, TANH -> 1;
            case SOFTPLUS -> 1 + Math.abs(z);
            case CUBE,
                    ELU,
                    HARD_TANH,
                    IDENTITY,
                    LEAKY_RELU,
                    MISH,
                    RELU,
                    RELU6,
                    RRELU,
                    SELU,
                    SIGMOID,
                    SOFTMAX,
                    SOFTSIGN,
                    SWISH,
                    THRESHOLDED_RELU -> Math.abs(z);
        };
    }

    /** Of the kinds whose derivative is defective. */
    double slope(double z) {
        return switch (f.kind()) {
            case ELU -> z >= 0 ? 1 : Math.exp(z);
            case GELU -> f.parameter(0) == 0 ? overflowing(r(1.702f * z)) : preciseGelu(z);
            case HARD_SIGMOID -> Math.abs(z) > 2.5 ? 0 : 0.2f;
            case LEAKY_RELU -> z >= 0 ? 1 : (float) f.parameter(0);
            case MISH -> mish(z);
            case RATIONAL_TANH -> rationalTanh(z);
            case RELU -> reluSlope(z);
            case RRELU -> 1;
            case SOFTPLUS -> r(exp(z) / r(1 + exp(z)));
            case SWISH -> overflowing(z);
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
                    THRESHOLDED_RELU ->
                throw new IllegalArgumentException("no defect is known of the derivative of " + f.label());
        };
    }

    double slopeSize(double z) {
        double e = Double.isNaN(z) ? 1 : 1 + Math.abs(z);
        return f.kind() == Activation.Kind.GELU || f.kind() == Activation.Kind.SWISH || f.kind() == Activation.Kind.MISH
                ? e * e
                : e;
    }

    private double reluSlope(double z) {
        double most = f.parameter(0);
        if (most != 0 && z >= r(most)) {
            return 0;
        }
        boolean plain = f.parameter(1) == 0 && f.parameter(2) == 0;
        boolean above = plain ? z > 0 : z >= r(f.parameter(1));
        return above ? 1 : f.parameter(1) == 0 ? (float) f.parameter(2) : f.parameter(2);
    }

    /** eᶻ(z + eᶻ + 1) / (eᶻ + 1)². */
    private double overflowing(double z) {
        double e = exp(z);
        return r(r(e * r(z + e + 1)) / r(r(e + 1) * r(e + 1)));
    }

    /** eᶻ(4(z + 1) + 4e²ᶻ + e³ᶻ + eᶻ(4z + 6)) / (2eᶻ + e²ᶻ + 2)². */
    private double mish(double z) {
        double e = exp(z);
        double below = r(2 * e + exp(2 * z) + 2);
        return r(r(e * r(4 * (z + 1) + r(4 * exp(2 * z)) + exp(3 * z) + r(e * (4 * z + 6)))) / r(below * below));
    }

    private double rationalTanh(double z) {
        double y = r(r(2.0 / 3) * z);
        double below = rationalBelow(y);
        double above = r(1 + Math.signum(y) * (2 * y + r(4 * 1.41645f * r(y * y * y))));
        return r(1.7159f * r(2.0 / 3) * r(above / r(below * below)));
    }

    /** The derivative of what Deeplearning4j has for the value, with its six digits. */
    private static double preciseGelu(double z) {
        double gate = 0.797885 * z + Math.pow(0.0356774 * z, 3);
        double sech = 1 / Math.cosh(gate);
        return 0.5 + (0.398942 * z + Math.pow(0.0535161 * z, 3)) * sech * sech + 0.5 * Math.tanh(gate);
    }
}
