package chalkline.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A dense network and how it is trained: everything that a step's numbers depend on, besides the batch.
 *
 * @param name a name for people
 * @param seed where weights that are not given, and shuffling, start from
 * @param precision what it computes in
 * @param layers from the input to the output, at least one
 * @param loss what the last layer is judged by
 * @param updater how gradients become updates, where a layer has no updater of its own
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
        if (layers.get(layers.size() - 1).kind() == Layer.Kind.DROPOUT) {
            throw new IllegalArgumentException("the last layer must have an activation, which a dropout layer has not");
        }
        int outputs = layers.get(layers.size() - 1).units();
        loss.weights().ifPresent(weights -> {
            if (weights.size() != outputs) {
                throw new IllegalArgumentException(
                        "the loss has " + weights.size() + " weights but the network has " + outputs + " outputs");
            }
        });
    }

    /** A network with one updater for weights and biases, whose layers were given nothing together. */
    public Network(String name, long seed, Precision precision, List<Layer> layers, Loss loss, Updater updater) {
        this(name, seed, precision, layers, loss, updater, Optional.empty(), Defaults.NONE, List.of());
    }

    /**
     * The updater of layer l's b, or of its W and g: the layer's own rather than that of all layers, and one of biases, be it
     * of all layers, rather than one of all parameters.
     */
    public Updater updater(int l, boolean ofBiases) {
        Updater ofAll = layer(l).updater().orElse(updater);
        return ofBiases ? layer(l).biasUpdater().or(() -> biasUpdater).orElse(ofAll) : ofAll;
    }

    /** Whether the updaters differ from layer to layer, so that each has a rate and a momentum of its own. */
    public boolean updatesByLayer() {
        return layers.stream()
                .anyMatch(layer ->
                        layer.updater().isPresent() || layer.biasUpdater().isPresent());
    }

    /** The name of the step that a scheduled learning rate of layer l's b, or of its W and g, is. */
    public String rate(int l, boolean ofBiases) {
        String rate = updatesByLayer() ? Step.rate(l) : Step.RATE;
        return hasBiasUpdater(l) && ofBiases ? Step.ofBiases(rate) : rate;
    }

    /** The name of the step that a scheduled momentum of layer l's b, or of its W and g, is. */
    public String momentum(int l, boolean ofBiases) {
        String momentum = updatesByLayer() ? Step.momentum(l) : Step.MOMENTUM;
        return hasBiasUpdater(l) && ofBiases ? Step.ofBiases(momentum) : momentum;
    }

    /** The updaters that there are, each once. */
    public List<Updater> updaters() {
        return IntStream.rangeClosed(1, depth())
                .filter(l -> layer(l).kind() == Layer.Kind.DENSE)
                .boxed()
                .flatMap(l -> Stream.of(updater(l, false), updater(l, true)))
                .distinct()
                .toList();
    }

    /** Whether layer l's b has an updater of its own. */
    public boolean hasBiasUpdater(int l) {
        return biasUpdater.isPresent() || layer(l).biasUpdater().isPresent();
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

    /** The names of layer l's parameters: W, b where it has biases, g where it is normalised; or none. */
    public List<String> parameters(int l) {
        if (layer(l).kind() != Layer.Kind.DENSE) {
            return List.of();
        }
        List<String> names = new ArrayList<>(List.of(Step.w(l)));
        if (layer(l).hasBias()) {
            names.add(Step.b(l));
        }
        if (layer(l).layerNorm().isPresent()) {
            names.add(Step.g(l));
        }
        return names;
    }

    /** The name of what layer l works on: what the layer before puts out, masked where there is dropout. */
    public String input(int l) {
        return layer(l).masksItsInput() ? Step.d(l) : Step.a(l - 1);
    }

    /** The name of what layer l's W makes of its input: U where it is normalised before b is added, else Z. */
    public String sum(int l) {
        return layer(l).layerNorm().isPresent() ? Step.u(l) : Step.z(l);
    }

    /**
     * What a step starts from by name: W, b and g of every layer, those that are given as they were written, the others as that
     * trace's step found them; the masks of dropout and the slopes that it drew; what the updater keeps, 0 before the first
     * step; iteration and epoch, where the trace has them.
     */
    public Map<String, Matrix> parameters(Trace trace) {
        Map<String, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= depth(); l++) {
            Layer layer = layer(l);
            if (layer.kind() == Layer.Kind.DENSE) {
                parameters.put(Step.w(l), layer.weights().orElse(trace.value(Step.w(l))));
            }
            if (layer.hasBias()) {
                parameters.put(Step.b(l), layer.biases().orElse(trace.value(Step.b(l))));
            }
            if (layer.layerNorm().isPresent()) {
                parameters.put(Step.g(l), layer.gains().orElse(trace.value(Step.g(l))));
            }
            if (layer.retainProbability().isPresent()) {
                parameters.put(Step.m(l), layer.mask(trace.value(Step.m(l))));
            }
            if (layer.drawsSlopes()) {
                parameters.put(Step.s(l), trace.value(Step.s(l)));
            }
        }
        boolean first =
                !trace.has(Step.ITERATION) || trace.value(Step.ITERATION).get(0) == 0;
        for (int l = 1; l <= depth(); l++) {
            for (String parameter : parameters(l)) {
                Matrix shape = parameters.get(parameter);
                for (String kept : updater(l, parameter.equals(Step.b(l))).state()) {
                    String name = Step.state(parameter, kept);
                    parameters.put(name, first ? Matrix.zeros(shape.rows(), shape.columns()) : trace.value(name));
                }
            }
        }
        for (String other : List.of(Step.ITERATION, Step.EPOCH, Step.MASK)) {
            if (trace.has(other)) {
                parameters.put(other, trace.value(other));
            }
        }
        return parameters;
    }

    /** The same network with other layers. */
    public Network with(List<Layer> others) {
        return new Network(name, seed, precision, others, loss, updater, biasUpdater, defaults, contradictions);
    }

    /** The same network at a later step, which starts from what training has made of W and b. */
    public Network later() {
        return new Network(
                name,
                seed,
                precision,
                layers.stream().map(Layer::later).toList(),
                loss,
                updater,
                biasUpdater,
                defaults,
                contradictions);
    }

    /** The same network, judged by another loss. */
    public Network with(Loss other) {
        return new Network(name, seed, precision, layers, other, updater, biasUpdater, defaults, contradictions);
    }

    /** The same network in another precision. */
    public Network in(Precision other) {
        return new Network(name, seed, other, layers, loss, updater, biasUpdater, defaults, contradictions);
    }
}
