package chalkline.reference;

import java.math.BigDecimal;

/** The activations that multiply z by a gate between 0 and 1: f(z) = z·g(z), f′(z) = g(z) + z·g′(z). */
final class Gated {
    /** √(2/π). */
    static final BigDecimal ROOT_TWO_OVER_PI = new BigDecimal("0.79788456080286535587989211986876374");

    static final double CUBIC = 0.044715;
    /** 3·0.044715. */
    static final double THREE_CUBIC = 0.134145;

    static final double STEEPNESS = 1.702;

    private Gated() {}

    /** The gate σ(z) (Ramachandran, Zoph and Le, Searching for activation functions, 2017; β = 1). */
    static final Elementwise SWISH = Elementwise.inZ(z -> z.hadamard(z.map(Sigmoids.SIGMOID)), Gated::slope);

    /** The gate σ(1.702z) (Hendrycks and Gimpel, Gaussian error linear units, 2016, §2). */
    static final Elementwise GELU = Elementwise.inZ(
            z -> z.hadamard(z.scaled(STEEPNESS).map(Sigmoids.SIGMOID)), z -> slope(z.scaled(STEEPNESS)));

    /** σ(z) + z·σ′(z). */
    private static Rounded slope(Rounded z) {
        return z.map(Sigmoids.SIGMOID_BY_POWER).plus(z.hadamard(z.map(Sigmoids.SIGMOID_DERIVATIVE_BY_POWER)));
    }

    /**
     * The gate ½(1 + tanh(√(2/π)(z + 0.044715z³))), whose derivative is ½(1 − tanh²)·√(2/π)(1 + 3·0.044715z²) (the same
     * paper).
     */
    static final Elementwise PRECISE_GELU = Elementwise.inZ(
            z -> z.scaled(0.5).hadamard(inner(z).map(Sigmoids.TANH).plus(1)), z -> {
                Rounded inner = inner(z);
                Rounded half = z.scaled(0.5);
                Rounded growth = z.hadamard(z).scaled(THREE_CUBIC).plus(1).scaled(ROOT_TWO_OVER_PI);
                Rounded gate = inner.map(Sigmoids.TANH).plus(1).scaled(0.5);
                return gate.plus(
                        half.hadamard(inner.map(Sigmoids.TANH_DERIVATIVE)).hadamard(growth));
            });

    private static Rounded inner(Rounded z) {
        return z.plus(z.hadamard(z).hadamard(z).scaled(CUBIC)).scaled(ROOT_TWO_OVER_PI);
    }

    /** The gate tanh(ln(1 + eᶻ)), whose derivative is (1 − tanh²)·σ(z) (Misra, Mish, 2019). */
    static final Elementwise MISH =
            Elementwise.inZ(z -> z.hadamard(z.map(Sigmoids.SOFTPLUS).map(Sigmoids.TANH)), z -> {
                Rounded softplus = z.map(Sigmoids.SOFTPLUS);
                Rounded growth = softplus.map(Sigmoids.TANH_DERIVATIVE).hadamard(z.map(Sigmoids.SIGMOID_BY_POWER));
                return softplus.map(Sigmoids.TANH).plus(z.hadamard(growth));
            });
}
