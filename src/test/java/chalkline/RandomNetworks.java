package chalkline;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Constraint;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Seeded random networks with batches, for tests: ordinary scales, every activation and loss that go together. */
public final class RandomNetworks {
    private RandomNetworks() {}

    /** A network with all parameters given, and a batch for it. */
    public record Case(Network network, Batch batch) {

        /** The same, with leaky ReLU where Deeplearning4j fails to train a randomised one. */
        public Case trainable() {
            return network.precision() == Precision.FLOAT32
                    ? this
                    : new Case(
                            network.with(layer -> layer.drawsSlopes()
                                    ? layer.with(Activation.leakyRelu(
                                            layer.activation().parameter(0)))
                                    : layer),
                            batch);
        }

        /** W, b and g of every layer by name, a mask for every dropout, slopes where they are drawn. */
        public Map<StepId, Matrix> parameters() {
            Map<StepId, Matrix> parameters = new LinkedHashMap<>();
            for (int layer = 1; layer <= network.depth(); layer++) {
                int l = layer;
                network.layer(l).weights().ifPresent(w -> parameters.put(StepId.w(l), w));
                network.layer(l).biases().ifPresent(b -> parameters.put(StepId.b(l), b));
                network.layer(l).gains().ifPresent(g -> parameters.put(StepId.g(l), g));
                network.layer(l).retainProbability().ifPresent(p -> parameters.put(StepId.m(l), mask(l, p)));
                if (network.layer(l).drawsSlopes()) {
                    parameters.put(StepId.s(l), slopes(l));
                }
            }
            batch.mask().ifPresent(mask -> parameters.put(StepId.MASK, mask));
            return parameters;
        }

        private Matrix slopes(int l) {
            Random random = new Random(37 * network.seed() + l);
            Activation f = network.layer(l).activation();
            double[] slopes = new double[batch.size() * network.layer(l).units()];
            Arrays.setAll(slopes, k -> f.parameter(0) + random.nextDouble() * (f.parameter(1) - f.parameter(0)));
            return Matrix.of(batch.size(), network.layer(l).units(), slopes);
        }

        private Matrix mask(int l, double p) {
            Random random = new Random(31 * network.seed() + l);
            double[] kept = new double[batch.size() * network.layer(l).inputs()];
            Arrays.setAll(kept, k -> random.nextDouble() < p ? 1 : 0);
            return network.layer(l)
                    .mask(Matrix.of(batch.size(), network.layer(l).inputs(), kept));
        }
    }

    /** The network of that seed: depth 1 to 4, widths 1 to 12, 1 to 17 examples. */
    public static Case of(long seed, Precision precision) {
        return of(random(seed), seed, precision, 12, 17, 1);
    }

    /** Larger and rougher: widths up to 128, up to 100 examples, inputs from a thousandth to a hundred. */
    public static Case rough(long seed, Precision precision) {
        Random random = random(seed);
        return of(random, seed, precision, 128, 100, Math.pow(10, -3 + 5 * random.nextDouble()));
    }

    /**
     * Everything that can be asked for at once, one in twenty of them large and rough: any updater that starts, also one of the
     * biases; constraints that a layer takes back; parameters that are drawn; dropout of activation layers.
     */
    public static Case everything(long seed, Precision precision) {
        Case drawn = seed % 20 == 19 ? rough(seed, precision) : of(seed, precision);
        Random random = new Random(seed * 0x2545F4914F6CDD1DL + 1);
        Network network = drawn.network();
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : network.layers()) {
            boolean last = layers.size() == network.depth() - 1;
            layers.add(changed(layer, last ? Optional.of(network.loss().kind()) : Optional.empty(), random));
        }
        Network all = Network.sequence(
                network.name(),
                network.seed(),
                precision,
                layers,
                network.loss(),
                RandomUpdaters.any(seed),
                random.nextInt(4) == 0 ? Optional.of(RandomUpdaters.any(~seed)) : Optional.empty(),
                network.defaults(),
                List.of());
        return new Case(updatedByLayer(all, RandomUpdaters::any), drawn.batch());
    }

    private static Layer changed(Layer layer, Optional<Loss.Kind> loss, Random random) {
        int choice = random.nextInt(8);
        boolean dense = layer.kind() == Layer.Kind.DENSE;
        if (layer.kind() == Layer.Kind.ACTIVATION && choice < 2) {
            return layer.with(OptionalDouble.of(probability(random)));
        }
        if (dense && choice == 0) {
            return layer.with(List.of());
        }
        if (dense && choice == 1) {
            return layer.later();
        }
        if (dense
                && choice == 3
                && layer.layerNorm().isEmpty()
                && layer.constraints().stream().anyMatch(each -> each.on().covers(false))) {
            List<Constraint> two = new ArrayList<>(layer.constraints());
            two.add(Constraint.maxNorm(Constraint.On.WEIGHTS, 1, 0.7));
            return layer.with(two);
        }
        if (dense && choice == 2 && loss.filter(Loss.Kind.POISSON::equals).isPresent()) {
            return layer.with(Activation.RELU);
        }
        return layer;
    }

    /** The first numbers of neighbouring seeds are much alike. */
    private static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    private static Case of(
            Random random, long seed, Precision precision, int mostUnits, int mostExamples, double inputScale) {
        Loss.Kind loss = any(random, Loss.Kind.values());
        int depth = 1 + random.nextInt(4);
        List<Layer> layers = new ArrayList<>();
        int width = 1 + random.nextInt(mostUnits);
        int inputs = width;
        for (int l = 1; l <= depth; l++) {
            boolean last = l == depth;
            int units = last && loss == Loss.Kind.MCXENT ? 2 + random.nextInt(5) : 1 + random.nextInt(mostUnits);
            Activation activation = last ? outputActivation(loss, units, random) : hidden(random);
            double scale = 1.5 / Math.sqrt(width);
            layers.add(Layer.dense(
                    width,
                    units,
                    activation,
                    Initialiser.XAVIER,
                    Optional.of(gaussian(width, units, scale, random)),
                    Optional.of(gaussian(1, units, 0.3, random))));
            width = units;
        }
        layers = otherKinds(layers, loss, new Random(~seed));
        int n = 1 + random.nextInt(mostExamples);
        Network network = normalised(RandomRegularisation.of(Network.sequence(
                "random-" + seed,
                1 + seed,
                precision,
                layers,
                weighted(loss, width, random),
                RandomUpdaters.sound(seed))));
        Batch batch = new Batch(
                gaussian(n, inputs, inputScale, random),
                labels(loss, n, width, random),
                names("x", inputs),
                names("y", width));
        return new Case(updatedByLayer(network, RandomUpdaters::sound), masked(batch, network));
    }

    /** In every fifth network some labels are masked: whole examples, or single ones where outputs stand for themselves. */
    private static Batch masked(Batch whole, Network network) {
        Random random = random(network.seed() ^ 0x6D73);
        Layer last = network.layer(network.depth());
        // Deeplearning4j refuses the mask of one example there.
        Loss.Kind loss = network.loss().kind();
        boolean refused = whole.size() == 1 && (loss == Loss.Kind.MCXENT || loss == Loss.Kind.COSINE_PROXIMITY);
        if (random.nextInt(5) > 0 || last.kind() != Layer.Kind.DENSE || refused) {
            return whole;
        }
        boolean joined = last.activation().kind() == Activation.Kind.SOFTMAX
                || network.loss().kind() == Loss.Kind.COSINE_PROXIMITY;
        int columns = joined || random.nextBoolean() ? 1 : network.outputs();
        double[] mask = new double[whole.size() * columns];
        Arrays.setAll(mask, k -> random.nextInt(3) > 0 ? 1 : 0);
        return whole.masked(Matrix.of(whole.size(), columns, mask));
    }

    /** In every second network some layers without biases, some with dropout, and layers without parameters between them. */
    private static List<Layer> otherKinds(List<Layer> dense, Loss.Kind loss, Random random) {
        if (random.nextBoolean()) {
            return dense;
        }
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : dense) {
            if (random.nextInt(6) == 0) {
                layers.add(Layer.dropout(layer.inputs(), probability(random)));
            }
            Layer kept = random.nextInt(3) == 0 ? layer.withoutBias() : layer;
            layers.add(random.nextInt(3) == 0 ? kept.with(OptionalDouble.of(probability(random))) : kept);
            boolean last = layer == dense.get(dense.size() - 1);
            if (!last && random.nextInt(4) == 0) {
                layers.add(Layer.activation(layer.units(), hidden(random)));
            } else if (last && random.nextInt(3) == 0) {
                layers.add(Layer.activation(layer.units(), outputActivation(loss, layer.units(), random)));
            }
        }
        return layers;
    }

    /** In every third network some hidden layers are normalised, with gains of their own; constraints go without. */
    private static Network normalised(Network plain) {
        Random random = random(plain.seed() ^ 0x6C6E);
        if (random.nextInt(3) > 0 || !plain.defaults().constraints().isEmpty()) {
            return plain;
        }
        List<Layer> layers = new ArrayList<>(plain.layers());
        for (int i = 0; i < layers.size() - 1; i++) {
            Layer layer = layers.get(i);
            boolean fits =
                    layer.kind() == Layer.Kind.DENSE && layer.constraints().isEmpty();
            if (fits && random.nextInt(3) > 0) {
                Matrix gains = gaussian(1, layer.units(), 1, random);
                layers.set(i, layer.withLayerNorm(new Layer.LayerNorm(Optional.of(gains))));
            }
        }
        return plain.with(layers);
    }

    /** In every sixth network some layers have updaters of their own, or their biases have. */
    private static Network updatedByLayer(Network plain, LongFunction<Updater> updaters) {
        Random random = random(plain.seed() ^ 0x7570);
        if (random.nextInt(6) > 0) {
            return plain;
        }
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : plain.layers()) {
            long seed = 2 * random.nextLong();
            Optional<Updater> own = random.nextInt(3) > 0 ? Optional.of(updaters.apply(seed)) : Optional.empty();
            Optional<Updater> ofBiases =
                    random.nextInt(4) == 0 ? Optional.of(updaters.apply(seed + 1)) : Optional.empty();
            layers.add(layer.kind() == Layer.Kind.DENSE ? layer.withUpdaters(own, ofBiases) : layer);
        }
        return plain.with(layers);
    }

    private static double probability(Random random) {
        double[] usual = {0.5, 0.8, 0.3, 0.9, 1, 1 / 3.0};
        return usual[random.nextInt(usual.length)];
    }

    /** Two in five of the losses that take weights have some. */
    private static Loss weighted(Loss.Kind kind, int outputs, Random random) {
        return kind.takesWeights() && random.nextInt(5) < 2
                ? new Loss(
                        kind,
                        Optional.of(random.doubles(outputs, 0, 2)
                                .map(w -> Math.round(w * 10) / 10.0)
                                .boxed()
                                .toList()))
                : new Loss(kind);
    }

    private static Activation outputActivation(Loss.Kind loss, int units, Random random) {
        return switch (loss) {
            case MCXENT -> Activation.SOFTMAX;
            case XENT ->
                any(random, Activation.SIGMOID, Activation.SIGMOID, Activation.of(Activation.Kind.HARD_SIGMOID));
            case RECONSTRUCTION_CROSSENTROPY -> Activation.SIGMOID;
            case KL_DIVERGENCE, POISSON ->
                units == 1 ? Activation.SIGMOID : any(random, Activation.SIGMOID, Activation.SOFTMAX);
            case MEAN_SQUARED_LOGARITHMIC_ERROR ->
                units == 1
                        ? any(random, Activation.RELU, Activation.SIGMOID)
                        : any(random, Activation.RELU, Activation.SIGMOID, Activation.SOFTMAX);
            case MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    COSINE_PROXIMITY,
                    HINGE,
                    SQUARED_HINGE,
                    WASSERSTEIN -> drawnOnce(units == 1 ? elementwise(random) : hidden(random));
        };
    }

    /** Of an output layer Deeplearning4j draws slopes again for the score, so that the loss is another step's. */
    private static Activation drawnOnce(Activation f) {
        return f.kind() == Activation.Kind.RRELU ? Activation.leakyRelu(f.parameter(0)) : f;
    }

    /** Any kind, with parameters. */
    private static Activation hidden(Random random) {
        return random.nextInt(Activation.Kind.values().length) == 0 ? Activation.SOFTMAX : elementwise(random);
    }

    private static Activation elementwise(Random random) {
        Activation.Kind[] kinds = Activation.Kind.values();
        Activation.Kind kind = kinds[random.nextInt(kinds.length)];
        // Half of the time with its own parameters, of which some are exact in binary and some are not.
        double tenths = (1 + random.nextInt(8)) / 10.0;
        if (random.nextBoolean()) {
            return kind == Activation.Kind.SOFTMAX ? Activation.IDENTITY : Activation.of(kind);
        }
        return switch (kind) {
            case ELU -> Activation.elu(2 * tenths);
            case GELU -> Activation.gelu(random.nextBoolean());
            case LEAKY_RELU -> Activation.leakyRelu(tenths);
            case RELU ->
                Activation.relu(
                        random.nextBoolean() ? 1 + tenths : Double.POSITIVE_INFINITY,
                        random.nextBoolean() ? tenths : 0,
                        random.nextBoolean() ? tenths : 0);
            case RRELU -> Activation.rrelu(tenths / 2, tenths / 2 + random.nextInt(3) / 4.0);
            case THRESHOLDED_RELU -> Activation.thresholdedRelu(tenths);
            case SOFTMAX -> Activation.IDENTITY;
            case CUBE,
                    HARD_SIGMOID,
                    HARD_TANH,
                    IDENTITY,
                    MISH,
                    RATIONAL_TANH,
                    RECTIFIED_TANH,
                    RELU6,
                    SELU,
                    SIGMOID,
                    SOFTPLUS,
                    SOFTSIGN,
                    SWISH,
                    TANH -> Activation.of(kind);
        };
    }

    private static Matrix labels(Loss.Kind loss, int n, int m, Random random) {
        double[] labels = new double[n * m];
        boolean oneHot = random.nextBoolean();
        for (int i = 0; i < n; i++) {
            int hot = random.nextInt(m);
            for (int j = 0; j < m; j++) {
                labels[i * m + j] = switch (loss) {
                    case MCXENT -> j == hot ? 1 : 0;
                    case XENT -> random.nextInt(2);
                    case KL_DIVERGENCE -> oneHot ? j == hot ? 1 : 0 : (0.1 + random.nextDouble()) / m;
                    case RECONSTRUCTION_CROSSENTROPY -> random.nextDouble();
                    case HINGE, SQUARED_HINGE, WASSERSTEIN -> random.nextBoolean() ? 1 : -1;
                    case POISSON -> random.nextInt(6);
                    case MEAN_SQUARED_LOGARITHMIC_ERROR -> Math.exp(random.nextGaussian());
                    case MSE,
                            L2,
                            HALF_SQUARED_ERROR,
                            L1,
                            MEAN_ABSOLUTE_ERROR,
                            MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                            COSINE_PROXIMITY -> random.nextGaussian();
                };
            }
        }
        return Matrix.of(n, m, labels);
    }

    @SafeVarargs
    private static <T> T any(Random random, T... of) {
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
