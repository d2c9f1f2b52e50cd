package chalkline.training;

import java.util.List;
import java.util.Optional;

/**
 * What a model is, for people.
 *
 * @param dataType what it computes in: "float32", "float64" or the engine's own name
 * @param updater the updater with its hyper-parameters
 * @param layers from the input to the output
 * @param parameters the total number of parameters
 * @param iteration the number of training steps
 * @param epoch the number of training epochs
 * @param conventions what its numbers mean, one sentence each
 */
public record Inspection(
        String dataType,
        String updater,
        List<LayerSummary> layers,
        long parameters,
        long iteration,
        long epoch,
        List<String> conventions) {
    public Inspection {
        layers = List.copyOf(layers);
        conventions = List.copyOf(conventions);
    }

    /** Width of the input, from the first layer that has it; 0 if none does. */
    public long inputs() {
        return layers.stream()
                .mapToLong(LayerSummary::inputs)
                .filter(width -> width > 0)
                .findFirst()
                .orElse(0);
    }

    /** Width of the output, from the last layer that has it; 0 if none does. */
    public long outputs() {
        return layers.stream()
                .mapToLong(LayerSummary::units)
                .filter(width -> width > 0)
                .reduce((before, last) -> last)
                .orElse(0);
    }

    /**
     * One layer.
     *
     * @param name its name in the model
     * @param type its class in the engine
     * @param inputs nIn, 0 where it has no such number
     * @param units nOut, 0 where it has no such number
     * @param activation its activation function, where it has one
     * @param loss its loss function, where it has one
     * @param initialiser how its weights were drawn, where it has weights
     * @param bias whether it adds a bias
     * @param parameters its parameters in the engine's order
     */
    public record LayerSummary(
            String name,
            String type,
            long inputs,
            long units,
            Optional<String> activation,
            Optional<String> loss,
            Optional<String> initialiser,
            boolean bias,
            List<Parameter> parameters) {
        public LayerSummary {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * One array of a layer's parameters.
     *
     * @param name the engine's name for it, as W or b
     * @param shape its extents; a bias has one
     */
    public record Parameter(String name, List<Long> shape) {
        public Parameter {
            shape = List.copyOf(shape);
        }
    }
}
