package chalkline.reference;

import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Scope;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;

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
                binary.right() instanceof Apply apply && apply.function() == Elementary.LN
                        ? LossFunction.zeroWhereZero(left, left.hadamard(right))
                        : left.hadamard(right);
            case OVER -> left.over(right);
            case PRODUCT -> left.times(right);
            case POWER -> Power.of(left, right);
            case MAX -> left.max(right);
        };
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
            case SQRT -> argument.map(Functions.SQRT);
            case ABS -> argument.map(Functions.ABS);
            case IDENTITY -> argument;
            case POSITIVE_PART, RELU -> argument.map(Functions.RELU);
            case SIGMOID -> argument.map(Functions.SIGMOID);
            case TANH -> argument.map(Functions.TANH);
            case SOFTMAX ->
                scope.examplesAreRows()
                        ? new Softmax().value(argument)
                        : new Softmax().value(argument.transposed()).transposed();
            case IDENTITY_DERIVATIVE -> argument.map(Functions.IDENTITY_DERIVATIVE);
            case ONE_WHERE_POSITIVE, RELU_DERIVATIVE -> argument.map(Functions.RELU_DERIVATIVE);
            case SIGMOID_DERIVATIVE -> argument.map(Functions.SIGMOID_DERIVATIVE);
            case TANH_DERIVATIVE -> argument.map(Functions.TANH_DERIVATIVE);
            case SOFTMAX_DERIVATIVE -> throw new IllegalArgumentException("softmax' has no number for every entry");
        };
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
