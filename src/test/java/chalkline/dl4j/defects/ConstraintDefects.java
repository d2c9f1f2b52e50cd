package chalkline.dl4j.defects;

import chalkline.check.StepResult;
import chalkline.network.Constraint;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Optional;

/**
 * ConstraintDefectsTest: a millionth is added to every norm, min-max-norm adds the norm to its factor where it should add 1,
 * zeros are divided by their norm, and all of it is done twice.
 *
 * @param network as Deeplearning4j takes it
 */
record ConstraintDefects(Network network, Trace trace) {
    private static final double EPSILON = 1e-6;

    Optional<String> explanation(StepResult step) {
        for (int l = 1; l <= network.depth(); l++) {
            for (String parameter : network.parameters(l)) {
                boolean bias = parameter.equals(Step.b(l));
                if (step.name().equals(Step.next(parameter))
                        && !network.layer(l).constraints(bias).isEmpty()) {
                    return KnownDefects.when(
                            constrained(trace.value(Step.unconstrained(parameter)), l, bias)
                                    .is(trace.value(step.name())),
                            "constraints are computed otherwise");
                }
            }
        }
        return Optional.empty();
    }

    private Foretold constrained(Matrix before, int l, boolean bias) {
        double[] values = before.toArray();
        int longest = Math.max(before.rows(), before.columns());
        double relative = 0;
        for (Constraint constraint : network.layer(l).constraints(bias)) {
            for (int time = 0; time < 2; time++) {
                apply(constraint, values, before.rows(), before.columns(), bias);
            }
            // The second norm is taken of what the first has rounded.
            relative += constraint.kind() == Constraint.Kind.NON_NEGATIVE
                    ? 0
                    : 8 * (longest + 8) * trace.precision().unitRoundoff();
        }
        double u = relative;
        return Foretold.of(
                values.length,
                k -> values[k],
                k -> u * Math.abs(values[k]) + trace.precision().smallestNormal());
    }

    private void apply(Constraint constraint, double[] p, int rows, int columns, boolean bias) {
        Precision precision = trace.precision();
        boolean ofColumns = !bias && constraint.dimension() == 0;
        int groups = bias ? 1 : ofColumns ? columns : rows;
        int length = p.length / groups;
        for (int g = 0; g < groups; g++) {
            double squares = 0;
            for (int i = 0; i < length; i++) {
                double entry = p[ofColumns ? i * columns + g : g * length + i];
                squares += entry * entry;
            }
            double factor = factor(constraint, precision.cast(Math.sqrt(precision.cast(squares))));
            for (int i = 0; i < length; i++) {
                int k = ofColumns ? i * columns + g : g * length + i;
                boolean negative = constraint.kind() == Constraint.Kind.NON_NEGATIVE;
                p[k] = negative ? Math.max(0, p[k]) : precision.cast(p[k] * factor);
            }
        }
    }

    private double factor(Constraint constraint, double norm) {
        Precision precision = trace.precision();
        double withEpsilon = precision.cast(norm + EPSILON);
        double most = precision.cast(constraint.most());
        double clipped = Math.min(most, Math.max(precision.cast(constraint.least()), norm)) / withEpsilon;
        return switch (constraint.kind()) {
            case MAX_NORM -> Math.min(most, norm) / withEpsilon;
            case MIN_MAX_NORM ->
                constraint.rate() == 1 ? clipped : constraint.rate() * clipped + (1 - constraint.rate()) * withEpsilon;
            case UNIT_NORM -> 1 / norm;
            case NON_NEGATIVE -> 1;
        };
    }
}
