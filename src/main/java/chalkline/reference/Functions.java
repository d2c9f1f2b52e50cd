package chalkline.reference;

import chalkline.network.Accuracy;
import org.apache.commons.numbers.core.DD;

/**
 * Elementary functions of one number: value and evaluation error. u is the judged side's unit roundoff.
 */
final class Functions {
    private Functions() {}

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
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return 0;
        }

        @Override
        public boolean isExact() {
            return true;
        }
    };

    /** √z, z ≥ 0. */
    static final ScalarFunction SQRT = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.sqrt(z);
        }

        @Override
        public DD at(DD z) {
            return z.hi() > 0 ? z.sqrt() : DD.of(Math.sqrt(z.hi()));
        }

        /** |√(z + d) − √z| = |d| / (√(z + d) + √z), and it is never more than √|d|. */
        @Override
        public double slope(double z, double e) {
            return Math.min(1 / (Math.sqrt(z) + Math.sqrt(Math.max(0, z - e))), 1 / Math.sqrt(e));
        }

        @Override
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return u * value;
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
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return Math.max(by.exp() * u * value, Double.MIN_VALUE);
        }
    };

    /** eᶻ − 1. */
    static final ScalarFunction EXPM1 = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.expm1(z);
        }

        @Override
        public DD at(DD z) {
            return DoubleDouble.expm1(z);
        }

        @Override
        public double slope(double z, double e) {
            return Math.exp(z + e);
        }

        /** That of eᶻ, and the subtraction: near 0 nothing but u itself is left. */
        @Override
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return by.exp() * u * Math.exp(z) + u * Math.abs(value);
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
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return by.log() * u * Math.abs(value);
        }
    };
}
