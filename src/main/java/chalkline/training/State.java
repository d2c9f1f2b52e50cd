package chalkline.training;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that a model's later steps depend on, besides its network and its batches. An engine may keep it in an order of
 * its own; here each array has the name that people see, so that one engine can go on from another's.
 *
 * @param arrays every parameter (W1, b1, …) and everything that the updater keeps of it (W1.m, W1.v, …)
 * @param iteration how many steps were taken
 * @param epoch how many epochs were ended
 */
public record State(Map<StepId, Matrix> arrays, long iteration, long epoch) {
    public State {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /** The parameters alone. */
    public Map<StepId, Matrix> parameters() {
        Map<StepId, Matrix> parameters = new LinkedHashMap<>(arrays);
        parameters.keySet().removeIf(id -> !id.equals(id.parameter()));
        return parameters;
    }

    /** Other parameters, at another time; what the updater keeps stays as it is. */
    public State with(Map<StepId, Matrix> parameters, long otherIteration, long otherEpoch) {
        Map<StepId, Matrix> all = new LinkedHashMap<>(arrays);
        all.putAll(parameters);
        return new State(all, otherIteration, otherEpoch);
    }

    /** Whether every number is finite. */
    boolean isFinite() {
        return arrays.values().stream()
                .allMatch(array -> Arrays.stream(array.values()).allMatch(Double::isFinite));
    }
}
