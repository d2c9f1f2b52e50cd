package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/**
 * The elementwise functions that losses need and that have no derivative somewhere. A step is only known up to its height
 * within the error of what decides it; at the kink itself every value between its sides agrees.
 */
final class Kinks {
    private Kinks() {}

    /** 1 for z > 0, −1 for z < 0; at 0 it is 0, and anything from −1 to 1 agrees. */
    static final ScalarFunction SIGN = sign(1);
    /** The same, of which 0 alone agrees at 0. */
    static final ScalarFunction SIGN_WITH_ZERO = sign(0);

    private static ScalarFunction sign(double openAtZero) {
        return new ScalarFunction() {
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
            public double evaluationError(double z, double value, double u) {
                return z == 0 ? openAtZero : 0;
            }
        };
    }

    /** 1 for z > 0, 0 for z < 0; at 0 it is 0, and anything up to 1 agrees. */
    static final ScalarFunction STEP = new ScalarFunction() {
        @Override
        public double at(double z) {
            return z > 0 ? 1 : z <= 0 ? 0 : Double.NaN;
        }

        @Override
        public DD at(DD z) {
            return DD.of(at(z.hi()));
        }

        @Override
        public double slope(double z, double e) {
            return Math.abs(z) <= e ? 1 / e : 0;
        }

        @Override
        public double evaluationError(double z, double value, double u) {
            return z == 0 ? 1 : 0;
        }
    };
}
