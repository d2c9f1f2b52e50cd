package chalkline.check;

import chalkline.network.Precision;
import chalkline.reference.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the check says of a training step.
 *
 * @param verdict of the whole
 * @param precision what the implementation computed in
 * @param matchesFit whether the recorded step is the unrecorded one, bit for bit
 * @param steps in the order of the derivation
 * @param findings worth knowing, the gravest first
 * @param acknowledged the known defects that are accepted, by id
 */
public record CheckResult(
        Verdict verdict,
        Precision precision,
        boolean matchesFit,
        List<StepResult> steps,
        List<Finding> findings,
        Set<String> acknowledged) {
    public CheckResult {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
        acknowledged = Set.copyOf(acknowledged);
    }

    /** The same with further findings. */
    public CheckResult with(List<Finding> further) {
        return new CheckResult(
                verdict,
                precision,
                matchesFit,
                steps,
                Stream.concat(findings.stream(), further.stream()).toList(),
                acknowledged);
    }

    /** The steps of that section. */
    public List<StepResult> steps(Rule.Phase section) {
        return steps.stream().filter(s -> s.rule().phase() == section).toList();
    }

    /** Forward and backward steps: those written on paper, without the update. */
    public List<StepResult> propagation() {
        return steps.stream().filter(s -> s.rule().phase() != Rule.Phase.UPDATE).toList();
    }

    /** The step of that name. */
    public Optional<StepResult> step(String name) {
        return steps.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The first step that contradicts the derivation: the culprit, since later ones were checked from its own value. */
    public Optional<StepResult> firstDeviation() {
        return steps.stream().filter(StepResult::contradicts).findFirst();
    }

    /**
     * A known difference of the framework in this training step.
     *
     * @param steps the steps that it shows in, by name
     * @param acknowledged whether it is a defect that is accepted
     */
    public record Met(KnownDifference difference, List<String> steps, boolean acknowledged) {
        public Met {
            steps = List.copyOf(steps);
        }

        /** What it is in a word or two: "convention", "defect", "acknowledged defect". */
        public String kind() {
            return (acknowledged ? "acknowledged " : "") + difference.kind().label();
        }
    }

    /** The known differences that steps show, in the order of the steps. */
    public List<Met> known() {
        return steps.stream()
                .flatMap(step -> step.known().stream())
                .distinct()
                .map(difference -> {
                    List<StepResult> shown = steps.stream()
                            .filter(step -> step.known().contains(difference))
                            .toList();
                    boolean defect = difference.kind() == KnownDifference.Kind.DEFECT;
                    return new Met(
                            difference,
                            shown.stream().map(StepResult::name).toList(),
                            defect && acknowledged.contains(difference.id()));
                })
                .toList();
    }
}
