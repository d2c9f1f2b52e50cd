package chalkline.reference;

import chalkline.network.Activation;

/** An activation: A = f(Z), and what the chain rule makes of ∂loss/∂A. */
public sealed interface ActivationFunction permits Elementwise, Softmax {

    /** The formulas of that activation, of randomised ReLU those with the mean of the slopes, as in prediction. */
    static ActivationFunction of(Activation activation) {
        return switch (activation.kind()) {
            case CUBE -> Smooth.CUBE;
            case ELU -> Piecewise.elu(activation.parameter(0));
            case GELU -> activation.parameter(0) == 0 ? Gated.GELU : Gated.PRECISE_GELU;
            case HARD_SIGMOID -> Piecewise.HARD_SIGMOID;
            case HARD_TANH -> Piecewise.HARD_TANH;
            case IDENTITY -> Smooth.IDENTITY;
            case LEAKY_RELU -> Piecewise.leakyRelu(activation.parameter(0));
            case MISH -> Gated.MISH;
            case RATIONAL_TANH -> Smooth.RATIONAL_TANH;
            case RECTIFIED_TANH -> Piecewise.RECTIFIED_TANH;
            case RELU -> Piecewise.relu(activation.parameter(0), activation.parameter(1), activation.parameter(2));
            case RELU6 -> Piecewise.relu(6, 0, 0);
            case RRELU -> Piecewise.leakyRelu(activation.parameter(0) / 2 + activation.parameter(1) / 2);
            case SELU -> Piecewise.SELU;
            case SIGMOID -> Smooth.SIGMOID;
            case SOFTMAX -> new Softmax();
            case SOFTPLUS -> Smooth.SOFTPLUS;
            case SOFTSIGN -> Smooth.SOFTSIGN;
            case SWISH -> Gated.SWISH;
            case TANH -> Smooth.TANH;
            case THRESHOLDED_RELU -> Piecewise.thresholdedRelu(activation.parameter(0));
        };
    }

    /** A = f(Z), both N × units. */
    Rounded value(Rounded z);

    /** dZ from Z and dA, all N × units: f′ taken at Z. */
    Rounded backward(Rounded z, Rounded dA);

    /**
     * The same with f′ written in A where one writes it so on paper, as σ′ = A(1 − A): what A has lost to rounding is lost.
     */
    Rounded backwardFromOutput(Rounded z, Rounded a, Rounded dA);
}
