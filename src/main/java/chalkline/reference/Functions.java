package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/**
 * The elementwise functions: formula, derivative and evaluation error. u is the judged side's unit roundoff.
 *
 * <p>The evaluation errors model the usual algorithms, e⁻ᶻ and tanh good to a few units in the last place and the
 * derivative computed from the function's rounded value: A(1 − A), 1 − A². That is how σ′ loses digits where A nears 1.
 */
final class Functions {
    private Functions() {}

    /** f(z) = z. */
    static final ScalarFunction IDENTITY = new ScalarFunction() {
        @Override
        public double at(double z) {
            return z;
        }

        @Override
        public DD at(DD z) {
            return z;
        }

        @Override
        public double slope(double z, double e) {
            return 1;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 0;
        }
    };

    /** f′(z) = 1. */
    static final ScalarFunction IDENTITY_DERIVATIVE = new ScalarFunction() {
        @Override
        public double at(double z) {
            return 1;
        }

        @Override
        public DD at(DD z) {
            return DD.ONE;
        }

        @Override
        public double slope(double z, double e) {
            return 0;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 0;
        }
    };

    /** ReLU(z) = max(0, z) (Nair and Hinton, 2010). */
    static final ScalarFunction RELU = new ScalarFunction() {
        @Override
        public double at(double z) {
            return z > 0 ? z : z <= 0 ? 0 : Double.NaN;
        }

        @Override
        public DD at(DD z) {
            return z.hi() > 0 ? z : DD.of(at(z.hi()));
        }

        @Override
        public double slope(double z, double e) {
            return z + e > 0 ? 1 : 0;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 0;
        }
    };

    /** ReLU′(z) = 1 for z > 0, else 0: at the kink it is 0. */
    static final ScalarFunction RELU_DERIVATIVE = new ScalarFunction() {
        @Override
        public double at(double z) {
            return z > 0 ? 1 : z <= 0 ? 0 : Double.NaN;
        }

        @Override
        public DD at(DD z) {
            return DD.of(at(z.hi()));
        }

        /** Within e of the kink the derivative may be either, an error of 1. */
        @Override
        public double slope(double z, double e) {
            return Math.abs(z) <= e ? 1 / e : 0;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 0;
        }
    };

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

        /** e⁻ᶻ to 4u, which reaches the result by its share 1 − a, then one addition and one division. */
        @Override
        public double evaluationError(double z, double a, double u) {
            return (4 * at(-z) + 2) * u * a;
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
        public double evaluationError(double z, double derivative, double u) {
            double a = SIGMOID.at(z);
            double e = SIGMOID.evaluationError(z, a, u);
            double error = Math.abs(a - SIGMOID.at(-z)) * e + e * e;
            return Math.min(error + 14.5 * u * (derivative + error), Math.max(derivative, 0.25));
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

        /** ND4J's tanh is good to an absolute 3u only: it gives 0 for |z| below u. */
        @Override
        public double evaluationError(double z, double value, double u) {
            return 3 * u;
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
        public double evaluationError(double z, double derivative, double u) {
            double a = Math.abs(TANH.at(z));
            double e = TANH.evaluationError(z, a, u);
            double error = 2 * a * e + e * e;
            return Math.min(error + u * (a + e) * (a + e) + 9 * u * (derivative + error), Math.max(derivative, 1));
        }
    };

    /** e to the z. */
    static final ScalarFunction EXP = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.exp(z);
        }

        @Override
        public DD at(DD z) {
            return DoubleDouble.exp(z);
        }

        @Override
        public double slope(double z, double e) {
            return Math.exp(z + e);
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 4 * u * value;
        }
    };

    /** ln z. */
    static final ScalarFunction LOG = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.log(z);
        }

        @Override
        public DD at(DD z) {
            return DoubleDouble.log(z);
        }

        @Override
        public double slope(double z, double e) {
            return z > e ? 1 / (z - e) : Double.POSITIVE_INFINITY;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 4 * u * Math.abs(value);
        }
    };

    /** The square root. */
    static final ScalarFunction SQRT = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.sqrt(z);
        }

        @Override
        public DD at(DD z) {
            return z.hi() > 0 ? z.sqrt() : DD.of(at(z.hi()));
        }

        /** |√x − √z| = |x − z| / (√x + √z), x not being below 0. */
        @Override
        public double slope(double z, double e) {
            double root = Math.sqrt(z);
            return z > e ? 1 / (root + Math.sqrt(z - e)) : Math.max(root, Math.sqrt(z + e) - root) / e;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 2 * u * value;
        }
    };

    /** |z|. */
    static final ScalarFunction ABS = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.abs(z);
        }

        @Override
        public DD at(DD z) {
            return z.abs();
        }

        @Override
        public double slope(double z, double e) {
            return 1;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return 0;
        }
    };
}
