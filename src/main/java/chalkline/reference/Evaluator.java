package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.StepId;
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
import chalkline.reference.Expression.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a formula comes to. Forms that an implementation may work in one go, such as A·W + b, are recognised here, so that an
 * {@link Algebra} can bound them as one.
 */
final class Evaluator<M> implements ExpressionVisitor<M> {
    private final Algebra<M> algebra;
    private final boolean examplesAreRows;
    private final Function<StepId, M> steps;
    /** An activation may occur several times in a formula, and costs more than the rest of it. */
    private final Map<Call, M> calls = new HashMap<>();

    /**
     * @param algebra the matrices that it is worked in
     * @param examplesAreRows whether the formula was written for matrices whose rows are examples
     * @param steps the values of its steps
     */
    Evaluator(Algebra<M> algebra, boolean examplesAreRows, Function<StepId, M> steps) {
        this.algebra = algebra;
        this.examplesAreRows = examplesAreRows;
        this.steps = steps;
    }

    @Override
    public M symbol(Symbol symbol) {
        return steps.apply(symbol.id());
    }

    @Override
    public M words(Words words) {
        throw new IllegalArgumentException(words.text() + " has no value");
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
        List<Expression> terms = sum.terms();
        if (terms.stream().allMatch(term -> term instanceof Total total && total.over() == Over.ENTRIES)) {
            return algebra.total(
                    terms.stream().map(term -> ((Total) term).of().accept(this)).toList());
        }
        if (examplesAreRows && terms.size() == 2 && isOperation(terms.get(0), Operator.PRODUCT)) {
            Binary product = (Binary) terms.get(0);
            return algebra.affine(
                    product.left().accept(this),
                    product.right().accept(this),
                    terms.get(1).accept(this));
        }
        return algebra.sum(terms.stream().map(term -> term.accept(this)).toList());
    }

    private static boolean isOperation(Expression expression, Operator operator) {
        return expression instanceof Binary binary && binary.operator() == operator;
    }

    @Override
    public M binary(Binary binary) {
        return switch (binary.operator()) {
            case MINUS -> minus(binary);
            case TIMES -> times(binary);
            case TIMES_OR_ZERO -> algebra.timesOrZero(left(binary), right(binary));
            case OVER -> algebra.over(left(binary), right(binary));
            case ZERO_OR_OVER -> algebra.zeroOrOver(left(binary), right(binary));
            case OVER_OR_ZERO -> algebra.overOrZero(left(binary), right(binary));
            case MIN -> algebra.min(left(binary), right(binary));
            case MAX -> algebra.max(left(binary), right(binary));
            case PRODUCT -> algebra.product(left(binary), right(binary));
            case POWER -> algebra.power(left(binary), right(binary));
        };
    }

    private M left(Binary binary) {
        return binary.left().accept(this);
    }

    private M right(Binary binary) {
        return binary.right().accept(this);
    }

    private M minus(Binary binary) {
        if (binary.left() instanceof Binary inner && inner.operator() == Operator.MINUS) {
            // a − b − c is a sum of three, in any order.
            return algebra.sum(List.of(left(inner), negative(right(inner)), negative(right(binary))));
        }
        if (binary.right() instanceof Binary product
                && product.operator() == Operator.TIMES
                && !scalesToNorm(product)) {
            return algebra.minusProduct(left(binary), left(product), right(product));
        }
        if (binary.left() instanceof Apply power
                && power.function() == Elementary.EXP
                && binary.right().equals(Expression.number(1))) {
            Optional<M> expm1 = algebra.expm1(power.argument().accept(this));
            if (expm1.isPresent()) {
                return expm1.get();
            }
        }
        return algebra.minus(left(binary), right(binary));
    }

    private M negative(M of) {
        return algebra.apply(Elementary.NEGATIVE, of);
    }

    /** x·min(1, limit / norm). */
    private static boolean scalesToNorm(Binary product) {
        return product.right() instanceof Binary least
                && least.operator() == Operator.MIN
                && least.left().equals(Expression.number(1))
                && isOperation(least.right(), Operator.OVER);
    }

    private M times(Binary binary) {
        if (scalesToNorm(binary)) {
            Binary ratio = (Binary) ((Binary) binary.right()).right();
            return algebra.atMost(left(binary), right(ratio), left(ratio));
        }
        if (binary.right() instanceof Binary rest
                && rest.operator() == Operator.MINUS
                && rest.right().equals(binary.left())
                && rest.left().equals(Expression.number(1))) {
            return algebra.timesOneMinus(left(binary));
        }
        return algebra.times(left(binary), right(binary));
    }

    @Override
    public M transpose(Transpose transpose) {
        return algebra.transposed(transpose.of().accept(this));
    }

    @Override
    public M apply(Apply apply) {
        if (apply.function() == Elementary.LN
                && apply.argument() instanceof Call softmax
                && softmax.activation().kind() == Activation.Kind.SOFTMAX
                && examplesAreRows) {
            Optional<M> logarithm = algebra.logSoftmax(softmax.argument().accept(this));
            if (logarithm.isPresent()) {
                return logarithm.get();
            }
        }
        return algebra.apply(apply.function(), apply.argument().accept(this));
    }

    @Override
    public M call(Call call) {
        M known = calls.get(call);
        if (known == null) {
            M argument = call.argument().accept(this);
            known = examplesAreRows
                    ? algebra.call(call.activation(), call.isDerivative(), argument)
                    : algebra.transposed(
                            algebra.call(call.activation(), call.isDerivative(), algebra.transposed(argument)));
            calls.put(call, known);
        }
        return known;
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
            return algebra.total(List.of(of));
        }
        boolean alongRows = (total.over() == Over.UNITS) == examplesAreRows;
        return alongRows ? algebra.rowSums(of) : algebra.columnSums(of);
    }

    @Override
    public M hint(Hint hint) {
        return hint.value(algebra, this);
    }

    /** The standard deviation of every example over its units, where that can be bounded as one. */
    Optional<M> deviation(Expression of) {
        return examplesAreRows ? algebra.deviation(of.accept(this)) : Optional.empty();
    }
}
