package chalkline.reference;

import chalkline.reference.Expression.Over;
import java.util.List;

/** A formula with a word to its evaluator, which a person does not write. */
sealed interface Hint extends Expression {
    /** The formula as a person writes it. */
    Expression written();

    /** What the formula comes to. */
    <M> M value(Algebra<M> algebra, Evaluator<M> evaluator);

    @Override
    default <R> R accept(ExpressionVisitor<R> visitor) {
        return visitor.hint(this);
    }

    /**
     * The standard deviation of every example over its units, √(Σ(u − mean(u))² / units), N × 1.
     *
     * @param units how many
     */
    record Deviation(Expression of, int units) implements Hint {
        @Override
        public Expression written() {
            Expression mean = of.total(Over.UNITS).over(units);
            return of.minus(mean)
                    .in(Elementary.SQUARE)
                    .total(Over.UNITS)
                    .over(units)
                    .in(Elementary.SQRT);
        }

        @Override
        public <M> M value(Algebra<M> algebra, Evaluator<M> evaluator) {
            return evaluator.deviation(of).orElseGet(() -> written().accept(evaluator));
        }
    }

    /**
     * A sum over the product of whole numbers, by which an implementation may divide one after the other.
     *
     * @param of the sum
     * @param divisors as N and m
     */
    record Mean(Expression of, List<Integer> divisors) implements Hint {
        public Mean {
            divisors = List.copyOf(divisors);
        }

        @Override
        public Expression written() {
            return of.over(divisors.stream().reduce(1, Math::multiplyExact));
        }

        @Override
        public <M> M value(Algebra<M> algebra, Evaluator<M> evaluator) {
            return algebra.mean(of.accept(evaluator), divisors);
        }
    }

    /**
     * The same number, which a correct implementation may have rounded some more times on its way.
     *
     * @param written the number
     * @param roundings how many times
     */
    record Loose(Expression written, int roundings) implements Hint {
        @Override
        public <M> M value(Algebra<M> algebra, Evaluator<M> evaluator) {
            return algebra.loose(written.accept(evaluator), roundings);
        }
    }

    /** What an implementation may do again to its own result, which changes nothing, and so err twice. */
    record Repeated(Expression written) implements Hint {
        @Override
        public <M> M value(Algebra<M> algebra, Evaluator<M> evaluator) {
            return algebra.repeated(written.accept(evaluator));
        }
    }

    /** A number of hyper-parameters that is worked in float64 whatever the network computes in. */
    record Host(Expression written) implements Hint {
        @Override
        public <M> M value(Algebra<M> algebra, Evaluator<M> evaluator) {
            return algebra.host(written);
        }
    }
}
