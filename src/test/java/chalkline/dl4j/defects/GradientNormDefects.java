package chalkline.dl4j.defects;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.network.Batch;
import chalkline.network.GradientNormalisation.Kind;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * GradientNormDefectsTest: a gradient whose norm is finite, but the square of it is not, becomes 0 where it should be clipped.
 *
 * @param network as Deeplearning4j takes it
 */
record GradientNormDefects(Network network, Batch batch, Trace trace) {

    Optional<String> explanation(StepResult step) {
        List<String> lost = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            Kind kind = network.layer(l).gradientNormalisation().kind();
            boolean ofLayer = kind == Kind.CLIP_L2_PER_LAYER || kind == Kind.RENORMALIZE_L2_PER_LAYER;
            boolean ofEach = kind == Kind.CLIP_L2_PER_PARAM_TYPE || kind == Kind.RENORMALIZE_L2_PER_PARAM_TYPE;
            double whole =
                    network.parameters(l).stream().mapToDouble(this::squares).sum();
            for (String parameter : network.parameters(l)) {
                if (ofLayer && overflows(whole) || ofEach && overflows(squares(parameter))) {
                    lost.add(Step.gradient(parameter));
                }
            }
        }
        if (lost.stream().noneMatch(gradient -> step.name().startsWith(gradient.substring(1) + "."))) {
            return Optional.empty();
        }
        CheckResult without = Check.of(network, batch, without(lost), true);
        return without.step(step.name())
                .filter(other -> !other.verdict().contradicts())
                .map(other -> "the square of a gradient's norm overflows");
    }

    private double squares(String parameter) {
        double sum = 0;
        for (double g : trace.value(Step.gradient(parameter)).toArray()) {
            sum += g * g;
        }
        return sum;
    }

    private boolean overflows(double squares) {
        return Double.isInfinite(trace.precision().cast(squares));
    }

    private Trace without(List<String> lost) {
        List<Step> steps = new ArrayList<>();
        for (Step step : trace.steps()) {
            boolean zero = lost.contains(step.name());
            Matrix shape = step.value().orElse(Matrix.zeros(1, 1));
            steps.add(
                    zero
                            ? new Step(
                                    step.name(),
                                    step.source(),
                                    Optional.of(Matrix.zeros(shape.rows(), shape.columns())))
                            : step);
        }
        return new Trace(trace.precision(), trace.examples(), steps);
    }
}
