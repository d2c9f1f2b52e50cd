package chalkline.reference;

import static chalkline.reference.Elementary.ABS;
import static chalkline.reference.Elementary.LN;
import static chalkline.reference.Elementary.NEGATIVE;
import static chalkline.reference.Elementary.ONE_WHERE_POSITIVE;
import static chalkline.reference.Elementary.POSITIVE_PART;
import static chalkline.reference.Elementary.SIGN;
import static chalkline.reference.Elementary.SQRT;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.StepId;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import java.util.List;
import java.util.Optional;

/**
 * A loss and its gradient for N examples with outputs a and labels y, N × m, and weights w of the outputs where there are
 * any. A loss is the mean over the examples, or their sum where it is one; gradients are of that mean or sum.
 *
 * <p>Squared and absolute errors, hinge and cross entropy are those of Goodfellow et al., Deep Learning, §3.13, §5.5, §6.2
 * and §7.2; squared hinge is Tang's (2013), the percentage error that of Hyndman and Koehler (2006), the cross entropy of a
 * reconstruction that of Vincent et al. (2008), Wasserstein the critic's loss of Arjovsky et al. (2017) with labels ±1.
 * Where a derivative does not exist, at a = y or y·a = 1, it is 0.
 */
final class LossFormulas {
    /** Significant digits in which a weight is shown. */
    private static final int DIGITS = 14;

    private static final Expression LABELS = step(StepId.Y);

    private final Loss loss;
    private final int outputs;
    private final int examples;
    /** What a sum over the examples is divided by. */
    private final int divisor;

    private final Output output;
    private final Expression a;
    private final Expression y = LABELS;
    private final Optional<Expression> weights;
    private final Optional<Expression> mask;

    /**
     * @param output the outputs
     * @param mask which labels count
     */
    LossFormulas(Loss loss, int outputs, int examples, Output output, Optional<Expression> mask) {
        this.mask = mask;
        this.loss = loss;
        this.outputs = outputs;
        this.examples = examples;
        this.divisor = loss.divisor(examples);
        this.output = output;
        this.a = output.a();
        this.weights = loss.weightRow().map(row -> new Literal(Rounded.exact(row, Rounding.TRUTH), DIGITS));
    }

    /**
     * The outputs a, N × m, and what cross entropies take of them.
     *
     * @param lnOfRatio ln(y / a)
     */
    record Output(Expression a, Expression ln, Expression not, Expression lnOfNot, Expression lnOfRatio) {
        /** Outputs that are given: ln a, 1 − a, ln(1 − a). */
        static Output of(Expression a) {
            return new Output(
                    a, a.in(LN), notOf(a), notOf(a).in(LN), LABELS.over(a).in(LN));
        }

        /**
         * The outputs of Z in a form that loses no digits where they saturate: of the sigmoid ln σ(z) = −softplus(−z) and 1
         * − σ(z) = σ(−z), of softmax ln a from the logarithm of the sum; empty of other activations.
         */
        static Optional<Output> of(Activation f, Expression z) {
            Expression a = z.in(f);
            if (f.kind() == Activation.Kind.SOFTMAX) {
                return Optional.of(new Output(a, a.in(LN), notOf(a), notOf(a).in(LN), lnOfRatio(a.in(LN))));
            }
            if (f.kind() != Activation.Kind.SIGMOID) {
                return Optional.empty();
            }
            Activation softplus = Activation.of(Activation.Kind.SOFTPLUS);
            Expression minusZ = z.in(NEGATIVE);
            Expression ln = minusZ.in(softplus).in(NEGATIVE);
            return Optional.of(new Output(a, ln, minusZ.in(f), z.in(softplus).in(NEGATIVE), lnOfRatio(ln)));
        }

        private static Expression lnOfRatio(Expression ln) {
            return LABELS.in(LN).minus(ln);
        }
    }

    /** The mean loss, 1 × 1; Σ / (N·m). */
    Expression value() {
        Expression each = weighted(
                switch (loss.kind()) {
                    case MSE, L2, HALF_SQUARED_ERROR -> a.minus(y).in(SQUARE);
                    case L1, MEAN_ABSOLUTE_ERROR -> a.minus(y).in(ABS);
                    case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> a.minus(y).in(ABS).over(y.in(ABS));
                    case MEAN_SQUARED_LOGARITHMIC_ERROR -> logRatio().in(SQUARE);
                    case MCXENT -> y.timesOrZero(output.ln());
                    case XENT, RECONSTRUCTION_CROSSENTROPY ->
                        y.timesOrZero(output.ln()).plus(notOf(y).timesOrZero(output.lnOfNot()));
                    case KL_DIVERGENCE -> y.timesOrZero(output.lnOfRatio());
                    case COSINE_PROXIMITY -> a.times(y).over(norm(a).times(norm(y)));
                    case HINGE -> margin().in(POSITIVE_PART);
                    case SQUARED_HINGE -> margin().in(POSITIVE_PART).in(SQUARE);
                    case POISSON -> a.minus(y.timesOrZero(output.ln()));
                    case WASSERSTEIN -> y.times(a);
                });
        Expression sum = examples * outputs == 1 ? each : each.total(Over.ENTRIES);
        return switch (loss.kind()) {
            case MSE, MEAN_ABSOLUTE_ERROR, MEAN_SQUARED_LOGARITHMIC_ERROR, WASSERSTEIN -> mean(sum, outputs);
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> mean(number(100).times(sum), outputs);
            case L2, L1, KL_DIVERGENCE, HINGE, SQUARED_HINGE, POISSON -> mean(sum, 1);
            case HALF_SQUARED_ERROR -> mean(sum, 2);
            case MCXENT, XENT, RECONSTRUCTION_CROSSENTROPY, COSINE_PROXIMITY -> mean(sum.in(NEGATIVE), 1);
        };
    }

    /** dA = ∂loss/∂a, N × m. */
    Expression gradient() {
        return mean(totalGradient());
    }

    /** A total divided by N, and by m where the loss is a mean over the outputs too. */
    Expression mean(Expression total) {
        return mean(total, loss.kind().isMeanOverOutputs() ? outputs : 1);
    }

    private Expression mean(Expression total, int others) {
        return new Hint.Mean(total, List.of(divisor, others));
    }

    /** dA before it is divided. */
    Expression totalGradient() {
        return weighted(
                switch (loss.kind()) {
                    case MSE, L2 -> number(2).times(a.minus(y));
                    case HALF_SQUARED_ERROR -> a.minus(y);
                    case L1, MEAN_ABSOLUTE_ERROR -> a.minus(y).in(SIGN);
                    case MEAN_ABSOLUTE_PERCENTAGE_ERROR ->
                        // 100 may come last, and is then rounded.
                        number(100).times(a.minus(y).in(SIGN)).over(y.in(ABS)).loose(1);
                    case MEAN_SQUARED_LOGARITHMIC_ERROR ->
                        number(2).times(logRatio()).over(onePlus(a));
                    case MCXENT, KL_DIVERGENCE -> y.in(NEGATIVE).zeroOrOver(a);
                    case XENT, RECONSTRUCTION_CROSSENTROPY -> a.minus(y).over(a.times(notOf(a)));
                    case COSINE_PROXIMITY ->
                        a.times(overUnits(a.times(y)))
                                .minus(y.times(squares(a)))
                                .over(norm(y).times(norm(a)).times(squares(a)));
                    case HINGE -> y.in(NEGATIVE).times(margin().in(ONE_WHERE_POSITIVE));
                    case SQUARED_HINGE -> number(2).times(y).in(NEGATIVE).times(margin().in(POSITIVE_PART));
                    case POISSON -> number(1).minus(y.zeroOrOver(a));
                    case WASSERSTEIN -> y;
                });
    }

    /**
     * What an output adds to the loss at least, whatever it is within [low, high]: what it does where it is nearest to its
     * label, or of a hinge furthest on its side. NaN where there is no limit, or none that is known.
     */
    static double lowest(Loss.Kind loss, double y, double low, double high) {
        double nearest = Math.min(Math.max(y, low), high);
        double distance = Math.abs(y - nearest);
        double margin = y == 0 ? 1 : Math.max(0, 1 - y * (y > 0 ? high : low));
        return switch (loss) {
            case MSE, L2 -> distance * distance;
            case HALF_SQUARED_ERROR -> distance * distance / 2;
            case L1, MEAN_ABSOLUTE_ERROR -> distance;
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> 100 * distance / Math.abs(y);
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> Math.pow(Math.log((1 + nearest) / (1 + y)), 2);
            case HINGE -> margin;
            case SQUARED_HINGE -> margin * margin;
            case POISSON -> y > 0 ? nearest - y * Math.log(nearest) : Double.NaN;
            case MCXENT, XENT, RECONSTRUCTION_CROSSENTROPY, KL_DIVERGENCE, COSINE_PROXIMITY, WASSERSTEIN -> Double.NaN;
        };
    }

    /** dZ of softmax and cross entropy in one formula; Σwy is not written where it is 1. */
    Expression crossEntropyThroughSoftmax(boolean labelsSumToOne) {
        Expression wy = weighted(y);
        boolean isOne = labelsSumToOne && weights.isEmpty() && mask.isEmpty();
        return mean((isOne ? a : a.times(overUnits(wy))).minus(wy));
    }

    /** dA in which 1 − a stands by itself, so that saturated outputs lose nothing of it. */
    Expression splitGradient() {
        return switch (loss.kind()) {
            case XENT, RECONSTRUCTION_CROSSENTROPY ->
                mean(weighted(notOf(y).zeroOrOver(output.not()).minus(y.zeroOrOver(a))));
            case COSINE_PROXIMITY,
                    HALF_SQUARED_ERROR,
                    HINGE,
                    KL_DIVERGENCE,
                    L1,
                    L2,
                    MCXENT,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    MSE,
                    POISSON,
                    SQUARED_HINGE,
                    WASSERSTEIN -> gradient();
        };
    }

    /**
     * dZ of a loss with a logarithm, without the division by a that saturated outputs have no number for. With s = a·∂loss/∂a,
     * which is −wy, of Poisson's w(a − y), it is s − a·Σs through softmax and s·(1 − a) through the sigmoid; through the latter
     * the cross entropy of both y and 1 − y gives w((1 − y)·a − y·(1 − a)). Empty of other pairs.
     */
    Optional<Expression> throughOutput(Activation f) {
        boolean isSoftmax = f.kind() == Activation.Kind.SOFTMAX;
        return switch (loss.kind()) {
            case MCXENT, KL_DIVERGENCE, POISSON -> {
                Expression s = weighted(loss.kind() == Loss.Kind.POISSON ? a.minus(y) : y.in(NEGATIVE));
                yield Optional.of(mean(isSoftmax ? s.minus(a.times(overUnits(s))) : s.times(output.not())));
            }
            case XENT, RECONSTRUCTION_CROSSENTROPY ->
                isSoftmax
                        ? Optional.empty()
                        : Optional.of(mean(weighted(notOf(y).times(a).minus(y.times(output.not())))));
            case COSINE_PROXIMITY,
                    HALF_SQUARED_ERROR,
                    HINGE,
                    L1,
                    L2,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    MSE,
                    SQUARED_HINGE,
                    WASSERSTEIN -> Optional.empty();
        };
    }

    private Expression weighted(Expression each) {
        Expression weighted = weights.map(w -> w.times(each)).orElse(each);
        return mask.map(m -> m.timesOrZero(weighted)).orElse(weighted);
    }

    private Expression logRatio() {
        return onePlus(a).over(onePlus(y)).in(LN);
    }

    private Expression margin() {
        return number(1).minus(y.times(a));
    }

    private static Expression norm(Expression of) {
        return overUnits(of.in(SQUARE)).in(SQRT);
    }

    /** Σx² over the units; an implementation may take the root and square it again. */
    private static Expression squares(Expression of) {
        return overUnits(of.in(SQUARE)).loose(3);
    }

    private static Expression overUnits(Expression of) {
        return of.total(Over.UNITS);
    }

    private static Expression onePlus(Expression expression) {
        return number(1).plus(expression);
    }

    /** 1 − that. */
    private static Expression notOf(Expression expression) {
        return number(1).minus(expression);
    }
}
