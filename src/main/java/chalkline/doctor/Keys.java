package chalkline.doctor;

import chalkline.config.Configuration;
import chalkline.config.NetworkSpec;
import chalkline.config.NetworkSpec.LayerSpec;
import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where a configuration has what a remedy changes. */
final class Keys {
    private Keys() {}

    /** The last layer: {@code network.layers[2].output}. */
    static String output(Configuration configuration) {
        List<LayerSpec> layers = configuration.network().layers();
        return layers.isEmpty() ? "network.from" : configuration.network().path(layers.size() - 1);
    }

    /** The hidden layers with units of their own of which this is so. */
    static List<String> hidden(NetworkSpec network, Predicate<LayerSpec> which) {
        return dense(network, network.layers().size() - 1, which);
    }

    /** The layers with units of their own, hidden ones and the last, of which this is so. */
    static List<String> all(NetworkSpec network, Predicate<LayerSpec> which) {
        return dense(network, network.layers().size(), which);
    }

    private static List<String> dense(NetworkSpec network, int layers, Predicate<LayerSpec> which) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            LayerSpec layer = network.layers().get(i);
            if (layer.kind() == Layer.Kind.DENSE && which.test(layer)) {
                paths.add(network.path(i));
            }
        }
        return paths;
    }

    /** The layers whose dropout keeps less than that share. */
    static List<String> withDropoutBelow(NetworkSpec network, double share) {
        return IntStream.range(0, network.layers().size())
                .filter(i -> network.layers().get(i).retainProbability().orElse(1) < share)
                .mapToObj(network::path)
                .toList();
    }

    /** One setting for each of these layers. */
    static List<String> each(List<String> layers, String setting) {
        return layers.stream().map(layer -> layer + "." + setting).toList();
    }

    /** Whether the layer's activation is of these kinds. */
    static Predicate<LayerSpec> with(Activation.Kind... kinds) {
        return layer -> List.of(kinds).contains(layer.activation().kind());
    }

    /** Whether its weights are drawn by a rule that does not look at how many inputs and outputs there are. */
    static boolean startsUnscaled(LayerSpec layer) {
        Initialiser.Kind kind = layer.initialiser().kind();
        return layer.weights().isEmpty() && (kind == Initialiser.Kind.ZERO || kind.hasWidth());
    }

    /** Whether all its units start with the same weights. */
    static boolean startsAlike(LayerSpec layer) {
        Initialiser.Kind kind = layer.initialiser().kind();
        boolean drawn = kind == Initialiser.Kind.ZERO || kind == Initialiser.Kind.CONSTANT;
        return layer.weights()
                .map(w -> w.columns() > 1
                        && IntStream.range(0, w.size()).allMatch(k -> w.get(k) == w.get(k - k % w.columns())))
                .orElse(drawn);
    }

    /** Settings as a person writes them into the file: {@code data.normalize: standardize}, with commas between. */
    static String lines(List<String> settings) {
        return settings.stream().map(each -> each.replaceFirst("=", ": ")).collect(Collectors.joining(", "));
    }
}
