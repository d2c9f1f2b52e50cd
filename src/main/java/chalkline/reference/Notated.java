package chalkline.reference;

import chalkline.network.Notation;
import chalkline.network.StepId;
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
import java.util.Map;

/**
 * A formula as a person writes it. Rules are written for matrices whose rows are examples, Z = A·W + b; in Wx + b every matrix
 * is its transpose, so that the factors of a product change places. What only bounds need is left out.
 *
 * @param instead what stands in the place of some steps
 */
record Notated(Notation notation, Map<StepId, Expression> instead) implements ExpressionVisitor<Expression> {
    Notated(Notation notation) {
        this(notation, Map.of());
    }

    @Override
    public Expression symbol(Symbol symbol) {
        return instead.getOrDefault(symbol.id(), symbol);
    }

    @Override
    public Expression words(Words words) {
        return words;
    }

    @Override
    public Expression constant(Constant constant) {
        return constant;
    }

    @Override
    public Expression literal(Literal literal) {
        return notation == Notation.XW_PLUS_B
                ? literal
                : new Literal(literal.value().transposed(), literal.digits());
    }

    @Override
    public Expression sum(Sum sum) {
        return new Sum(sum.terms().stream().map(term -> term.accept(this)).toList());
    }

    @Override
    public Expression binary(Binary binary) {
        Expression left = binary.left().accept(this);
        Expression right = binary.right().accept(this);
        return binary.operator() == Operator.PRODUCT && notation == Notation.WX_PLUS_B
                ? right.product(left)
                : new Binary(binary.operator(), left, right);
    }

    @Override
    public Expression transpose(Transpose transpose) {
        return transpose.of().accept(this).transposed();
    }

    @Override
    public Expression apply(Apply apply) {
        return new Apply(apply.function(), apply.argument().accept(this));
    }

    @Override
    public Expression call(Call call) {
        return new Call(call.activation(), call.isDerivative(), call.argument().accept(this));
    }

    @Override
    public Expression where(Where where) {
        return new Where(
                where.subject().accept(this),
                where.point(),
                where.atPoint(),
                where.above().accept(this),
                where.below().accept(this));
    }

    @Override
    public Expression total(Total total) {
        return total.of().accept(this).total(total.over());
    }
}
