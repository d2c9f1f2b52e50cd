package chalkline.dl4j.defects;

import chalkline.check.StepResult;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Optional;

/**
 * LossDefectsTest: outputs that are clipped, or not where their logarithm is taken; norms that are clipped; a loss that is taken
 * for another.
 */
record LossDefects(Network network, Trace trace) {

    Optional<String> explanation(StepResult step) {
        ImitatedLoss loss = new ImitatedLoss(
                network.loss(),
                trace.precision(),
                trace.has(Step.MASK) ? Optional.of(trace.value(Step.MASK)) : Optional.empty());
        String output = Step.a(network.depth());
        if (step.name().equals(Step.LOSS)) {
            return loss.defect()
                    .filter(defect ->
                            loss.mean(trace.value(output), trace.value(Step.Y)).is(trace.value(Step.LOSS)));
        }
        if (step.name().equals(Step.gradient(output))) {
            Matrix actual = trace.value(step.name());
            return loss.defect()
                    .filter(defect -> loss.gradient(trace.value(output), trace.value(Step.Y))
                            .is(actual));
        }
        return Optional.empty();
    }
}
