package chalkline.report;

import chalkline.network.Activation;
import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Scope;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import java.util.Optional;

/** A formula over matrices with the matrices put in; not every formula reads well so, those that do not have their entries. */
record Substitution(Scope scope) implements Expression.Visitor<Expression> {

    /** The formula with the matrices put in; empty where it has none, or its entries say more. */
    static Optional<Expression> of(Expression formula, Scope scope) {
        return formula instanceof Symbol
                        || formula instanceof Constant
                        || !readsWell(formula)
                        || !hasMatrix(formula, scope)
                ? Optional.empty()
                : Optional.of(formula.accept(new Substitution(scope)));
    }

    private static boolean readsWell(Expression formula) {
        if (formula instanceof Sum sum) {
            return sum.terms().stream().allMatch(Substitution::readsWell);
        }
        if (formula instanceof Binary binary) {
            return readsWell(binary.left())
                    && readsWell(binary.right())
                    && (!binary.isQuotient() || binary.right() instanceof Constant);
        }
        if (formula instanceof Apply apply) {
            return apply.argument() instanceof Symbol
                    && switch (apply.function()) {
                        case NEGATIVE, ABS, POSITIVE_PART -> true;
                        case SQUARE, EXP, LN, SIGN, SQRT, ONE_WHERE_POSITIVE -> false;
                    };
        }
        if (formula instanceof Call call) {
            return call.argument() instanceof Symbol && readsWell(call);
        }
        return formula instanceof Symbol || formula instanceof Constant || formula instanceof Transpose;
    }

    /** Other activations are written out, and softmax' is no number for every entry. */
    private static boolean readsWell(Call call) {
        return call.isDerivative()
                ? call.activation().kind() != Activation.Kind.SOFTMAX
                : call.activation().kind() == Activation.Kind.TANH;
    }

    private static boolean hasMatrix(Expression formula, Scope scope) {
        if (formula instanceof Sum sum) {
            return sum.terms().stream().anyMatch(term -> hasMatrix(term, scope));
        }
        if (formula instanceof Binary binary) {
            return hasMatrix(binary.left(), scope) || hasMatrix(binary.right(), scope);
        }
        return formula.value(scope).size() > 1;
    }

    private Expression value(Expression expression) {
        return Arithmetic.number(expression.value(scope));
    }

    @Override
    public Expression symbol(Symbol symbol) {
        return value(symbol);
    }

    @Override
    public Expression constant(Constant constant) {
        return value(constant);
    }

    @Override
    public Expression literal(Literal literal) {
        return literal;
    }

    @Override
    public Expression sum(Sum sum) {
        return new Sum(sum.terms().stream().map(term -> term.accept(this)).toList());
    }

    @Override
    public Expression binary(Binary binary) {
        return new Binary(
                binary.operator(), binary.left().accept(this), binary.right().accept(this));
    }

    @Override
    public Expression transpose(Transpose transpose) {
        return value(transpose);
    }

    @Override
    public Expression apply(Apply apply) {
        return apply.function() == Elementary.NEGATIVE
                ? value(apply)
                : apply.argument().accept(this).in(apply.function());
    }

    @Override
    public Expression call(Call call) {
        return call.isDerivative() ? value(call) : call.argument().accept(this).in(call.activation());
    }

    @Override
    public Expression where(Where where) {
        return value(where);
    }

    @Override
    public Expression total(Total total) {
        return value(total);
    }
}
