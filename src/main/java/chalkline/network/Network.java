package chalkline.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network and how it is trained: everything that a step's numbers depend on, besides the batch.
 *
 * <p>Layers are counted from 1 in the order of the vertices, as in Z1, A1, Z2, A2.
 *
 * @param name a name for people
 * @param seed from which weights are drawn and examples shuffled
 * @param precision what it computes in
 * @param vertices at least one, each after those whose outputs it takes; the last one's output is the network's
 * @param loss what the output is judged by
 * @param updater how gradients become updates, where a layer has no updater of its own
 * @param biasUpdater the same for biases, where they have an updater of their own
 * @param defaults settings that were given for all layers at once
 * @param contradictions what its description says twice or against itself
 */
public record Network(
        String name,
        long seed,
        Precision precision,
        List<Vertex> vertices,
        Loss loss,
        Updater updater,
        Optional<Updater> biasUpdater,
        Defaults defaults,
        List<Contradiction> contradictions) {
    public Network {
        vertices = List.copyOf(vertices);
        contradictions = List.copyOf(contradictions);
        requireConnected(vertices);
        Layer last = vertices.get(vertices.size() - 1).layer();
        if (last.kind() == Layer.Kind.DROPOUT) {
            throw new IllegalArgumentException("the last layer must have an activation, which a dropout layer has not");
        }
        loss.weights().ifPresent(weights -> {
            if (weights.size() != last.units()) {
                throw new IllegalArgumentException(
                        "the loss has " + weights.size() + " weights but the network has " + last.units() + " outputs");
            }
        });
    }

    /** Layers one after the other, with one updater for weights and biases and no settings for all layers at once. */
    public static Network sequence(
            String name, long seed, Precision precision, List<Layer> layers, Loss loss, Updater updater) {
        return sequence(name, seed, precision, layers, loss, updater, Optional.empty(), Defaults.NONE, List.of());
    }

    /** Layers one after the other, from the input to the output; they are called 1, 2 and so on. */
    public static Network sequence(
            String name,
            long seed,
            Precision precision,
            List<Layer> layers,
            Loss loss,
            Updater updater,
            Optional<Updater> biasUpdater,
            Defaults defaults,
            List<Contradiction> contradictions) {
        List<Vertex> vertices = new ArrayList<>();
        String input = Vertex.X;
        for (Layer layer : layers) {
            String vertex = Integer.toString(vertices.size() + 1);
            vertices.add(new Vertex(vertex, layer, List.of(input)));
            input = vertex;
        }
        return new Network(name, seed, precision, vertices, loss, updater, biasUpdater, defaults, contradictions);
    }

    /** Every input is there and as wide as it must be, and every output is used. */
    private static void requireConnected(List<Vertex> vertices) {
        if (vertices.isEmpty()) {
            throw new IllegalArgumentException("a network needs at least one layer");
        }
        Map<String, Integer> widths = new HashMap<>();
        widths.put(Vertex.X, vertices.get(0).layer().inputs());
        Set<String> unused = new LinkedHashSet<>();
        for (Vertex vertex : vertices) {
            if (!widths.keySet().containsAll(vertex.inputs())) {
                throw new IllegalArgumentException(
                        "layer " + vertex.name() + " takes " + vertex.described() + ", which must come before it");
            }
            int width = vertex.inputs().stream().mapToInt(widths::get).sum();
            if (vertex.layer().inputs() != width) {
                throw new IllegalArgumentException("layer " + vertex.name() + " takes "
                        + vertex.layer().inputs() + " inputs but is given " + width + " by " + vertex.described());
            }
            if (widths.put(vertex.name(), vertex.layer().units()) != null) {
                throw new IllegalArgumentException("two layers are called " + vertex.name());
            }
            vertex.inputs().forEach(unused::remove);
            unused.add(vertex.name());
        }
        if (unused.size() > 1) {
            throw new IllegalArgumentException(
                    "nothing takes the output of layer " + unused.iterator().next());
        }
    }

    /** The layers in order. */
    public List<Layer> layers() {
        return vertices.stream().map(Vertex::layer).toList();
    }

    /**
     * Refuses what is no sequence of layers. Since every output is used, that is a network with a layer of several inputs.
     *
     * @param who works on sequences alone, as a subject of a sentence
     * @throws InvalidInputException where a layer takes several inputs
     */
    public void requireSequence(String who) {
        for (Vertex vertex : vertices) {
            if (vertex.inputs().size() > 1) {
                throw new InvalidInputException(name + ": layer " + vertex.name() + " takes "
                        + vertex.described() + "; " + who
                        + " covers networks whose layers take one input each");
            }
        }
    }

    /**
     * The updater of layer l's b, or of its W and g. A layer's own comes before the network's; for b, one of biases, the
     * layer's or the network's, comes before both.
     */
    public Updater updater(int l, boolean ofBiases) {
        Updater ofAll = layer(l).updater().orElse(updater);
        return ofBiases ? layer(l).biasUpdater().or(() -> biasUpdater).orElse(ofAll) : ofAll;
    }

    /** Whether the updaters differ from layer to layer, so that each has a rate and a momentum of its own. */
    public boolean updatesByLayer() {
        return layers().stream()
                .anyMatch(layer ->
                        layer.updater().isPresent() || layer.biasUpdater().isPresent());
    }

    /** The step of the scheduled learning rate of layer l's b, or of its W and g. */
    public StepId rate(int l, boolean ofBiases) {
        StepId rate = updatesByLayer() ? StepId.rate(l) : StepId.RATE;
        return hasBiasUpdater(l) && ofBiases ? rate.ofBiases() : rate;
    }

    /** The step of the scheduled momentum of layer l's b, or of its W and g. */
    public StepId momentum(int l, boolean ofBiases) {
        StepId momentum = updatesByLayer() ? StepId.momentum(l) : StepId.MOMENTUM;
        return hasBiasUpdater(l) && ofBiases ? momentum.ofBiases() : momentum;
    }

    /** All updaters in use, each once. */
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
        return layers().stream().anyMatch(layer -> !layer.regularisation().isNone());
    }

    /** L, the number of layers. */
    public int depth() {
        return vertices.size();
    }

    /** Layer l, counted from 1 as on paper. */
    public Layer layer(int l) {
        return vertices.get(l - 1).layer();
    }

    /** Width of the input. */
    public int inputs() {
        return layer(1).inputs();
    }

    /** Width of the output. */
    public int outputs() {
        return layer(depth()).units();
    }

    /** Layer l's parameters: W, b where it has biases, g where it is normalised; or none. */
    public List<StepId> parameters(int l) {
        if (layer(l).kind() != Layer.Kind.DENSE) {
            return List.of();
        }
        List<StepId> parameters = new ArrayList<>(List.of(StepId.w(l)));
        if (layer(l).hasBias()) {
            parameters.add(StepId.b(l));
        }
        if (layer(l).layerNorm().isPresent()) {
            parameters.add(StepId.g(l));
        }
        return parameters;
    }

    /** The output that layer l takes: X, or A of another layer. */
    public StepId source(int l) {
        String input = vertices.get(l - 1).input();
        // X is none of them, so that it comes to A0.
        return StepId.a(1 + vertices.stream().map(Vertex::name).toList().indexOf(input));
    }

    /** What layer l works on: what it takes, masked where there is dropout. */
    public StepId input(int l) {
        return layer(l).masksItsInput() ? StepId.d(l) : source(l);
    }

    /** What layer l's W makes of its input: U where it is normalised before b is added, else Z. */
    public StepId sum(int l) {
        return layer(l).layerNorm().isPresent() ? StepId.u(l) : StepId.z(l);
    }

    /**
     * What a step starts from: W, b and g of every layer, as written where they are given, else as the trace has them; the
     * masks and slopes that were drawn; the updater's state, 0 before the first step; iteration and epoch, where the trace
     * has them.
     */
    public Map<StepId, Matrix> parameters(Trace trace) {
        Map<StepId, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= depth(); l++) {
            Layer layer = layer(l);
            if (layer.kind() == Layer.Kind.DENSE) {
                parameters.put(StepId.w(l), layer.weights().orElse(trace.value(StepId.w(l))));
            }
            if (layer.hasBias()) {
                parameters.put(StepId.b(l), layer.biases().orElse(trace.value(StepId.b(l))));
            }
            if (layer.layerNorm().isPresent()) {
                parameters.put(StepId.g(l), layer.gains().orElse(trace.value(StepId.g(l))));
            }
            if (layer.retainProbability().isPresent()) {
                parameters.put(StepId.m(l), layer.mask(trace.value(StepId.m(l))));
            }
            if (layer.drawsSlopes()) {
                parameters.put(StepId.s(l), trace.value(StepId.s(l)));
            }
        }
        boolean first =
                !trace.has(StepId.ITERATION) || trace.value(StepId.ITERATION).get(0) == 0;
        for (int l = 1; l <= depth(); l++) {
            for (StepId parameter : parameters(l)) {
                Matrix shape = parameters.get(parameter);
                for (String kept : updater(l, parameter.isBias()).state()) {
                    StepId state = parameter.state(kept);
                    parameters.put(state, first ? Matrix.zeros(shape.rows(), shape.columns()) : trace.value(state));
                }
            }
        }
        for (StepId other : List.of(StepId.ITERATION, StepId.EPOCH, StepId.MASK)) {
            if (trace.has(other)) {
                parameters.put(other, trace.value(other));
            }
        }
        return parameters;
    }

    /** The same network with every layer replaced. */
    public Network with(UnaryOperator<Layer> instead) {
        return with(layers().stream().map(instead).toList());
    }

    /** The same network with other layers, as many as it has. */
    public Network with(List<Layer> layers) {
        List<Vertex> others = IntStream.range(0, depth())
                .mapToObj(i -> vertices.get(i).with(layers.get(i)))
                .toList();
        return new Network(name, seed, precision, others, loss, updater, biasUpdater, defaults, contradictions);
    }

    /** The same network at a later step, which starts from what training has made of W and b. */
    public Network later() {
        return with(Layer::later);
    }

    /** The same network, judged by another loss. */
    public Network with(Loss other) {
        return new Network(name, seed, precision, vertices, other, updater, biasUpdater, defaults, contradictions);
    }

    /** The same network with other updaters for all layers. */
    public Network with(Updater other, Optional<Updater> otherOfBiases) {
        return new Network(name, seed, precision, vertices, loss, other, otherOfBiases, defaults, contradictions);
    }

    /** The same network in another precision. */
    public Network in(Precision other) {
        return new Network(name, seed, other, vertices, loss, updater, biasUpdater, defaults, contradictions);
    }

    /** The same network from another seed. */
    public Network from(long other) {
        return new Network(name, other, precision, vertices, loss, updater, biasUpdater, defaults, contradictions);
    }

    /** The same network by another name. */
    public Network named(String other) {
        return new Network(other, seed, precision, vertices, loss, updater, biasUpdater, defaults, contradictions);
    }
}
