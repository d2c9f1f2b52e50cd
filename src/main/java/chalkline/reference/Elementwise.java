package chalkline.reference;

import java.util.function.UnaryOperator;

/**
 * An activation that takes every entry by itself: A = f(Z), dZ = dA ∘ f′(Z).
 *
 * @param f the function
 * @param derivative f′
 * @param derivativeFromOutput f′(Z) written in A
 */
record Elementwise(ScalarFunction f, ScalarFunction derivative, UnaryOperator<Rounded> derivativeFromOutput)
        implements ActivationFunction {

    @Override
    public Rounded value(Rounded z) {
        return z.map(f);
    }

    @Override
    public Rounded backward(Rounded z, Rounded dA) {
        return dA.hadamard(z.map(derivative));
    }

    @Override
    public Rounded backwardFromOutput(Rounded a, Rounded dA) {
        return dA.hadamard(derivativeFromOutput.apply(a));
    }
}
