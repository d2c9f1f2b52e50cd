package chalkline.reference;

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

/** How tightly a part of a written formula holds together: the less, the sooner it stands in parentheses. */
public enum Precedence {
    /** What has words in it. */
    WORDS,
    /** Sums and differences. */
    SUM,
    /** Products and quotients, and what has a sign before it. */
    PRODUCT,
    /** Powers, and functions written without parentheses. */
    POWER,
    /** What needs no parentheses anywhere. */
    ATOM;

    /** Whether that expression falls apart where this is asked for. */
    public boolean isMoreThan(Expression expression) {
        return compareTo(expression.accept(new Of())) > 0;
    }

    /** What is asked of a left factor: a product or a quotient is set apart, a sign is not. */
    public static Precedence ofLeftFactor(Expression factor) {
        return factor instanceof Binary ? POWER : PRODUCT;
    }

    private static final class Of implements ExpressionVisitor<Precedence> {
        @Override
        public Precedence symbol(Symbol symbol) {
            return ATOM;
        }

        @Override
        public Precedence words(Words words) {
            return ATOM;
        }

        @Override
        public Precedence constant(Constant constant) {
            return constant.exact().signum() < 0 ? PRODUCT : ATOM;
        }

        @Override
        public Precedence literal(Literal literal) {
            return literal.isNegative() ? PRODUCT : ATOM;
        }

        @Override
        public Precedence sum(Sum sum) {
            return SUM;
        }

        @Override
        public Precedence binary(Binary binary) {
            return switch (binary.operator()) {
                case MINUS -> SUM;
                case TIMES, TIMES_OR_ZERO, OVER, ZERO_OR_OVER, OVER_OR_ZERO, PRODUCT -> PRODUCT;
                case POWER -> POWER;
                case MIN, MAX -> ATOM;
            };
        }

        @Override
        public Precedence transpose(Transpose transpose) {
            return POWER;
        }

        @Override
        public Precedence apply(Apply apply) {
            return switch (apply.function()) {
                case ONE_WHERE_POSITIVE -> WORDS;
                case NEGATIVE -> PRODUCT;
                case SQUARE, EXP, LN -> POWER;
                case ABS, SIGN, SQRT, POSITIVE_PART -> ATOM;
            };
        }

        @Override
        public Precedence call(Call call) {
            return ATOM;
        }

        @Override
        public Precedence where(Where where) {
            return WORDS;
        }

        @Override
        public Precedence total(Total total) {
            return PRODUCT;
        }
    }
}
