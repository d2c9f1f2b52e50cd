package chalkline.reference;

import java.math.BigDecimal;

/** The activations without kinks: f and f′ as formulas over matrices. */
final class Smooth {
    /** As the paper of the rational tanh gives them. */
    static final double SCALE = 1.7159;

    static final double QUARTIC = 1.41645;
    /** 4·1.41645. */
    static final double FOUR_QUARTIC = 5.6658;

    /** ⅔. */
    static final BigDecimal TWO_THIRDS = new BigDecimal("0.66666666666666666666666666666666667");
    /** 1.7159·⅔. */
    static final BigDecimal STEEPEST = new BigDecimal("1.1439333333333333333333333333333333");

    private Smooth() {}

    /** f(z) = z. */
    static final Elementwise IDENTITY = Elementwise.inZ(z -> z, z -> z.filled(1));

    /** f(z) = z³, f′(z) = 3z². */
    static final Elementwise CUBE =
            Elementwise.inZ(z -> z.hadamard(z).hadamard(z), z -> z.hadamard(z).scaled(3));

    /** f(z) = 1 / (1 + e⁻ᶻ), f′ = a(1 − a). */
    static final Elementwise SIGMOID = Elementwise.inA(
            z -> z.map(Sigmoids.SIGMOID), z -> z.map(Sigmoids.SIGMOID_DERIVATIVE), a -> a.hadamard(a.oneMinus()));

    /** f(z) = tanh z, f′ = 1 − a². */
    static final Elementwise TANH = Elementwise.inA(
            z -> z.map(Sigmoids.TANH),
            z -> z.map(Sigmoids.TANH_DERIVATIVE),
            a -> a.hadamard(a).oneMinus());

    /** f(z) = ln(1 + eᶻ), f′(z) = σ(z) (Dugas et al., Incorporating second-order functional knowledge, 2001). */
    static final Elementwise SOFTPLUS =
            Elementwise.inZ(z -> z.map(Sigmoids.SOFTPLUS), z -> z.map(Sigmoids.SIGMOID_BY_POWER));

    /** f(z) = z / (1 + |z|), f′(z) = 1 / (1 + |z|)² (Bergstra et al., Quadratic polynomials learn better features, 2009). */
    static final Elementwise SOFTSIGN = Elementwise.inZ(z -> z.over(onePlusSize(z)), z -> {
        Rounded d = onePlusSize(z);
        return z.filled(1).over(d.hadamard(d));
    });

    private static Rounded onePlusSize(Rounded z) {
        return z.map(Functions.ABS).plus(1);
    }

    /**
     * f(z) = 1.7159·t(⅔z) with t(y) = sign(y)·(1 − 1 / D), D = 1 + |y| + y² + 1.41645y⁴, which is near tanh; f′(z) =
     * 1.7159·⅔·(1 + 2|y| + 4·1.41645|y|³) / D² (Kalinovskii and Spitsyn, Compact convolutional neural network cascade,
     * 2015).
     */
    static final Elementwise RATIONAL_TANH = Elementwise.inZ(
            z -> {
                Rounded size = denominator(scaledSize(z));
                Rounded above = size.filled(1).over(size).oneMinus().scaled(SCALE);
                return z.split(0, Rounded.Tie.ABOVE, above.scaled(-1), above);
            },
            z -> {
                Rounded y = scaledSize(z);
                Rounded d = denominator(y);
                Rounded slope =
                        y.scaled(2).plus(1).plus(y.hadamard(y).hadamard(y).scaled(FOUR_QUARTIC));
                return slope.over(d.hadamard(d)).scaled(STEEPEST);
            });

    private static Rounded scaledSize(Rounded z) {
        return z.map(Functions.ABS).scaled(TWO_THIRDS);
    }

    private static Rounded denominator(Rounded y) {
        Rounded square = y.hadamard(y);
        return y.plus(1).plus(square).plus(square.hadamard(square).scaled(QUARTIC));
    }
}
