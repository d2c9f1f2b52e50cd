package chalkline.direct;

import chalkline.network.Regularisation.Terms;
import chalkline.network.Schedule;
import chalkline.network.Updater;
import chalkline.network.Updater.Parameter;
import java.util.Optional;

/** The numbers of an updater in one step, t being the number of the step counted from 1. */
final class UpdaterNumbers {
    final Updater.Kind kind;
    final double beta1;
    final double beta2;
    /** ρ. */
    final double rho;
    /** ε. */
    final double epsilon;
    /** η; 1 where the updater has none. */
    double rate = 1;
    /** μ. */
    double momentum;
    /** 1 − β1ᵗ. */
    double correction1 = 1;
    /** 1 − β2ᵗ. */
    double correction2 = 1;

    private final Terms terms;
    private final Optional<Schedule> rates;
    private final Optional<Schedule> momenta;
    private final boolean fixed;

    UpdaterNumbers(Updater updater, Terms terms) {
        this.kind = updater.kind();
        this.terms = terms;
        this.rates = updater.rate();
        this.momenta = updater.momentum();
        this.fixed = updater.values().values().stream().noneMatch(Schedule::changes)
                && !updater.values().containsKey(Parameter.BETA1);
        this.beta1 = number(updater, Parameter.BETA1);
        this.beta2 = number(updater, Parameter.BETA2);
        this.rho = number(updater, updater.kind() == Updater.Kind.RMS_PROP ? Parameter.RMS_DECAY : Parameter.RHO);
        this.epsilon = number(updater, Parameter.EPSILON);
        advance(0, 0);
    }

    private static double number(Updater updater, Parameter parameter) {
        return updater.values().containsKey(parameter) ? updater.number(parameter) : 0;
    }

    /** Goes to the step after so many steps and epochs. */
    void to(long iteration, long epoch) {
        if (!fixed) {
            advance(iteration, epoch);
        }
    }

    private void advance(long iteration, long epoch) {
        if (rates.isPresent()) {
            rate = ScheduledNumber.of(rates.get(), iteration, epoch);
        }
        if (momenta.isPresent()) {
            momentum = ScheduledNumber.of(momenta.get(), iteration, epoch);
        }
        correction1 = 1 - Math.pow(beta1, iteration + 1.0);
        correction2 = 1 - Math.pow(beta2, iteration + 1.0);
    }

    /** η·√(1 − β2ᵗ) / (1 − β1ᵗ). */
    double correctedRate() {
        return rate * Math.sqrt(correction2) / correction1;
    }

    /** What weight decay multiplies a parameter by, to subtract it. */
    double decay() {
        return terms.decayTimesRate() ? rate * terms.weightDecay() : terms.weightDecay();
    }
}
