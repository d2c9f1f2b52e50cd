package chalkline;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded random networks with batches, for tests: ordinary scales, every activation and loss that go together. */
public final class RandomNetworks {
    private RandomNetworks() {}

    /** A network with all parameters given, and a batch for it. */
    public record Case(Network network, Batch batch) {

        /** W and b of every layer by name. */
        public Map<String, Matrix> parameters() {
            Map<String, Matrix> parameters = new LinkedHashMap<>();
            for (int l = 1; l <= network.depth(); l++) {
                parameters.put(Step.w(l), network.layer(l).weights().orElseThrow());
                parameters.put(Step.b(l), network.layer(l).biases().orElseThrow());
            }
            return parameters;
        }
    }

    /** The network of that seed: depth 1 to 4, widths 1 to 12, 1 to 17 examples. */
    public static Case of(long seed, Precision precision) {
        return of(new Random(seed), seed, precision, 12, 17, 1);
    }

    /** Larger and rougher: widths up to 128, up to 100 examples, inputs from a thousandth to a hundred. */
    public static Case rough(long seed, Precision precision) {
        Random random = new Random(seed);
        return of(random, seed, precision, 128, 100, Math.pow(10, -3 + 5 * random.nextDouble()));
    }

    private static Case of(
            Random random, long seed, Precision precision, int mostUnits, int mostExamples, double inputScale) {
        Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
        int depth = 1 + random.nextInt(4);
        List<Layer> layers = new ArrayList<>();
        int width = 1 + random.nextInt(mostUnits);
        int inputs = width;
        for (int l = 1; l <= depth; l++) {
            boolean last = l == depth;
            int units = last && loss == Loss.MCXENT ? 2 + random.nextInt(5) : 1 + random.nextInt(mostUnits);
            Activation activation = last ? outputActivation(loss, units, random) : any(random, Activation.values());
            double scale = 1.5 / Math.sqrt(width);
            layers.add(new Layer(
                    width,
                    units,
                    activation,
                    Initialiser.XAVIER,
                    Optional.of(gaussian(width, units, scale, random)),
                    Optional.of(gaussian(1, units, 0.3, random))));
            width = units;
        }
        int n = 1 + random.nextInt(mostExamples);
        Network network = new Network("random-" + seed, 1 + seed, precision, layers, loss, RandomUpdaters.sound(seed));
        Batch batch = new Batch(
                gaussian(n, inputs, inputScale, random),
                labels(loss, n, width, random),
                names("x", inputs),
                names("y", width));
        return new Case(network, batch);
    }

    private static Activation outputActivation(Loss loss, int units, Random random) {
        return switch (loss) {
            case MCXENT -> Activation.SOFTMAX;
            case XENT -> Activation.SIGMOID;
            case MSE, L2, HALF_SQUARED_ERROR ->
                units == 1
                        ? any(random, Activation.IDENTITY, Activation.RELU, Activation.SIGMOID, Activation.TANH)
                        : any(random, Activation.values());
        };
    }

    private static Matrix labels(Loss loss, int n, int m, Random random) {
        double[] labels = new double[n * m];
        for (int i = 0; i < n; i++) {
            int hot = random.nextInt(m);
            for (int j = 0; j < m; j++) {
                labels[i * m + j] = switch (loss) {
                    case MCXENT -> j == hot ? 1 : 0;
                    case XENT -> random.nextInt(2);
                    case MSE, L2, HALF_SQUARED_ERROR -> random.nextGaussian();
                };
            }
        }
        return Matrix.of(n, m, labels);
    }

    private static Activation any(Random random, Activation... of) {
        return of[random.nextInt(of.length)];
    }

    private static Matrix gaussian(int rows, int columns, double scale, Random random) {
        return Matrix.of(
                rows,
                columns,
                IntStream.range(0, rows * columns)
                        .mapToDouble(k -> scale * random.nextGaussian())
                        .toArray());
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(k -> prefix + k).toList();
    }
}
