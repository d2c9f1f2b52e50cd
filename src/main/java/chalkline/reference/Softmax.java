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
        double[] e = new double[n];
        double sum = 0;
        for (int j = 0; j < n; j++) {
            e[j] = Math.exp(z.value(start + j) - max);
            sum += e[j];
        }
        for (int j = 0; j < n; j++) {
            a.set(start + j, e[j] / sum, 0);
        }
        double unit = z.rounding().unit();
        double maxError = 0;
        for (int j = 0; j < n; j++) {
            maxError = Math.max(maxError, z.error(start + j));
        }
        // Relative errors of the eᶻ⁻ᵐᵃˣ: the arguments' own, their subtraction's, and eˣ to 4u.
        double[] relative = new double[n];
        double shift = 0;
        for (int j = 0; j < n; j++) {
            double ez = z.error(start + j);
            relative[j] = ez + maxError + unit * (Math.abs(z.value(start + j) - max) + ez + maxError) + 4 * unit;
            shift += a.value(start + j) * Math.exp(relative[j]);
        }
        for (int j = 0; j < n; j++) {
            double p = a.value(start + j);
            double bound =
                    p * Math.expm1(relative[j] + Math.log(shift) + z.rounding().gamma(n - 1) + 2 * unit);
            a.set(start + j, p, Math.min(bound, 1) + z.rounding().tiny());
        }
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
