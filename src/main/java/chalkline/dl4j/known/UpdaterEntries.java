package chalkline.dl4j.known;

import static chalkline.dl4j.known.CatalogueEntry.convention;
import static chalkline.dl4j.known.CatalogueEntry.defect;
import static chalkline.network.Schedule.Name.ANNEALING_DECAY;
import static chalkline.network.Schedule.Name.ANNEALING_LENGTH;
import static chalkline.network.Schedule.Name.CYCLE_LENGTH;
import static chalkline.network.Schedule.Name.INITIAL;
import static chalkline.network.Schedule.Name.MAX_ITER;
import static chalkline.network.Schedule.Name.POWER;
import static chalkline.network.Schedule.Name.VALUE;
import static chalkline.network.Updater.Parameter.BETA1;
import static chalkline.network.Updater.Parameter.EPSILON;

import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.network.Updater.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Updaters and schedules. */
final class UpdaterEntries {
    private static final double ADA_GRAD_START = 1e-6;
    private static final Set<Kind> ZERO_IS_EPSILON = EnumSet.of(Kind.ADAM, Kind.AMS_GRAD, Kind.ADA_MAX);

    static final List<CatalogueEntry> ALL = List.of(
            convention(
                            "rms-prop-start",
                            "the cache starts from 0",
                            "the cache starts from ε",
                            "First updates are smaller than the textbook's where gradients are near √ε or below.")
                    .reported(953)
                    .where(
                            updater(Kind.RMS_PROP),
                            perParameter((fit, u, l, parameter, step) ->
                                    u.kind() == Kind.RMS_PROP && startsFrom(fit, parameter, step, u.number(EPSILON)))),
            convention(
                            "ada-grad-start",
                            "the cache starts from 0",
                            "the cache starts from 1e-6, whatever ε is",
                            "First updates are smaller than the textbook's where gradients are near 1e-3 or below.")
                    .reported(953)
                    .where(
                            updater(Kind.ADA_GRAD),
                            perParameter((fit, u, l, parameter, step) ->
                                    u.kind() == Kind.ADA_GRAD && startsFrom(fit, parameter, step, ADA_GRAD_START))),
            defect(
                            "nadam-second-moment",
                            "η·(β1·m′ + (1 − β1)·g) / (1 − β1^t) / (√(v′ / (1 − β2^t)) + ε)",
                            "η·(β1·m′ + (1 − β1)·g) / (1 − β1^t) / (√v′ + ε)",
                            "The first update is 1/√(1 − β2), by default 31.6 times, too large, later ones less and less.")
                    .where(
                            updater(Kind.NADAM),
                            perParameter((fit, u, l, parameter, step) -> u.kind() == Kind.NADAM
                                    && step.equals(parameter.update())
                                    && nadam(fit, u, l, parameter).is(fit.value(step)))),
            defect(
                            "zero-rate",
                            "a learning rate of 0 leaves the parameters as they are",
                            "Adam, AMSGrad and AdaMax take ε for a learning rate of 0",
                            "A schedule that ends in 0 goes on training with the rate ε.")
                    .where(
                            network -> network.updaters().stream().anyMatch(UpdaterEntries::mayReachZero),
                            perParameter((fit, u, l, parameter, step) -> ZERO_IS_EPSILON.contains(u.kind())
                                    && step.equals(parameter.update())
                                    && fit.rate(l, isBias(l, parameter)) == 0
                                    && withoutRate(fit, u, l, parameter).is(fit.value(step)))),
            defect(
                            "ada-grad-schedule",
                            "η follows its schedule",
                            "AdaGrad's copy loses its schedule: η is NaN",
                            "Every parameter is NaN after the first step.")
                    .where(
                            network ->
                                    network.updaters().stream().anyMatch(u -> u.kind() == Kind.ADA_GRAD && changes(u)),
                            scheduled(
                                    (fit, updater, actual) -> updater.kind() == Kind.ADA_GRAD && Double.isNaN(actual))),
            defect(
                            "poly-schedule",
                            "η·(1 − i / max)^power",
                            "η·(1 + i / max)^power",
                            "A learning rate that should fall to 0 rises, up to the end of the schedule.")
                    .where(
                            schedule(Schedule.Kind.POLY),
                            scheduled((fit, updater, actual) -> hasRate(updater, Schedule.Kind.POLY)
                                    && isClose(
                                            fit,
                                            actual,
                                            rising(fit, updater.rate().orElseThrow())))),
            defect(
                            "cycle-schedule",
                            "the rate is annealed after the cycle's way up and down",
                            "the rate jumps where the annealing begins: its exponent is negative",
                            "The learning rate peaks once more, steps before the end of every cycle.")
                    .where(
                            schedule(Schedule.Kind.CYCLE),
                            scheduled((fit, updater, actual) -> hasRate(updater, Schedule.Kind.CYCLE)
                                    && jumps(fit, updater.rate().orElseThrow(), actual))));

    private UpdaterEntries() {}

    @FunctionalInterface
    private interface OfParameter {
        boolean gives(Fit fit, Updater updater, int l, StepId parameter, StepId step);
    }

    @FunctionalInterface
    private interface OfRate {
        boolean gives(Fit fit, Updater updater, double actual);
    }

    private static boolean isBias(int l, StepId parameter) {
        return parameter.isBias();
    }

    private static Predicate<Network> updater(Kind kind) {
        return network -> network.updaters().stream().anyMatch(updater -> updater.kind() == kind);
    }

    private static Predicate<Network> schedule(Schedule.Kind kind) {
        return network -> network.updaters().stream().anyMatch(updater -> hasRate(updater, kind));
    }

    private static boolean hasRate(Updater updater, Schedule.Kind kind) {
        return updater.rate().filter(rate -> rate.kind() == kind).isPresent();
    }

    private static boolean changes(Updater updater) {
        return updater.rate().filter(Schedule::changes).isPresent();
    }

    private static boolean mayReachZero(Updater updater) {
        return ZERO_IS_EPSILON.contains(updater.kind())
                && updater.rate()
                        .filter(rate -> rate.changes() || rate.number(VALUE) == 0)
                        .isPresent();
    }

    private static CatalogueEntry.Imitation perParameter(OfParameter imitation) {
        return (fit, step) -> step.id().isOfUpdate()
                && imitation.gives(
                        fit,
                        fit.network().updater(step.id().layer(), step.id().isBias()),
                        step.id().layer(),
                        step.id().parameter(),
                        step.id());
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

    private static long i(Fit fit, Schedule schedule) {
        return schedule.by().of(fit.counted(StepId.ITERATION), fit.counted(StepId.EPOCH));
    }

    private static double rising(Fit fit, Schedule poly) {
        return poly.number(INITIAL) * Math.pow(1 + i(fit, poly) / poly.number(MAX_ITER), poly.number(POWER));
    }

    private static boolean jumps(Fit fit, Schedule cycle, double actual) {
        int at = (int) (i(fit, cycle) % (long) cycle.number(CYCLE_LENGTH));
        int upAndDown = (int) (cycle.number(CYCLE_LENGTH) - cycle.number(ANNEALING_LENGTH));
        double jumped = cycle.number(INITIAL) * Math.pow(cycle.number(ANNEALING_DECAY), at - upAndDown);
        return at >= upAndDown / 2 * 2 && isClose(fit, actual, jumped);
    }

    /** η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√v′ + ε); (1 − β1)·g is m′ − β1·m. */
    private static Foretold nadam(Fit fit, Updater u, int l, StepId parameter) {
        Matrix before = fit.value(parameter.state("m"));
        Matrix now = fit.value(parameter.state("m").next());
        Matrix v = fit.value(parameter.state("v").next());
        double beta1 = u.number(BETA1);
        double correction = 1 - Math.pow(beta1, fit.counted(StepId.ITERATION) + 1.0);
        double scale = fit.rate(l, isBias(l, parameter)) / correction;
        // 1 − β1 and 1 − β1ᵗ keep what digits β1 leaves them.
        double relative = 16 * fit.unit() / Math.min(1 - beta1, correction);
        IntToDoubleFunction divisor = k -> Math.sqrt(v.get(k)) + u.number(EPSILON);
        return decayed(
                fit,
                l,
                parameter,
                k -> scale * ((1 + beta1) * now.get(k) - beta1 * before.get(k)) / divisor.applyAsDouble(k),
                k -> relative
                        * Math.abs(scale)
                        * ((1 + beta1) * Math.abs(now.get(k)) + beta1 * Math.abs(before.get(k)))
                        / divisor.applyAsDouble(k));
    }

    /** ε·m′ / (√v′ + ε), or with u and without ε below for AdaMax. */
    private static Foretold withoutRate(Fit fit, Updater u, int l, StepId parameter) {
        // What is kept last: v, vMax or u.
        String size = u.state().get(u.state().size() - 1);
        double epsilon = u.number(EPSILON);
        Matrix m = fit.value(parameter.state("m").next());
        Matrix v = fit.value(parameter.state(size).next());
        IntToDoubleFunction value =
                k -> epsilon * m.get(k) / (u.kind() == Kind.ADA_MAX ? v.get(k) : Math.sqrt(v.get(k)) + epsilon);
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
