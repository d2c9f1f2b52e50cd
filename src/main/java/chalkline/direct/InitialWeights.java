package chalkline.direct;

import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws the weights that are not given, by {@link SplitMix} from the network's seed and the layer's number: the same on every
 * machine. Biases that are not given are 0, and gains 1.
 */
final class InitialWeights {
    private long state;

    private InitialWeights(long seed, int layer) {
        this.state = SplitMix.start(seed, layer);
    }

    /** The network with all parameters given. */
    static Network given(Network network) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            InitialWeights draws = new InitialWeights(network.seed(), l);
            Matrix w = layer.weights().orElseGet(() -> draws.matrix(layer));
            Optional<Matrix> b = layer.hasBias()
                    ? Optional.of(layer.biases().orElseGet(() -> Matrix.zeros(1, layer.units())))
                    : Optional.empty();
            Layer given = layer.with(Optional.of(w), b);
            boolean gains = layer.layerNorm().isPresent() && layer.gains().isEmpty();
            layers.add(gains ? given.withLayerNorm() : given);
        }
        return network.with(layers);
    }

    private Matrix matrix(Layer layer) {
        double in = layer.inputs();
        double out = layer.units();
        Initialiser how = layer.initialiser();
        double[] w = new double[layer.inputs() * layer.units()];
        for (int k = 0; k < w.length; k++) {
            w[k] = switch (how.kind()) {
                case XAVIER -> Math.sqrt(2 / (in + out)) * normal();
                case XAVIER_UNIFORM -> Math.sqrt(6 / (in + out)) * uniform();
                case RELU -> Math.sqrt(2 / in) * normal();
                case RELU_UNIFORM -> Math.sqrt(6 / in) * uniform();
                case LECUN_NORMAL -> Math.sqrt(1 / in) * normal();
                case LECUN_UNIFORM -> Math.sqrt(3 / in) * uniform();
                case ZERO -> 0;
                case UNIFORM -> how.width() * uniform();
                case NORMAL -> how.width() * normal();
                case CONSTANT -> how.width();
            };
        }
        return Matrix.owning(layer.inputs(), layer.units(), w);
    }

    /** Uniform on [−1, 1). */
    private double uniform() {
        state += SplitMix.GOLDEN;
        return (SplitMix.mixed(state) >> 11) * 0x1p-52;
    }

    /** Normal with mean 0 and variance 1 (Box and Muller, 1958). */
    private double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log((uniform() + 1) / 2 + 0x1p-54));
        return radius * StrictMath.cos(StrictMath.PI * uniform());
    }
}
