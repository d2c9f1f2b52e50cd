package chalkline.report;

import chalkline.network.Notation;
import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import chalkline.reference.Expression.Words;
import chalkline.reference.ExpressionVisitor;
import chalkline.reference.Operator;
import chalkline.reference.Scope;
import java.util.List;
import java.util.Map;

/** An entry's arithmetic after its innermost operations: 2(1 − 18) becomes 2(−17). */
final class Reduction implements ExpressionVisitor<Expression> {
    /** Numbers look nothing up. */
    private static final Scope NUMBERS_ONLY = new Scope(Notation.XW_PLUS_B, Map.of());

    @Override
    public Expression symbol(Symbol symbol) {
        throw notArithmetic(symbol);
    }

    @Override
    public Expression words(Words words) {
        throw new IllegalArgumentException(words.text() + " has no value");
    }

    @Override
    public Expression constant(Constant constant) {
        throw notArithmetic(constant);
    }

    @Override
    public Expression literal(Literal literal) {
        return literal;
    }

    @Override
    public Expression sum(Sum sum) {
        if (sum.terms().stream().allMatch(Literal.class::isInstance)) {
            return value(sum);
        }
        List<Expression> terms =
                sum.terms().stream().map(term -> term.accept(this)).toList();
        return new Sum(terms);
    }

    @Override
    public Expression binary(Binary binary) {
        if (binary.left() instanceof Literal && binary.right() instanceof Literal) {
            return value(binary);
        }
        Expression left = binary.left().accept(this);
        Expression right = binary.right().accept(this);
        return binary.operator() == Operator.MINUS
                ? Arithmetic.difference(left, right)
                : new Binary(binary.operator(), left, right);
    }

    @Override
    public Expression apply(Apply apply) {
        if (apply.argument() instanceof Literal) {
            return value(apply);
        }
        Expression argument = apply.argument().accept(this);
        // The sign belongs to the number that is left.
        return apply.function() == Elementary.NEGATIVE && argument instanceof Literal
                ? value(argument.in(Elementary.NEGATIVE))
                : argument.in(apply.function());
    }

    @Override
    public Expression call(Call call) {
        return call.argument() instanceof Literal
                ? value(call)
                : call.argument().accept(this).in(call.activation());
    }

    @Override
    public Expression where(Where where) {
        throw notArithmetic(where);
    }

    @Override
    public Expression transpose(Transpose transpose) {
        throw notArithmetic(transpose);
    }

    @Override
    public Expression total(Total total) {
        throw notArithmetic(total);
    }

    private static Expression value(Expression expression) {
        return Arithmetic.number(expression.value(NUMBERS_ONLY));
    }

    private static IllegalArgumentException notArithmetic(Expression expression) {
        return new IllegalArgumentException("no arithmetic of one entry: " + expression);
    }
}
