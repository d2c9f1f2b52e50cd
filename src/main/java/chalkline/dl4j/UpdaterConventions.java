package chalkline.dl4j;

import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/** What Deeplearning4j's updaters do, one sentence each; where that is not the textbook's, what is different. */
final class UpdaterConventions {
    private static final String MOMENTS = "m ← β1·m + (1 − β1)·dW, v ← β2·v + (1 − β2)·dW², ";

    private UpdaterConventions() {}

    static String of(IUpdater updater) {
        if (updater instanceof Sgd u) {
            return "Sgd: W ← W − η·dW with η = " + number(u.getLearningRate(), u.getLearningRateSchedule()) + ".";
        }
        if (updater instanceof NoOp) {
            return "NoOp: W ← W − dW; it does not freeze W.";
        }
        if (updater instanceof Nesterovs u) {
            return "Nesterovs: v′ = μ·v − η·dW, W ← W − (μ·v − (1 + μ)·v′) with η = "
                    + number(u.getLearningRate(), u.getLearningRateSchedule()) + ", μ = "
                    + number(u.getMomentum(), u.getMomentumISchedule()) + ".";
        }
        if (updater instanceof Adam u) {
            return "Adam: " + MOMENTS + "W ← W − η·√(1 − β2ᵗ)/(1 − β1ᵗ)·m/(√v + ε) with η = "
                    + number(u.getLearningRate(), u.getLearningRateSchedule())
                    + betas(u.getBeta1(), u.getBeta2(), u.getEpsilon())
                    + "; ε is added to the root of the uncorrected v.";
        }
        if (updater instanceof AMSGrad u) {
            return "AMSGrad: " + MOMENTS + "v̂ ← max(v̂, v), W ← W − η·√(1 − β2ᵗ)/(1 − β1ᵗ)·m/(√v̂ + ε) with η = "
                    + number(u.getLearningRate(), u.getLearningRateSchedule())
                    + betas(u.getBeta1(), u.getBeta2(), u.getEpsilon())
                    + "; corrected as Adam is.";
        }
        if (updater instanceof AdaMax u) {
            return "AdaMax: m ← β1·m + (1 − β1)·dW, u ← max(β2·u, |dW|) + 1e-32, W ← W − η/(1 − β1ᵗ)·m/u with η = "
                    + number(u.getLearningRate(), u.getLearningRateSchedule()) + ", β1 = " + u.getBeta1() + ", β2 = "
                    + u.getBeta2() + "; ε has no part in it.";
        }
        if (updater instanceof Nadam u) {
            return "Nadam: " + MOMENTS + "W ← W − η·(β1·m + (1 − β1)·dW)/(1 − β1ᵗ)/(√v + ε) with η = "
                    + number(u.getLearningRate(), u.getLearningRateSchedule())
                    + betas(u.getBeta1(), u.getBeta2(), u.getEpsilon())
                    + "; v is not corrected by 1 − β2ᵗ, as the textbook's is.";
        }
        if (updater instanceof AdaBelief u) {
            return "AdaBelief: m ← β1·m + (1 − β1)·dW, s ← β2·s + (1 − β2)·(dW − m)² + ε, W ← W − η·√(1 − β2ᵗ)/(1 − β1ᵗ)"
                    + "·m/(√s + ε) with η = " + number(u.getLearningRate(), u.getLearningRateSchedule())
                    + betas(u.getBeta1(), u.getBeta2(), u.getEpsilon()) + ".";
        }
        if (updater instanceof AdaDelta u) {
            return "AdaDelta: msg ← ρ·msg + (1 − ρ)·dW², Δ = dW·√(msdx + ε)/√(msg + ε), msdx ← ρ·msdx + (1 − ρ)·Δ²,"
                    + " W ← W − Δ with ρ = " + u.getRho() + ", ε = " + u.getEpsilon() + ".";
        }
        if (updater instanceof AdaGrad u) {
            return "AdaGrad: g ← g + dW², which starts at 1.0E-6 and not at the textbook's 0, W ← W − η·dW/(√g + ε) with η"
                    + " = " + number(u.getLearningRate(), u.getLearningRateSchedule()) + ", ε = " + u.getEpsilon()
                    + ".";
        }
        if (updater instanceof RmsProp u) {
            return "RmsProp: g ← ρ·g + (1 − ρ)·dW², which starts at ε, W ← W − η·dW/(√g + ε) with η = "
                    + number(u.getLearningRate(), u.getLearningRateSchedule()) + ", ρ = " + u.getRmsDecay() + ", ε = "
                    + u.getEpsilon() + ".";
        }
        return "The updater is " + updater + ".";
    }

    private static String betas(double beta1, double beta2, double epsilon) {
        return ", β1 = " + beta1 + ", β2 = " + beta2 + ", ε = " + epsilon;
    }

    private static String number(double fixed, ISchedule schedule) {
        return schedule == null ? Double.toString(fixed) : schedule.toString();
    }
}
