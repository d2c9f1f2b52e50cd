package chalkline.reference;

import chalkline.network.Activation;

/** An activation: A = f(Z), and what the chain rule makes of ∂loss/∂A. */
public sealed interface ActivationFunction permits Elementwise, Softmax {

    /** The formulas of that activation. */
    static ActivationFunction of(Activation activation) {
        return switch (activation) {
            case IDENTITY ->
                new Elementwise(
                        Functions.IDENTITY, Functions.IDENTITY_DERIVATIVE, a -> a.map(Functions.IDENTITY_DERIVATIVE));
            case RELU ->
                new Elementwise(Functions.RELU, Functions.RELU_DERIVATIVE, a -> a.map(Functions.RELU_DERIVATIVE));
            case SIGMOID ->
                new Elementwise(Functions.SIGMOID, Functions.SIGMOID_DERIVATIVE, a -> a.hadamard(a.oneMinus()));
            case TANH ->
                new Elementwise(
                        Functions.TANH,
                        Functions.TANH_DERIVATIVE,
                        a -> a.hadamard(a).oneMinus());
            case SOFTMAX -> new Softmax();
        };
    }

    /** A = f(Z), both N × units. */
    Rounded value(Rounded z);

    /** dZ from Z and dA, all N × units: f′ taken at Z. */
    Rounded backward(Rounded z, Rounded dA);

    /** The same with f′ written in A, as σ′ = A(1 − A) on paper: what A has lost to rounding is lost. */
    Rounded backwardFromOutput(Rounded a, Rounded dA);
}
