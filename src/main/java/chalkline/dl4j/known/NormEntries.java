package chalkline.dl4j.known;

import static chalkline.dl4j.known.CatalogueEntry.convention;
import static chalkline.dl4j.known.CatalogueEntry.defect;

import chalkline.network.Constraint;
import chalkline.network.Constraint.Kind;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.util.List;
import java.util.function.Predicate;

/** Norms of parameters that are constrained. */
final class NormEntries {
    static final List<CatalogueEntry> ALL = List.of(
            convention(
                            "norm-epsilon",
                            "max-norm and min-max-norm scale by c/‖w‖, c being ‖w‖ moved into its limits",
                            "by c/(‖w‖ + ε) with ε = 1e-6, applied twice: weights within the limits shrink too",
                            "Weights shrink by ε/‖w‖, a millionth, at every step, far less than an update changes them.")
                    .where(
                            has(each -> each.kind() == Kind.MAX_NORM
                                    || each.kind() == Kind.MIN_MAX_NORM && each.rate() == 1),
                            constrained(all(each -> each.rate() == 1), false)),
            defect(
                            "min-max-norm-rate",
                            "min-max-norm scales by rate·c/‖w‖ + (1 − rate)",
                            "by rate·c/(‖w‖ + ε) + (1 − rate)·(‖w‖ + ε) with ε = 1e-6, applied twice",
                            "Weights with a norm above 1 grow where they should shrink, or overflow.")
                    .where(has(each -> each.rate() != 1), constrained(any(each -> each.rate() != 1), true)),
            defect(
                            "unit-norm-of-zeros",
                            "unit-norm leaves a unit whose weights are all 0",
                            "0/0: NaN",
                            "A unit whose weights are all 0 becomes NaN, and with it the network.")
                    .where(
                            has(each -> each.kind() == Kind.UNIT_NORM),
                            constrained(any(each -> each.kind() == Kind.UNIT_NORM), true)));

    private NormEntries() {}

    private static Predicate<Network> has(Predicate<Constraint> constraint) {
        return network -> Fit.any(network, layer -> layer.constraints().stream().anyMatch(constraint));
    }

    /** All that take norms. */
    private static Predicate<List<Constraint>> all(Predicate<Constraint> constraint) {
        return constraints ->
                constraints.stream().allMatch(each -> each.kind() == Kind.NON_NEGATIVE || constraint.test(each));
    }

    private static Predicate<List<Constraint>> any(Predicate<Constraint> constraint) {
        return constraints -> constraints.stream().anyMatch(constraint);
    }

    /**
     * A parameter after its constraints.
     *
     * @param which the constraints that it may have
     * @param notFinite whether a number may come out that is not finite
     */
    private static CatalogueEntry.Imitation constrained(Predicate<List<Constraint>> which, boolean notFinite) {
        return (fit, step) -> {
            for (int l = 1; l <= fit.network().depth(); l++) {
                for (StepId parameter : fit.network().parameters(l)) {
                    boolean bias = parameter.isBias();
                    List<Constraint> constraints = fit.network().layer(l).constraints(bias);
                    if (step.id().equals(parameter.next()) && !constraints.isEmpty()) {
                        Foretold foretold = constrained(fit, fit.value(parameter.unconstrained()), constraints, bias);
                        return which.test(constraints)
                                && (notFinite
                                        || foretold.isFinite(fit.value(parameter.unconstrained())
                                                .toArray()))
                                && foretold.is(fit.actual(step));
                    }
                }
            }
            return false;
        };
    }

    private static Foretold constrained(Fit fit, Matrix before, List<Constraint> constraints, boolean bias) {
        double[] values = before.toArray();
        int longest = Math.max(before.rows(), before.columns());
        double relative = 0;
        for (Constraint constraint : constraints) {
            for (int time = 0; time < 2; time++) {
                apply(fit, constraint, values, before.rows(), before.columns(), bias);
            }
            // The second norm is taken of what the first has rounded.
            relative += constraint.kind() == Kind.NON_NEGATIVE ? 0 : 8 * (longest + 8) * fit.unit();
        }
        double u = relative;
        return Foretold.of(values.length, k -> values[k], k -> u * Math.abs(values[k]) + fit.least());
    }

    private static void apply(Fit fit, Constraint constraint, double[] p, int rows, int columns, boolean bias) {
        boolean ofColumns = !bias && constraint.dimension() == 0;
        int groups = bias ? 1 : ofColumns ? columns : rows;
        int length = p.length / groups;
        for (int g = 0; g < groups; g++) {
            double squares = 0;
            for (int i = 0; i < length; i++) {
                double entry = p[ofColumns ? i * columns + g : g * length + i];
                squares += entry * entry;
            }
            double factor = factor(fit, constraint, fit.cast(Math.sqrt(fit.cast(squares))));
            for (int i = 0; i < length; i++) {
                int k = ofColumns ? i * columns + g : g * length + i;
                p[k] = constraint.kind() == Kind.NON_NEGATIVE ? Math.max(0, p[k]) : fit.cast(p[k] * factor);
            }
        }
    }

    private static double factor(Fit fit, Constraint constraint, double norm) {
        double withEpsilon = fit.cast(norm + constraint.epsilon());
        double most = fit.cast(constraint.most());
        double clipped = Math.min(most, Math.max(fit.cast(constraint.least()), norm)) / withEpsilon;
        return switch (constraint.kind()) {
            case MAX_NORM -> Math.min(most, norm) / withEpsilon;
            case MIN_MAX_NORM ->
                constraint.rate() == 1 ? clipped : constraint.rate() * clipped + (1 - constraint.rate()) * withEpsilon;
            case UNIT_NORM -> 1 / norm;
            case NON_NEGATIVE -> 1;
        };
    }
}
