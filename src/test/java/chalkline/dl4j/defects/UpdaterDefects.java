package chalkline.dl4j.defects;

import chalkline.check.StepResult;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Schedule;
import chalkline.network.Step;
import chalkline.network.Trace;
import chalkline.network.Updater;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * UpdaterDefectsTest: what AdaGrad and RmsProp start from, Nadam's v, a rate of 0, a schedule that is lost, one that rises and
 * one that jumps.
 *
 * @param network as Deeplearning4j takes it
 */
record UpdaterDefects(Network network, Trace trace) {
    private static final double ADA_MAX_EPSILON = 1e-8;

    /** η of layer l in this step; 1 where the updater has none. */
    static double rate(Network network, Trace trace, int l, boolean bias) {
        Optional<Schedule> rate = network.updater(l, bias).rate();
        if (rate.isEmpty()) {
            return 1;
        }
        return rate.get() instanceof Schedule.Fixed fixed
                ? fixed.value()
                : trace.value(network.rate(l, bias)).get(0);
    }

    Optional<String> explanation(StepResult step) {
        for (int l = 1; l <= network.depth(); l++) {
            for (String parameter : network.parameters(l)) {
                boolean bias = parameter.equals(Step.b(l));
                if (step.name().equals(network.rate(l, bias))) {
                    return ofRate(
                            network.updater(l, bias), trace.value(step.name()).get(0));
                }
                if (step.name().startsWith(parameter + ".")) {
                    return ofUpdate(l, parameter, bias, step.name());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofRate(Updater updater, double actual) {
        Schedule schedule = updater.rate().orElseThrow();
        if (updater instanceof Updater.AdaGrad && Double.isNaN(actual)) {
            return Optional.of("AdaGrad loses its schedule");
        }
        if (schedule instanceof Schedule.Poly poly) {
            long i = poly.by().of(counted(Step.ITERATION), counted(Step.EPOCH));
            double rising = poly.initial() * Math.pow(1 + i / (double) poly.maxIter(), poly.power());
            return KnownDefects.when(isClose(actual, rising), "poly rises where it should fall");
        }
        if (schedule instanceof Schedule.Cycle cycle) {
            int at = (int) (cycle.by().of(counted(Step.ITERATION), counted(Step.EPOCH)) % cycle.cycleLength());
            int early = at - (cycle.cycleLength() - cycle.annealingLength());
            double jumped = cycle.initial() * Math.pow(cycle.annealingDecay(), early);
            return KnownDefects.when(
                    at >= 2 * cycle.stepSize() && isClose(actual, jumped), "cycle jumps before its annealing");
        }
        return Optional.empty();
    }

    private boolean isClose(double actual, double foretold) {
        return Math.abs(actual - foretold)
                <= 4 * trace.precision().unitRoundoff() * Math.abs(foretold)
                        + trace.precision().smallestNormal();
    }

    private long counted(String step) {
        return (long) trace.value(step).get(0);
    }

    private Optional<String> ofUpdate(int l, String parameter, boolean bias, String step) {
        Updater updater = network.updater(l, bias);
        if (step.equals(Step.state(parameter, "cache"))) {
            double start = updater instanceof Updater.RmsProp rmsProp ? rmsProp.epsilon() : 1e-6;
            return KnownDefects.when(
                    counted(Step.ITERATION) == 0
                            && KnownDefects.isAll(
                                    trace.value(step), trace.precision().cast(start)),
                    updater instanceof Updater.RmsProp ? "RmsProp starts from epsilon" : "AdaGrad starts from 1e-6");
        }
        if (!step.equals(Step.update(parameter))) {
            return Optional.empty();
        }
        if (updater instanceof Updater.Nadam nadam) {
            return KnownDefects.when(
                    nadam(nadam, l, parameter, bias).is(trace.value(step)), "Nadam does not correct its second moment");
        }
        return KnownDefects.when(
                rate(network, trace, l, bias) == 0
                        && withoutRate(updater, l, parameter, bias).is(trace.value(step)),
                "a rate of 0 becomes epsilon");
    }

    /** η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√v′ + ε); (1 − β1)·g is m′ − β1·m. */
    private Foretold nadam(Updater.Nadam u, int l, String parameter, boolean bias) {
        Matrix before = trace.value(Step.state(parameter, "m"));
        Matrix now = trace.value(Step.next(Step.state(parameter, "m")));
        Matrix v = trace.value(Step.next(Step.state(parameter, "v")));
        double correction = 1 - Math.pow(u.beta1(), counted(Step.ITERATION) + 1.0);
        double unit = trace.precision().unitRoundoff();
        double scale = rate(network, trace, l, bias) / correction;
        // 1 − β1 and 1 − β1ᵗ keep what digits β1 leaves them.
        double relative = 16 * unit / Math.min(1 - u.beta1(), correction);
        IntToDoubleFunction divisor = k -> Math.sqrt(v.get(k)) + u.epsilon();
        return decayed(
                l,
                parameter,
                bias,
                k -> scale * ((1 + u.beta1()) * now.get(k) - u.beta1() * before.get(k)) / divisor.applyAsDouble(k),
                k -> relative
                        * Math.abs(scale)
                        * ((1 + u.beta1()) * Math.abs(now.get(k)) + u.beta1() * Math.abs(before.get(k)))
                        / divisor.applyAsDouble(k));
    }

    /** ε·m′ / (√v′ + ε), or with u and without ε below for AdaMax. */
    private Foretold withoutRate(Updater updater, int l, String parameter, boolean bias) {
        String size = updater instanceof Updater.AdaMax ? "u" : updater instanceof Updater.AmsGrad ? "vMax" : "v";
        double epsilon = updater instanceof Updater.Adam adam
                ? adam.epsilon()
                : updater instanceof Updater.AmsGrad amsGrad ? amsGrad.epsilon() : ADA_MAX_EPSILON;
        if (!updater.state().contains(size) || !updater.state().contains("m")) {
            return Foretold.of(1, k -> Double.NaN, k -> 0);
        }
        Matrix m = trace.value(Step.next(Step.state(parameter, "m")));
        Matrix v = trace.value(Step.next(Step.state(parameter, size)));
        IntToDoubleFunction value =
                k -> epsilon * m.get(k) / (size.equals("u") ? v.get(k) : Math.sqrt(v.get(k)) + epsilon);
        double unit = trace.precision().unitRoundoff();
        return decayed(l, parameter, bias, value, k -> 8 * unit * Math.abs(value.applyAsDouble(k)));
    }

    /** With weight decay beside it. */
    private Foretold decayed(
            int l, String parameter, boolean bias, IntToDoubleFunction value, IntToDoubleFunction error) {
        Matrix p = trace.value(parameter);
        Terms terms = network.layer(l).regularisation().of(bias);
        double decay = terms.weightDecay() * (terms.decayTimesRate() ? rate(network, trace, l, bias) : 1);
        double unit = trace.precision().unitRoundoff();
        return Foretold.of(
                p.size(),
                k -> value.applyAsDouble(k) + decay * p.get(k),
                k -> error.applyAsDouble(k)
                        + 8 * unit * Math.abs(decay * p.get(k))
                        + 2 * unit * Math.abs(value.applyAsDouble(k))
                        + trace.precision().smallestNormal());
    }
}
