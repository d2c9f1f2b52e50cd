package chalkline.direct;

import chalkline.network.Regularisation.Terms;
import chalkline.network.Schedule;
import chalkline.network.Updater;
import chalkline.network.Updater.Parameter;

/** The numbers of an updater in one step, t being the number of the step counted from 1. */
final class UpdaterNumbers {
    private final Updater updater;
    private final Terms terms;
    private final boolean fixed;
    private double rate;
    private double momentum;
    private double correction1 = 1;
    private double correction2 = 1;

    UpdaterNumbers(Updater updater, Terms terms) {
        this.updater = updater;
        this.terms = terms;
        this.fixed = updater.values().values().stream().noneMatch(Schedule::changes)
                && !updater.values().containsKey(Parameter.BETA1);
        advance(0, 0);
    }

    /** Goes to the step after so many steps and epochs. */
    void to(long iteration, long epoch) {
        if (!fixed) {
            advance(iteration, epoch);
        }
    }

    private void advance(long iteration, long epoch) {
        rate = updater.rate()
                .map(schedule -> ScheduledNumber.of(schedule, iteration, epoch))
                .orElse(1.0);
        momentum = updater.momentum()
                .map(schedule -> ScheduledNumber.of(schedule, iteration, epoch))
                .orElse(0.0);
        correction1 = 1 - Math.pow(beta1(), iteration + 1.0);
        correction2 = 1 - Math.pow(beta2(), iteration + 1.0);
    }

    Updater.Kind kind() {
        return updater.kind();
    }

    /** η; 1 where the updater has none. */
    double rate() {
        return rate;
    }

    /** μ. */
    double momentum() {
        return momentum;
    }

    /** β1. */
    double beta1() {
        return number(Parameter.BETA1);
    }

    /** β2. */
    double beta2() {
        return number(Parameter.BETA2);
    }

    /** ρ. */
    double rho() {
        return number(updater.kind() == Updater.Kind.RMS_PROP ? Parameter.RMS_DECAY : Parameter.RHO);
    }

    /** ε. */
    double epsilon() {
        return number(Parameter.EPSILON);
    }

    /** 1 − β1ᵗ. */
    double correction1() {
        return correction1;
    }

    /** 1 − β2ᵗ. */
    double correction2() {
        return correction2;
    }

    /** η·√(1 − β2ᵗ) / (1 − β1ᵗ). */
    double correctedRate() {
        return rate * Math.sqrt(correction2) / correction1;
    }

    /** What weight decay multiplies a parameter by, to subtract it. */
    double decay() {
        return terms.decayTimesRate() ? rate * terms.weightDecay() : terms.weightDecay();
    }

    private double number(Parameter parameter) {
        return updater.values().containsKey(parameter) ? updater.number(parameter) : 0;
    }
}
