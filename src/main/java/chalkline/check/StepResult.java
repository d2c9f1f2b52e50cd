package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.reference.Rule;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the check says of one step.
 *
 * @param rule the rule it was held against
 * @param source where the implementation's value comes from
 * @param verdict of the step
 * @param counts how many entries got which verdict; only those that occur
 * @param worst the entry with the largest error in units of its bound; absent where the step is not exposed
 * @param endToEndRelativeError largest difference from the truth over the largest truth, 0 where both are 0; NaN without the
 *     truth
 * @param digits how many significant digits are right end to end, as far as the truth itself is known; 0 without it
 * @param actual what the implementation computed; absent where the step is not exposed
 * @param reference what the rule gives; absent where the step is not exposed
 * @param truth what the rules give from the start; absent where the check was made without it
 * @param known the known differences that together give every number of a step that is not the derivation's
 * @param acknowledged whether the defects among them are accepted
 */
public record StepResult(
        Rule rule,
        Step.Source source,
        StepVerdict verdict,
        Map<StepVerdict, Integer> counts,
        Optional<Entry> worst,
        double endToEndRelativeError,
        int digits,
        Optional<Matrix> actual,
        Optional<Matrix> reference,
        Optional<Matrix> truth,
        List<KnownDifference> known,
        boolean acknowledged) {
    public StepResult {
        counts = Map.copyOf(counts);
        known = List.copyOf(known);
    }

    /** The same step, whose numbers these differences give; what is undecided stays so. */
    StepResult explained(List<KnownDifference> differences, boolean accepted) {
        StepVerdict named = !verdict.contradicts()
                ? verdict
                : differences.stream()
                        .map(each -> each.kind().verdict())
                        .max(Comparator.naturalOrder())
                        .orElse(verdict);
        return new StepResult(
                rule,
                source,
                named,
                counts,
                worst,
                endToEndRelativeError,
                digits,
                actual,
                reference,
                truth,
                differences,
                accepted);
    }

    /** Whether it counts against the network: it contradicts the derivation and is not accepted. */
    public boolean contradicts() {
        return verdict.contradicts() && !acknowledged;
    }

    /** Whether it leads a later step away from the truth: it departs from the textbook, and that step uses it. */
    boolean misleads(Rule later) {
        if (!verdict.departs()) {
            return false;
        }
        if (id().equals(StepId.LOSS) || id().equals(StepId.SCORE)) {
            return later.id().equals(StepId.SCORE);
        }
        boolean keptByUpdater = rule.phase() == Rule.Phase.GIVEN && id().isOfUpdate();
        return !keptByUpdater || later.phase() == Rule.Phase.UPDATE;
    }

    /** Whether it is finite where the derivation is not, as where an output is clipped before ln 0. */
    boolean isFiniteAgainstInfinity() {
        return count(StepVerdict.UNDECIDED) > 0
                && actual.filter(StepResult::isFinite).isPresent()
                && reference.filter(matrix -> !isFinite(matrix)).isPresent();
    }

    private static boolean isFinite(Matrix matrix) {
        return Arrays.stream(matrix.toArray()).allMatch(Double::isFinite);
    }

    /** How many entries contradict the derivation. */
    public int contradictions() {
        return count(StepVerdict.DEVIATES) + count(StepVerdict.NON_FINITE);
    }

    /** Which step. */
    public StepId id() {
        return rule.id();
    }

    /** The name that people see. */
    public String name() {
        return rule.name();
    }

    /** Whether the step is a gradient. */
    public boolean isGradient() {
        return rule.phase() == Rule.Phase.BACKWARD;
    }

    /** Whether nothing of it was checked, or not all of it could be: undecided or uninformative. */
    boolean isUnchecked() {
        return verdict == StepVerdict.UNDECIDED || verdict == StepVerdict.UNINFORMATIVE;
    }

    /** The worst entry's error in units of its bound; NaN where the step is not exposed. */
    public double maxErrorOverBound() {
        return worst.map(Entry::errorOverBound).orElse(Double.NaN);
    }

    /** Entries with that verdict. */
    public int count(StepVerdict entryVerdict) {
        return counts.getOrDefault(entryVerdict, 0);
    }
}
