package chalkline.reference;

import chalkline.reference.Rounded.Tie;
import java.math.BigDecimal;

/**
 * The activations that have one formula below a point and another above it. Where the two have different slopes, f′ at the
 * point itself is a convention: those stated here are Deeplearning4j's, and where none is stated either slope is right.
 */
final class Piecewise {
    /** λ of SELU. */
    static final BigDecimal SELU_SCALE = new BigDecimal("1.0507009873554804934193349852946");
    /** α of SELU. */
    static final BigDecimal SELU_ALPHA = new BigDecimal("1.6732632423543772848170429916717");

    private Piecewise() {}

    /** f(z) = max(0, z) (Nair and Hinton, 2010); f′(0) = 0. */
    static final Elementwise RELU = Elementwise.inA(
            z -> z.map(Kinked.RELU), z -> z.map(Kinked.RELU_DERIVATIVE), a -> a.map(Kinked.RELU_DERIVATIVE));

    /**
     * f(z) = max where z ≥ max, else z where z ≥ threshold, else slope·(z − threshold), in Keras's terms. f′(max) = 0, and
     * f′(threshold) = 1 unless it is the plain ReLU's.
     *
     * @param max may be ∞
     */
    static Elementwise relu(double max, double threshold, double slope) {
        if (threshold == 0 && slope == 0) {
            return max == Double.POSITIVE_INFINITY
                    ? RELU
                    : Elementwise.inZ(
                            z -> capped(z, max, RELU.value(z)),
                            z -> z.split(max, Tie.ABOVE, RELU.derivative().apply(z), z.filled(0)));
        }
        return Elementwise.inZ(
                z -> capped(
                        z, max, z.split(threshold, Tie.ABOVE, z.plus(-threshold).scaled(slope), z)),
                z -> {
                    Rounded uncapped = z.split(threshold, Tie.ABOVE, z.filled(slope), z.filled(1));
                    return max == Double.POSITIVE_INFINITY ? uncapped : z.split(max, Tie.ABOVE, uncapped, z.filled(0));
                });
    }

    private static Rounded capped(Rounded z, double max, Rounded uncapped) {
        return max == Double.POSITIVE_INFINITY ? uncapped : z.split(max, Tie.ABOVE, uncapped, z.filled(max));
    }

    /** f(z) = z where z ≥ 0, else αz (Maas, Hannun and Ng, Rectifier nonlinearities, 2013); f′(0) = 1. */
    static Elementwise leakyRelu(double alpha) {
        return Elementwise.inZ(
                z -> z.split(0, Tie.ABOVE, z.scaled(alpha), z),
                z -> z.split(0, Tie.ABOVE, z.filled(alpha), z.filled(1)));
    }

    /**
     * f(z) = z where z ≥ 0, else αz, with a slope α of every entry's own, drawn anew in every training step (Xu, Wang, Chen
     * and Li, Empirical evaluation of rectified activations in convolution network, 2015); f′(z) = α where z < 0, f′(0) = 1.
     *
     * @param slopes as they were drawn, as many as z has entries
     */
    static Elementwise rrelu(Rounded slopes) {
        return Elementwise.inZ(
                z -> z.split(0, Tie.ABOVE, z.hadamard(slopes), z), z -> z.split(0, Tie.ABOVE, slopes, z.filled(1)));
    }

    /**
     * f(z) = z where z ≥ 0, else α(eᶻ − 1), f′(z) = αeᶻ there (Clevert, Unterthiner and Hochreiter, Exponential linear
     * units, 2016); f′(0) = 1.
     */
    static Elementwise elu(double alpha) {
        return Elementwise.inZ(
                z -> z.split(0, Tie.ABOVE, z.map(Functions.EXPM1).scaled(alpha), z),
                z -> z.split(0, Tie.ABOVE, z.map(Functions.EXP).scaled(alpha), z.filled(1)));
    }

    /**
     * f(z) = λz where z > 0, else λα(eᶻ − 1), f′(z) = λ and λαeᶻ (Klambauer et al., Self-normalizing neural networks,
     * 2017).
     */
    static final Elementwise SELU = Elementwise.inZ(
            z -> z.split(
                    0, Tie.EITHER, z.map(Functions.EXPM1).scaled(SELU_ALPHA).scaled(SELU_SCALE), z.scaled(SELU_SCALE)),
            z -> z.split(
                    0,
                    Tie.EITHER,
                    z.map(Functions.EXP).scaled(SELU_ALPHA).scaled(SELU_SCALE),
                    z.filled(1).scaled(SELU_SCALE)));

    /** f(z) = z where z > θ, else 0 (Konda, Memisevic and Krueger, Zero-bias autoencoders, 2015); f′(θ) = 0. */
    static Elementwise thresholdedRelu(double theta) {
        return Elementwise.inZ(
                z -> z.split(theta, Tie.BELOW, z.filled(0), z),
                z -> z.split(theta, Tie.BELOW, z.filled(0), z.filled(1)));
    }

    /** f(z) = z, kept within [−1, 1] (Collobert, 2004); f′(z) = 1 inside. */
    static final Elementwise HARD_TANH = Elementwise.inZ(
            z -> z.split(-1, Tie.EITHER, z.filled(-1), z.split(1, Tie.EITHER, z, z.filled(1))),
            z -> inside(z, 1, z.filled(1)));

    /** f(z) = 0.2z + 0.5, kept within [0, 1] (Courbariaux, Bengio and David, BinaryConnect, 2015, as in Keras 1 and 2). */
    static final Elementwise HARD_SIGMOID = Elementwise.inZ(
            z -> {
                Rounded line = z.scaled(0.2).plus(0.5);
                return z.split(-2.5, Tie.EITHER, z.filled(0), z.split(2.5, Tie.EITHER, line, z.filled(1)));
            },
            z -> inside(z, 2.5, z.filled(0.2)));

    /** 0 outside of [−limit, limit]. */
    private static Rounded inside(Rounded z, double limit, Rounded slope) {
        Rounded zero = z.filled(0);
        return z.split(-limit, Tie.EITHER, zero, z.split(limit, Tie.EITHER, slope, zero));
    }

    /** f(z) = max(0, tanh z), f′(z) = 1 − tanh² z where z > 0; f′(0) = 0. */
    static final Elementwise RECTIFIED_TANH = Elementwise.inA(
            z -> z.split(0, Tie.BELOW, z.filled(0), z.map(Sigmoids.TANH)),
            z -> z.split(0, Tie.BELOW, z.filled(0), z.map(Sigmoids.TANH_DERIVATIVE)),
            a -> a.split(0, Tie.BELOW, a.filled(0), a.hadamard(a).oneMinus()));
}
