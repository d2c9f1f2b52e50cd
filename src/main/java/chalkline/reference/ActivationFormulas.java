package chalkline.reference;

import static chalkline.reference.Elementary.ABS;
import static chalkline.reference.Elementary.EXP;
import static chalkline.reference.Elementary.NEGATIVE;
import static chalkline.reference.Elementary.ONE_WHERE_POSITIVE;
import static chalkline.reference.Elementary.POSITIVE_PART;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;

import chalkline.network.Activation;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Where;
import java.math.BigDecimal;
import java.util.List;

/** The activations as a person writes them; {@link ActivationFunction} has the same ones for the computer. */
final class ActivationFormulas {
    private static final Constant ZERO = new Constant("0");
    private static final Constant ONE = new Constant("1");
    private static final Constant SELU_SCALE = new Constant("1.05070098736", Piecewise.SELU_SCALE);
    private static final Constant SELU_ALPHA = new Constant("1.67326324235", Piecewise.SELU_ALPHA);
    private static final Constant ROOT_TWO_OVER_PI = new Constant("0.797884560803", Gated.ROOT_TWO_OVER_PI);
    private static final Constant TWO_THIRDS = new Constant("0.666666666667", Smooth.TWO_THIRDS);
    private static final Constant STEEPEST = new Constant("1.14393333333", Smooth.STEEPEST);

    private ActivationFormulas() {}

    /**
     * f(z), and the ways to write it out; the last is the one that numbers are put into.
     *
     * @param slopes as they were drawn, which only randomised ReLU has
     */
    static List<Expression> value(Activation f, Expression z, Expression slopes) {
        Expression call = z.in(f);
        return switch (f.kind()) {
            case TANH -> List.of(call);
            case CUBE -> List.of(call, z.times(z.in(SQUARE)));
            case ELU ->
                List.of(call, where(z, 0, true, z, by(f.parameter(0), z.in(EXP).minus(ONE))));
            case GELU -> List.of(call, f.parameter(0) == 0 ? z.times(steep(z)) : half(z).times(ONE.plus(inner(z))));
            case HARD_SIGMOID ->
                List.of(call, between(z, 2.5, ZERO, decimal(0.2).times(z).plus(decimal(0.5)), ONE));
            case HARD_TANH -> List.of(call, between(z, 1, number(-1), z, ONE));
            case IDENTITY -> List.of(call, z);
            case LEAKY_RELU -> List.of(call, where(z, 0, true, z, by(f.parameter(0), z)));
            case MISH -> List.of(call, z.times(z.in(softplus()).in(Activation.TANH)));
            case RATIONAL_TANH -> List.of(call, rationalTanh(z));
            case RECTIFIED_TANH -> List.of(call, where(z, 0, false, z.in(Activation.TANH), ZERO));
            case RELU -> isPlain(f) ? List.of(call, z.in(POSITIVE_PART)) : List.of(call, relu(f, z));
            case RELU6 -> List.of(call, where(z, 6, true, number(6), z.in(POSITIVE_PART)));
            case RRELU -> List.of(where(z, 0, true, z, slopes.times(z)));
            case SELU ->
                List.of(
                        call,
                        where(
                                z,
                                0,
                                false,
                                SELU_SCALE.times(z),
                                SELU_SCALE.times(SELU_ALPHA).times(z.in(EXP).minus(ONE))));
            case SIGMOID -> List.of(call, ONE.over(ONE.plus(z.in(NEGATIVE).in(EXP))));
            case SOFTMAX -> List.of(call, z.in(EXP).over(z.in(EXP).total(Over.UNITS)));
            case SOFTPLUS -> List.of(call, ONE.plus(z.in(EXP)).in(Elementary.LN));
            case SOFTSIGN -> List.of(call, z.over(ONE.plus(z.in(ABS))));
            case SWISH -> List.of(call, z.times(z.in(Activation.SIGMOID)));
            case THRESHOLDED_RELU -> List.of(call, where(z, f.parameter(0), false, z, ZERO));
        };
    }

    /** The ways to write f′(z) out; the last is the one that numbers are put into. Softmax has none. */
    static List<Expression> derivative(Activation f, Expression z, Expression a, Expression slopes) {
        Expression sigmoid = z.in(Activation.SIGMOID);
        return switch (f.kind()) {
            case CUBE -> List.of(number(3).times(z.in(SQUARE)));
            case ELU -> List.of(where(z, 0, true, ONE, by(f.parameter(0), z.in(EXP))));
            case GELU -> List.of(f.parameter(0) == 0 ? steepSlope(z) : preciseSlope(z));
            case HARD_SIGMOID -> List.of(between(z, 2.5, ZERO, decimal(0.2), ZERO));
            case HARD_TANH -> List.of(between(z, 1, ZERO, ONE, ZERO));
            case IDENTITY -> List.of(ONE);
            case LEAKY_RELU -> List.of(where(z, 0, true, ONE, decimal(f.parameter(0))));
            case MISH -> {
                Expression gate = z.in(softplus()).in(Activation.TANH);
                yield List.of(gate.plus(
                        z.times(z.in(softplus()).inDerivative(Activation.TANH)).times(sigmoid)));
            }
            case RATIONAL_TANH -> {
                Expression y = TWO_THIRDS.times(z.in(ABS));
                Expression d = denominator(y);
                Expression slope = ONE.plus(number(2).times(y))
                        .plus(decimal(Smooth.FOUR_QUARTIC).times(y).times(y.in(SQUARE)));
                yield List.of(STEEPEST.times(slope).over(d.in(SQUARE)));
            }
            case RECTIFIED_TANH -> {
                Expression t = z.in(Activation.TANH);
                yield List.of(
                        where(z, 0, false, ONE.minus(t.in(SQUARE)), ZERO),
                        where(a, 0, false, ONE.minus(a.in(SQUARE)), ZERO));
            }
            case RELU -> List.of(isPlain(f) ? z.in(ONE_WHERE_POSITIVE) : reluSlope(f, z));
            case RELU6 -> List.of(where(z, 6, true, ZERO, z.in(ONE_WHERE_POSITIVE)));
            case RRELU -> List.of(where(z, 0, true, ONE, slopes));
            case SELU ->
                List.of(where(
                        z, 0, false, SELU_SCALE, SELU_SCALE.times(SELU_ALPHA).times(z.in(EXP))));
            case SIGMOID -> List.of(sigmoid.times(ONE.minus(sigmoid)), a.times(ONE.minus(a)));
            case SOFTMAX -> List.of();
            case SOFTPLUS -> List.of(sigmoid);
            case SOFTSIGN -> List.of(ONE.over(ONE.plus(z.in(ABS)).in(SQUARE)));
            case SWISH -> List.of(sigmoid.plus(z.times(sigmoid).times(ONE.minus(sigmoid))));
            case TANH -> List.of(ONE.minus(z.in(Activation.TANH).in(SQUARE)), ONE.minus(a.in(SQUARE)));
            case THRESHOLDED_RELU -> List.of(where(z, f.parameter(0), false, ONE, ZERO));
        };
    }

    private static boolean isPlain(Activation f) {
        return f.equals(Activation.RELU);
    }

    private static Expression relu(Activation f, Expression z) {
        double threshold = f.parameter(1);
        Expression distance = threshold == 0 ? z : z.minus(decimal(threshold));
        Expression uncapped = threshold == 0 && f.parameter(2) == 0
                ? z.in(POSITIVE_PART)
                : where(z, threshold, true, z, by(f.parameter(2), distance));
        return f.isUsual(0) ? uncapped : where(z, f.parameter(0), true, decimal(f.parameter(0)), uncapped);
    }

    private static Expression reluSlope(Activation f, Expression z) {
        Expression uncapped = f.parameter(1) == 0 && f.parameter(2) == 0
                ? z.in(ONE_WHERE_POSITIVE)
                : where(z, f.parameter(1), true, ONE, decimal(f.parameter(2)));
        return f.isUsual(0) ? uncapped : where(z, f.parameter(0), true, ZERO, uncapped);
    }

    private static Activation softplus() {
        return Activation.of(Activation.Kind.SOFTPLUS);
    }

    private static Expression rationalTanh(Expression z) {
        Expression y = TWO_THIRDS.times(z.in(ABS));
        Expression size = decimal(Smooth.SCALE).times(ONE.minus(ONE.over(denominator(y))));
        return where(z, 0, true, size, size.in(NEGATIVE));
    }

    private static Expression denominator(Expression y) {
        Expression square = y.in(SQUARE);
        return new Expression.Sum(
                List.of(ONE, y, square, decimal(Smooth.QUARTIC).times(square.in(SQUARE))));
    }

    /** σ(1.702z). */
    private static Expression steep(Expression z) {
        return decimal(Gated.STEEPNESS).times(z).in(Activation.SIGMOID);
    }

    private static Expression steepSlope(Expression z) {
        Expression gate = steep(z);
        return gate.plus(decimal(Gated.STEEPNESS).times(z).times(gate).times(ONE.minus(gate)));
    }

    private static Expression argument(Expression z) {
        Expression cubic = decimal(Gated.CUBIC).times(z).times(z.in(SQUARE));
        return ROOT_TWO_OVER_PI.times(z.plus(cubic));
    }

    private static Expression inner(Expression z) {
        return argument(z).in(Activation.TANH);
    }

    private static Expression preciseSlope(Expression z) {
        Expression gate = ONE.plus(inner(z)).over(2);
        Expression growth =
                ROOT_TWO_OVER_PI.times(ONE.plus(decimal(Gated.THREE_CUBIC).times(z.in(SQUARE))));
        return gate.plus(
                half(z).times(argument(z).inDerivative(Activation.TANH)).times(growth));
    }

    private static Expression half(Expression z) {
        return z.over(2);
    }

    /** A factor, which is not written where it is 1. */
    private static Expression by(double factor, Expression of) {
        return factor == 1 ? of : decimal(factor).times(of);
    }

    private static Expression where(
            Expression subject, double point, boolean atPoint, Expression above, Expression below) {
        return new Where(subject, decimal(point), atPoint, above, below);
    }

    /** What it is below −limit, between, and above limit. */
    private static Expression between(
            Expression z, double limit, Expression below, Expression inside, Expression above) {
        return where(z, limit, false, above, where(z, -limit, true, inside, below));
    }

    private static Constant decimal(double value) {
        return new Constant(
                new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
    }
}
