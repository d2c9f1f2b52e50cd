package chalkline.reference;

import chalkline.network.Notation;
import chalkline.network.StepId;
import java.util.Map;

/**
 * What the symbols of a formula stand for.
 *
 * @param notation that the formula was written for
 * @param steps in that notation
 */
public record Scope(Notation notation, Map<StepId, Rounded> steps) {
    public Scope {
        steps = Map.copyOf(steps);
    }

    /**
     * The value of that step.
     *
     * @throws IllegalArgumentException where there is none
     */
    public Rounded step(StepId id) {
        Rounded value = steps.get(id);
        if (value == null) {
            throw new IllegalArgumentException("the formula uses " + id + ", which is not there");
        }
        return value;
    }

    /** Whether examples are the rows of matrices in this notation. */
    public boolean examplesAreRows() {
        return notation == Notation.XW_PLUS_B;
    }
}
