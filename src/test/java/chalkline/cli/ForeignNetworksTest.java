package chalkline.cli;

import static chalkline.cli.ForeignNetworks.dense;
import static chalkline.cli.ForeignNetworks.output;
import static chalkline.cli.ForeignNetworks.plain;
import static chalkline.cli.ForeignNetworks.trained;
import static chalkline.cli.ForeignNetworks.twoLayers;
import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import chalkline.dl4j.Dl4jModel;
import chalkline.training.SavedModel;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Model zips that Deeplearning4j's own serializer wrote, of networks that its own builders made, checked as they come. */
class ForeignNetworksTest {
    private static final String ZIP = "model.zip";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void writeRows() throws IOException {
        here = Workplace.in(directory);
        here.write("rows.csv", ForeignNetworks.csv());
    }

    /** The first step that deviates, or nothing; what it is known as; and the findings. */
    private record Expected(String step, String known, List<String> findings) {}

    private static Arguments agrees(String name, MultiLayerConfiguration configuration, String... findings) {
        return Arguments.of(name, configuration, new Expected("", "", List.of(findings)));
    }

    private static Arguments deviates(
            String name, MultiLayerConfiguration configuration, String step, String known, String... findings) {
        return Arguments.of(name, configuration, new Expected(step, known, List.of(findings)));
    }

    private static Arguments convention(String name, MultiLayerConfiguration configuration, String known) {
        return Arguments.of(name, configuration, new Expected("", known, List.of()));
    }

    private static NeuralNetConfiguration.Builder in64() {
        return plain(DataType.DOUBLE);
    }

    private static MultiLayerConfiguration updatedBy(IUpdater updater) {
        return twoLayers(in64().updater(updater));
    }

    static Stream<Arguments> sound() {
        Map<String, IUpdater> updaters = Map.of(
                "adam", new Adam(0.01),
                "adam-schedule", new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.01, 0.9)),
                "ada-max", new AdaMax(0.01),
                "ams-grad", new AMSGrad(0.01),
                "ada-delta", new AdaDelta(),
                // What they start from is wrong; what a file keeps of them is what it is.
                "ada-grad", new AdaGrad(0.05),
                "rms-prop", new RmsProp(0.01),
                "nesterovs", new Nesterovs(0.05, 0.8),
                "no-op", new NoOp());
        return Stream.concat(
                updaters.entrySet().stream().map(each -> agrees(each.getKey(), updatedBy(each.getValue()))),
                Stream.of(
                        agrees("float32", twoLayers(plain(DataType.FLOAT).updater(new Adam(0.01)))),
                        agrees(
                                "overrides of each layer",
                                plain(DataType.DOUBLE)
                                        .biasUpdater(new Sgd(0.02))
                                        .l2(0.02)
                                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                                        .gradientNormalizationThreshold(0.5)
                                        .list()
                                        .layer(dense().l2(0.5)
                                                .l1Bias(0.01)
                                                .dropOut(0.7)
                                                .biasInit(0.3)
                                                .weightInit(new UniformDistribution(-1, 1))
                                                .build())
                                        .layer(new DenseLayer.Builder()
                                                .nIn(4)
                                                .nOut(4)
                                                .hasBias(false)
                                                .activation(Activation.SELU)
                                                .gradientNormalization(GradientNormalization.None)
                                                .constrainWeights(new NonNegativeConstraint())
                                                .build())
                                        .layer(new DropoutLayer(0.5))
                                        .layer(output().weightDecayBias(0.3).build())
                                        .build()),
                        agrees(
                                "updaters of each layer",
                                in64().updater(new Nesterovs(0.05, 0.8))
                                        .biasUpdater(new Sgd(0.02))
                                        .list()
                                        .layer(dense().updater(new AMSGrad(
                                                        new ExponentialSchedule(ScheduleType.EPOCH, 0.01, 0.9)))
                                                .build())
                                        .layer(new DenseLayer.Builder()
                                                .nIn(4)
                                                .nOut(4)
                                                .biasUpdater(new AdaMax(0.02))
                                                .build())
                                        .layer(output().build())
                                        .build()),
                        agrees(
                                "l1 of a layer beside l2 of all",
                                in64().l2(0.02)
                                        .list()
                                        .layer(dense().l1(0.01).build())
                                        .layer(output().build())
                                        .build()),
                        agrees(
                                "weights of the loss",
                                in64().list()
                                        .layer(dense().build())
                                        .layer(new OutputLayer.Builder(new LossMSE(Nd4j.createFromArray(0.5, 2.0)))
                                                .nIn(4)
                                                .nOut(2)
                                                .activation(Activation.SIGMOID)
                                                .build())
                                        .build()),
                        agrees("unit norm", twoLayers(in64().constrainWeights(new UnitNormConstraint(0)))),
                        agrees("a rate of 0", updatedBy(new Sgd(0.0))),
                        agrees("a momentum of 1", updatedBy(new Nesterovs(0.05, 1.0))),
                        agrees("sums", twoLayers(in64().miniBatch(false))),
                        agrees(
                                "sums in float32",
                                twoLayers(plain(DataType.FLOAT).miniBatch(false))),
                        agrees(
                                "sums with Adam and l2",
                                twoLayers(in64().miniBatch(false).l2(0.1).updater(new Adam(0.01)))),
                        agrees(
                                "sums, clipped",
                                twoLayers(in64().miniBatch(false)
                                        .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                                        .gradientNormalizationThreshold(0.2))),
                        agrees(
                                "sums, normalised",
                                twoLayers(in64().miniBatch(false)
                                        .gradientNormalization(GradientNormalization.RenormalizeL2PerLayer))),
                        agrees("sums with weights of the loss", judgedBy(new LossMSE(Nd4j.createFromArray(0.5, 2.0)))),
                        agrees("sums of mae", judgedBy(new LossMAE())),
                        agrees("sums of l1", judgedBy(new LossL1())),
                        agrees("sums of poisson", judgedBy(new LossPoisson())),
                        agrees("sums of hinge", judgedBy(new LossHinge())),
                        agrees("sums of cosine proximity", judgedBy(new LossCosineProximity())),
                        agrees(
                                "sums with dropout and layer normalisation",
                                in64().miniBatch(false)
                                        .list()
                                        .layer(dense().dropOut(0.7).build())
                                        .layer(new DenseLayer.Builder()
                                                .nIn(4)
                                                .nOut(4)
                                                .hasLayerNorm(true)
                                                .build())
                                        .layer(output().build())
                                        .build()),
                        // They are dropped when the network is built: its file asks for none.
                        agrees(
                                "constraints that are dropped",
                                twoLayers(in64().constrainAllParameters(new UnitNormConstraint(0)))),
                        agrees(
                                "feed-forward input type",
                                in64().list()
                                        .layer(dense().build())
                                        .layer(output().build())
                                        .setInputType(InputType.feedForward(3))
                                        .build()),
                        agrees(
                                "l2 of all beside weight decay of a layer",
                                in64().l2(0.02)
                                        .list()
                                        .layer(dense().weightDecay(0.1).build())
                                        .layer(output().build())
                                        .build(),
                                "regulariser-conflict")));
    }

    private static MultiLayerConfiguration judgedBy(ILossFunction loss) {
        return in64().miniBatch(false)
                .list()
                .layer(dense().build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    static Stream<Arguments> defective() {
        return Stream.of(
                deviates(
                        "weight decay of all",
                        twoLayers(in64().weightDecay(0.1)),
                        "score",
                        "weight-decay-twice",
                        "regulariser-duplicate",
                        "regulariser-duplicate"),
                deviates(
                        "weight decay of all and of a layer",
                        in64().weightDecay(0.1)
                                .list()
                                .layer(dense().weightDecay(0.2).build())
                                .layer(output().build())
                                .build(),
                        "score",
                        "weight-decay-twice weight-decay-added",
                        "regulariser-conflict",
                        "regulariser-duplicate"),
                deviates(
                        "weight decay of all biases",
                        twoLayers(in64().weightDecayBias(0.1)),
                        "score",
                        "weight-decay-twice",
                        "regulariser-duplicate",
                        "regulariser-duplicate"),
                deviates(
                        "elu",
                        in64().list()
                                .layer(dense().activation(new ActivationELU(0.5))
                                        .build())
                                .layer(output().build())
                                .build(),
                        "dZ1",
                        "elu-alpha"),
                convention(
                        "leaky-relu in float64",
                        in64().list()
                                .layer(dense().activation(Activation.LEAKYRELU).build())
                                .layer(output().build())
                                .build(),
                        "float-slope"),
                convention(
                        "hard-sigmoid in float64",
                        in64().list()
                                .layer(dense().activation(Activation.HARDSIGMOID)
                                        .build())
                                .layer(output().build())
                                .build(),
                        "float-constants"),
                // Deeplearning4j's Adam takes ε for a rate of 0.
                deviates("adam with a rate of 0", updatedBy(new Adam(0.0)), "W1.update", "zero-rate"),
                deviates("nadam", updatedBy(new Nadam(0.01)), "W1.update", "nadam-second-moment"),
                deviates(
                        "poly",
                        updatedBy(new Sgd(new PolySchedule(ScheduleType.EPOCH, 0.1, 2, 9))),
                        "rate",
                        "poly-schedule"),
                convention(
                        "max norm", twoLayers(in64().constrainWeights(new MaxNormConstraint(0.5, 0))), "norm-epsilon"),
                deviates(
                        "loss layer",
                        in64().list()
                                .layer(dense().build())
                                .layer(new DenseLayer.Builder().nIn(4).nOut(2).build())
                                .layer(new LossLayer.Builder(LossFunction.MSE)
                                        .activation(Activation.SIGMOID)
                                        .build())
                                .build(),
                        "loss",
                        "loss-layer-score"),
                deviates(
                        "dropout of all",
                        in64().dropOut(0.6)
                                .list()
                                .layer(dense().build())
                                .layer(new ActivationLayer(Activation.RELU))
                                .layer(output().build())
                                .build(),
                        "M2",
                        "dropout-ignored"),
                deviates(
                        "xent of a unit that is sure",
                        in64().list()
                                .layer(dense().biasInit(4)
                                        .activation(Activation.IDENTITY)
                                        .build())
                                .layer(new OutputLayer.Builder(LossFunction.XENT)
                                        .nIn(4)
                                        .nOut(2)
                                        .weightInit(new UniformDistribution(0.9, 1))
                                        .activation(Activation.SIGMOID)
                                        .updater(new Sgd(0.1))
                                        .build())
                                .build(),
                        "loss",
                        "xent-clip"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"sound", "defective"})
    void isJudgedAsItIs(String name, MultiLayerConfiguration configuration, Expected expected) throws IOException {
        MultiLayerNetwork network = trained(configuration, 4);
        ModelSerializer.writeModel(network, here.path(ZIP).toFile(), true);
        byte[] file = Files.readAllBytes(here.path(ZIP));

        Outcome check = check("--json", "-");

        assertThat(check.out()).as(check.err()).isNotEmpty();
        JsonObject json = check.json();
        assertThat(firstDeviation(json)).isEqualTo(expected.step());
        assertThat(known(json)).isEqualTo(expected.known());
        assertThat(check.code()).isEqualTo(expected.step().isEmpty() ? ExitCode.DONE : ExitCode.DEVIATES);
        assertThat(json.get("matchesFit").getAsString()).isEqualTo("bitwise");
        assertThat(findings(json)).containsExactlyInAnyOrderElementsOf(expected.findings());
        assertThat(Files.readAllBytes(here.path(ZIP))).isEqualTo(file);
        assertThat(check("--json", "-").out()).isEqualTo(check.out());
    }

    private static String known(JsonObject json) {
        return json.getAsJsonArray("knownDifferences").asList().stream()
                .map(each -> each.getAsJsonObject().get("id").getAsString())
                .collect(Collectors.joining(" "));
    }

    /** What is known to be wrong does not hide behind a state that was not saved, nor behind a normaliser. */
    @Test
    void withoutItsStateAndWithANormaliserItIsJudgedAllTheSame() throws IOException {
        ModelSerializer.writeModel(
                trained(updatedBy(new Adam(0.01)), 4), here.path(ZIP).toFile(), false);
        Outcome without = check("--json", "-");
        assertThat(without.code()).isEqualTo(ExitCode.DONE);
        assertThat(findings(without.json())).containsExactly("updater-state-missing");

        ModelSerializer.writeModel(
                trained(updatedBy(new Nadam(0.01)), 4), here.path(ZIP).toFile(), true);
        NormalizerStandardize normalizer =
                new NormalizerStandardize(Nd4j.createFromArray(1.0, 2, 3), Nd4j.createFromArray(4.0, 5, 6));
        ModelSerializer.addNormalizerToModel(here.path(ZIP).toFile(), normalizer);
        Outcome with = check("--json", "-");
        assertThat(with.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(firstDeviation(with.json())).isEqualTo("W1.update");
        assertThat(findings(with.json())).contains("normalizer");
    }

    /** The bits of parameters, updater state and configuration, and what the next steps make of them. */
    @Test
    void theCheckedNetworkStaysAsItIs() {
        MultiLayerNetwork network = trained(updatedBy(new Nesterovs(0.05, 0.8)), 3);
        MultiLayerNetwork untouched = network.clone();
        Dl4jModel model = Dl4jModel.of(network);
        String configuration = network.getLayerWiseConfigurations().toJson();
        SavedModel saved = new SavedModel(
                model, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(), "network");

        model.record(
                saved.sample(here.path("rows.csv"), List.of("no", "yes"), 7).batch());

        assertThat(model.state()).isEqualTo(Dl4jModel.of(untouched).state());
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
        model.fit(saved.sample(here.path("rows.csv"), List.of("no", "yes"), 7).batch());
        Dl4jModel.of(untouched)
                .fit(saved.sample(here.path("rows.csv"), List.of("no", "yes"), 7)
                        .batch());
        assertThat(model.state()).isEqualTo(Dl4jModel.of(untouched).state());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        twoLayers(in64().weightNoise(new DropConnect(0.5))),
                        "layer 1 (DenseLayer): weightNoise is DropConnect"),
                Arguments.of(
                        in64().list()
                                .layer(dense().dropOut(new AlphaDropout(0.5)).build())
                                .layer(output().build())
                                .build(),
                        "layer 1 (DenseLayer): idropout is AlphaDropout"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsBeyondTheCheckIsRefusedInOneSentence(MultiLayerConfiguration configuration, String what)
            throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        ModelSerializer.writeModel(network, here.path(ZIP).toFile(), true);

        Outcome check = check();

        assertThat(check.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(check.out()).isEmpty();
        assertThat(check.err())
                .isEqualTo(here.path(ZIP) + ": " + what + ": the check does not cover it yet" + System.lineSeparator());
    }

    @Test
    void whatIsNoDenseNetworkIsRefusedInOneSentence() throws IOException {
        MultiLayerNetwork convolution = new MultiLayerNetwork(in64().list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(2).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(2).build())
                .setInputType(InputType.convolutional(3, 3, 1))
                .build());
        convolution.init();
        isRefused(
                convolution,
                ": layer 1 (ConvolutionLayer): names the class \"org.deeplearning4j.nn.conf.layers.ConvolutionLayer\", which is not a"
                        + " layer of a dense network");
        MultiLayerNetwork frozen = new MultiLayerNetwork(in64().list()
                .layer(new FrozenLayer(dense().build()))
                .layer(output().build())
                .build());
        frozen.init();
        isRefused(
                frozen,
                ": layer 1 (FrozenLayer): names the class \"org.deeplearning4j.nn.conf.layers.misc.FrozenLayer\", which is not a"
                        + " layer of a dense network");
        ComputationGraph graph = new ComputationGraph(in64().graphBuilder()
                .addInputs("in")
                .addLayer("hidden", dense().build(), "in")
                .addLayer("out", output().build(), "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        isRefused(graph, " describes a ComputationGraph; only a MultiLayerNetwork can be loaded");
    }

    private void isRefused(Model network, String why) throws IOException {
        ModelSerializer.writeModel(network, here.path(ZIP).toFile(), true);
        Outcome check = check();
        assertThat(check.err()).isEqualTo(here.path(ZIP) + ": configuration.json" + why + System.lineSeparator());
        assertThat(check.code()).isEqualTo(ExitCode.UNUSABLE);
    }

    private Outcome check(String... more) {
        List<String> arguments = new ArrayList<>(List.of(ZIP, "--data", "rows.csv", "--labels", "no,yes"));
        arguments.addAll(List.of(more));
        return here.run("check", arguments.toArray(String[]::new));
    }

    private static String firstDeviation(JsonObject json) {
        for (JsonElement element : json.getAsJsonArray("steps")) {
            JsonObject step = element.getAsJsonObject();
            if (List.of("deviates", "non-finite", "defect")
                    .contains(step.get("verdict").getAsString())) {
                return step.get("name").getAsString();
            }
        }
        return "";
    }

    /** Without what explains a deviation. */
    private static List<String> findings(JsonObject json) {
        List<String> codes = new ArrayList<>();
        json.getAsJsonArray("findings")
                .forEach(finding ->
                        codes.add(finding.getAsJsonObject().get("code").getAsString()));
        codes.removeIf("explained"::equals);
        return codes;
    }
}
