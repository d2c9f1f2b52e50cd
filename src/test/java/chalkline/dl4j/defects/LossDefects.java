package chalkline.dl4j.defects;

import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * LossDefectsTest: outputs that are clipped, or not where their logarithm is taken; norms that are clipped; a loss that is
 * taken for another.
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
        boolean throughSoftmax =
                !trace.has(Step.gradient(output)) && step.name().equals(Step.gradient(Step.z(network.depth())));
        return throughSoftmax
                ? loss.defect()
                        .filter(defect -> losesRows(
                                loss.gradient(trace.value(output), trace.value(Step.Y)),
                                trace.value(step.name()),
                                step))
                : Optional.empty();
    }

    /** Softmax spreads what is no number over its row, and over no other. */
    private static boolean losesRows(Foretold gradient, Matrix actual, StepResult step) {
        for (int k = 0; k < actual.size(); k++) {
            int row = k / actual.columns() * actual.columns();
            boolean lost =
                    IntStream.range(row, row + actual.columns()).anyMatch(j -> !Double.isFinite(gradient.values()[j]));
            if (lost == Double.isFinite(actual.get(k))) {
                return false;
            }
        }
        return step.count(StepVerdict.DEVIATES) == 0;
    }
}
