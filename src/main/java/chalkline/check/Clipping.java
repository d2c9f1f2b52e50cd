package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.Trace;
import chalkline.reference.LossFunction;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Whether outputs that were moved away from 0 and 1 before the loss explain what the loss or its gradient came to: the rule
 * is put over clipped outputs, for one limit after the other, and has to give every entry within its bound.
 */
final class Clipping {
    /** Limits from 1e-2 to 1e-16. */
    private static final int FIRST = 2;

    private static final int LAST = 16;

    private final LossFunction loss;
    private final Trace trace;
    private final Rounding rounding;
    private final BiFunction<String, Rounded, Rounded> asTraced;
    private final Matrix a;
    private final Matrix y;
    private final Optional<Rounded> mask;
    private final String dA;

    /**
     * @param asTraced the result for the step of that name, as the trace may have it
     */
    Clipping(Network network, Trace trace, BiFunction<String, Rounded, Rounded> asTraced) {
        this.loss = LossFunction.of(network.loss());
        this.trace = trace;
        this.rounding = Rounding.of(trace.precision());
        this.asTraced = asTraced;
        this.a = trace.value(Step.a(network.depth()));
        this.y = trace.value(Step.Y);
        this.mask =
                trace.has(Step.MASK) ? Optional.of(Rounded.exact(trace.value(Step.MASK), rounding)) : Optional.empty();
        this.dA = Step.gradient(Step.a(network.depth()));
    }

    /** One finding for each step that does not agree, and that clipping explains. */
    List<Finding> findings(List<StepResult> steps) {
        List<Finding> findings = new ArrayList<>();
        if (!loss.takesLogarithms()) {
            return findings;
        }
        for (StepResult step : steps) {
            boolean open = step.verdict().contradicts() || step.count(StepVerdict.UNDECIDED) > 0;
            if (open && (step.name().equals(Step.LOSS) || step.name().equals(dA))) {
                explanation(step.name())
                        .ifPresent(how -> findings.add(new Finding(
                                step.name(), Finding.Code.CLIPPED, step.name() + " is explained by " + how)));
            }
        }
        return findings;
    }

    private Optional<String> explanation(String step) {
        if (explains(step, clipped(a, 0, 1), clipped(y, 0, 1))) {
            return Optional.of("outputs and labels clipped to [0, 1]");
        }
        for (int digits = FIRST; digits <= LAST; digits++) {
            double least = trace.precision().cast(Double.parseDouble("1e-" + digits));
            double most = trace.precision().cast(1 - Double.parseDouble("1e-" + digits));
            if (explains(step, clipped(a, least, most), y)) {
                return Optional.of("outputs clipped to [1e-" + digits + ", 1 - 1e-" + digits + "]");
            }
            if (explains(step, clipped(a, least, 1), clipped(y, least, 1))) {
                return Optional.of("outputs and labels clipped to [1e-" + digits + ", 1]");
            }
        }
        return Optional.empty();
    }

    private boolean explains(String step, Matrix outputs, Matrix labels) {
        Rounded a = Rounded.exact(outputs, rounding);
        Rounded y = Rounded.exact(labels, rounding);
        Rounded expected =
                asTraced.apply(step, step.equals(Step.LOSS) ? loss.value(a, y, mask) : loss.gradient(a, y, mask));
        return Comparison.gives(expected, trace.value(step));
    }

    private static Matrix clipped(Matrix matrix, double least, double most) {
        double[] values = matrix.toArray();
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.min(Math.max(values[k], least), most);
        }
        return Matrix.of(matrix.rows(), matrix.columns(), values);
    }
}
