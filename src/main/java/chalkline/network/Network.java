package chalkline.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dense network and how it is trained: everything that a step's numbers depend on, besides the batch.
 *
 * @param name a name for people
 * @param seed where weights that are not given, and shuffling, start from
 * @param precision what it computes in
 * @param layers from the input to the output, at least one
 * @param loss what the last layer is judged by
 * @param updater how gradients become updates
 * @param biasUpdater the same for biases, where they have an updater of their own
 * @param defaults what the layers were given together
 * @param contradictions what its description says twice or against itself
 */
public record Network(
        String name,
        long seed,
        Precision precision,
        List<Layer> layers,
        Loss loss,
        Updater updater,
        Optional<Updater> biasUpdater,
        Defaults defaults,
        List<Contradiction> contradictions) {
    public Network {
        layers = List.copyOf(layers);
        contradictions = List.copyOf(contradictions);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one layer");
        }
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs() != layers.get(l - 1).units()) {
                throw new IllegalArgumentException(
                        "layer " + (l + 1) + " takes " + layers.get(l).inputs() + " inputs but layer " + l + " has "
                                + layers.get(l - 1).units() + " outputs");
            }
        }
    }

    /** A network with one updater for weights and biases, whose layers were given nothing together. */
    public Network(String name, long seed, Precision precision, List<Layer> layers, Loss loss, Updater updater) {
        this(name, seed, precision, layers, loss, updater, Optional.empty(), Defaults.NONE, List.of());
    }

    /** The updater of biases, or of weights. */
    public Updater updater(boolean ofBiases) {
        return ofBiases ? biasUpdater.orElse(updater) : updater;
    }

    /** Whether anything is added to the loss, so that there is a score. */
    public boolean isRegularised() {
        return layers.stream().anyMatch(layer -> !layer.regularisation().isNone());
    }

    /** L, the number of layers. */
    public int depth() {
        return layers.size();
    }

    /** Layer l, counted from 1 as on paper. */
    public Layer layer(int l) {
        return layers.get(l - 1);
    }

    /** Width of the input. */
    public int inputs() {
        return layer(1).inputs();
    }

    /** Width of the output. */
    public int outputs() {
        return layer(depth()).units();
    }

    /** W and b of every layer by name: those that are given as they were written, the others as that trace's step found them. */
    public Map<String, Matrix> parameters(Trace trace) {
        Map<String, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= depth(); l++) {
            parameters.put(Step.w(l), layer(l).weights().orElse(trace.value(Step.w(l))));
            parameters.put(Step.b(l), layer(l).biases().orElse(trace.value(Step.b(l))));
        }
        return parameters;
    }

    /** The same network in another precision. */
    public Network in(Precision other) {
        return new Network(name, seed, other, layers, loss, updater, biasUpdater, defaults, contradictions);
    }
}
