package chalkline.training;

import chalkline.check.EndToEnd;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Derivation;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import java.util.List;
import java.util.Map;

/**
 * One number of a step, four times: on paper, in float32, in float64, and exact.
 *
 * @param step the step
 * @param onPaper with every result rounded to {@link #PAPER_DIGITS} significant digits, as by hand
 * @param float32 as the engine computes it in float32
 * @param float64 as the engine computes it in float64
 * @param exact the truth
 * @param digits how many digits are right of every forward and backward step, in order
 */
public record PrecisionComparison(
        StepId step, double onPaper, double float32, double float64, double exact, List<Digits> digits) {
    public PrecisionComparison {
        digits = List.copyOf(digits);
    }

    /**
     * Significant digits of one step that are right end to end.
     *
     * @param step the step
     * @param onPaper with every result rounded to {@link #PAPER_DIGITS} significant digits
     * @param float32 as the engine computes it in float32
     * @param float64 as the engine computes it in float64
     */
    public record Digits(StepId step, int onPaper, int float32, int float64) {}

    /** The significant digits that a person keeps. */
    public static final int PAPER_DIGITS = 4;

    private static final int MOST_PARAMETERS = 200;

    /** Whether it is small enough to be worked by hand, and has no dropout or random slopes, which would differ by precision. */
    static boolean isSmallEnough(Network network, Batch batch) {
        if (network.layers().stream()
                .anyMatch(layer -> layer.retainProbability().isPresent() || layer.drawsSlopes())) {
            return false;
        }
        long parameters = network.layers().stream()
                .mapToLong(layer -> (long) (layer.inputs() + 1) * layer.units())
                .sum();
        return parameters * batch.size() <= MOST_PARAMETERS;
    }

    /** The first entry of the step, from the engine's traces and the derivation. */
    static PrecisionComparison of(StepId step, Batch batch, Trace float32, Trace float64, Network network) {
        Map<StepId, Matrix> parameters = network.parameters(float64);
        Derivation derivation = Derivation.of(network, parameters);
        Map<StepId, Rounded> truth = derivation.truth(batch, parameters);
        Map<StepId, Rounded> onPaper = derivation.onPaper(batch, parameters, PAPER_DIGITS);
        List<Digits> digits = derivation.rules().stream()
                .filter(rule -> rule.phase() != Rule.Phase.UPDATE)
                .map(Rule::id)
                .filter(id -> float32.has(id) && float64.has(id))
                .map(id -> new Digits(
                        id,
                        digits(onPaper.get(id).toMatrix(), truth.get(id)),
                        digits(float32.value(id), truth.get(id)),
                        digits(float64.value(id), truth.get(id))))
                .toList();
        return new PrecisionComparison(
                step,
                onPaper.get(step).value(0),
                float32.value(step).get(0),
                float64.value(step).get(0),
                truth.get(step).value(0),
                digits);
    }

    private static int digits(Matrix actual, Rounded truth) {
        return EndToEnd.of(actual, truth).digits();
    }
}
