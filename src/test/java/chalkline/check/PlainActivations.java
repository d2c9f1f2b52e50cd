package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Precision;

/** The activations as one would program them, every operation rounded to the precision. */
record PlainActivations(Precision precision) {
    private double r(double x) {
        return precision.cast(x);
    }

    private double exp(double z) {
        return r(Math.exp(z));
    }

    private double sigmoid(double z) {
        return r(1 / r(1 + exp(-z)));
    }

    private double tanh(double z) {
        return r(Math.tanh(z));
    }

    private double softplus(double z) {
        return z > 40 ? z : r(Math.log(r(1 + exp(z))));
    }

    private double gate(double z) {
        double inner = r(z + r(r(0.044715) * r(r(z * z) * z)));
        return tanh(r(r(Math.sqrt(2 / Math.PI)) * inner));
    }

    private double rationalDenominator(double z) {
        double y = r(r(2 / 3.0) * Math.abs(z));
        return r(r(r(1 + y) + r(y * y)) + r(r(1.41645) * r(r(y * y) * r(y * y))));
    }

    double value(Activation f, double z) {
        return switch (f.kind()) {
            case CUBE -> r(r(z * z) * z);
            case ELU -> z >= 0 ? z : r(r(f.parameter(0)) * r(exp(z) - 1));
            case GELU -> f.parameter(0) == 0 ? r(z * sigmoid(r(r(1.702) * z))) : r(r(z / 2) * r(1 + gate(z)));
            case HARD_SIGMOID -> Math.min(1, Math.max(0, r(r(r(0.2) * z) + 0.5)));
            case HARD_TANH -> Math.min(1, Math.max(-1, z));
            case IDENTITY, SOFTMAX -> z;
            case LEAKY_RELU -> z >= 0 ? z : r(r(f.parameter(0)) * z);
            case MISH -> r(z * tanh(softplus(z)));
            case RATIONAL_TANH -> Math.signum(z) * r(r(1.7159) * r(1 - r(1 / rationalDenominator(z))));
            case RECTIFIED_TANH -> Math.max(0, tanh(z));
            case RELU ->
                Math.min(
                        r(f.parameter(0)),
                        z >= r(f.parameter(1))
                                ? f.equals(Activation.RELU) ? Math.max(z, 0) : z
                                : r(r(f.parameter(2)) * r(z - r(f.parameter(1)))));
            case RELU6 -> Math.min(6, Math.max(0, z));
            case RRELU -> throw new IllegalArgumentException("the slopes of " + f + " are drawn");
            case SELU -> {
                double negative = r(r(1.6732632423543772848) * r(exp(z) - 1));
                yield r(r(1.0507009873554804934) * (z > 0 ? z : negative));
            }
            case SIGMOID -> sigmoid(z);
            case SOFTPLUS -> softplus(z);
            case SOFTSIGN -> r(z / r(1 + Math.abs(z)));
            case SWISH -> r(z * sigmoid(z));
            case TANH -> tanh(z);
            case THRESHOLDED_RELU -> z > r(f.parameter(0)) ? z : 0;
        };
    }

    double derivative(Activation f, double z, double a) {
        return switch (f.kind()) {
            case CUBE -> r(3 * r(z * z));
            case ELU -> z >= 0 ? 1 : r(r(f.parameter(0)) * exp(z));
            case GELU -> f.parameter(0) == 0 ? fastGelu(z) : preciseGelu(z);
            case HARD_SIGMOID -> Math.abs(z) <= 2.5 ? r(0.2) : 0;
            case HARD_TANH -> Math.abs(z) <= 1 ? 1 : 0;
            case IDENTITY, SOFTMAX -> 1;
            case LEAKY_RELU -> z >= 0 ? 1 : r(f.parameter(0));
            case MISH -> {
                double t = tanh(softplus(z));
                yield r(t + r(r(z * r(1 - r(t * t))) * sigmoid(z)));
            }
            case RATIONAL_TANH -> {
                double y = r(r(2 / 3.0) * Math.abs(z));
                double d = rationalDenominator(z);
                double top = r(r(1 + r(2 * y)) + r(r(4 * r(1.41645)) * r(r(y * y) * y)));
                yield r(r(r(1.7159) * r(2 / 3.0)) * r(top / r(d * d)));
            }
            case RECTIFIED_TANH -> z > 0 ? r(1 - r(tanh(z) * tanh(z))) : 0;
            case RELU -> relu(f, z);
            case RELU6 -> z > 0 && z < 6 ? 1 : 0;
            case RRELU -> throw new IllegalArgumentException("the slopes of " + f + " are drawn");
            case SELU -> r(1.0507009873554804934) * (z > 0 ? 1 : r(r(1.6732632423543772848) * exp(z)));
            case SIGMOID -> r(a * r(1 - a));
            case SOFTPLUS -> sigmoid(z);
            case SOFTSIGN -> r(1 / r(r(1 + Math.abs(z)) * r(1 + Math.abs(z))));
            case SWISH -> {
                double s = sigmoid(z);
                yield r(s + r(z * r(s * r(1 - s))));
            }
            case TANH -> r(1 - r(a * a));
            case THRESHOLDED_RELU -> z > r(f.parameter(0)) ? 1 : 0;
        };
    }

    private double relu(Activation f, double z) {
        if (z >= r(f.parameter(0))) {
            return 0;
        }
        boolean plain = f.parameter(1) == 0 && f.parameter(2) == 0;
        boolean above = plain ? z > 0 : z >= r(f.parameter(1));
        return above ? 1 : r(f.parameter(2));
    }

    private double fastGelu(double z) {
        double u = r(r(1.702) * z);
        double s = sigmoid(u);
        return r(s + r(u * r(s * r(1 - s))));
    }

    private double preciseGelu(double z) {
        double t = gate(z);
        double growth = r(r(Math.sqrt(2 / Math.PI)) * r(1 + r(r(3 * r(0.044715)) * r(z * z))));
        return r(r(r(1 + t) / 2) + r(r(r(z / 2) * r(1 - r(t * t))) * growth));
    }
}
