package chalkline.training;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Trace;
import chalkline.reference.Derivation;
import java.util.Map;

/**
 * One number of a step, four times over: how much of it survives on paper, in float32, in float64, and what it is.
 *
 * @param step the step
 * @param onPaper with every result rounded to {@link #PAPER_DIGITS} significant digits, as one works by hand
 * @param float32 as the engine computes it in float32
 * @param float64 as the engine computes it in float64
 * @param exact the truth
 */
public record PrecisionComparison(String step, double onPaper, double float32, double float64, double exact) {
    /** Significant digits that a person keeps. */
    public static final int PAPER_DIGITS = 4;

    private static final int MOST_PARAMETERS = 200;

    /** Small enough to be worked by hand; and without dropout, whose masks each precision would draw for itself. */
    static boolean isSmallEnough(Network network, Batch batch) {
        if (network.layers().stream()
                .anyMatch(layer -> layer.retainProbability().isPresent())) {
            return false;
        }
        long parameters = network.layers().stream()
                .mapToLong(layer -> (long) (layer.inputs() + 1) * layer.units())
                .sum();
        return parameters * batch.size() <= MOST_PARAMETERS;
    }

    /** The first entry of the step, from the engine's traces and the derivation. */
    static PrecisionComparison of(String step, Batch batch, Trace float32, Trace float64, Network network) {
        Map<String, Matrix> parameters = network.parameters(float64);
        Derivation derivation = Derivation.of(network, parameters);
        return new PrecisionComparison(
                step,
                derivation.onPaper(batch, parameters, PAPER_DIGITS).get(step).value(0),
                float32.value(step).get(0),
                float64.value(step).get(0),
                derivation.truth(batch, parameters).get(step).value(0));
    }
}
