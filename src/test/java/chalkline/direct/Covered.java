package chalkline.direct;

import chalkline.RandomNetworks;
import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;

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
        return new RandomNetworks.Case(
                network.with(layer -> layer.drawsSlopes()
                                ? layer.with(
                                        Activation.leakyRelu(layer.activation().parameter(0)))
                                : layer)
                        .with(loss),
                random.batch());
    }
}
