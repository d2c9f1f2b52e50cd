package chalkline.direct;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Vertex;
import java.util.Optional;

/** What this engine trains. */
final class Coverage {
    private Coverage() {}

    /** Why it cannot train the network, in one sentence; empty where it can. */
    static Optional<String> refusal(Network network) {
        for (Vertex vertex : network.vertices()) {
            Optional<String> what =
                    vertex.inputs().size() > 1 ? Optional.of("several inputs") : missing(vertex.layer());
            if (what.isPresent()) {
                return Optional.of(network.name() + ": layer " + vertex.name() + " has " + what.get()
                        + ", which the engine direct does not train yet: training: { engine: dl4j }");
            }
        }
        return network.loss().kind() == Loss.Kind.RECONSTRUCTION_CROSSENTROPY
                ? Optional.of(
                        network.name() + ": the loss " + network.loss().label()
                                + " has no name of its own in a model zip, so the engine direct refuses it: loss: xent is the same")
                : Optional.empty();
    }

    private static Optional<String> missing(Layer layer) {
        return layer.drawsSlopes() ? Optional.of("the activation " + Activation.Kind.RRELU.label()) : Optional.empty();
    }

    static void require(Network network, Batch batch) {
        requireWidth("features", batch.features(), network.inputs());
        requireWidth("labels", batch.labels(), network.outputs());
    }

    /** @throws IllegalArgumentException where the matrix is not that wide */
    static void requireWidth(String what, Matrix matrix, int needed) {
        if (matrix.columns() != needed) {
            throw new IllegalArgumentException(
                    matrix.columns() + " columns of " + what + " but the network takes " + needed);
        }
    }
}
