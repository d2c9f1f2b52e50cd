package chalkline.check;

import chalkline.network.Precision;
import chalkline.reference.Rule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the check says of a training step.
 *
 * @param verdict of the whole
 * @param precision what the implementation computed in
 * @param matchesFit whether the recorded step is the unrecorded one, bit for bit
 * @param steps in the order of the derivation
 * @param findings worth knowing, the gravest first
 */
public record CheckResult(
        Verdict verdict, Precision precision, boolean matchesFit, List<StepResult> steps, List<Finding> findings) {
    public CheckResult {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /** The same with further findings. */
    public CheckResult with(List<Finding> further) {
        return new CheckResult(
                verdict,
                precision,
                matchesFit,
                steps,
                Stream.concat(findings.stream(), further.stream()).toList());
    }

    /** The steps of that section. */
    public List<StepResult> steps(Rule.Section section) {
        return steps.stream().filter(s -> s.rule().section() == section).toList();
    }

    /** Forward and backward steps: those written on paper, without the update. */
    public List<StepResult> propagation() {
        return steps.stream()
                .filter(s -> s.rule().section() != Rule.Section.UPDATE)
                .toList();
    }

    /** The step of that name. */
    public Optional<StepResult> step(String name) {
        return steps.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The first step that contradicts the derivation: the culprit, since later ones were checked from its own value. */
    public Optional<StepResult> firstDeviation() {
        return steps.stream().filter(s -> s.verdict().contradicts()).findFirst();
    }
}
