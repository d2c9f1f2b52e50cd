package chalkline.check;

import chalkline.network.Batch;
import chalkline.network.Contradiction;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is worth knowing about a checked step besides its verdicts. */
final class Findings {
    /** A step that keeps this many digits fewer than all before it has lost them. */
    private static final int NOTABLE_LOSS = 4;

    private Findings() {}

    static List<Finding> of(
            Network network,
            Batch batch,
            LabelFindings labels,
            Precision precision,
            List<StepResult> steps,
            boolean matchesFit) {
        List<Finding> findings = new ArrayList<>();
        if (!matchesFit) {
            findings.add(new Finding(
                    StepId.LOSS,
                    Finding.Code.RECORDING_DIFFERS,
                    "the recorded step and an unrecorded one on the same batch differ: what follows is unconfirmed"));
        }
        network.contradictions().forEach(each -> findings.add(contradiction(each)));
        findings.addAll(labels.findings(batch.size()));
        digitsLost(batch.size(), precision, steps).ifPresent(findings::add);
        return findings;
    }

    private static Finding contradiction(Contradiction contradiction) {
        Finding.Code code = switch (contradiction.kind()) {
            case REGULARISER_DUPLICATE -> Finding.Code.REGULARISER_DUPLICATE;
            case REGULARISER_CONFLICT -> Finding.Code.REGULARISER_CONFLICT;
        };
        return new Finding(contradiction.step(), code, contradiction.message());
    }

    private static Optional<Finding> digitsLost(int examples, Precision precision, List<StepResult> steps) {
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < steps.size(); i++) {
            StepResult step = steps.get(i);
            if (steps.subList(0, i + 1).stream().anyMatch(each -> each.misleads(step.rule()))) {
                return Optional.empty();
            }
            if (step.verdict() == StepVerdict.NOT_EXPOSED || step.verdict().departs()) {
                continue;
            }
            if (step.isGradient() && step.digits() <= fewest - NOTABLE_LOSS) {
                return Optional.of(new Finding(
                        step.id(),
                        Finding.Code.DIGITS_LOST,
                        step.name() + " keeps " + digits(step.digits()) + " in " + precision.label()
                                + ", the steps before it " + fewest + " or more" + cause(step.rule(), examples)));
            }
            fewest = Math.min(fewest, step.digits());
        }
        return Optional.empty();
    }

    private static String digits(int digits) {
        return digits == 0 ? "no correct digit" : digits == 1 ? "1 digit" : digits + " digits";
    }

    private static String cause(Rule rule, int examples) {
        StepId step = rule.id();
        if (step.role() != StepId.Role.Z || !step.isGradient()) {
            return "";
        }
        return rule.formula()
                .over(examples)
                .difference(StepId.a(step.layer()))
                .map(difference -> ": " + difference.plain() + " cancels")
                .orElse("");
    }
}
