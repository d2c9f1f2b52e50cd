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

    /** Whether every number is finite. */
    boolean isFinite() {
        return arrays.values().stream()
                .allMatch(array -> Arrays.stream(array.values()).allMatch(Double::isFinite));
    }
}
