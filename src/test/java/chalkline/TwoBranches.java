package chalkline;

import chalkline.network.Activation;
import chalkline.network.Defaults;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import chalkline.network.Vertex;
import java.util.List;
import java.util.Optional;

/** A network that is no sequence: b and c both take a, and d takes both. */
public final class TwoBranches {
    private TwoBranches() {}

    /** That network. */
    public static Network network() {
        return network(
                vertex("a", 3, 2, "X"), vertex("b", 2, 4, "a"), vertex("c", 2, 5, "a"), vertex("d", 9, 1, "b", "c"));
    }

    /** A network of these vertices. */
    public static Network network(Vertex... vertices) {
        return new Network(
                "branches",
                1,
                Precision.FLOAT64,
                List.of(vertices),
                Loss.MSE,
                Updater.sgd(0.1),
                Optional.empty(),
                Defaults.NONE,
                List.of());
    }

    /** A dense layer with biases. */
    public static Vertex vertex(String name, int inputs, int units, String... from) {
        Layer layer =
                Layer.dense(inputs, units, Activation.TANH, Initialiser.XAVIER, Optional.empty(), Optional.empty());
        return new Vertex(name, layer, List.of(from));
    }
}
