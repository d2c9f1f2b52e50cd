package chalkline.config;

import chalkline.network.Activation;
import chalkline.network.Defaults;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Updater;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The network as configured: a file that has it, or layers, whose missing widths follow from the data.
 *
 * @param from the file that has the network; inputs, layers and loss are then empty
 * @param inputs width of the input, where given
 * @param layers from the input to the output, at least one; all but the last have units
 * @param loss what the last layer is judged by
 */
public record NetworkSpec(Optional<NetworkFile> from, OptionalInt inputs, List<LayerSpec> layers, Optional<Loss> loss) {
    public NetworkSpec {
        layers = List.copyOf(layers);
    }

    /**
     * A file that has the network: its layers, its loss, its updater and its regularisation are the file's. Seed and precision
     * are the file's too, unless the configuration says otherwise.
     *
     * @param file a model zip, or the JSON of a configuration
     * @param ownSeed whether the configuration gives no seed, so that the file's holds
     * @param ownPrecision whether the configuration gives no precision, so that the file's holds
     */
    public record NetworkFile(Path file, boolean ownSeed, boolean ownPrecision) {}

    /** The network that this file has. */
    static NetworkSpec of(NetworkFile from) {
        return new NetworkSpec(Optional.of(from), OptionalInt.empty(), List.of(), Optional.empty());
    }

    /**
     * One layer as configured.
     *
     * @param kind which parts it has
     * @param units nOut; empty in a layer that keeps its input's width, optional in the last one
     * @param activation f
     * @param initialiser draws W where it is not given
     * @param hasBias whether it has b
     * @param layerNorm whether it is normalised
     * @param weights W as nIn × nOut, whatever notation it was written in
     * @param biases b as 1 × nOut
     * @param retainProbability the probability that dropout keeps an entry of the input; empty without dropout
     * @param updater its own updater, if it has one
     * @param biasUpdater its own updater for b, if it has one
     * @param extras regularisation, gradient normalisation and constraints: its own, or those of all layers
     */
    public record LayerSpec(
            Layer.Kind kind,
            OptionalInt units,
            Activation activation,
            Initialiser initialiser,
            boolean hasBias,
            boolean layerNorm,
            Optional<Matrix> weights,
            Optional<Matrix> biases,
            OptionalDouble retainProbability,
            Optional<Updater> updater,
            Optional<Updater> biasUpdater,
            Defaults extras) {

        /** A layer as wide as its input, without W and b. */
        static LayerSpec withoutParameters(Layer.Kind kind, Activation activation, OptionalDouble retainProbability) {
            return new LayerSpec(
                    kind,
                    OptionalInt.empty(),
                    activation,
                    Initialiser.XAVIER,
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    retainProbability,
                    Optional.empty(),
                    Optional.empty(),
                    Defaults.NONE);
        }

        private Layer toLayer(int inputs, int outputs) {
            return switch (kind) {
                case ACTIVATION -> Layer.activation(inputs, activation);
                case DROPOUT -> Layer.dropout(inputs, retainProbability.orElseThrow());
                case DENSE -> {
                    Layer dense = Layer.dense(inputs, units.orElse(outputs), activation, initialiser, weights, biases)
                            .with(retainProbability)
                            .withUpdaters(updater, biasUpdater)
                            .with(extras.regularisation())
                            .with(extras.gradientNormalisation())
                            .with(extras.constraints());
                    Layer normalised = layerNorm ? dense.withLayerNorm() : dense;
                    yield hasBias ? normalised : normalised.withoutBias();
                }
            };
        }
    }

    /** Whether neither weights nor biases are given anywhere. */
    public boolean drawsAllParameters() {
        return layers.stream()
                .allMatch(layer -> layer.weights().isEmpty() && layer.biases().isEmpty());
    }

    /** The place of the first layer without given weights, where another layer has them. */
    Optional<String> leftOut() {
        List<Integer> dense = IntStream.range(0, layers.size())
                .filter(i -> layers.get(i).kind() == Layer.Kind.DENSE)
                .boxed()
                .toList();
        return dense.stream().allMatch(i -> layers.get(i).weights().isEmpty())
                ? Optional.empty()
                : dense.stream()
                        .filter(i -> layers.get(i).weights().isEmpty())
                        .findFirst()
                        .map(i -> "network.layers[" + i + "]." + kind(i));
    }

    /** The activation of the last layer. */
    public Activation outputActivation() {
        return layers.get(layers.size() - 1).activation();
    }

    /** The path of layer {@code index}, counted from 0: {@code network.layers[0].dense}. */
    public String path(int index) {
        return "network.layers[" + index + "]." + kind(index);
    }

    /** The key of layer {@code index}, counted from 0. */
    String kind(int index) {
        boolean last = index == layers.size() - 1;
        return switch (layers.get(index).kind()) {
            case DENSE -> last ? "output" : "dense";
            case ACTIVATION -> last ? "loss" : "activation";
            case DROPOUT -> "dropout";
        };
    }

    List<Shapes.LayerShape> shapes() {
        List<Shapes.LayerShape> shapes = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerSpec layer = layers.get(i);
            shapes.add(new Shapes.LayerShape(
                    path(i),
                    layer.kind() != Layer.Kind.DENSE,
                    layer.units(),
                    layer.kind() == Layer.Kind.DENSE && layer.units().isEmpty(),
                    Optional.of(layer.activation()),
                    layer.weights(),
                    layer.biases()));
        }
        return shapes;
    }

    /** The layers for data of these widths, which must fit. */
    List<Layer> layers(int features, int outputs) {
        List<Layer> result = new ArrayList<>();
        int width = inputs.orElse(features);
        for (LayerSpec layer : layers) {
            Layer built = layer.toLayer(width, outputs);
            result.add(built);
            width = built.units();
        }
        return result;
    }
}
