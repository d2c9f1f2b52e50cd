package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/**
 * Layer normalisation (Ba, Kiros and Hinton, Layer Normalization, 2016, equation 4 and supplement): an example's sums are
 * brought to mean 0 and variance 1 over the units. There is no ε, as in the paper; where all units of an example are the
 * same, σ = 0, and what the paper leaves open is taken as 0.
 */
final class LayerNorms {
    private LayerNorms() {}

    private static Rounded centred(Rounded u) {
        // One unit is its own mean, without any rounding.
        return u.columns() == 1 ? u.filled(0) : u.minus(u.rowSums().dividedBy(u.columns()));
    }

    /**
     * σ of every example, N × 1. An implementation may take two passes (Chan, Golub and LeVeque, 1983) or update mean and
     * variance unit by unit (Welford, 1962): both know μ to n·u·max|u|, up to a constant, and σ follows from
     *
     * <pre>
     * |nσ̂² − nσ²| ≤ 2·E·√n·√(nσ²) + n·E² + (n + 7)·u·nσ²,   E = (n + 7)·u·max|u|,
     * </pre>
     *
     * which is at most 2.5·E + (n + 8)·u·σ in σ where σ ≥ 2.5·E, and leaves nothing of σ known elsewhere. An error e of u
     * moves σ by at most ‖e‖ / √n.
     */
    static Rounded deviation(Rounded u) {
        int n = u.columns();
        Rounding rounding = u.rounding();
        Rounded centred = centred(u);
        Rounded variance = centred.hadamard(centred).rowSums().dividedBy(n);
        Rounded deviation = new Rounded(rounding, u.rows(), 1);
        for (int i = 0; i < u.rows(); i++) {
            double largest = 0;
            double inherited = 0;
            boolean zero = true;
            for (int j = i * n; j < (i + 1) * n; j++) {
                largest = Math.max(largest, Math.abs(u.value(j)) + u.error(j));
                inherited += u.error(j) * u.error(j);
                zero &= centred.value(j) == 0 && centred.error(j) == 0;
            }
            if (zero) {
                continue;
            }
            double value = Math.sqrt(variance.value(i));
            double error = 2.5 * (n + 7) * rounding.unit() * largest
                    + (n + 8) * rounding.unit() * value
                    + Math.sqrt(inherited / n)
                    + Math.min(Math.sqrt(2 * rounding.tiny()), 2 * rounding.tiny() / value);
            if (!(variance.error(i) < Double.POSITIVE_INFINITY)) {
                // Where sums or squares overflow, nothing is known of σ.
                deviation.set(i, value, Double.POSITIVE_INFINITY);
            } else if (rounding.isExtended()) {
                DD square = variance.extended(i);
                deviation.set(i, square.hi() > 0 ? square.sqrt() : DD.ZERO, error);
            } else {
                deviation.set(i, value, error);
            }
        }
        return deviation;
    }

    /** x / σ; 0 where σ, which is repeated to fit, is 0 for certain. */
    static Rounded quotient(Rounded x, Rounded deviation) {
        Rounded result = x.over(deviation);
        for (int k = 0; k < x.size(); k++) {
            int i = deviation.rows() == 1 ? 0 : k / x.columns();
            int j = deviation.columns() == 1 ? 0 : k % x.columns();
            int at = i * deviation.columns() + j;
            if (deviation.value(at) == 0 && deviation.error(at) == 0) {
                result.set(k, 0, 0);
            }
        }
        return result;
    }
}
