package chalkline.report;

import chalkline.reference.Elementary;
import chalkline.reference.Expression;
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
import chalkline.reference.ExpressionVisitor;
import chalkline.reference.Operator;
import chalkline.reference.Rounded;
import chalkline.reference.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One entry of a formula with the numbers put in: W1 X + b1 becomes 0.1·20 + 0.2·3 + 0.3·4 + 0.1. */
final class Arithmetic implements ExpressionVisitor<Expression> {
    /** Significant digits of a number that stands by itself. */
    static final int DIGITS = 14;

    /** The full precision has about 30 digits, not all of them right. */
    private static final int MOST_DIGITS = 28;

    private final Scope scope;
    private final int row;
    private final int column;

    private Arithmetic(Scope scope, int row, int column) {
        this.scope = scope;
        this.row = row;
        this.column = column;
    }

    /** The entry in that row and column, counted from 0. */
    static Expression entry(Expression formula, Scope scope, int row, int column) {
        return formula.accept(new Arithmetic(scope, row, column));
    }

    /** The arithmetic and, where it does not lead to the result at once, what it is after the innermost operations. */
    static List<Expression> steps(Expression arithmetic) {
        if (arithmetic instanceof Literal) {
            return List.of();
        }
        Expression next = arithmetic.accept(new Reduction());
        return next instanceof Literal ? List.of(arithmetic) : List.of(arithmetic, next);
    }

    static Literal number(Rounded value) {
        return new Literal(value, DIGITS);
    }

    /**
     * A difference with as many digits of both sides, numbers or their squares, as its own {@link #DIGITS} take:
     * 1 − 0.99999998871735 has lost 8.
     */
    static Expression difference(Expression left, Expression right) {
        Optional<Rounded> a = known(left);
        Optional<Rounded> b = known(right);
        if (a.isEmpty() || b.isEmpty()) {
            return left.minus(right);
        }
        double larger = Math.max(Math.abs(a.get().value(0)), Math.abs(b.get().value(0)));
        double lost = larger / Math.abs(a.get().minus(b.get()).value(0));
        int digits = lost < Double.POSITIVE_INFINITY ? DIGITS + (int) Math.max(0, Math.log10(lost)) : DIGITS;
        int enough = Math.min(digits, MOST_DIGITS);
        return withDigits(left, enough).minus(withDigits(right, enough));
    }

    private static Optional<Rounded> known(Expression operand) {
        if (operand instanceof Apply apply && apply.function() == Elementary.SQUARE) {
            return known(apply.argument()).map(value -> value.hadamard(value));
        }
        return operand instanceof Literal literal ? Optional.of(literal.value()) : Optional.empty();
    }

    private static Expression withDigits(Expression known, int digits) {
        return known instanceof Apply apply
                ? withDigits(apply.argument(), digits).in(apply.function())
                : new Literal(((Literal) known).value(), digits);
    }

    private Expression entry(Expression of, int i, int j) {
        return entry(of, scope, i, j);
    }

    @Override
    public Expression symbol(Symbol symbol) {
        return broadcast(scope.step(symbol.id()));
    }

    /** A bias, or a loss's weight, is repeated for every example. */
    private Expression broadcast(Rounded value) {
        return number(value.entry(value.rows() == 1 ? 0 : row, value.columns() == 1 ? 0 : column));
    }

    @Override
    public Expression words(Words words) {
        throw new IllegalArgumentException(words.text() + " has no value");
    }

    @Override
    public Expression constant(Constant constant) {
        return number(constant.value());
    }

    @Override
    public Expression literal(Literal literal) {
        return broadcast(literal.value());
    }

    @Override
    public Expression sum(Sum sum) {
        return sumOf(sum.terms().stream().map(term -> entry(term, row, column)).toList());
    }

    /** One sum of all terms, without those that a label of 0 takes out. */
    private static Expression sumOf(List<Expression> terms) {
        List<Expression> flat = new ArrayList<>();
        for (Expression term : terms) {
            if (term instanceof Sum inner) {
                flat.addAll(inner.terms());
            } else if (!isTakenOut(term)) {
                flat.add(term);
            }
        }
        return flat.isEmpty() ? terms.get(0) : flat.size() == 1 ? flat.get(0) : new Sum(flat);
    }

    /** 0·ln a, which is 0 whatever a is. */
    private static boolean isTakenOut(Expression term) {
        return term instanceof Binary binary
                && binary.operator() == Operator.TIMES_OR_ZERO
                && binary.left() instanceof Literal literal
                && literal.value().value(0) == 0
                && binary.right() instanceof Apply apply
                && apply.function() == Elementary.LN;
    }

    @Override
    public Expression binary(Binary binary) {
        Expression left = binary.left();
        Expression right = binary.right();
        if (binary.operator() == Operator.PRODUCT) {
            List<Expression> terms = new ArrayList<>();
            int inner = left.value(scope).columns();
            for (int k = 0; k < inner; k++) {
                terms.add(entry(left, row, k).times(entry(right, k, column)));
            }
            return sumOf(terms);
        }
        Expression a = entry(left, row, column);
        Expression b = entry(right, row, column);
        return binary.operator() == Operator.MINUS ? difference(a, b) : new Binary(binary.operator(), a, b);
    }

    @Override
    public Expression transpose(Transpose transpose) {
        return entry(transpose.of(), column, row);
    }

    @Override
    public Expression apply(Apply apply) {
        if (apply.function() == Elementary.ONE_WHERE_POSITIVE) {
            return number(apply.value(scope).entry(row, column));
        }
        Expression argument = entry(apply.argument(), row, column);
        return apply.function() == Elementary.NEGATIVE && argument instanceof Literal literal
                ? number(literal.value().scaled(-1))
                : argument.in(apply.function());
    }

    @Override
    public Expression call(Call call) {
        return call.isDerivative()
                ? number(call.value(scope).entry(row, column))
                : entry(call.argument(), row, column).in(call.activation());
    }

    /** Only the formula that the entry follows. */
    @Override
    public Expression where(Where where) {
        Rounded beyond = where.subject().minus(where.point()).value(scope).entry(row, column);
        boolean isAbove = beyond.value(0) > 0 || where.atPoint() && beyond.value(0) == 0;
        return entry(isAbove ? where.above() : where.below(), row, column);
    }

    @Override
    public Expression total(Total total) {
        Rounded of = total.of().value(scope);
        boolean alongRow = (total.over() == Over.UNITS) == scope.examplesAreRows();
        List<Expression> terms = new ArrayList<>();
        if (total.over() == Over.ENTRIES) {
            for (int k = 0; k < of.size(); k++) {
                terms.add(entry(total.of(), k / of.columns(), k % of.columns()));
            }
        } else {
            for (int k = 0; k < (alongRow ? of.columns() : of.rows()); k++) {
                terms.add(alongRow ? entry(total.of(), row, k) : entry(total.of(), k, column));
            }
        }
        return sumOf(terms);
    }
}
