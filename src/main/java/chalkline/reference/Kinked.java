package chalkline.reference;

import chalkline.network.Accuracy;
import org.apache.commons.numbers.core.DD;

/** The functions with a kink or a jump at 0, where each has its convention. Nothing is rounded in them. */
final class Kinked {
    private Kinked() {}

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
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return 0;
        }

        @Override
        public boolean isExact() {
            return true;
        }
    };

    /** 1 for z > 0, −1 for z < 0, 0 at 0. */
    static final ScalarFunction SIGN = new ScalarFunction() {
        @Override
        public double at(double z) {
            return Math.signum(z);
        }

        @Override
        public DD at(DD z) {
            return DD.of(Math.signum(z.hi()));
        }

        /** Within e of 0 the sign may be any, an error of 2. */
        @Override
        public double slope(double z, double e) {
            return Math.abs(z) <= e ? 2 / e : 0;
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
        public double evaluationError(double z, double value, double u, Accuracy by) {
            return 0;
        }

        @Override
        public boolean isExact() {
            return true;
        }
    };
}
