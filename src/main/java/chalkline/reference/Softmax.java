package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/** Softmax of every row: aᵢ = eᶻⁱ / Σⱼ eᶻʲ, computed from z − max z (Goodfellow et al., Deep Learning, §4.1). */
final class Softmax {
    private Softmax() {}

    /** A, N × units, of Z. */
    static Rounded of(Rounded z) {
        Rounded a = new Rounded(z.rounding(), z.rows(), z.columns());
        for (int row = 0; row < z.rows(); row++) {
            if (z.rounding().isExtended()) {
                extendedRow(z, a, row * z.columns());
            } else {
                row(z, a, row * z.columns());
            }
        }
        return a;
    }

    private static double max(Rounded z, int start) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = start; k < start + z.columns(); k++) {
            max = Math.max(max, z.value(k));
        }
        return max;
    }

    private static void row(Rounded z, Rounded a, int start) {
        int n = z.columns();
        double max = max(z, start);
        double[] exponent = new double[n];
        double sum = 0;
        double maxError = 0;
        for (int j = 0; j < n; j++) {
            exponent[j] = Math.max(z.value(start + j) - max, -Double.MAX_VALUE);
            sum += Math.exp(exponent[j]);
            maxError = Math.max(maxError, z.error(start + j));
        }
        double unit = z.rounding().unit();
        double logSum = Math.log(sum);
        // Relative errors of the eᶻ⁻ᵐᵃˣ: the arguments' own, their subtraction's, and that of eˣ.
        double[] relative = new double[n];
        double shift = 0;
        for (int j = 0; j < n; j++) {
            double ez = z.error(start + j);
            relative[j] = ez
                    + maxError
                    + unit * (Math.abs(exponent[j]) + ez + maxError)
                    + z.rounding().accuracy().exp() * unit;
            double p = Math.exp(exponent[j]) / sum;
            a.set(start + j, p, 0);
            shift += p + growth(p, exponent[j] - logSum, relative[j]);
        }
        for (int j = 0; j < n; j++) {
            double p = a.value(start + j);
            double grown = relative[j] + Math.log(shift) + z.rounding().gamma(n - 1) + 2 * unit;
            double bound = growth(p, exponent[j] - logSum, grown);
            a.set(start + j, p, Math.min(bound, 1) + z.rounding().tiny());
        }
    }

    /** p·(eʳ − 1), p being eˡ; p may underflow where eʳ overflows. */
    private static double growth(double p, double l, double r) {
        return r < 1 ? p * Math.expm1(r) : Math.exp(l + r) - p;
    }

    /** ln A = Z − max − ln Σ eᶻ⁻ᵐᵃˣ, N × units, in double-double: finite where A underflows. */
    static Rounded log(Rounded z) {
        Rounded result = new Rounded(z.rounding(), z.rows(), z.columns());
        for (int start = 0; start < z.size(); start += z.columns()) {
            double max = max(z, start);
            DD sum = DD.ZERO;
            double maxError = 0;
            for (int k = start; k < start + z.columns(); k++) {
                sum = sum.add(DoubleDouble.exp(z.extended(k).subtract(max)));
                maxError = Math.max(maxError, z.error(k));
            }
            DD logSum = DoubleDouble.log(sum);
            for (int k = start; k < start + z.columns(); k++) {
                DD shifted = z.extended(k).subtract(max);
                // The sum errs relatively by at most its arguments' error, and it is at least 1.
                double own = (z.columns() + 4 + Math.abs(shifted.hi()) + logSum.hi()) * DoubleDouble.EPSILON;
                result.set(k, shifted.subtract(logSum), z.error(k) + maxError + own);
            }
        }
        return result;
    }

    private static void extendedRow(Rounded z, Rounded a, int start) {
        int n = z.columns();
        double max = max(z, start);
        double maxError = 0;
        DD[] e = new DD[n];
        DD sum = DD.ZERO;
        for (int j = 0; j < n; j++) {
            e[j] = DoubleDouble.exp(z.extended(start + j).subtract(max));
            sum = sum.add(e[j]);
            maxError = Math.max(maxError, z.error(start + j));
        }
        for (int j = 0; j < n; j++) {
            DD p = e[j].divide(sum);
            double relative = z.error(start + j) + maxError + (n + 4) * DoubleDouble.EPSILON;
            a.set(start + j, p, p.hi() * Math.expm1(relative) + z.rounding().tiny());
        }
    }
}
