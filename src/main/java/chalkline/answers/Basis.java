package chalkline.answers;

import chalkline.network.Conventions;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Derivation;
import chalkline.reference.Exercise;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import chalkline.reference.Truth;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What all sheets under the same conventions are marked against. */
final class Basis {
    private final Conventions conventions;
    private final Exercise exercise;
    private final Derivation derivation;
    private final Truth truth;
    private final Map<StepId, Rule> rules = new LinkedHashMap<>();
    /** How far a correct computation in that precision may lie from the truth. */
    private final Map<Precision, Map<StepId, Rounded>> endToEnd = new EnumMap<>(Precision.class);

    Basis(Conventions conventions, Exercise exercise) {
        this.conventions = conventions;
        this.exercise = exercise;
        this.derivation = new CourseFormulas(
                        conventions, exercise.network(), exercise.batch().size())
                .of(exercise.derivation());
        this.truth = Truth.of(derivation, exercise.batch(), exercise.start());
        derivation.rules().forEach(rule -> rules.put(rule.id(), rule));
    }

    Conventions conventions() {
        return conventions;
    }

    Derivation derivation() {
        return derivation;
    }

    Map<StepId, Rounded> truth() {
        return truth.steps();
    }

    /** The formula of that step; empty for what the derivation starts from. */
    Optional<Rule> rule(StepId step) {
        return Optional.ofNullable(rules.get(step));
    }

    /** Whether the derivation starts from a step of that name. */
    boolean isGiven(StepId step) {
        return truth().containsKey(step) && !rules.containsKey(step);
    }

    /** Whether the step has as many rows as columns, and more than one. */
    boolean isSquare(StepId step) {
        Rounded value = truth().get(step);
        return value.rows() == value.columns() && value.rows() > 1;
    }

    /** The truth in double, for formulas of which only the value matters. */
    Rounded plain(Rounded exact) {
        return Rounded.exact(exact.toMatrix(), Rounding.of(Precision.FLOAT64));
    }

    /** Whether the entry lies on a kink, and that value between the ones from its sides. */
    boolean isOnKink(StepId step, int k, double value) {
        return truth.kinks().stream().anyMatch(kink -> kink.is(step, k) && kink.spans(value));
    }

    /** How far from the truth the best may lie that the precision can do; 0 where nothing bounds it. */
    double bound(Precision precision, StepId step, int k) {
        Rounded reached = endToEnd.computeIfAbsent(
                        precision, p -> derivation.endToEnd(exercise.batch(), exercise.start(), exercise.reached(p), p))
                .get(step);
        double bound = reached.error(k) + truth.steps().get(step).distance(k, reached.value(k));
        return Double.isFinite(bound) ? bound : 0;
    }
}
