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

import chalkline.network.Loss;
import chalkline.network.Notation;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import java.util.Optional;

/** The losses as a person writes them; {@link LossFunction} has the same ones for the computer. */
final class LossFormulas {
    /** Significant digits in which a weight is shown. */
    private static final int DIGITS = 14;

    private final Loss loss;
    private final int outputs;
    private final int examples;
    /** What a sum over the examples is divided by. */
    private final int divisor;

    private final Expression a;
    private final Expression y;
    private final Optional<Expression> weights;
    private final Optional<Expression> mask;

    /**
     * @param a the outputs
     * @param y the labels
     * @param mask which labels count
     */
    LossFormulas(
            Loss loss,
            int outputs,
            Notation notation,
            int examples,
            Expression a,
            Expression y,
            Optional<Expression> mask) {
        this.mask = mask;
        this.loss = loss;
        this.outputs = outputs;
        this.examples = examples;
        this.divisor = loss.divisor(examples);
        this.a = a;
        this.y = y;
        this.weights =
                loss.weightRow().map(row -> new Literal(Rounded.exact(notation.convert(row), Rounding.TRUTH), DIGITS));
    }

    Expression value() {
        Expression each = weighted(
                switch (loss.kind()) {
                    case MSE, L2, HALF_SQUARED_ERROR -> a.minus(y).in(SQUARE);
                    case L1, MEAN_ABSOLUTE_ERROR -> a.minus(y).in(ABS);
                    case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> a.minus(y).in(ABS).over(y.in(ABS));
                    case MEAN_SQUARED_LOGARITHMIC_ERROR -> logRatio().in(SQUARE);
                    case MCXENT -> y.timesOrZero(a.in(LN));
                    case XENT, RECONSTRUCTION_CROSSENTROPY ->
                        y.timesOrZero(a.in(LN)).plus(notOf(y).timesOrZero(notOf(a).in(LN)));
                    case KL_DIVERGENCE -> y.timesOrZero(y.over(a).in(LN));
                    case COSINE_PROXIMITY -> a.times(y).over(norm(a).times(norm(y)));
                    case HINGE -> margin().in(POSITIVE_PART);
                    case SQUARED_HINGE -> margin().in(POSITIVE_PART).in(SQUARE);
                    case POISSON -> a.minus(y.timesOrZero(a.in(LN)));
                    case WASSERSTEIN -> y.times(a);
                });
        Expression sum = examples * outputs == 1 ? each : each.total(Over.ENTRIES);
        return switch (loss.kind()) {
            case MSE, MEAN_ABSOLUTE_ERROR, MEAN_SQUARED_LOGARITHMIC_ERROR, WASSERSTEIN -> sum.over(divisor * outputs);
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> number(100).times(sum).over(divisor * outputs);
            case L2, L1, KL_DIVERGENCE, HINGE, SQUARED_HINGE, POISSON -> sum.over(divisor);
            case HALF_SQUARED_ERROR -> sum.over(2 * divisor);
            case MCXENT, XENT, RECONSTRUCTION_CROSSENTROPY, COSINE_PROXIMITY ->
                sum.in(NEGATIVE).over(divisor);
        };
    }

    Expression gradient() {
        Expression each = weighted(
                switch (loss.kind()) {
                    case MSE, L2 -> number(2).times(a.minus(y));
                    case HALF_SQUARED_ERROR -> a.minus(y);
                    case L1, MEAN_ABSOLUTE_ERROR -> a.minus(y).in(SIGN);
                    case MEAN_ABSOLUTE_PERCENTAGE_ERROR ->
                        number(100).times(a.minus(y).in(SIGN)).over(y.in(ABS));
                    case MEAN_SQUARED_LOGARITHMIC_ERROR ->
                        number(2).times(logRatio()).over(onePlus(a));
                    case MCXENT, KL_DIVERGENCE -> y.in(NEGATIVE).over(a);
                    case XENT, RECONSTRUCTION_CROSSENTROPY -> a.minus(y).over(a.times(notOf(a)));
                    case COSINE_PROXIMITY ->
                        a.times(overUnits(a.times(y)))
                                .minus(y.times(overUnits(a.in(SQUARE))))
                                .over(norm(y).times(norm(a)).times(overUnits(a.in(SQUARE))));
                    case HINGE -> y.in(NEGATIVE).times(margin().in(ONE_WHERE_POSITIVE));
                    case SQUARED_HINGE -> number(2).times(y).in(NEGATIVE).times(margin().in(POSITIVE_PART));
                    case POISSON -> number(1).minus(y.over(a));
                    case WASSERSTEIN -> y;
                });
        return each.over(loss.kind().isMeanOverOutputs() ? divisor * outputs : divisor);
    }

    /** dZ of softmax and cross entropy in one formula; Σwy is not written where it is 1. */
    Expression crossEntropyThroughSoftmax(boolean labelsSumToOne) {
        Expression wy = weighted(y);
        boolean isOne = labelsSumToOne && weights.isEmpty() && mask.isEmpty();
        return (isOne ? a : a.times(overUnits(wy))).minus(wy).over(divisor);
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
