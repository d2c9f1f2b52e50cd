package chalkline.direct;

/**
 * Updaters, one loop each. Of every entry from one to another, p is the parameter, g its gradient, t the number of this step
 * counted from 1; ′ is what is kept after the step. The loop leaves in g what it subtracts, weight decay included, and in p what
 * is left: p′ = p − g.
 */
final class DoubleUpdaters implements UpdaterLoop {
    private final UpdaterNumbers s;
    private final double[] p;
    private final double[] g;
    private final double[][] kept;
    private double rate;
    private double decay;
    private double epsilon;
    private double beta1;
    private double beta2;
    private double rest1;
    private double rest2;

    DoubleUpdaters(UpdaterNumbers s, double[] p, double[] g, double[]... kept) {
        this.s = s;
        this.p = p;
        this.g = g;
        this.kept = kept;
    }

    @Override
    public void update(int from, int to) {
        rate = s.rate();
        decay = s.decay();
        epsilon = s.epsilon();
        beta1 = s.beta1();
        beta2 = s.beta2();
        rest1 = (1 - s.beta1());
        rest2 = (1 - s.beta2());
        switch (s.kind()) {
            case SGD, NO_OP -> sgd(from, to);
            case ADAM -> adam(from, to);
            case ADA_MAX -> adaMax(from, to);
            case NADAM -> nadam(from, to);
            case AMS_GRAD -> amsGrad(from, to);
            case ADA_BELIEF -> adaBelief(from, to);
            case ADA_DELTA -> adaDelta(from, to);
            case ADA_GRAD -> adaGrad(from, to);
            case RMS_PROP -> rmsProp(from, to);
            case NESTEROVS -> nesterovs(from, to);
            case CLASSICAL_MOMENTUM -> classicalMomentum(from, to);
        }
    }

    /** p′ = p − η·g − decay·p. */
    private void sgd(int from, int to) {
        for (int k = from; k < to; k++) {
            double own = rate * g[k];
            double decayed = decay * p[k];
            g[k] = own + decayed;
            p[k] = p[k] - own - decayed;
        }
    }

    /** v′ = μ·v − η·g; update = μ·v − (1 + μ)·v′. */
    private void nesterovs(int from, int to) {
        double[] v = kept[0];
        double momentum = s.momentum();
        double ahead = (1 + s.momentum());
        for (int k = from; k < to; k++) {
            double before = momentum * v[k];
            v[k] = before - rate * g[k];
            g[k] = before - ahead * v[k] + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** v′ = μ·v + η·g; update = v′. */
    private void classicalMomentum(int from, int to) {
        double[] v = kept[0];
        double momentum = s.momentum();
        for (int k = from; k < to; k++) {
            v[k] = momentum * v[k] + rate * g[k];
            g[k] = v[k] + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** cache′ = cache + g²; update = η·g / (√cache′ + ε). */
    private void adaGrad(int from, int to) {
        double[] cache = kept[0];
        for (int k = from; k < to; k++) {
            cache[k] += g[k] * g[k];
            g[k] = rate * g[k] / (Math.sqrt(cache[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** cache′ = ρ·cache + (1 − ρ)·g²; update = η·g / (√cache′ + ε). */
    private void rmsProp(int from, int to) {
        double[] cache = kept[0];
        double rho = s.rho();
        double rest = (1 - s.rho());
        for (int k = from; k < to; k++) {
            cache[k] = rho * cache[k] + rest * (g[k] * g[k]);
            g[k] = rate * g[k] / (Math.sqrt(cache[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** msg′ = ρ·msg + (1 − ρ)·g²; update = g·√(msdx + ε) / √(msg′ + ε); msdx′ = ρ·msdx + (1 − ρ)·update². */
    private void adaDelta(int from, int to) {
        double[] msg = kept[0];
        double[] msdx = kept[1];
        double rho = s.rho();
        double rest = (1 - s.rho());
        for (int k = from; k < to; k++) {
            msg[k] = rho * msg[k] + rest * (g[k] * g[k]);
            double own = g[k] * (Math.sqrt(msdx[k] + epsilon) / Math.sqrt(msg[k] + epsilon));
            msdx[k] = rho * msdx[k] + rest * (own * own);
            g[k] = own + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ = β1·m + (1 − β1)·g; v′ = β2·v + (1 − β2)·g²; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√v′ + ε). */
    private void adam(int from, int to) {
        double[] m = kept[0];
        double[] v = kept[1];
        double corrected = s.correctedRate();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            v[k] = beta2 * v[k] + rest2 * (g[k] * g[k]);
            g[k] = corrected * m[k] / (Math.sqrt(v[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ and v′ as Adam; vMax′ = max(vMax, v′); update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√vMax′ + ε). */
    private void amsGrad(int from, int to) {
        double[] m = kept[0];
        double[] v = kept[1];
        double[] most = kept[2];
        double corrected = s.correctedRate();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            v[k] = beta2 * v[k] + rest2 * (g[k] * g[k]);
            most[k] = Math.max(most[k], v[k]);
            g[k] = corrected * m[k] / (Math.sqrt(most[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ as Adam; s′ = β2·s + (1 − β2)·(g − m′)² + ε; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√s′ + ε). */
    private void adaBelief(int from, int to) {
        double[] m = kept[0];
        double[] surprise = kept[1];
        double corrected = s.correctedRate();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            double off = g[k] - m[k];
            surprise[k] = beta2 * surprise[k] + rest2 * (off * off) + epsilon;
            g[k] = corrected * m[k] / (Math.sqrt(surprise[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ as Adam; u′ = max(β2·u, |g|) + 10⁻³²; update = η / (1 − β1ᵗ)·m′ / u′. */
    private void adaMax(int from, int to) {
        double[] m = kept[0];
        double[] u = kept[1];
        double corrected = (s.rate() / s.correction1());
        double least = 1e-32;
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            u[k] = Math.max(beta2 * u[k], Math.abs(g[k])) + least;
            g[k] = corrected * m[k] / u[k] + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ and v′ as Adam; update = η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√(v′ / (1 − β2ᵗ)) + ε). */
    private void nadam(int from, int to) {
        double[] m = kept[0];
        double[] v = kept[1];
        double correction1 = s.correction1();
        double correction2 = s.correction2();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            v[k] = beta2 * v[k] + rest2 * (g[k] * g[k]);
            double ahead = beta1 * m[k] + rest1 * g[k];
            g[k] = rate * (ahead / correction1) / (Math.sqrt(v[k] / correction2) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }
}
