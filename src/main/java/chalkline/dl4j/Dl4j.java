package chalkline.dl4j;

import chalkline.check.Finding;
import chalkline.check.KnownDifferences;
import chalkline.dl4j.known.Catalogue;
import chalkline.modelzip.JsonUpdaters;
import chalkline.network.Accuracy;
import chalkline.network.Activation;
import chalkline.network.Defaults;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import chalkline.training.Engine;
import chalkline.training.SavedFindings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The engine Deeplearning4j. Its native libraries are loaded by whatever needs them first.
 *
 * <p>Building or loading a model sets ND4J's number of OpenMP threads to 1, for the whole process: networks of this size are several
 * times slower on more, and the last bits of a sum may depend on it. A program that needs more for other networks sets it again
 * afterwards: {@code NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(n)}.
 */
public final class Dl4j implements Engine {
    /**
     * ND4J's, each the next round number above a scan of it. Its tanh gives 0 for |z| below u, and so is good to an absolute
     * error alone.
     */
    public static final Accuracy ACCURACY = new Accuracy(4, 4, 4, 3, 14.5, 9);

    /** Networks of this size are several times slower on more than one OpenMP thread. */
    static void useOneThread() {
        // The native operations can only be asked for once ND4J has found its backend.
        Nd4j.getExecutioner();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    @Override
    public String name() {
        return "Deeplearning4j";
    }

    @Override
    public String kernel() {
        return Kernel.name();
    }

    @Override
    public KnownDifferences knownDifferences() {
        return new Catalogue();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException where Deeplearning4j refuses the output layer's activation with its loss
     */
    @Override
    public Dl4jModel build(Network network) {
        useOneThread();
        return Dl4jModel.of(network(network));
    }

    @Override
    public String version() {
        // Deeplearning4j's own VersionCheck looks for files that its jars no longer have.
        Properties artifact = new Properties();
        try (InputStream in = MultiLayerNetwork.class.getResourceAsStream(
                "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")) {
            if (in != null) {
                artifact.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Deeplearning4j's version cannot be read: " + e.getMessage(), e);
        }
        return artifact.getProperty("version", "unknown");
    }

    /** {@inheritDoc} */
    @Override
    public Network network(Path file, OptionalLong seed, Optional<Precision> precision) {
        useOneThread();
        return NetworkFile.read(file, seed, precision);
    }

    /** {@inheritDoc} */
    @Override
    public Loaded load(Path file) {
        useOneThread();
        ModelZip.LoadedModel loaded = ModelZip.load(file, file.toString());
        SavedNormalizer.requireSame(loaded, file.toString());
        return new Loaded(
                Dl4jModel.of(loaded.network()),
                loaded.entries(),
                loaded.normalizer().map(found -> SavedNormalizer.scaling(found, loaded.network())),
                findings(loaded));
    }

    private static List<Finding> findings(ModelZip.LoadedModel loaded) {
        SavedFindings findings = new SavedFindings();
        for (org.deeplearning4j.nn.api.Layer layer : loaded.network().getLayers()) {
            String kind = layer.conf().getLayer().getClass().getSimpleName();
            int l = layer.getIndex() + 1;
            new TreeMap<>(layer.paramTable())
                    .forEach((name, values) -> findings.parameter(name, l, kind, NdArrays.values(values)));
        }
        INDArray state = loaded.network().getUpdater().getStateViewArray();
        boolean zero = state != null && state.length() > 0 && state.amaxNumber().doubleValue() == 0;
        findings.updaterState(loaded.network().getIterationCount(), !loaded.isStateSaved(), zero);
        return findings.all();
    }

    static MultiLayerNetwork network(Network network) {
        network.requireSequence("the engine dl4j");
        requireUpdaters(network);
        requireDrawnSlopesFit(network);
        MultiLayerNetwork built = new MultiLayerNetwork(configuration(network));
        init(built, network);
        DataType type = Vocabulary.dataType(network.precision());
        for (int l = 1; l <= network.depth(); l++) {
            String index = l - 1 + "_";
            network.layer(l)
                    .weights()
                    .ifPresent(given -> built.getParam(index + "W").assign(NdArrays.of(given, type)));
            network.layer(l)
                    .biases()
                    .ifPresent(given -> built.getParam(index + "b").assign(NdArrays.vector(given.toArray(), type)));
            network.layer(l)
                    .gains()
                    .ifPresent(given -> built.getParam(index + "g").assign(NdArrays.vector(given.toArray(), type)));
        }
        return built;
    }

    private static void init(MultiLayerNetwork built, Network network) {
        built.init();
        try {
            built.getUpdater();
        } catch (ArrayIndexOutOfBoundsException failure) {
            throw new InvalidInputException(
                    network.name() + ": Deeplearning4j fails to start its updater "
                            + network.updaters().stream()
                                    .map(updater ->
                                            Updaters.of(updater).getClass().getSimpleName())
                                    .distinct()
                                    .collect(Collectors.joining(" or ")),
                    failure);
        }
    }

    private static MultiLayerConfiguration configuration(Network network) {
        DataType type = Vocabulary.dataType(network.precision());
        NeuralNetConfiguration.Builder global = new NeuralNetConfiguration.Builder()
                .seed(network.seed())
                .dataType(type)
                .miniBatch(!network.loss().isSum())
                .updater(Updaters.of(network.updater()));
        network.biasUpdater().ifPresent(updater -> global.biasUpdater(Updaters.of(updater)));
        LayerExtras.addTo(global, network.defaults());
        NeuralNetConfiguration.ListBuilder list = global.list();
        for (int l = 1; l < network.depth(); l++) {
            list.layer(hidden(network, l));
        }
        list.layer(last(network, type));
        try {
            // Deeplearning4j's own check of the output layer runs here, on the functions that a recording replaces.
            return list.build();
        } catch (DL4JInvalidConfigException refusal) {
            throw new InvalidInputException(sentence(network, network.layer(network.depth()), refusal), refusal);
        }
    }

    private static org.deeplearning4j.nn.conf.layers.Layer hidden(Network network, int l) {
        Layer layer = network.layer(l);
        return switch (layer.kind()) {
            case DENSE ->
                dense(new DenseLayer.Builder(), layer, network.defaults())
                        .hasBias(layer.hasBias())
                        .hasLayerNorm(layer.layerNorm().isPresent())
                        .build();
            case ACTIVATION -> {
                ActivationLayer.Builder builder =
                        new ActivationLayer.Builder().activation(Vocabulary.activation(layer.activation()));
                layer.retainProbability().ifPresent(builder::dropOut);
                yield builder.build();
            }
            // Without widths Deeplearning4j warns of a size of zero.
            case DROPOUT ->
                new DropoutLayer.Builder(layer.retainProbability().orElseThrow())
                        .nIn(layer.inputs())
                        .nOut(layer.units())
                        .build();
        };
    }

    private static org.deeplearning4j.nn.conf.layers.Layer last(Network network, DataType type) {
        Layer layer = network.layer(network.depth());
        ILossFunction loss = Vocabulary.loss(network.loss(), layer.units(), type);
        if (layer.kind() == Layer.Kind.DENSE) {
            return dense(new OutputLayer.Builder(loss), layer, network.defaults())
                    .hasBias(layer.hasBias())
                    .build();
        }
        LossLayer.Builder builder = new LossLayer.Builder(loss).activation(Vocabulary.activation(layer.activation()));
        layer.retainProbability().ifPresent(builder::dropOut);
        LossLayer alone = builder.build();
        // Its builder refuses widths, without which Deeplearning4j warns of a size of zero.
        alone.setNIn(layer.inputs());
        alone.setNOut(layer.units());
        return alone;
    }

    private static <B extends FeedForwardLayer.Builder<B>> B dense(B builder, Layer layer, Defaults defaults) {
        layer.retainProbability().ifPresent(builder::dropOut);
        layer.updater().ifPresent(updater -> builder.updater(Updaters.of(updater)));
        layer.biasUpdater().ifPresent(updater -> builder.biasUpdater(Updaters.of(updater)));
        LayerExtras.addTo(builder, layer, defaults);
        return builder.nIn(layer.inputs())
                .nOut(layer.units())
                .activation(Vocabulary.activation(layer.activation()))
                .weightInit(Vocabulary.initialiser(layer.initialiser()));
    }

    private static void requireUpdaters(Network network) {
        if (!network.updaters().stream().map(Updater::kind).allMatch(JsonUpdaters::has)) {
            throw new InvalidInputException(network.name()
                    + ": Deeplearning4j has no classical momentum, only Nesterov's, updater: { nesterovs: {"
                    + " learning-rate: 0.1, momentum: 0.9 } }; mark, sheet and derive work with it");
        }
    }

    private static void requireDrawnSlopesFit(Network network) {
        for (int l = 1; l <= network.depth(); l++) {
            if (network.layer(l).drawsSlopes()) {
                boolean outputs = l == network.depth();
                Optional<String> why = Activations.whyRandomisedFails(
                        network.precision(), outputs && network.loss().kind() == Loss.Kind.WASSERSTEIN);
                int layer = l;
                why.ifPresent(reason -> {
                    throw new InvalidInputException(network.name() + ": layer " + layer + ": " + reason);
                });
            }
        }
    }

    private static String sentence(Network network, Layer output, DL4JInvalidConfigException refusal) {
        String place = network.name() + ": layer " + network.depth() + ": ";
        String activation = output.activation().label();
        if (output.activation().kind() == Activation.Kind.SOFTMAX && output.units() == 1) {
            return place + "Deeplearning4j refuses softmax with 1 unit, whose output is always 1";
        }
        if (network.loss().kind() == Loss.Kind.MCXENT) {
            return place + "Deeplearning4j refuses the loss mcxent with the activation " + activation
                    + "; it goes with softmax";
        }
        if (network.loss().kind() == Loss.Kind.XENT) {
            return place + "Deeplearning4j refuses the loss xent with the activation " + activation
                    + "; it goes with sigmoid";
        }
        return place + refusal.getMessage().lines().findFirst().orElse("Deeplearning4j refuses it");
    }
}
