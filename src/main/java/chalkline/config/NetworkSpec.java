package chalkline.config;

import chalkline.network.Activation;
import chalkline.network.Defaults;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The network as configured; what was left out follows from the data.
 *
 * @param inputs width of the input, where given
 * @param layers from the input to the output, at least one; all but the last have units
 * @param loss what the last layer is judged by
 */
public record NetworkSpec(OptionalInt inputs, List<LayerSpec> layers, Loss loss) {
    public NetworkSpec {
        layers = List.copyOf(layers);
    }

    /**
     * One layer as configured.
     *
     * @param units nOut; may be absent in the last layer only
     * @param activation f
     * @param initialiser draws W where it is not given
     * @param weights W as nIn × nOut, whatever notation it was written in
     * @param biases b as 1 × nOut
     * @param extras regularisation, gradient normalisation and constraints: its own, or what holds for all layers
     */
    public record LayerSpec(
            OptionalInt units,
            Activation activation,
            Initialiser initialiser,
            Optional<Matrix> weights,
            Optional<Matrix> biases,
            Defaults extras) {}

    /** The key of layer {@code index}, counted from 0: the last is the output. */
    String kind(int index) {
        return index == layers.size() - 1 ? "output" : "dense";
    }

    List<Shapes.LayerShape> shapes() {
        List<Shapes.LayerShape> shapes = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerSpec layer = layers.get(i);
            shapes.add(new Shapes.LayerShape(
                    "network.layers[" + i + "]." + kind(i),
                    layer.units(),
                    layer.units().isEmpty(),
                    Optional.of(layer.activation()),
                    layer.weights(),
                    layer.biases()));
        }
        return shapes;
    }

    /** The layers for data of these widths, which fit. */
    List<Layer> layers(int features, int outputs) {
        List<Layer> result = new ArrayList<>();
        int width = inputs.orElse(features);
        for (LayerSpec layer : layers) {
            int units = layer.units().orElse(outputs);
            result.add(new Layer(width, units, layer.activation(), layer.initialiser(), layer.weights(), layer.biases())
                    .with(layer.extras().regularisation())
                    .with(layer.extras().gradientNormalisation())
                    .with(layer.extras().constraints()));
            width = units;
        }
        return result;
    }
}
