package chalkline.reference;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * An activation that takes every entry by itself: A = f(Z), dZ = dA ∘ f′(Z).
 *
 * @param f the function
 * @param derivative f′
 * @param derivativeOnPaper f′ of Z and A as one writes it on paper
 */
record Elementwise(
        UnaryOperator<Rounded> f, UnaryOperator<Rounded> derivative, BinaryOperator<Rounded> derivativeOnPaper)
        implements ActivationFunction {

    /** One whose derivative is written in Z on paper as well. */
    static Elementwise inZ(UnaryOperator<Rounded> f, UnaryOperator<Rounded> derivative) {
        return new Elementwise(f, derivative, (z, a) -> derivative.apply(z));
    }

    /** One whose derivative is written in A on paper. */
    static Elementwise inA(
            UnaryOperator<Rounded> f, UnaryOperator<Rounded> derivative, UnaryOperator<Rounded> derivativeFromOutput) {
        return new Elementwise(f, derivative, (z, a) -> derivativeFromOutput.apply(a));
    }

    @Override
    public Rounded value(Rounded z) {
        return f.apply(z);
    }

    @Override
    public Rounded backward(Rounded z, Rounded dA) {
        return dA.hadamard(derivative.apply(z));
    }

    @Override
    public Rounded backwardFromOutput(Rounded z, Rounded a, Rounded dA) {
        return dA.hadamard(derivativeOnPaper.apply(z, a));
    }
}
