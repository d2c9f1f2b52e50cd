package chalkline.dl4j.known;

import static chalkline.dl4j.known.CatalogueEntry.convention;
import static chalkline.dl4j.known.CatalogueEntry.defect;

import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Updaters and schedules. */
final class UpdaterEntries {
    private static final double ADA_GRAD_START = 1e-6;
    private static final double ADA_MAX_EPSILON = 1e-8;

    static final List<CatalogueEntry> ALL = List.of(
            convention(
                            "rms-prop-start",
                            "the cache starts from 0",
                            "the cache starts from ε",
                            "First updates are smaller than the textbook's where gradients are near √ε or below.")
                    .reported(953)
                    .where(
                            updater(Updater.RmsProp.class),
                            perParameter((fit, l, parameter, step) ->
                                    fit.network().updater(l, isBias(l, parameter)) instanceof Updater.RmsProp u
                                            && startsFrom(fit, parameter, step, u.epsilon()))),
            convention(
                            "ada-grad-start",
                            "the cache starts from 0",
                            "the cache starts from 1e-6, whatever ε is",
                            "First updates are smaller than the textbook's where gradients are near 1e-3 or below.")
                    .reported(953)
                    .where(
                            updater(Updater.AdaGrad.class),
                            perParameter((fit, l, parameter, step) ->
                                    fit.network().updater(l, isBias(l, parameter)) instanceof Updater.AdaGrad
                                            && startsFrom(fit, parameter, step, ADA_GRAD_START))),
            defect(
                            "nadam-second-moment",
                            "η·(β1·m′ + (1 − β1)·g) / (1 − β1^t) / (√(v′ / (1 − β2^t)) + ε)",
                            "η·(β1·m′ + (1 − β1)·g) / (1 − β1^t) / (√v′ + ε)",
                            "The first update is 1/√(1 − β2), by default 31.6 times, too large, later ones less and less.")
                    .where(
                            updater(Updater.Nadam.class),
                            perParameter((fit, l, parameter, step) ->
                                    fit.network().updater(l, isBias(l, parameter)) instanceof Updater.Nadam nadam
                                            && step.equals(parameter.update())
                                            && nadam(fit, nadam, l, parameter).is(fit.value(step)))),
            defect(
                            "zero-rate",
                            "a learning rate of 0 leaves the parameters as they are",
                            "Adam, AMSGrad and AdaMax take ε for a learning rate of 0",
                            "A schedule that ends in 0 goes on training with the rate ε.")
                    .where(
                            network -> network.updaters().stream().anyMatch(UpdaterEntries::mayReachZero),
                            perParameter((fit, l, parameter, step) -> step.equals(parameter.update())
                                    && fit.rate(l, isBias(l, parameter)) == 0
                                    && withoutRate(fit, l, parameter).is(fit.value(step)))),
            defect(
                            "ada-grad-schedule",
                            "η follows its schedule",
                            "AdaGrad's copy loses its schedule: η is NaN",
                            "Every parameter is NaN after the first step.")
                    .where(
                            network -> network.updaters().stream()
                                    .anyMatch(u -> u instanceof Updater.AdaGrad && changes(u)),
                            scheduled((fit, updater, actual) ->
                                    updater instanceof Updater.AdaGrad && Double.isNaN(actual))),
            defect(
                            "poly-schedule",
                            "η·(1 − i / max)^power",
                            "η·(1 + i / max)^power",
                            "A learning rate that should fall to 0 rises, up to the end of the schedule.")
                    .where(
                            schedule(Schedule.Poly.class),
                            scheduled(
                                    (fit, updater, actual) -> updater.rate().orElseThrow() instanceof Schedule.Poly poly
                                            && isClose(fit, actual, rising(fit, poly)))),
            defect(
                            "cycle-schedule",
                            "the rate is annealed after the cycle's way up and down",
                            "the rate jumps where the annealing begins: its exponent is negative",
                            "The learning rate peaks once more, steps before the end of every cycle.")
                    .where(
                            schedule(Schedule.Cycle.class),
                            scheduled((fit, updater, actual) ->
                                    updater.rate().orElseThrow() instanceof Schedule.Cycle cycle
                                            && jumps(fit, cycle, actual))));

    private UpdaterEntries() {}

    @FunctionalInterface
    private interface OfParameter {
        boolean gives(Fit fit, int l, StepId parameter, StepId step);
    }

    @FunctionalInterface
    private interface OfRate {
        boolean gives(Fit fit, Updater updater, double actual);
    }

    private static boolean isBias(int l, StepId parameter) {
        return parameter.isBias();
    }

    private static Predicate<Network> updater(Class<? extends Updater> type) {
        return network -> network.updaters().stream().anyMatch(type::isInstance);
    }

    private static Predicate<Network> schedule(Class<? extends Schedule> type) {
        return network -> network.updaters().stream()
                .flatMap(updater -> updater.rate().stream())
                .anyMatch(type::isInstance);
    }

    private static boolean changes(Updater updater) {
        return updater.rate().filter(Schedule::changes).isPresent();
    }

    private static boolean mayReachZero(Updater updater) {
        boolean fixedAtZero = updater.rate()
                .filter(rate -> rate instanceof Schedule.Fixed fixed && fixed.value() == 0)
                .isPresent();
        boolean concerned = updater instanceof Updater.Adam
                || updater instanceof Updater.AmsGrad
                || updater instanceof Updater.AdaMax;
        return concerned && (fixedAtZero || changes(updater));
    }

    private static CatalogueEntry.Imitation perParameter(OfParameter imitation) {
        return (fit, step) -> step.id().isOfUpdate()
                && imitation.gives(fit, step.id().layer(), step.id().parameter(), step.id());
    }

    private static CatalogueEntry.Imitation scheduled(OfRate imitation) {
        return (fit, step) -> step.id().isHyperParameter()
                && IntStream.rangeClosed(1, fit.network().depth())
                        .anyMatch(l -> fit.network().parameters(l).stream()
                                .map(parameter -> isBias(l, parameter))
                                .filter(bias -> step.id().equals(fit.network().rate(l, bias)))
                                .anyMatch(bias -> imitation.gives(
                                        fit,
                                        fit.network().updater(l, bias),
                                        fit.actual(step).get(0))));
    }

    private static boolean startsFrom(Fit fit, StepId parameter, StepId step, double start) {
        return step.equals(parameter.state("cache"))
                && fit.counted(StepId.ITERATION) == 0
                && Fit.isAll(fit.value(step), fit.cast(start));
    }

    private static boolean isClose(Fit fit, double actual, double foretold) {
        return Math.abs(actual - foretold) <= 4 * fit.unit() * Math.abs(foretold) + fit.least();
    }

    private static double rising(Fit fit, Schedule.Poly poly) {
        long i = poly.by().of(fit.counted(StepId.ITERATION), fit.counted(StepId.EPOCH));
        return poly.initial() * Math.pow(1 + i / (double) poly.maxIter(), poly.power());
    }

    private static boolean jumps(Fit fit, Schedule.Cycle cycle, double actual) {
        int at = (int) (cycle.by().of(fit.counted(StepId.ITERATION), fit.counted(StepId.EPOCH)) % cycle.cycleLength());
        int early = at - (cycle.cycleLength() - cycle.annealingLength());
        double jumped = cycle.initial() * Math.pow(cycle.annealingDecay(), early);
        return at >= 2 * cycle.stepSize() && isClose(fit, actual, jumped);
    }

    /** η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√v′ + ε); (1 − β1)·g is m′ − β1·m. */
    private static Foretold nadam(Fit fit, Updater.Nadam u, int l, StepId parameter) {
        Matrix before = fit.value(parameter.state("m"));
        Matrix now = fit.value(parameter.state("m").next());
        Matrix v = fit.value(parameter.state("v").next());
        double correction = 1 - Math.pow(u.beta1(), fit.counted(StepId.ITERATION) + 1.0);
        double scale = fit.rate(l, isBias(l, parameter)) / correction;
        // 1 − β1 and 1 − β1ᵗ keep what digits β1 leaves them.
        double relative = 16 * fit.unit() / Math.min(1 - u.beta1(), correction);
        IntToDoubleFunction divisor = k -> Math.sqrt(v.get(k)) + u.epsilon();
        return decayed(
                fit,
                l,
                parameter,
                k -> scale * ((1 + u.beta1()) * now.get(k) - u.beta1() * before.get(k)) / divisor.applyAsDouble(k),
                k -> relative
                        * Math.abs(scale)
                        * ((1 + u.beta1()) * Math.abs(now.get(k)) + u.beta1() * Math.abs(before.get(k)))
                        / divisor.applyAsDouble(k));
    }

    /** ε·m′ / (√v′ + ε), or with u and without ε below for AdaMax. */
    private static Foretold withoutRate(Fit fit, int l, StepId parameter) {
        Updater updater = fit.network().updater(l, isBias(l, parameter));
        String size = updater instanceof Updater.AdaMax ? "u" : updater instanceof Updater.AmsGrad ? "vMax" : "v";
        double epsilon = updater instanceof Updater.Adam adam
                ? adam.epsilon()
                : updater instanceof Updater.AmsGrad amsGrad ? amsGrad.epsilon() : ADA_MAX_EPSILON;
        if (!updater.state().contains(size) || !updater.state().contains("m")) {
            return new Foretold(new double[0], new double[0]);
        }
        Matrix m = fit.value(parameter.state("m").next());
        Matrix v = fit.value(parameter.state(size).next());
        IntToDoubleFunction value =
                k -> epsilon * m.get(k) / (size.equals("u") ? v.get(k) : Math.sqrt(v.get(k)) + epsilon);
        return decayed(fit, l, parameter, value, k -> 8 * fit.unit() * Math.abs(value.applyAsDouble(k)));
    }

    /** With weight decay beside it. */
    private static Foretold decayed(
            Fit fit, int l, StepId parameter, IntToDoubleFunction value, IntToDoubleFunction error) {
        boolean bias = isBias(l, parameter);
        Matrix p = fit.value(parameter);
        Terms terms = fit.network().layer(l).regularisation().of(bias);
        double decay = terms.weightDecay() * (terms.decayTimesRate() ? fit.rate(l, bias) : 1);
        return Foretold.of(
                p.size(),
                k -> value.applyAsDouble(k) + decay * p.get(k),
                k -> error.applyAsDouble(k)
                        + 8 * fit.unit() * Math.abs(decay * p.get(k))
                        + 2 * fit.unit() * Math.abs(value.applyAsDouble(k))
                        + fit.least());
    }
}
