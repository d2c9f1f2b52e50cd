package chalkline.check;

import chalkline.network.StepId;
import chalkline.reference.Rule;
import java.util.List;

/** What the check says of a whole training step. */
public enum Verdict {
    /** No step contradicts the derivation, every number is finite, and of every step on the way a digit was checked. */
    AGREES("agrees"),
    /** Some step contradicts the derivation. */
    DEVIATES("deviates"),
    /** Nothing can be claimed: the recording is not the fit, a step is lost, or a number is not finite. */
    INCONCLUSIVE("inconclusive");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /**
     * What follows from the steps.
     *
     * @param matchesFit whether the recorded step is the unrecorded one, bit for bit
     * @param finite whether the step began and ended in finite numbers
     */
    static Verdict of(List<StepResult> steps, boolean matchesFit, boolean finite) {
        if (!matchesFit) {
            return INCONCLUSIVE;
        }
        if (steps.stream().anyMatch(StepResult::contradicts)) {
            return DEVIATES;
        }
        boolean earned = finite
                && isCompared(steps, Rule.Phase.FORWARD)
                && isCompared(steps, Rule.Phase.BACKWARD)
                && steps.stream().noneMatch(step -> isLost(step, steps));
        return earned ? AGREES : INCONCLUSIVE;
    }

    /** An empty comparison never agrees. */
    private static boolean isCompared(List<StepResult> steps, Rule.Phase section) {
        return steps.stream()
                .anyMatch(step -> step.rule().phase() == section && step.verdict() != StepVerdict.NOT_EXPOSED);
    }

    /**
     * Whether of a step of Z, A or a gradient nothing was checked at all, or nothing bounds what is left of an update. The loss
     * of a trained model may be near 0, and a bias's gradient a sum that cancels: that alone is no reason, where the same
     * layer's weights have theirs.
     */
    private static boolean isLost(StepResult step, List<StepResult> steps) {
        return switch (step.rule().phase()) {
            case GIVEN -> false;
            case FORWARD ->
                step.isUnchecked()
                        && !step.id().equals(StepId.LOSS)
                        && !step.id().equals(StepId.SCORE);
            case BACKWARD -> step.isUnchecked() && !isBiasBesideWeights(step, steps);
            case UPDATE -> step.verdict() == StepVerdict.UNDECIDED;
        };
    }

    private static boolean isBiasBesideWeights(StepResult step, List<StepResult> steps) {
        StepId weights = StepId.w(step.id().layer()).gradient();
        return step.id().isBias()
                && steps.stream().anyMatch(other -> other.id().equals(weights) && !other.isUnchecked());
    }

    /** The name in text and JSON. */
    public String label() {
        return label;
    }
}
