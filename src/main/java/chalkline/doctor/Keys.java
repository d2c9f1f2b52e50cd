package chalkline.doctor;

import chalkline.config.Configuration;
import chalkline.config.NetworkSpec;
import chalkline.config.NetworkSpec.LayerSpec;
import chalkline.network.Activation;
import chalkline.network.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

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

    /** One setting for each of these layers. */
    static List<String> each(List<String> layers, String setting) {
        return layers.stream().map(layer -> layer + "." + setting).toList();
    }

    /** Whether the layer's activation is of these kinds. */
    static Predicate<LayerSpec> with(Activation.Kind... kinds) {
        return layer -> List.of(kinds).contains(layer.activation().kind());
    }
}
