package chalkline.reference;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One training step to be worked by hand: everything that its numbers follow from.
 *
 * @param network as it was asked for
 * @param batch the examples
 * @param start what the step starts from: W, b and g of every layer, masks and slopes that were drawn, what the updater
 *     has kept, iteration and epoch where they matter
 */
public record Exercise(Network network, Batch batch, Map<StepId, Matrix> start) {
    public Exercise {
        start = Collections.unmodifiableMap(new LinkedHashMap<>(start));
    }

    /** The rules of its steps. */
    public Derivation derivation() {
        return Derivation.of(network, start);
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

    /** As {@link #solution}, with all digits that are known, for who goes on from there. */
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
