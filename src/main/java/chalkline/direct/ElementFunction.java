package chalkline.direct;

import chalkline.network.Activation;
import java.util.function.DoubleUnaryOperator;

/**
 * An activation of one number, worked in double whatever the network computes in. Where two pieces meet, the derivative at the
 * point itself is the usual one.
 *
 * @param value f(z)
 * @param slope f′(z)
 */
record ElementFunction(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    /** λ of SELU. */
    private static final double SELU_SCALE = 1.0507009873554805;
    /** λα of SELU. */
    private static final double SELU_BELOW = 1.0507009873554805 * 1.6732632423543772;

    /** The function of an activation of single numbers, which softmax is not. */
    static ElementFunction of(Activation f) {
        return switch (f.kind()) {
            case IDENTITY -> new ElementFunction(z -> z, z -> 1);
            // z³
            case CUBE -> new ElementFunction(z -> z * z * z, z -> 3 * z * z);
            // 1 / (1 + e⁻ᶻ)
            case SIGMOID -> new ElementFunction(ElementFunction::sigmoid, ElementFunction::sigmoidSlope);
            case TANH -> new ElementFunction(Math::tanh, ElementFunction::tanhSlope);
            // ln(1 + eᶻ)
            case SOFTPLUS -> new ElementFunction(ElementFunction::softplus, ElementFunction::sigmoid);
            // z / (1 + |z|)
            case SOFTSIGN -> new ElementFunction(z -> z / (1 + Math.abs(z)), z -> 1 / square(1 + Math.abs(z)));
            case RELU -> relu(f.parameter(0), f.parameter(1), f.parameter(2));
            case RELU6 -> relu(6, 0, 0);
            case LEAKY_RELU -> {
                double alpha = f.parameter(0);
                yield new ElementFunction(z -> z >= 0 ? z : alpha * z, z -> z >= 0 ? 1 : alpha);
            }
            case THRESHOLDED_RELU -> {
                double theta = f.parameter(0);
                yield new ElementFunction(z -> z > theta ? z : 0, z -> z > theta ? 1 : 0);
            }
            // z, below 0 α(eᶻ − 1)
            case ELU -> {
                double alpha = f.parameter(0);
                yield new ElementFunction(
                        z -> z >= 0 ? z : alpha * Math.expm1(z), z -> z >= 0 ? 1 : alpha * Math.exp(z));
            }
            // λz, below 0 λα(eᶻ − 1)
            case SELU ->
                new ElementFunction(
                        z -> z >= 0 ? SELU_SCALE * z : SELU_BELOW * Math.expm1(z),
                        z -> z > 0 ? SELU_SCALE : SELU_BELOW * Math.exp(z));
            case HARD_TANH -> new ElementFunction(z -> z > 1 ? 1 : z >= -1 ? z : -1, z -> Math.abs(z) <= 1 ? 1 : 0);
            case HARD_SIGMOID ->
                new ElementFunction(
                        z -> z > 2.5 ? 1 : z >= -2.5 ? 0.2 * z + 0.5 : 0, z -> Math.abs(z) <= 2.5 ? 0.2 : 0);
            case RECTIFIED_TANH -> new ElementFunction(z -> z > 0 ? Math.tanh(z) : 0, z -> z > 0 ? tanhSlope(z) : 0);
            // z·σ(z)
            case SWISH -> new ElementFunction(z -> z * sigmoid(z), z -> gatedSlope(z));
            case GELU -> f.parameter(0) == 0 ? gelu() : preciseGelu();
            // z·tanh(ln(1 + eᶻ))
            case MISH ->
                new ElementFunction(
                        z -> z * Math.tanh(softplus(z)),
                        z -> Math.tanh(softplus(z)) + z * tanhSlope(softplus(z)) * sigmoid(z));
            case RATIONAL_TANH -> rationalTanh();
            case SOFTMAX, RRELU -> throw new IllegalArgumentException(f + " is no function of one number");
        };
    }

    /** z where z ≥ threshold, else slope·(z − threshold), and never more than max. */
    private static ElementFunction relu(double max, double threshold, double slope) {
        boolean plain = threshold == 0 && slope == 0;
        return new ElementFunction(
                z -> z >= max ? max : z >= threshold ? z : plain ? 0 : slope * (z - threshold),
                z -> z >= max ? 0 : plain ? (z > 0 ? 1 : 0) : z >= threshold ? 1 : slope);
    }

    /** z·σ(1.702z). */
    private static ElementFunction gelu() {
        return new ElementFunction(z -> z * sigmoid(1.702 * z), z -> gatedSlope(1.702 * z));
    }

    /** ½z·(1 + tanh u), u = √(2/π)(z + 0.044715z³). */
    private static ElementFunction preciseGelu() {
        double root = 0.7978845608028654;
        return new ElementFunction(z -> z / 2 * (1 + Math.tanh(root * (z + 0.044715 * z * z * z))), z -> {
            double u = root * (z + 0.044715 * z * z * z);
            return (1 + Math.tanh(u)) / 2 + z / 2 * tanhSlope(u) * root * (1 + 0.134145 * z * z);
        });
    }

    /** 1.7159·sign(z)·(1 − 1 / D), D = 1 + |y| + y² + 1.41645y⁴, y = ⅔z. */
    private static ElementFunction rationalTanh() {
        return new ElementFunction(
                z -> {
                    double y = Math.abs(z) * (2 / 3.0);
                    return Math.copySign(1.7159 * (1 - 1 / rationalSize(y)), z);
                },
                z -> {
                    double y = Math.abs(z) * (2 / 3.0);
                    return 1.7159 * (2 / 3.0) * (1 + 2 * y + 5.6658 * y * y * y) / square(rationalSize(y));
                });
    }

    private static double rationalSize(double y) {
        return 1 + y + y * y + 1.41645 * square(y * y);
    }

    /** 1 / (1 + e⁻ᶻ), without overflow. */
    static double sigmoid(double z) {
        double e = Math.exp(-Math.abs(z));
        return (z >= 0 ? 1 : e) / (1 + e);
    }

    /** σ(z)·σ(−z). */
    private static double sigmoidSlope(double z) {
        double e = Math.exp(-Math.abs(z));
        return e / square(1 + e);
    }

    /** 1 − tanh²(z). */
    private static double tanhSlope(double z) {
        return 4 * sigmoidSlope(2 * z);
    }

    /** ln(1 + eᶻ), without overflow. */
    static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    /** Of z·σ(z): σ(z) + z·σ′(z). */
    private static double gatedSlope(double z) {
        return sigmoid(z) + z * sigmoidSlope(z);
    }

    private static double square(double x) {
        return x * x;
    }
}
