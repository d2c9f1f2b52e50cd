package chalkline.reference;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One training step to be worked by hand: everything that its numbers follow from.
 *
 * @param network as it was asked for
 * @param batch the examples
 * @param start what the step starts from: W, b and g of every layer, masks and slopes that were drawn, what the updater has
 *     kept, iteration and epoch where they matter
 * @param before the step before this one; empty for a first step
 */
public record Exercise(Network network, Batch batch, Map<StepId, Matrix> start, Optional<Exercise> before) {
    public Exercise {
        start = Collections.unmodifiableMap(new LinkedHashMap<>(start));
    }

    /** A step that starts from what is given. */
    public Exercise(Network network, Batch batch, Map<StepId, Matrix> start) {
        this(network, batch, start, Optional.empty());
    }

    /** The rules of its steps, with dX. */
    public Derivation derivation() {
        return Derivation.withInputGradient(network, start);
    }

    /** How far its starting values may lie from the truth, if the steps before were worked correctly in that precision. */
    public Map<StepId, Rounded> reached(Precision precision) {
        Map<StepId, Rounded> reached = new HashMap<>();
        before.ifPresent(earlier -> earlier.derivation()
                .endToEnd(earlier.batch(), earlier.start(), earlier.reached(precision), precision)
                .forEach((id, value) -> id.before().ifPresent(carried -> reached.put(carried, value))));
        reached.keySet().retainAll(start.keySet());
        return reached;
    }

    /** The names of its steps in the order in which they are written on paper. */
    public List<String> steps() {
        return derivation().rules().stream().map(Rule::name).toList();
    }

    /** What it starts from and every step, exact to the last place of a double. */
    public Map<StepId, Matrix> solution() {
        Map<StepId, Matrix> solution = new LinkedHashMap<>();
        derivation().truth(batch, start).forEach((id, value) -> solution.put(id, value.toMatrix()));
        return solution;
    }

    /** As {@link #solution}, with all known digits, to be worked on. */
    public Map<StepId, Matrix> exactSolution() {
        Map<StepId, Matrix> solution = new LinkedHashMap<>();
        derivation().truth(batch, start).forEach((id, value) -> solution.put(id, decimals(value)));
        return solution;
    }

    private static Matrix decimals(Rounded value) {
        Map<Integer, BigDecimal> decimals = new LinkedHashMap<>();
        for (int k = 0; k < value.size(); k++) {
            int entry = k;
            value.decimal(k).ifPresent(decimal -> decimals.put(entry, decimal));
        }
        return value.toMatrix().withDecimals(decimals);
    }
}
