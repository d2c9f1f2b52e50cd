package chalkline.reference;

import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import java.util.function.Function;

/**
 * What a formula comes to.
 *
 * @param algebra the matrices that it is worked in
 * @param examplesAreRows whether the formula was written for matrices whose rows are examples
 * @param steps the values of its steps by name
 */
record Evaluator<M>(Algebra<M> algebra, boolean examplesAreRows, Function<String, M> steps)
        implements Expression.Visitor<M> {

    @Override
    public M symbol(Symbol symbol) {
        return steps.apply(symbol.name());
    }

    @Override
    public M constant(Constant constant) {
        return algebra.constant(constant);
    }

    @Override
    public M literal(Literal literal) {
        return algebra.literal(literal);
    }

    @Override
    public M sum(Sum sum) {
        return algebra.sum(sum.terms().stream().map(term -> term.accept(this)).toList());
    }

    @Override
    public M binary(Binary binary) {
        M left = binary.left().accept(this);
        M right = binary.right().accept(this);
        return switch (binary.operator()) {
            case MINUS -> algebra.minus(left, right);
            case TIMES -> algebra.times(left, right);
            case TIMES_OR_ZERO -> algebra.timesOrZero(left, right);
            case OVER -> algebra.over(left, right);
            case OVER_OR_ZERO -> algebra.overOrZero(left, right);
            case MIN -> algebra.min(left, right);
            case MAX -> algebra.max(left, right);
            case PRODUCT -> algebra.product(left, right);
            case POWER -> algebra.power(left, right);
        };
    }

    @Override
    public M transpose(Transpose transpose) {
        return algebra.transposed(transpose.of().accept(this));
    }

    @Override
    public M apply(Apply apply) {
        return algebra.apply(apply.function(), apply.argument().accept(this));
    }

    @Override
    public M call(Call call) {
        M argument = call.argument().accept(this);
        return examplesAreRows
                ? algebra.call(call.activation(), call.isDerivative(), argument)
                : algebra.transposed(
                        algebra.call(call.activation(), call.isDerivative(), algebra.transposed(argument)));
    }

    @Override
    public M where(Where where) {
        return algebra.where(
                where.subject().accept(this),
                where.point(),
                where.atPoint(),
                where.above().accept(this),
                where.below().accept(this));
    }

    @Override
    public M total(Total total) {
        M of = total.of().accept(this);
        if (total.over() == Over.ENTRIES) {
            return algebra.total(of);
        }
        boolean alongRows = (total.over() == Over.UNITS) == examplesAreRows;
        return alongRows ? algebra.rowSums(of) : algebra.columnSums(of);
    }
}
