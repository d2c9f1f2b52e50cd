package chalkline.reference;

import chalkline.network.Accuracy;
import org.apache.commons.numbers.core.DD;

/**
 * The sigmoid, tanh and softplus: formula, derivative and evaluation error. u is the judged side's unit roundoff.
 *
 * <p>The evaluation errors model the usual algorithms, e⁻ᶻ and tanh good to a few units in the last place and the
 * derivative computed from the function's rounded value: A(1 − A), 1 − A². That is how σ′ loses digits where A nears 1.
 */
final class Sigmoids {
    private Sigmoids() {}

    /** σ(z) = 1 / (1 + e⁻ᶻ). */
    static final ScalarFunction SIGMOID = new ScalarFunction() {
        @Override
        public double at(double z) {
            double e = Math.exp(-Math.abs(z));
            return (z >= 0 ? 1 : e) / (1 + e);
        }

        @Override
        public DD at(DD z) {
            DD e = DoubleDouble.exp(z.abs().negate());
            return (z.hi() >= 0 ? DD.ONE : e).divide(e.add(1));
        }

        @Override
        public double slope(double z, double e) {
            return SIGMOID_DERIVATIVE.at(Math.max(0, Math.abs(z) - e));
        }

        /** That of e⁻ᶻ, which reaches the result by its share 1 − a, then one addition and one division. */
        @Override
        public double evaluationError(double z, double a, double u, Accuracy by) {
            // Never 0, so that what underflows altogether still counts as rounded.
            return Math.max((by.exp() * at(-z) + 2) * u * a, Double.MIN_VALUE);
        }
    };

    /** σ(z) evaluated as eᶻ / (1 + eᶻ), as it occurs in the derivatives of other activations. */
    static final ScalarFunction SIGMOID_BY_POWER = new ScalarFunction() {
        @Override
        public double at(double z) {
            return SIGMOID.at(z);
        }

        @Override
        public DD at(DD z) {
            return SIGMOID.at(z);
        }

        @Override
        public double slope(double z, double e) {
            return SIGMOID.slope(z, e);
        }

        /** As a power of the rounded number e, eᶻ is good to |z|·u only; it reaches the result by the share 1 − σ. */
        @Override
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return Math.max((4 + (by.exp() + Math.abs(z)) * SIGMOID.at(-z)) * u * value, Double.MIN_VALUE);
        }
    };

    /** σ′(z) = σ(z)(1 − σ(z)). */
    static final ScalarFunction SIGMOID_DERIVATIVE = new ScalarFunction() {
        /** σ(z)·σ(−z): no cancellation. */
        @Override
        public double at(double z) {
            double e = Math.exp(-Math.abs(z));
            return e / ((1 + e) * (1 + e));
        }

        @Override
        public DD at(DD z) {
            DD e = DoubleDouble.exp(z.abs().negate());
            return e.divide(e.add(1).square());
        }

        /** |σ″| = σ′·|1 − 2σ| ≤ σ′, largest nearest to 0. */
        @Override
        public double slope(double z, double e) {
            return SIGMOID.slope(z, e);
        }

        /** a(1 − a) from a rounded a: |1 − 2a|·E + E², and the roundings of what is left; it stays within [0, ¼]. */
        @Override
        public double evaluationError(double z, double derivative, double u, Accuracy by) {
            double a = SIGMOID.at(z);
            double e = SIGMOID.evaluationError(z, a, u, by);
            double error = Math.abs(a - SIGMOID.at(-z)) * e + e * e;
            return Math.min(error + by.sigmoidDerivative() * u * (derivative + error), Math.max(derivative, 0.25));
        }
    };

    /** σ′(z) evaluated from eᶻ or from σ(z), as it occurs in the derivatives of other activations. */
    static final ScalarFunction SIGMOID_DERIVATIVE_BY_POWER = new ScalarFunction() {
        @Override
        public double at(double z) {
            return SIGMOID_DERIVATIVE.at(z);
        }

        @Override
        public DD at(DD z) {
            return SIGMOID_DERIVATIVE.at(z);
        }

        @Override
        public double slope(double z, double e) {
            return SIGMOID_DERIVATIVE.slope(z, e);
        }

        /** The one or the other: that of a(1 − a), and eᶻ to |z|·u. */
        @Override
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return SIGMOID_DERIVATIVE.evaluationError(z, value, u, by) + Math.abs(z) * u * value;
        }
    };

    /** tanh(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ). */
    static final ScalarFunction TANH = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.tanh(z);
        }

        /** −p / (p + 2) with p = e⁻²ᶻ − 1, for z ≥ 0; odd. */
        @Override
        public DD at(DD z) {
            DD p = DoubleDouble.expm1(z.abs().multiply(-2));
            DD t = p.negate().divide(p.add(2));
            return z.hi() < 0 ? t.negate() : t;
        }

        @Override
        public double slope(double z, double e) {
            return TANH_DERIVATIVE.at(Math.max(0, Math.abs(z) - e));
        }

        @Override
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return by.tanh() * u;
        }
    };

    /** tanh′(z) = 1 − tanh²(z). */
    static final ScalarFunction TANH_DERIVATIVE = new ScalarFunction() {
        /** 4e / (1 + e)² with e = e⁻²ᶻ: no cancellation. */
        @Override
        public double at(double z) {
            return 4 * SIGMOID_DERIVATIVE.at(2 * z);
        }

        @Override
        public DD at(DD z) {
            return SIGMOID_DERIVATIVE.at(z.multiply(2)).multiply(4);
        }

        /** |tanh″| = 2|tanh|·tanh′ ≤ 2·tanh′, largest nearest to 0. */
        @Override
        public double slope(double z, double e) {
            return 2 * TANH.slope(z, e);
        }

        /** 1 − a² from a rounded a: 2|a|·E + E², and the roundings of a² and of what is left; it stays within [0, 1]. */
        @Override
        public double evaluationError(double z, double derivative, double u, Accuracy by) {
            double a = Math.abs(TANH.at(z));
            double e = TANH.evaluationError(z, a, u, by);
            double error = 2 * a * e + e * e;
            return Math.min(
                    error + u * (a + e) * (a + e) + by.tanhDerivative() * u * (derivative + error),
                    Math.max(derivative, 1));
        }
    };

    /** ln(1 + eᶻ) (Dugas et al., 2001). */
    static final ScalarFunction SOFTPLUS = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
        }

        @Override
        public DD at(DD z) {
            DD tail = DoubleDouble.log1p(DoubleDouble.exp(z.abs().negate()));
            return z.hi() > 0 ? z.add(tail) : tail;
        }

        @Override
        public double slope(double z, double e) {
            return SIGMOID.at(z + e);
        }

        /** The logarithm of a rounded 1 + eᶻ: where eᶻ is small, nothing but u itself is left. */
        @Override
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return u * (1 + by.exp() * SIGMOID.at(z) + by.log() * value);
        }
    };
}
