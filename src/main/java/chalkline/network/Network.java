package chalkline.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dense network and how it is trained: everything that a step's numbers depend on, besides the batch.
 *
 * @param name a name for people
 * @param seed where weights that are not given, and shuffling, start from
 * @param precision what it computes in
 * @param layers from the input to the output, at least one
 * @param loss what the last layer is judged by
 * @param updater how gradients become updates
 */
public record Network(String name, long seed, Precision precision, List<Layer> layers, Loss loss, Updater updater) {
    public Network {
        layers = List.copyOf(layers);
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

    /**
     * What a step starts from by name: W and b of every layer, those that are given as they were written, the others as that
     * trace's step found them; what the updater keeps, 0 before the first step; iteration and epoch, where the trace has them.
     */
    public Map<String, Matrix> parameters(Trace trace) {
        Map<String, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= depth(); l++) {
            parameters.put(Step.w(l), layer(l).weights().orElse(trace.value(Step.w(l))));
            parameters.put(Step.b(l), layer(l).biases().orElse(trace.value(Step.b(l))));
        }
        boolean first =
                !trace.has(Step.ITERATION) || trace.value(Step.ITERATION).get(0) == 0;
        for (String parameter : List.copyOf(parameters.keySet())) {
            Matrix shape = parameters.get(parameter);
            for (String kept : updater.state()) {
                String name = Step.state(parameter, kept);
                parameters.put(name, first ? Matrix.zeros(shape.rows(), shape.columns()) : trace.value(name));
            }
        }
        for (String counter : List.of(Step.ITERATION, Step.EPOCH)) {
            if (trace.has(counter)) {
                parameters.put(counter, trace.value(counter));
            }
        }
        return parameters;
    }

    /** The same network in another precision. */
    public Network in(Precision other) {
        return new Network(name, seed, other, layers, loss, updater);
    }
}
