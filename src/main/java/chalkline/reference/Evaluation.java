package chalkline.reference;

import chalkline.network.Step;
import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Scope;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import java.util.Optional;

/** What a written formula comes to. */
record Evaluation(Scope scope) implements Expression.Visitor<Rounded> {

    @Override
    public Rounded symbol(Symbol symbol) {
        return scope.step(symbol.name());
    }

    @Override
    public Rounded constant(Constant constant) {
        return constant.value();
    }

    @Override
    public Rounded literal(Literal literal) {
        return literal.value();
    }

    @Override
    public Rounded sum(Sum sum) {
        return sum.terms().stream()
                .map(term -> term.accept(this))
                .reduce(Rounded::plus)
                .orElseThrow();
    }

    @Override
    public Rounded binary(Binary binary) {
        Rounded left = binary.left().accept(this);
        Rounded right = binary.right().accept(this);
        return switch (binary.operator()) {
            case MINUS -> left.minus(right);
            case TIMES ->
                binary.left().equals(Expression.step(Step.MASK))
                        ? LossFunction.masked(right, Optional.of(left))
                        : binary.right() instanceof Apply apply && apply.function() == Elementary.LN
                                ? LossFunction.zeroWhereZero(left, left.hadamard(right))
                                : left.hadamard(right);
            case OVER ->
                isDeviation(binary.right())
                        ? LayerNorms.quotient(left, right)
                        : isNorm(binary.right()) && !(binary.left() instanceof Constant)
                                ? Norms.toUnit(left, right)
                                : left.over(right);
            case MIN -> Norms.min(left, right);
            case MAX -> Norms.max(left, right);
            case PRODUCT -> left.times(right);
            case POWER -> Power.of(left, right);
        };
    }

    /** What has a standard deviation of 0 is nothing but its mean. */
    private static boolean isDeviation(Expression expression) {
        return expression instanceof Apply apply
                && apply.function() == Elementary.SQRT
                && apply.argument() instanceof Binary mean
                && mean.operator() == Expression.Operator.OVER
                && mean.left() instanceof Total;
    }

    /** What has norm 0 stays 0 when it is divided by its norm. */
    private static boolean isNorm(Expression expression) {
        return expression instanceof Apply apply
                && apply.function() == Elementary.SQRT
                && (apply.argument() instanceof Total
                        || apply.argument() instanceof Sum sum
                                && sum.terms().stream().allMatch(Total.class::isInstance));
    }

    @Override
    public Rounded transpose(Transpose transpose) {
        return transpose.of().accept(this).transposed();
    }

    @Override
    public Rounded apply(Apply apply) {
        Rounded argument = apply.argument().accept(this);
        return switch (apply.function()) {
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
    public Rounded call(Call call) {
        Rounded argument = call.argument().accept(this);
        ActivationFunction f = ActivationFunction.of(call.activation());
        if (f instanceof Elementwise elementwise) {
            return call.isDerivative() ? elementwise.derivative().apply(argument) : elementwise.value(argument);
        }
        if (call.isDerivative()) {
            throw new IllegalArgumentException(call.name() + " has no number for every entry");
        }
        return scope.examplesAreRows()
                ? f.value(argument)
                : f.value(argument.transposed()).transposed();
    }

    @Override
    public Rounded where(Where where) {
        Rounded subject = where.subject().accept(this);
        return subject.split(
                where.point().exact().doubleValue(),
                where.atPoint() ? Rounded.Tie.ABOVE : Rounded.Tie.BELOW,
                where.below().accept(this),
                where.above().accept(this));
    }

    @Override
    public Rounded total(Total total) {
        Rounded of = total.of().accept(this);
        if (total.over() == Over.ENTRIES) {
            return of.sum();
        }
        boolean alongRows = (total.over() == Over.UNITS) == scope.examplesAreRows();
        return alongRows ? of.rowSums() : of.columnSums();
    }
}
