package chalkline.direct;

/**
 * An updater at work on a parameter p, whose gradient is g; t is the number of this step counted from 1, and ′ is what is kept
 * after it. The loop leaves in g what it subtracts, weight decay included, and in p what is left: p′ = p − g. {@link Block} has the
 * usual updaters in loops of their own; those here are worked in double, and rounded to what the network computes in where kept.
 */
final class UpdaterLoop {
    private final UpdaterNumbers s;
    private final Block p;
    private final Block g;
    private final Block[] kept;

    UpdaterLoop(UpdaterNumbers s, Block p, Block g, Block... kept) {
        this.s = s;
        this.p = p;
        this.g = g;
        this.kept = kept;
    }

    /** Of the entries from one to another. */
    void update(int from, int to) {
        switch (s.kind) {
            case SGD, NO_OP -> g.sgd(s, p, from, to);
            case NESTEROVS -> g.nesterovs(s, p, kept[0], from, to);
            case ADAM -> g.adam(s, p, kept[0], kept[1], from, to);
            case ADA_BELIEF, ADA_DELTA, ADA_GRAD, ADA_MAX, AMS_GRAD, CLASSICAL_MOMENTUM, NADAM, RMS_PROP -> {
                for (int k = from; k < to; k++) {
                    g.set(k, own(k, g.get(k)) + s.decay() * p.get(k));
                    p.set(k, p.get(k) - g.get(k));
                }
            }
        }
    }

    /** What the updater makes of an entry g, without weight decay. */
    private double own(int k, double g) {
        return switch (s.kind) {
            // v′ = μ·v + η·g; update = v′
            case CLASSICAL_MOMENTUM -> keep(0, k, s.momentum * kept(0, k) + s.rate * g);
            // cache′ = cache + g²; update = η·g / (√cache′ + ε)
            case ADA_GRAD -> s.rate * g / (Math.sqrt(keep(0, k, kept(0, k) + g * g)) + s.epsilon);
            // cache′ = ρ·cache + (1 − ρ)·g²; update = η·g / (√cache′ + ε)
            case RMS_PROP -> s.rate * g / (Math.sqrt(average(0, k, s.rho, g * g)) + s.epsilon);
            // msg′ = ρ·msg + (1 − ρ)·g²; update = g·√(msdx + ε) / √(msg′ + ε); msdx′ = ρ·msdx + (1 − ρ)·update²
            case ADA_DELTA -> {
                double msg = average(0, k, s.rho, g * g);
                double own = g * Math.sqrt(kept(1, k) + s.epsilon) / Math.sqrt(msg + s.epsilon);
                average(1, k, s.rho, own * own);
                yield own;
            }
            // m′ and v′ as Adam; vMax′ = max(vMax, v′); update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√vMax′ + ε)
            case AMS_GRAD -> {
                double m = average(0, k, s.beta1, g);
                double most = keep(2, k, Math.max(kept(2, k), average(1, k, s.beta2, g * g)));
                yield s.correctedRate() * m / (Math.sqrt(most) + s.epsilon);
            }
            // m′ as Adam; s′ = β2·s + (1 − β2)·(g − m′)² + ε; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√s′ + ε)
            case ADA_BELIEF -> {
                double m = average(0, k, s.beta1, g);
                double surprise = keep(1, k, s.beta2 * kept(1, k) + (1 - s.beta2) * ((g - m) * (g - m)) + s.epsilon);
                yield s.correctedRate() * m / (Math.sqrt(surprise) + s.epsilon);
            }
            // m′ as Adam; u′ = max(β2·u, |g|) + 10⁻³²; update = η / (1 − β1ᵗ)·m′ / u′
            case ADA_MAX -> {
                double m = average(0, k, s.beta1, g);
                double u = keep(1, k, Math.max(s.beta2 * kept(1, k), Math.abs(g)) + 1e-32);
                yield s.rate / s.correction1 * m / u;
            }
            // m′ and v′ as Adam; update = η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√(v′ / (1 − β2ᵗ)) + ε)
            case NADAM -> {
                double m = average(0, k, s.beta1, g);
                double v = average(1, k, s.beta2, g * g);
                double ahead = s.beta1 * m + (1 - s.beta1) * g;
                yield s.rate * (ahead / s.correction1) / (Math.sqrt(v / s.correction2) + s.epsilon);
            }
            case ADAM, NESTEROVS, NO_OP, SGD -> throw new IllegalStateException(s.kind + " has its own loop");
        };
    }

    private double kept(int i, int k) {
        return kept[i].get(k);
    }

    private double keep(int i, int k, double value) {
        kept[i].set(k, value);
        return kept[i].get(k);
    }

    /** β·kept + (1 − β)·x, which is kept. */
    private double average(int i, int k, double beta, double x) {
        return keep(i, k, beta * kept(i, k) + (1 - beta) * x);
    }
}
