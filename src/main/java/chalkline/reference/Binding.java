package chalkline.reference;

import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Operator;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import chalkline.reference.Expression.Words;
import java.util.ArrayList;
import java.util.List;

/** How tightly the parts of a written formula hold together, and how much of a long sum is written. */
public final class Binding {
    /** What has words in it. */
    public static final int WORDS = 0;
    /** Sums and differences. */
    public static final int SUM = 1;
    /** Products and quotients, and what has a sign before it. */
    public static final int PRODUCT = 2;
    /** Powers, and functions written without parentheses. */
    public static final int POWER = 3;
    /** What needs no parentheses anywhere. */
    public static final int ATOM = 4;

    /** Stands for the terms that are left out of a long sum. */
    public static final Expression LEFT_OUT = new Words("...");

    private static final int LONGEST_SUM = 9;
    private static final int FIRST_TERMS = 3;
    private static final int LAST_TERMS = 2;

    private Binding() {}

    /** How tightly that expression holds together. */
    public static int of(Expression expression) {
        if (expression instanceof Sum || expression instanceof Binary binary && binary.operator() == Operator.MINUS) {
            return SUM;
        }
        if (expression instanceof Binary binary && binary.operator() == Operator.POWER) {
            return POWER;
        }
        if (isCall(expression)) {
            return ATOM;
        }
        if (expression instanceof Binary || expression instanceof Total) {
            return PRODUCT;
        }
        if (expression instanceof Literal literal) {
            return isNegativeNumber(literal) ? PRODUCT : ATOM;
        }
        if (expression instanceof Constant constant) {
            return constant.exact().signum() < 0 ? PRODUCT : ATOM;
        }
        if (expression instanceof Where) {
            return WORDS;
        }
        if (expression instanceof Transpose) {
            return POWER;
        }
        return expression instanceof Apply apply ? of(apply.function()) : ATOM;
    }

    /** Whether it is written as a function of both operands: min(a, b). */
    private static boolean isCall(Expression expression) {
        return expression instanceof Binary binary
                && (binary.operator() == Operator.MIN || binary.operator() == Operator.MAX);
    }

    /** How tightly a left factor has to hold together: a product or a quotient is set apart, a sign is not. */
    public static int ofLeftFactor(Expression factor) {
        return factor instanceof Binary ? POWER : PRODUCT;
    }

    private static int of(Elementary function) {
        return switch (function) {
            case ONE_WHERE_POSITIVE -> WORDS;
            case NEGATIVE -> PRODUCT;
            case SQUARE, EXP, LN -> POWER;
            case ABS, SIGN, SQRT, POSITIVE_PART -> ATOM;
        };
    }

    /** Whether it is a number below 0 that was put in. */
    public static boolean isNegativeNumber(Expression expression) {
        return expression instanceof Literal literal
                && literal.isNumber()
                && literal.value().value(0) < 0;
    }

    /** Whether numbers were put in for all of its symbols. */
    public static boolean isNumeric(Expression expression) {
        if (expression instanceof Binary binary) {
            return isNumeric(binary.left()) && isNumeric(binary.right());
        }
        if (expression instanceof Sum sum) {
            return sum.terms().stream().allMatch(Binding::isNumeric);
        }
        if (expression instanceof Apply apply) {
            return isNumeric(apply.argument());
        }
        if (expression instanceof Call call) {
            return isNumeric(call.argument());
        }
        return expression instanceof Literal || expression instanceof Constant;
    }

    /** The terms of a sum that are written: of a long one the first and the last, and {@link #LEFT_OUT} between. */
    public static List<Expression> shown(Sum sum) {
        List<Expression> terms = sum.terms();
        if (terms.size() <= LONGEST_SUM) {
            return terms;
        }
        List<Expression> shown = new ArrayList<>(terms.subList(0, FIRST_TERMS));
        shown.add(LEFT_OUT);
        shown.addAll(terms.subList(terms.size() - LAST_TERMS, terms.size()));
        return shown;
    }
}
