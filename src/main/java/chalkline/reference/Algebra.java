package chalkline.reference;

import chalkline.network.Activation;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import java.util.List;

/**
 * The matrices that formulas are worked in, and what can be done with them. An operand of one row or one column is repeated
 * to fit; unless said otherwise an operation is one of every entry by itself.
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

    M apply(Elementary function, M argument);

    /** f, or f′; softmax along each row, N × units. */
    M call(Activation f, boolean isDerivative, M argument);

    /**
     * One formula below a point and another above it.
     *
     * @param atPoint whether the point itself belongs to those above
     */
    M where(M subject, Constant point, boolean atPoint, M above, M below);

    /** The sum of all entries, 1 × 1. */
    M total(M of);

    /** The sums along each row, rows × 1. */
    M rowSums(M of);

    /** The sums down each column, 1 × columns. */
    M columnSums(M of);
}
