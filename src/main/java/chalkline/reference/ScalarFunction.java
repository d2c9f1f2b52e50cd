package chalkline.reference;

import chalkline.network.Accuracy;
import org.apache.commons.numbers.core.DD;

/** A function of one number, with what is needed to bound the error of its evaluation. */
interface ScalarFunction {

    /** f(z) in double, good to a few units in the last place. */
    double at(double z);

    /** f(z) in double-double, good to {@link DoubleDouble#EPSILON} relative to f(z). */
    DD at(DD z);

    /** A bound of |f′| on [z − e, z + e]; times e, a bound of what an error e in z does to f. */
    double slope(double z, double e);

    /**
     * How far an implementation's f(z) may lie from the exact one, z being exact: a model of the algorithm, with the
     * constants of the implementation's own primitives.
     *
     * @param value f(z)
     * @param u the implementation's unit roundoff
     * @param by how good its primitives are
     */
    double evaluationError(double z, double value, double u, Accuracy by);

    /** Whether nothing is rounded in it: z is passed on, or a whole number taken. */
    default boolean isExact() {
        return false;
    }
}
