package chalkline.network;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One layer of a network, and where its input comes from.
 *
 * @param name which no other vertex has
 * @param layer what it computes
 * @param inputs the vertices whose outputs it takes, one beside the other, each once; {@link #X} for the features
 */
public record Vertex(String name, Layer layer, List<String> inputs) {
    /** The input that is no vertex: the features of the batch. */
    public static final String X = StepId.X.toString();

    public Vertex {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty() || new HashSet<>(inputs).size() < inputs.size()) {
            throw new IllegalArgumentException("layer " + name + " needs at least one input, and each once: " + inputs);
        }
    }

    /**
     * Its only input.
     *
     * @throws IllegalStateException where it has several
     */
    String input() {
        if (inputs.size() > 1) {
            throw new IllegalStateException("layer " + name + " takes " + described());
        }
        return inputs.get(0);
    }

    /** Its inputs, for a sentence. */
    String described() {
        return inputs.stream()
                .map(input -> input.equals(X) ? X : "layer " + input)
                .collect(Collectors.joining(" and "));
    }

    Vertex with(Layer other) {
        return new Vertex(name, other, inputs);
    }
}
