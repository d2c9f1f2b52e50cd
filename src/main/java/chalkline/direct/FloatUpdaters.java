package chalkline.direct;

/**
 * Updaters, one loop each. Of every entry from one to another, p is the parameter, g its gradient, t the number of this step
 * counted from 1; ′ is what is kept after the step. The loop leaves in g what it subtracts, weight decay included, and in p what
 * is left: p′ = p − g.
 */
final class FloatUpdaters implements UpdaterLoop {
    private final UpdaterNumbers s;
    private final float[] p;
    private final float[] g;
    private final float[][] kept;
    private float rate;
    private float decay;
    private float epsilon;
    private float beta1;
    private float beta2;
    private float rest1;
    private float rest2;

    FloatUpdaters(UpdaterNumbers s, float[] p, float[] g, float[]... kept) {
        this.s = s;
        this.p = p;
        this.g = g;
        this.kept = kept;
    }

    @Override
    public void update(int from, int to) {
        rate = (float) s.rate();
        decay = (float) s.decay();
        epsilon = (float) s.epsilon();
        beta1 = (float) s.beta1();
        beta2 = (float) s.beta2();
        rest1 = (float) (1 - s.beta1());
        rest2 = (float) (1 - s.beta2());
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
            float own = rate * g[k];
            float decayed = decay * p[k];
            g[k] = own + decayed;
            p[k] = p[k] - own - decayed;
        }
    }

    /** v′ = μ·v − η·g; update = μ·v − (1 + μ)·v′. */
    private void nesterovs(int from, int to) {
        float[] v = kept[0];
        float momentum = (float) s.momentum();
        float ahead = (float) (1 + s.momentum());
        for (int k = from; k < to; k++) {
            float before = momentum * v[k];
            v[k] = before - rate * g[k];
            g[k] = before - ahead * v[k] + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** v′ = μ·v + η·g; update = v′. */
    private void classicalMomentum(int from, int to) {
        float[] v = kept[0];
        float momentum = (float) s.momentum();
        for (int k = from; k < to; k++) {
            v[k] = momentum * v[k] + rate * g[k];
            g[k] = v[k] + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** cache′ = cache + g²; update = η·g / (√cache′ + ε). */
    private void adaGrad(int from, int to) {
        float[] cache = kept[0];
        for (int k = from; k < to; k++) {
            cache[k] += g[k] * g[k];
            g[k] = rate * g[k] / ((float) Math.sqrt(cache[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** cache′ = ρ·cache + (1 − ρ)·g²; update = η·g / (√cache′ + ε). */
    private void rmsProp(int from, int to) {
        float[] cache = kept[0];
        float rho = (float) s.rho();
        float rest = (float) (1 - s.rho());
        for (int k = from; k < to; k++) {
            cache[k] = rho * cache[k] + rest * (g[k] * g[k]);
            g[k] = rate * g[k] / ((float) Math.sqrt(cache[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** msg′ = ρ·msg + (1 − ρ)·g²; update = g·√(msdx + ε) / √(msg′ + ε); msdx′ = ρ·msdx + (1 − ρ)·update². */
    private void adaDelta(int from, int to) {
        float[] msg = kept[0];
        float[] msdx = kept[1];
        float rho = (float) s.rho();
        float rest = (float) (1 - s.rho());
        for (int k = from; k < to; k++) {
            msg[k] = rho * msg[k] + rest * (g[k] * g[k]);
            float own = g[k] * ((float) Math.sqrt(msdx[k] + epsilon) / (float) Math.sqrt(msg[k] + epsilon));
            msdx[k] = rho * msdx[k] + rest * (own * own);
            g[k] = own + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ = β1·m + (1 − β1)·g; v′ = β2·v + (1 − β2)·g²; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√v′ + ε). */
    private void adam(int from, int to) {
        float[] m = kept[0];
        float[] v = kept[1];
        float corrected = (float) s.correctedRate();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            v[k] = beta2 * v[k] + rest2 * (g[k] * g[k]);
            g[k] = corrected * m[k] / ((float) Math.sqrt(v[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ and v′ as Adam; vMax′ = max(vMax, v′); update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√vMax′ + ε). */
    private void amsGrad(int from, int to) {
        float[] m = kept[0];
        float[] v = kept[1];
        float[] most = kept[2];
        float corrected = (float) s.correctedRate();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            v[k] = beta2 * v[k] + rest2 * (g[k] * g[k]);
            most[k] = Math.max(most[k], v[k]);
            g[k] = corrected * m[k] / ((float) Math.sqrt(most[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ as Adam; s′ = β2·s + (1 − β2)·(g − m′)² + ε; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√s′ + ε). */
    private void adaBelief(int from, int to) {
        float[] m = kept[0];
        float[] surprise = kept[1];
        float corrected = (float) s.correctedRate();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            float off = g[k] - m[k];
            surprise[k] = beta2 * surprise[k] + rest2 * (off * off) + epsilon;
            g[k] = corrected * m[k] / ((float) Math.sqrt(surprise[k]) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ as Adam; u′ = max(β2·u, |g|) + 10⁻³²; update = η / (1 − β1ᵗ)·m′ / u′. */
    private void adaMax(int from, int to) {
        float[] m = kept[0];
        float[] u = kept[1];
        float corrected = (float) (s.rate() / s.correction1());
        float least = (float) 1e-32;
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            u[k] = Math.max(beta2 * u[k], Math.abs(g[k])) + least;
            g[k] = corrected * m[k] / u[k] + decay * p[k];
            p[k] -= g[k];
        }
    }

    /** m′ and v′ as Adam; update = η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√(v′ / (1 − β2ᵗ)) + ε). */
    private void nadam(int from, int to) {
        float[] m = kept[0];
        float[] v = kept[1];
        float correction1 = (float) s.correction1();
        float correction2 = (float) s.correction2();
        for (int k = from; k < to; k++) {
            m[k] = beta1 * m[k] + rest1 * g[k];
            v[k] = beta2 * v[k] + rest2 * (g[k] * g[k]);
            float ahead = beta1 * m[k] + rest1 * g[k];
            g[k] = rate * (ahead / correction1) / ((float) Math.sqrt(v[k] / correction2) + epsilon) + decay * p[k];
            p[k] -= g[k];
        }
    }
}
