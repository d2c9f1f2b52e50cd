package chalkline.direct;

import chalkline.RandomNetworks;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Dense;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import java.util.Optional;
import java.util.OptionalDouble;

/** Random networks without what the engine refuses. */
final class Covered {
    private Covered() {}

    static RandomNetworks.Case of(long seed, Precision precision) {
        RandomNetworks.Case random = RandomNetworks.everything(seed, precision);
        Network network = random.network();
        Loss loss = network.loss().kind() == Loss.Kind.RECONSTRUCTION_CROSSENTROPY
                ? new Loss(
                        Loss.Kind.XENT, network.loss().weights(), network.loss().isSum())
                : network.loss();
        Batch batch = random.batch();
        return new RandomNetworks.Case(
                network.with(network.layers().stream().map(Covered::plain).toList())
                        .with(loss),
                new Batch(batch.features(), batch.labels(), batch.featureNames(), batch.labelNames()));
    }

    private static Layer plain(Layer layer) {
        Layer kept = layer.drawsSlopes()
                ? layer.with(Activation.leakyRelu(layer.activation().parameter(0)))
                : layer;
        if (kept instanceof Dense dense) {
            return new Dense(
                    dense.inputs(),
                    dense.units(),
                    dense.activation(),
                    dense.hasBias(),
                    dense.weights(),
                    dense.biases(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    dense.training());
        }
        return kept.kind() == Layer.Kind.DROPOUT
                ? Layer.activation(kept.inputs(), Activation.IDENTITY)
                : kept.with(OptionalDouble.empty());
    }
}
