package chalkline.training;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What examples contribute to a training step. The sums of parts of a batch add up to the sum of the batch, in whatever way it
 * is cut.
 *
 * @param arrays Σ over the examples of ∂(loss of the example)/∂ the parameter, by the parameter's name (W1, b1, …)
 * @param loss Σ over the examples of their losses, without what regularisation adds
 * @param examples how many there are, at least 1
 */
public record GradientSum(Map<StepId, Matrix> arrays, double loss, int examples) {
    public GradientSum {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        if (examples < 1) {
            throw new IllegalArgumentException("a gradient needs at least one example, not " + examples);
        }
    }

    /** Both together: rounding depends on which is first. */
    public GradientSum plus(GradientSum next) {
        Map<StepId, Matrix> sum = new LinkedHashMap<>();
        arrays.forEach((id, array) -> {
            double[] values = array.toArray();
            Matrix other = next.arrays.get(id);
            for (int k = 0; k < values.length; k++) {
                values[k] += other.get(k);
            }
            sum.put(id, Matrix.of(array.rows(), array.columns(), values));
        });
        return new GradientSum(sum, loss + next.loss, Math.addExact(examples, next.examples));
    }
}
