package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Notation;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A formula as a tree over named steps: what a person writes, in whichever characters, and what it comes to. Matrices stand
 * in the notation that the formula was written for.
 */
public sealed interface Expression
        permits Expression.Symbol,
                Expression.Words,
                Expression.Constant,
                Expression.Literal,
                Expression.Sum,
                Expression.Binary,
                Expression.Transpose,
                Expression.Call,
                Expression.Where,
                Expression.Apply,
                Expression.Total,
                Hint {
    /** A constant with more decimals is written with an exponent. */
    int MOST_DECIMALS = 6;

    /** A step. */
    record Symbol(StepId id) implements Expression {
        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.symbol(this);
        }
    }

    /** What is only written, and has no value. */
    record Words(String text) implements Expression {
        /** Stands for the terms that are left out of a long sum. */
        public static final Words LEFT_OUT = new Words("...");

        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.words(this);
        }
    }

    /**
     * A number that belongs to the formula: 2, N, the learning rate.
     *
     * @param written as a person writes it
     * @param exact its digits
     */
    record Constant(String written, BigDecimal exact) implements Expression {
        /** One that is exactly as it is written. */
        public Constant(String written) {
            this(written, new BigDecimal(written));
        }

        /** Its value, 1 × 1. */
        public Rounded value() {
            return new RoundedAlgebra(Rounding.TRUTH).constant(this);
        }

        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /**
     * A number or a matrix that was put in for a step.
     *
     * @param digits significant digits in which a number is shown
     */
    record Literal(Rounded value, int digits) implements Expression {
        /** Whether it is one number. */
        public boolean isNumber() {
            return value.size() == 1;
        }

        /** Whether it is a number below 0. */
        public boolean isNegative() {
            return isNumber() && value.value(0) < 0;
        }

        /** The k-th number of a matrix, row by row. */
        Literal at(int k) {
            return new Literal(value.entry(k / value.columns(), k % value.columns()), digits);
        }

        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.literal(this);
        }
    }

    /** The sum of one term or more, entry by entry; a row or a column is repeated to fit. */
    record Sum(List<Expression> terms) implements Expression {
        private static final int LONGEST = 9;
        private static final int FIRST = 3;
        private static final int LAST = 2;

        public Sum {
            terms = List.copyOf(terms);
        }

        /** The terms that are written: of a long sum the first and the last, and {@link Words#LEFT_OUT} between. */
        public List<Expression> shown() {
            if (terms.size() <= LONGEST) {
                return terms;
            }
            List<Expression> shown = new ArrayList<>(terms.subList(0, FIRST));
            shown.add(Words.LEFT_OUT);
            shown.addAll(terms.subList(terms.size() - LAST, terms.size()));
            return shown;
        }

        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.sum(this);
        }
    }

    /** Two operands. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        /** Whether one is divided by the other. */
        public boolean isQuotient() {
            return operator == Operator.OVER || operator == Operator.ZERO_OR_OVER || operator == Operator.OVER_OR_ZERO;
        }

        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.binary(this);
        }
    }

    /** The transpose. */
    record Transpose(Expression of) implements Expression {
        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.transpose(this);
        }
    }

    /** An activation or its derivative, of every entry by itself; softmax, of every example. */
    record Call(Activation activation, boolean isDerivative, Expression argument) implements Expression {
        /** The function's name in plain characters. */
        public String name() {
            return isDerivative ? functionName() + "'" : functionName();
        }

        /** The activation's name in plain characters. */
        public String functionName() {
            return activation.kind().function();
        }

        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /**
     * One formula below a point and another above it, entry by entry.
     *
     * @param subject what is compared with the point
     * @param atPoint whether the point itself belongs to those above
     */
    record Where(Expression subject, Constant point, boolean atPoint, Expression above, Expression below)
            implements Expression {
        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.where(this);
        }
    }

    /** A function, of every entry by itself. */
    record Apply(Elementary function, Expression argument) implements Expression {
        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.apply(this);
        }
    }

    /** The sum of a matrix's entries. */
    record Total(Over over, Expression of) implements Expression {
        @Override
        public <R> R accept(ExpressionVisitor<R> visitor) {
            return visitor.total(this);
        }
    }

    /** Which entries a total runs over. */
    enum Over {
        /** All of them. */
        ENTRIES,
        /** A unit's, over the examples. */
        EXAMPLES,
        /** A unit's weights, over the inputs. */
        INPUTS,
        /** An example's, or an input's weights, over the units. */
        UNITS
    }

    /** What that visitor makes of this node. */
    <R> R accept(ExpressionVisitor<R> visitor);

    /** What it comes to, to about 30 digits; a number that is beyond all doubles on its way, in exact numbers. */
    default Rounded value(Scope scope) {
        Rounded value =
                accept(new Evaluator<>(new RoundedAlgebra(Rounding.TRUTH), scope.examplesAreRows(), scope::step));
        boolean mayBeBeyond = value.size() == 1 && (value.value(0) == 0 || !Double.isFinite(value.value(0)));
        return mayBeBeyond ? Truth.value(this, scope) : value;
    }

    /** The formula in plain characters in one line: {@code dA2 sigmoid'(Z2)}. */
    default String plain() {
        return PlainFormula.of(this, literal -> Double.toString(literal.value().value(0)));
    }

    /** The steps in it, each once. */
    default List<StepId> steps() {
        return accept(Leaves.STEPS).distinct().toList();
    }

    /** Whether numbers were put in for all of its symbols. */
    default boolean isNumeric() {
        return accept(Leaves.NUMERIC);
    }

    /** The formula with other formulas in the place of some steps; examples are rows. */
    default Expression with(Map<StepId, Expression> instead) {
        return accept(new Notated(Notation.XW_PLUS_B, instead));
    }

    /** This plus another. */
    default Expression plus(Expression other) {
        return new Sum(List.of(this, other));
    }

    /** This minus another. */
    default Expression minus(Expression other) {
        return new Binary(Operator.MINUS, this, other);
    }

    /** This times another, entry by entry. */
    default Expression times(Expression other) {
        return new Binary(Operator.TIMES, this, other);
    }

    /** This times another, entry by entry; 0 where this is 0. */
    default Expression timesOrZero(Expression other) {
        return new Binary(Operator.TIMES_OR_ZERO, this, other);
    }

    /** This over another, entry by entry; 0 where the other is 0. */
    default Expression overOrZero(Expression other) {
        return new Binary(Operator.OVER_OR_ZERO, this, other);
    }

    /** This over another, entry by entry; 0 where this is 0. */
    default Expression zeroOrOver(Expression other) {
        return new Binary(Operator.ZERO_OR_OVER, this, other);
    }

    /** This over another, entry by entry. */
    default Expression over(Expression other) {
        return new Binary(Operator.OVER, this, other);
    }

    /** This over a whole number, which is not written where it is 1. */
    default Expression over(int divisor) {
        return divisor == 1 ? this : over(number(divisor));
    }

    /** The matrix product of this and another. */
    default Expression product(Expression other) {
        return new Binary(Operator.PRODUCT, this, other);
    }

    /** The transpose. */
    default Expression transposed() {
        return new Transpose(this);
    }

    /** The function of this. */
    default Expression in(Elementary function) {
        return new Apply(function, this);
    }

    /** The activation of this. */
    default Expression in(Activation activation) {
        return new Call(activation, false, this);
    }

    /** The activation's derivative at this. */
    default Expression inDerivative(Activation activation) {
        return new Call(activation, true, this);
    }

    /** This to the power of another, both one number. */
    default Expression power(Expression exponent) {
        return new Binary(Operator.POWER, this, exponent);
    }

    /** The smaller of this and another, entry by entry. */
    default Expression min(Expression other) {
        return new Binary(Operator.MIN, this, other);
    }

    /** The larger of this and another, entry by entry. */
    default Expression max(Expression other) {
        return new Binary(Operator.MAX, this, other);
    }

    /** The same, which an implementation may have rounded so many times more. */
    default Expression loose(int roundings) {
        return new Hint.Loose(this, roundings);
    }

    /** The sum of this. */
    default Expression total(Over over) {
        return new Total(over, this);
    }

    /** That step. */
    static Expression step(StepId id) {
        return new Symbol(id);
    }

    /** A number that belongs to a formula, as it was written. */
    static Constant number(double number) {
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        String text = Math.abs(decimal.scale()) <= MOST_DECIMALS
                ? decimal.toPlainString()
                : decimal.toString().replace("E+", "e").replace("E", "e");
        return new Constant(text, decimal);
    }

    /** A whole number. */
    static Expression number(int number) {
        return new Constant(Integer.toString(number));
    }
}
