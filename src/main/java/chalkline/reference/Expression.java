package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Notation;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A formula as a tree over named steps: what a person writes, in whichever characters, and what it comes to. Matrices stand
 * in the notation that the formula was written for.
 */
public sealed interface Expression {
    /** A constant with more decimals is written with an exponent. */
    int MOST_DECIMALS = 6;

    /** A step. */
    record Symbol(StepId id) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.symbol(this);
        }
    }

    /** What is only written, and has no value. */
    record Words(String text) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
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
        public <R> R accept(Visitor<R> visitor) {
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

        /** The k-th number of a matrix, row by row. */
        Literal at(int k) {
            return new Literal(value.entry(k / value.columns(), k % value.columns()), digits);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.literal(this);
        }
    }

    /** The sum of one term or more, entry by entry; a row or a column is repeated to fit. */
    record Sum(List<Expression> terms) implements Expression {
        public Sum {
            terms = List.copyOf(terms);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
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
        public <R> R accept(Visitor<R> visitor) {
            return visitor.binary(this);
        }
    }

    /** The transpose. */
    record Transpose(Expression of) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
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
        public <R> R accept(Visitor<R> visitor) {
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
        public <R> R accept(Visitor<R> visitor) {
            return visitor.where(this);
        }
    }

    /** A function, of every entry by itself. */
    record Apply(Elementary function, Expression argument) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.apply(this);
        }
    }

    /** The sum of a matrix's entries. */
    record Total(Over over, Expression of) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.total(this);
        }
    }

    /**
     * The standard deviation of every example over its units, √(Σ(u − mean(u))² / units), N × 1.
     *
     * @param units how many
     */
    record Deviation(Expression of, int units) implements Expression {
        /** The formula. */
        Expression written() {
            Expression mean = of.total(Over.UNITS).over(units);
            return of.minus(mean)
                    .in(Elementary.SQUARE)
                    .total(Over.UNITS)
                    .over(units)
                    .in(Elementary.SQRT);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deviation(this);
        }
    }

    /**
     * A sum over the product of whole numbers, by which an implementation may divide one after the other.
     *
     * @param of the sum
     * @param divisors as N and m
     */
    record Mean(Expression of, List<Integer> divisors) implements Expression {
        public Mean {
            divisors = List.copyOf(divisors);
        }

        /** The formula. */
        Expression written() {
            return of.over(divisors.stream().reduce(1, Math::multiplyExact));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.mean(this);
        }
    }

    /**
     * The same number, which a correct implementation may have rounded some more times on its way. It is not written.
     *
     * @param roundings how many times
     */
    record Loose(Expression of, int roundings) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.loose(this);
        }
    }

    /** What an implementation may do again to its own result, which changes nothing, and so err twice. It is not written. */
    record Repeated(Expression of) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.repeated(this);
        }
    }

    /** A number of hyper-parameters that is worked in float64 whatever the network computes in. It is not written. */
    record Host(Expression of) implements Expression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.host(this);
        }
    }

    /** What stands between two operands; a single number is repeated to fit. */
    enum Operator {
        /** Entry by entry. */
        MINUS,
        /** Entry by entry. */
        TIMES,
        /** Entry by entry; 0 where the left factor is 0, whatever the right one is: 0·ln 0, and what is masked. */
        TIMES_OR_ZERO,
        /** Entry by entry. */
        OVER,
        /** Entry by entry; 0 where what is divided is 0, whatever the divisor is: a label of 0 over an output. */
        ZERO_OR_OVER,
        /** Entry by entry; 0 where the divisor is 0: what has norm 0, or no deviation from its mean. */
        OVER_OR_ZERO,
        /** The smaller of both, entry by entry. */
        MIN,
        /** The larger of both, entry by entry. */
        MAX,
        /** Of matrices. */
        PRODUCT,
        /** Of one number. */
        POWER
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

    /** Something that is done to every kind of node. */
    interface Visitor<R> {
        R symbol(Symbol symbol);

        default R words(Words words) {
            throw new IllegalArgumentException(words.text() + " has no value");
        }

        R constant(Constant constant);

        R literal(Literal literal);

        R sum(Sum sum);

        R binary(Binary binary);

        R transpose(Transpose transpose);

        R apply(Apply apply);

        R call(Call call);

        R where(Where where);

        R total(Total total);

        default R deviation(Deviation deviation) {
            return deviation.written().accept(this);
        }

        default R mean(Mean mean) {
            return mean.written().accept(this);
        }

        default R loose(Loose loose) {
            return loose.of().accept(this);
        }

        default R repeated(Repeated repeated) {
            return repeated.of().accept(this);
        }

        default R host(Host host) {
            return host.of().accept(this);
        }
    }

    /** What that visitor makes of this node. */
    <R> R accept(Visitor<R> visitor);

    /**
     * What the symbols stand for.
     *
     * @param notation that the formula was written for
     * @param steps in that notation
     */
    record Scope(Notation notation, Map<StepId, Rounded> steps) {
        public Scope {
            steps = Map.copyOf(steps);
        }

        /**
         * The value of that step.
         *
         * @throws IllegalArgumentException where there is none
         */
        public Rounded step(StepId id) {
            Rounded value = steps.get(id);
            if (value == null) {
                throw new IllegalArgumentException("the formula uses " + id + ", which is not there");
            }
            return value;
        }

        /** Whether examples are the rows of matrices in this notation. */
        public boolean examplesAreRows() {
            return notation == Notation.XW_PLUS_B;
        }
    }

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
        return new Loose(this, roundings);
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
