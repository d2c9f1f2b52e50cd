package chalkline.reference;

import chalkline.network.Activation;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import java.util.List;
import java.util.Optional;

/**
 * The matrices that formulas are worked in, and what can be done with them. An operand of one row or one column is repeated
 * to fit; unless said otherwise an operation is one of every entry by itself.
 *
 * <p>The methods with a body are forms that an implementation may compute in one step. An algebra that treats them like any
 * other formula does not override them.
 *
 * @param <M> a matrix
 */
interface Algebra<M> {
    M constant(Constant constant);

    M literal(Literal literal);

    /** The sum of one term or more, in any order. */
    M sum(List<M> terms);

    M minus(M left, M right);

    M times(M left, M right);

    /** left · right; 0 where left is 0, whatever right is. */
    M timesOrZero(M left, M right);

    M over(M left, M right);

    /** left / right; 0 where left is 0, whatever right is. */
    M zeroOrOver(M left, M right);

    /** left / right; 0 where right is 0. */
    M overOrZero(M left, M right);

    /** The smaller one. */
    M min(M left, M right);

    /** The larger one. */
    M max(M left, M right);

    /** The matrix product. */
    M product(M left, M right);

    /** base to the exponent, both 1 × 1. */
    M power(M base, M exponent);

    M transposed(M of);

    /** The function. */
    M apply(Elementary function, M argument);

    /** f, or f′; softmax along each row, N × units. */
    M call(Activation f, boolean isDerivative, M argument);

    /**
     * One formula below a point and another above it.
     *
     * @param atPoint whether the point itself belongs to those above
     */
    M where(M subject, Constant point, boolean atPoint, M above, M below);

    /** The sum of all entries of all of them, 1 × 1, in any order. */
    M total(List<M> parts);

    /** The sums along each row, rows × 1. */
    M rowSums(M of);

    /** The sums down each column, 1 × columns. */
    M columnSums(M of);

    /** x·min(1, limit / norm): x where its norm is at most the limit, also where the norm is 0. */
    M atMost(M x, M norm, M limit);

    /** input · w + b, b being one row. */
    default M affine(M input, M w, M b) {
        return sum(List.of(product(input, w), b));
    }

    /** The sum divided by these whole numbers, one after the other or all at once. */
    default M mean(M sum, List<Integer> divisors) {
        int product = divisors.stream().reduce(1, Math::multiplyExact);
        return product == 1 ? sum : over(sum, constant(Expression.number((double) product)));
    }

    /** a − b·c. */
    default M minusProduct(M a, M b, M c) {
        return minus(a, times(b, c));
    }

    /** a·(1 − a). */
    default M timesOneMinus(M a) {
        return times(a, minus(constant(new Constant("1")), a));
    }

    /** eᶻ − 1; empty where that is nothing but the difference. */
    default Optional<M> expm1(M z) {
        return Optional.empty();
    }

    /** ln of softmax along each row; empty where that is nothing but the logarithm. */
    default Optional<M> logSoftmax(M z) {
        return Optional.empty();
    }

    /** √(Σ(u − mean(u))² / columns) along each row, rows × 1; empty where that is nothing but the formula. */
    default Optional<M> deviation(M u) {
        return Optional.empty();
    }

    /** The same, which an implementation may have rounded so many times more. */
    default M loose(M of, int roundings) {
        return of;
    }

    /** The same, which an implementation may have done twice. */
    default M repeated(M of) {
        return of;
    }

    /** A number without steps, which an implementation works in float64. */
    default M host(Expression of) {
        return of.accept(new Evaluator<>(this, true, name -> {
            throw new IllegalArgumentException("a hyper-parameter does not depend on " + name);
        }));
    }
}
