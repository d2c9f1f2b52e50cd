package chalkline.report;

import chalkline.network.Activation;
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
import chalkline.reference.Scope;
import java.util.Optional;

/** A formula over matrices with the matrices put in; not every formula reads well so, those that do not have their entries. */
record Substitution(Scope scope) implements ExpressionVisitor<Expression> {

    /** The formula with the matrices put in; empty where it has none, or its entries say more. */
    static Optional<Expression> of(Expression formula, Scope scope) {
        if (formula instanceof Symbol || formula instanceof Constant || !formula.accept(READS_WELL)) {
            return Optional.empty();
        }
        return Optional.of(formula.accept(new Substitution(scope))).filter(written -> !LatexMath.isNumber(written));
    }

    private static final ExpressionVisitor<Boolean> READS_WELL = new ExpressionVisitor<>() {
        @Override
        public Boolean symbol(Symbol symbol) {
            return true;
        }

        @Override
        public Boolean constant(Constant constant) {
            return true;
        }

        @Override
        public Boolean literal(Literal literal) {
            return false;
        }

        @Override
        public Boolean words(Words words) {
            return false;
        }

        @Override
        public Boolean sum(Sum sum) {
            return sum.terms().stream().allMatch(term -> term.accept(this));
        }

        @Override
        public Boolean binary(Binary binary) {
            return binary.left().accept(this)
                    && binary.right().accept(this)
                    && (!binary.isQuotient() || binary.right() instanceof Constant);
        }

        @Override
        public Boolean transpose(Transpose transpose) {
            return true;
        }

        @Override
        public Boolean apply(Apply apply) {
            return apply.argument() instanceof Symbol
                    && switch (apply.function()) {
                        case NEGATIVE, ABS, POSITIVE_PART -> true;
                        case SQUARE, EXP, LN, SIGN, SQRT, ONE_WHERE_POSITIVE -> false;
                    };
        }

        /** Other activations are written out, and softmax' is no number for every entry. */
        @Override
        public Boolean call(Call call) {
            boolean isWritten = call.isDerivative()
                    ? call.activation().kind() != Activation.Kind.SOFTMAX
                    : call.activation().kind() == Activation.Kind.TANH;
            return isWritten && call.argument() instanceof Symbol;
        }

        @Override
        public Boolean where(Where where) {
            return false;
        }

        @Override
        public Boolean total(Total total) {
            return false;
        }
    };

    private Expression value(Expression expression) {
        return Arithmetic.number(expression.value(scope));
    }

    @Override
    public Expression symbol(Symbol symbol) {
        return value(symbol);
    }

    @Override
    public Expression words(Words words) {
        throw new IllegalArgumentException(words.text() + " has no value");
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
