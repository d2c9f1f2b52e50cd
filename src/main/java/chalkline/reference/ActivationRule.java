package chalkline.reference;

import static chalkline.reference.Elementary.ABS;
import static chalkline.reference.Elementary.EXP;
import static chalkline.reference.Elementary.LN;
import static chalkline.reference.Elementary.NEGATIVE;
import static chalkline.reference.Elementary.ONE_WHERE_POSITIVE;
import static chalkline.reference.Elementary.POSITIVE_PART;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;

import chalkline.network.Activation;
import chalkline.network.StepId;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Where;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * An activation's formulas: A = f(Z), dZ = dA ∘ f′(Z).
 *
 * <p>Where two formulas meet with different slopes, f′ at the point itself is a convention. Those stated here are
 * the usual ones. A minimum that f takes in the middle is rounded to 17 digits.
 *
 * @param values the ways to write f(z) beside its name; the last is the one that numbers are put into; none where the name
 *     says it
 * @param derivatives the ways to write f′(z), the first of them in z alone; the last is how it is worked on paper; softmax has
 *     none
 * @param range the values that f takes
 * @param primitive which function of implementations it is
 */
record ActivationRule(List<Expression> values, List<Expression> derivatives, Range range, Primitive primitive) {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Constant ZERO = number(0.0);
    private static final Constant ONE = number(1.0);
    /** λ of SELU. */
    private static final Constant SELU_SCALE =
            new Constant("1.05070098736", new BigDecimal("1.0507009873554804934193349852946"));
    /** α of SELU. */
    private static final Constant SELU_ALPHA =
            new Constant("1.67326324235", new BigDecimal("1.6732632423543772848170429916717"));
    /** √(2/π). */
    private static final Constant ROOT_TWO_OVER_PI =
            new Constant("0.797884560803", new BigDecimal("0.79788456080286535587989211986876374"));

    private static final Constant TWO_THIRDS =
            new Constant("0.666666666667", new BigDecimal("0.66666666666666666666666666666666667"));
    /** 1.7159·⅔. */
    private static final Constant STEEPEST =
            new Constant("1.14393333333", new BigDecimal("1.1439333333333333333333333333333333"));

    private static final Expression Z = Expression.step(StepId.z(1));

    private ActivationRule(Expression value, Expression derivative, Range range) {
        this(List.of(value), List.of(derivative), range, Primitive.NONE);
    }

    /** Functions that implementations have of their own, with an accuracy that no formula tells. */
    enum Primitive {
        /** Any other, which is worked by its formula. */
        NONE,
        SIGMOID,
        TANH,
        SOFTPLUS,
        SOFTMAX
    }

    /** Whether f′ has one formula here and another there, so that it may jump between them. */
    static boolean hasPieces(Activation f) {
        return of(f).worked(true).filter(each -> Parts.of(each).hasPieces()).isPresent();
    }

    /** Whether f is made of pieces of polynomials, so that f of a fraction is one. */
    static boolean isPiecewisePolynomial(Activation f) {
        return of(f).worked(false)
                .filter(each -> Parts.of(each).isPiecewisePolynomial())
                .isPresent();
    }

    /** f(z) or f′(z) in a formula of z alone; empty of what is no formula, and smooth. */
    Optional<Expression> worked(boolean isDerivative) {
        return primitive == Primitive.NONE ? Optional.of(isDerivative ? derivative() : value()) : Optional.empty();
    }

    /** The formulas in z alone; randomised ReLU has the mean of its slopes, as in prediction. */
    static ActivationRule of(Activation f) {
        return of(f, Z, Z.in(f), f.kind() == Activation.Kind.RRELU ? meanSlope(f) : Z);
    }

    private static Expression meanSlope(Activation f) {
        return number(f.parameter(0) / 2 + f.parameter(1) / 2);
    }

    /** f(z) in a formula of z. */
    Expression value() {
        return values.get(values.size() - 1);
    }

    /** f′(z) in a formula of z alone. */
    Expression derivative() {
        return derivatives.get(0);
    }

    /**
     * The formulas with these steps.
     *
     * @param a f(z)
     * @param slopes as they were drawn, which only randomised ReLU has
     */
    static ActivationRule of(Activation f, Expression z, Expression a, Expression slopes) {
        Expression sigmoid = z.in(Activation.SIGMOID);
        Expression squared = z.in(SQUARE);
        return switch (f.kind()) {
            case IDENTITY -> new ActivationRule(z, ONE, Range.ALL);
            case CUBE -> new ActivationRule(z.times(squared), number(3).times(squared), Range.ALL);

            case SIGMOID ->
                new ActivationRule(
                        List.of(ONE.over(ONE.plus(z.in(NEGATIVE).in(EXP)))),
                        List.of(sigmoid.times(ONE.minus(sigmoid)), a.times(ONE.minus(a))),
                        new Range(0, 1, "(0, 1)"),
                        Primitive.SIGMOID);
            case TANH -> {
                Expression tanh = z.in(Activation.TANH);
                yield new ActivationRule(
                        List.of(),
                        List.of(ONE.minus(tanh.in(SQUARE)), ONE.minus(a.in(SQUARE))),
                        new Range(-1, 1, "(-1, 1)"),
                        Primitive.TANH);
            }
            // Goodfellow et al., Deep Learning, §4.1.
            case SOFTMAX ->
                new ActivationRule(
                        List.of(z.in(EXP).over(z.in(EXP).total(Over.UNITS))),
                        List.of(),
                        new Range(0, 1, "(0, 1)"),
                        Primitive.SOFTMAX);
            // Dugas et al., Incorporating second-order functional knowledge, 2001.
            case SOFTPLUS ->
                new ActivationRule(
                        List.of(ONE.plus(z.in(EXP)).in(LN)),
                        List.of(sigmoid),
                        new Range(0, INFINITY, "(0, ∞)"),
                        Primitive.SOFTPLUS);
            // Bergstra et al., Quadratic polynomials learn better features, 2009.
            case SOFTSIGN -> {
                Expression size = ONE.plus(z.in(ABS));
                yield new ActivationRule(z.over(size), ONE.over(size.in(SQUARE)), new Range(-1, 1, "(-1, 1)"));
            }

            // Nair and Hinton, 2010; with the parameters of Keras. f′(max) = 0; f′(threshold) = 1, of the plain one 0.
            case RELU -> relu(z, f.parameter(0), f.parameter(1), f.parameter(2));
            case RELU6 -> relu(z, 6, 0, 0);
            // Maas, Hannun and Ng, Rectifier nonlinearities, 2013. f′(0) = 1.
            case LEAKY_RELU ->
                new ActivationRule(
                        where(z, 0, true, z, by(f.parameter(0), z)),
                        where(z, 0, true, ONE, number(f.parameter(0))),
                        f.parameter(0) > 0 ? Range.ALL : Range.FROM_ZERO);
            // Xu, Wang, Chen and Li, Empirical evaluation of rectified activations, 2015. f′(0) = 1.
            case RRELU ->
                new ActivationRule(
                        where(z, 0, true, z, slopes.times(z)),
                        where(z, 0, true, ONE, slopes),
                        f.parameter(1) > 0 ? Range.ALL : Range.FROM_ZERO);
            // Konda, Memisevic and Krueger, Zero-bias autoencoders, 2015. f′(θ) = 0.
            case THRESHOLDED_RELU ->
                new ActivationRule(
                        where(z, f.parameter(0), false, z, ZERO),
                        where(z, f.parameter(0), false, ONE, ZERO),
                        Range.above(Math.min(0, f.parameter(0))));
            // Clevert, Unterthiner and Hochreiter, Exponential linear units, 2016. f′(0) = 1.
            case ELU ->
                new ActivationRule(
                        where(z, 0, true, z, by(f.parameter(0), z.in(EXP).minus(ONE))),
                        where(z, 0, true, ONE, by(f.parameter(0), z.in(EXP))),
                        Range.above(Math.min(0, -f.parameter(0))));
            // Klambauer et al., Self-normalizing neural networks, 2017. f′(0) = λα.
            case SELU -> {
                Expression scale = SELU_SCALE.times(SELU_ALPHA);
                yield new ActivationRule(
                        where(
                                z,
                                0,
                                true,
                                SELU_SCALE.times(z),
                                scale.times(z.in(EXP).minus(ONE))),
                        where(z, 0, false, SELU_SCALE, scale.times(z.in(EXP))),
                        new Range(-1.7580993408473766, INFINITY, "(-1.7581, ∞)"));
            }
            // Collobert, 2004. f′(−1) = f′(1) = 1.
            case HARD_TANH ->
                new ActivationRule(
                        between(z, 1, number(-1), z, ONE), between(z, 1, ZERO, ONE, ZERO), new Range(-1, 1, "[-1, 1]"));
            // Courbariaux, Bengio and David, BinaryConnect, 2015, as in Keras 1 and 2. At both ends f′ = 0.2.
            case HARD_SIGMOID ->
                new ActivationRule(
                        between(z, 2.5, ZERO, number(0.2).times(z).plus(number(0.5)), ONE),
                        between(z, 2.5, ZERO, number(0.2), ZERO),
                        new Range(0, 1, "[0, 1]"));
            // f′(0) = 0.
            case RECTIFIED_TANH ->
                new ActivationRule(
                        List.of(where(z, 0, false, z.in(Activation.TANH), ZERO)),
                        List.of(
                                where(z, 0, false, z.inDerivative(Activation.TANH), ZERO),
                                where(a, 0, false, ONE.minus(a.in(SQUARE)), ZERO)),
                        new Range(0, 1, "[0, 1)"),
                        Primitive.NONE);

            // Ramachandran, Zoph and Le, Searching for activation functions, 2017; β = 1.
            case SWISH ->
                new ActivationRule(
                        z.times(sigmoid), gatedSlope(z), new Range(-0.2784645427610738, INFINITY, "[-0.2785, ∞)"));
            // Hendrycks and Gimpel, Gaussian error linear units, 2016, §2.
            case GELU -> f.parameter(0) == 0 ? gelu(z) : preciseGelu(z);
            // Misra, Mish, 2019.
            case MISH -> {
                Expression softplus = z.in(Activation.of(Activation.Kind.SOFTPLUS));
                Expression gate = softplus.in(Activation.TANH);
                yield new ActivationRule(
                        z.times(gate),
                        gate.plus(
                                z.times(softplus.inDerivative(Activation.TANH)).times(sigmoid)),
                        new Range(-0.3088434130172504, INFINITY, "[-0.3088, ∞)"));
            }
            case RATIONAL_TANH -> rationalTanh(z);
        };
    }

    /** z where z ≥ threshold, else slope·(z − threshold), and never more than max. */
    private static ActivationRule relu(Expression z, double max, double threshold, double slope) {
        boolean plain = threshold == 0 && slope == 0;
        Expression distance = threshold == 0 ? z : z.minus(number(threshold));
        Expression value = plain ? z.in(POSITIVE_PART) : where(z, threshold, true, z, by(slope, distance));
        Expression derivative = plain ? z.in(ONE_WHERE_POSITIVE) : where(z, threshold, true, ONE, number(slope));
        Range range = Range.ofRelu(max, threshold, slope);
        return max == INFINITY
                ? new ActivationRule(value, derivative, range)
                : new ActivationRule(
                        where(z, max, true, number(max), value), where(z, max, true, ZERO, derivative), range);
    }

    /** Of z·σ(z): σ(z) + z·σ′(z). */
    private static Expression gatedSlope(Expression z) {
        return z.in(Activation.SIGMOID).plus(z.times(z.inDerivative(Activation.SIGMOID)));
    }

    /** z·σ(1.702z). */
    private static ActivationRule gelu(Expression z) {
        Expression steep = number(1.702).times(z);
        return new ActivationRule(
                z.times(steep.in(Activation.SIGMOID)),
                gatedSlope(steep),
                new Range(-0.1636101896363536, INFINITY, "[-0.1636, ∞)"));
    }

    /** ½z·(1 + tanh u), u = √(2/π)(z + 0.044715z³). */
    private static ActivationRule preciseGelu(Expression z) {
        Expression half = z.over(2);
        Expression cubic = number(0.044715).times(z).times(z.in(SQUARE));
        Expression u = ROOT_TWO_OVER_PI.times(z.plus(cubic));
        Expression growth = ROOT_TWO_OVER_PI.times(ONE.plus(number(0.134145).times(z.in(SQUARE))));
        Expression gate = ONE.plus(u.in(Activation.TANH));
        return new ActivationRule(
                half.times(gate),
                gate.over(2).plus(half.times(u.inDerivative(Activation.TANH)).times(growth)),
                new Range(-0.17004075057125403, INFINITY, "[-0.17, ∞)"));
    }

    /**
     * 1.7159·t(⅔z) with t(y) = sign(y)·(1 − 1 / D), D = 1 + |y| + y² + 1.41645y⁴, which is near tanh; f′(z) =
     * 1.7159·⅔·(1 + 2|y| + 4·1.41645|y|³) / D² (Kalinovskii and Spitsyn, Compact convolutional neural network cascade, 2015).
     */
    private static ActivationRule rationalTanh(Expression z) {
        Expression y = TWO_THIRDS.times(z.in(ABS));
        Expression square = y.in(SQUARE);
        Expression d =
                new Expression.Sum(List.of(ONE, y, square, number(1.41645).times(square.in(SQUARE))));
        Expression size = number(1.7159).times(ONE.minus(ONE.over(d)));
        Expression slope =
                ONE.plus(number(2).times(y)).plus(number(5.6658).times(y).times(square));
        return new ActivationRule(
                where(z, 0, true, size, size.in(NEGATIVE)),
                STEEPEST.times(slope).over(d.in(SQUARE)),
                new Range(-1.7159, 1.7159, "(-1.7159, 1.7159)"));
    }

    /** A factor, which is not written where it is 1. */
    private static Expression by(double factor, Expression of) {
        return factor == 1 ? of : number(factor).times(of);
    }

    private static Expression where(
            Expression subject, double point, boolean atPoint, Expression above, Expression below) {
        return new Where(subject, number(point), atPoint, above, below);
    }

    /** What it is below −limit, between, and above limit; at both what it is between. */
    private static Expression between(
            Expression z, double limit, Expression below, Expression inside, Expression above) {
        return where(z, limit, false, above, where(z, -limit, true, inside, below));
    }
}
