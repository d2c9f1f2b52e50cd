package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.Step;
import chalkline.reference.Rule;
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
        Optional<Matrix> truth) {
    public StepResult {
        counts = Map.copyOf(counts);
    }

    /** The step's name. */
    public String name() {
        return rule.name();
    }

    /** Whether the step is a gradient. */
    public boolean isGradient() {
        return rule.section() == Rule.Section.BACKWARD;
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
