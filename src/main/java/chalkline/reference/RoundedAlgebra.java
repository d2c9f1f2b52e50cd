package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import java.util.List;
import java.util.Optional;

/** Formulas worked in matrices that carry their error. */
record RoundedAlgebra(Rounding rounding) implements Algebra<Rounded> {

    @Override
    public Rounded constant(Constant constant) {
        return Rounded.constants(Matrix.ofDecimals(1, 1, constant.exact()), rounding);
    }

    @Override
    public Rounded literal(Literal literal) {
        return literal.value();
    }

    @Override
    public Rounded sum(List<Rounded> terms) {
        return Norms.sumInAnyOrder(terms);
    }

    @Override
    public Rounded minus(Rounded left, Rounded right) {
        return left.minus(right);
    }

    @Override
    public Rounded times(Rounded left, Rounded right) {
        return left.hadamard(right);
    }

    @Override
    public Rounded timesOrZero(Rounded left, Rounded right) {
        return LossFunction.masked(right, Optional.of(left));
    }

    @Override
    public Rounded over(Rounded left, Rounded right) {
        return left.over(right);
    }

    @Override
    public Rounded overOrZero(Rounded left, Rounded right) {
        return LayerNorms.quotient(left, right);
    }

    @Override
    public Rounded min(Rounded left, Rounded right) {
        return Norms.min(left, right);
    }

    @Override
    public Rounded max(Rounded left, Rounded right) {
        return Norms.max(left, right);
    }

    @Override
    public Rounded product(Rounded left, Rounded right) {
        return left.times(right);
    }

    @Override
    public Rounded power(Rounded base, Rounded exponent) {
        return Power.of(base, exponent);
    }

    @Override
    public Rounded transposed(Rounded of) {
        return of.transposed();
    }

    @Override
    public Rounded apply(Elementary function, Rounded argument) {
        return switch (function) {
            case NEGATIVE -> argument.scaled(-1);
            case SQUARE -> argument.hadamard(argument);
            case EXP -> argument.map(Functions.EXP);
            case LN -> argument.map(Functions.LOG);
            case ABS -> argument.map(Functions.ABS);
            case SIGN -> argument.map(Kinks.SIGN);
            case SQRT -> argument.map(Functions.SQRT);
            case POSITIVE_PART -> argument.map(Kinked.RELU);
            case ONE_WHERE_POSITIVE -> argument.map(Kinked.RELU_DERIVATIVE);
        };
    }

    @Override
    public Rounded call(Activation f, boolean isDerivative, Rounded argument) {
        ActivationFunction function = ActivationFunction.of(f);
        if (!isDerivative) {
            return function.value(argument);
        }
        if (function instanceof Elementwise elementwise) {
            return elementwise.derivative().apply(argument);
        }
        throw new IllegalArgumentException(f.label() + "' has no number for every entry");
    }

    @Override
    public Rounded where(Rounded subject, Constant point, boolean atPoint, Rounded above, Rounded below) {
        return subject.split(
                point.exact().doubleValue(), atPoint ? Rounded.Tie.ABOVE : Rounded.Tie.BELOW, below, above);
    }

    @Override
    public Rounded total(Rounded of) {
        return of.sum();
    }

    @Override
    public Rounded rowSums(Rounded of) {
        return of.rowSums();
    }

    @Override
    public Rounded columnSums(Rounded of) {
        return of.columnSums();
    }
}
