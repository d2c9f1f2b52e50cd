package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import chalkline.modelzip.JsonNetworkReader;
import chalkline.network.Activation;
import chalkline.network.Constraint;
import chalkline.network.Constraint.On;
import chalkline.network.Contradiction;
import chalkline.network.GradientNormalisation;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class JsonNetworkReaderTest {

    @ParameterizedTest
    @EnumSource
    void worksheetComesBackAsItWasGiven(Precision precision) {
        Network given = Networks.worksheet(precision);
        Network read = new Dl4j().build(given).network("model.zip");

        assertThat(read.name()).isEqualTo("model.zip");
        assertThat(read.seed()).isEqualTo(given.seed());
        assertThat(read.precision()).isEqualTo(precision);
        assertThat(read.loss()).isEqualTo(given.loss());
        assertThat(read.updater()).isEqualTo(given.updater());
        assertThat(read.depth()).isEqualTo(2);
        for (int l = 1; l <= 2; l++) {
            assertThat(read.layer(l).activation()).isEqualTo(given.layer(l).activation());
            assertThat(read.layer(l).weights())
                    .isEqualTo(given.layer(l).weights().map(precision::cast));
            assertThat(read.layer(l).biases()).isEqualTo(given.layer(l).biases().map(precision::cast));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MSE, RELU, IDENTITY",
        "L2, TANH, SIGMOID",
        "HALF_SQUARED_ERROR, SOFTMAX, TANH",
        "MCXENT, SIGMOID, SOFTMAX",
        "XENT, IDENTITY, SIGMOID",
        "L1, RELU, RELU",
        "MEAN_ABSOLUTE_ERROR, RELU, TANH",
        "MEAN_ABSOLUTE_PERCENTAGE_ERROR, RELU, IDENTITY",
        "MEAN_SQUARED_LOGARITHMIC_ERROR, RELU, RELU",
        "KL_DIVERGENCE, RELU, SOFTMAX",
        "COSINE_PROXIMITY, RELU, IDENTITY",
        "HINGE, RELU, TANH",
        "SQUARED_HINGE, RELU, TANH",
        "POISSON, RELU, RELU",
        "WASSERSTEIN, RELU, IDENTITY",
    })
    void everyLossComesBack(Loss.Kind kind, Activation.Kind first, Activation.Kind second) {
        Activation hidden = Activation.of(first);
        Activation output = Activation.of(second);
        Loss loss = kind.takesWeights() ? new Loss(kind, Optional.of(List.of(0.25, 2.0))) : new Loss(kind);
        Network given = Networks.network(Precision.FLOAT64, loss, hidden, output, 4, 3, 2);
        assertThat(new Dl4j()
                        .build(Networks.network(Precision.FLOAT64, new Loss(kind), hidden, output, 4, 3, 2))
                        .network("model.zip")
                        .loss()
                        .kind())
                .isEqualTo(kind);
        Dl4jModel model = new Dl4j().build(given);
        Network read = model.network("model.zip");

        assertThat(read.loss()).isEqualTo(loss);
        assertThat(read.layer(1).activation()).isEqualTo(hidden);
        assertThat(read.layer(2).activation()).isEqualTo(output);
        assertThat(new Dl4j().build(read).state()).isEqualTo(model.state());
    }

    static Stream<Activation> everyActivationComesBack() {
        return Stream.concat(
                Activation.all().stream(),
                Stream.of(
                        Activation.elu(0.5),
                        Activation.gelu(true),
                        Activation.leakyRelu(0.3),
                        Activation.relu(6, 0.25, 0.1),
                        Activation.relu(2, 0, 0),
                        Activation.rrelu(0.1, 0.7),
                        Activation.thresholdedRelu(0.75)));
    }

    @ParameterizedTest
    @MethodSource
    void everyActivationComesBack(Activation activation) {
        Network given = Networks.network(Precision.FLOAT32, Loss.MSE, activation, activation, 4, 3, 2);
        assertThat(new Dl4j().build(given).network("model.zip").layer(1).activation())
                .isEqualTo(activation);
    }

    @Test
    void negativeLogLikelihoodIsMcxent() {
        assertThat(read(plain(), output(new LossNegativeLogLikelihood())).loss())
                .isEqualTo(Loss.MCXENT);
    }

    /** Every kind of layer is read back as it was built; the parameters then fit, one by one. */
    @Test
    void readsEveryKindOfLayer() {
        List<Layer> layers = List.of(
                Layer.dropout(3, 0.75),
                dense(3, 4).withoutBias().withLayerNorm(),
                Layer.activation(4, Activation.TANH),
                dense(4, 3).withLayerNorm(new Layer.LayerNorm(Optional.of(Matrix.of(1, 3, 0.5, -2, 3)))),
                dense(3, 2).with(OptionalDouble.of(0.8)),
                Layer.activation(2, Activation.SOFTMAX));
        Network network = Network.sequence("n", 3, Precision.FLOAT32, layers, Loss.MCXENT, Updater.sgd(0.1));
        Dl4jModel model = new Dl4j().build(network);

        Network read = model.network("model.zip");

        assertThat(read.layers())
                .extracting(
                        Layer::kind,
                        Layer::inputs,
                        Layer::units,
                        Layer::activation,
                        Layer::hasBias,
                        Layer::retainProbability,
                        Layer::gains)
                .containsExactlyElementsOf(layers.stream()
                        .map(layer -> tuple(
                                layer.kind(),
                                layer.inputs(),
                                layer.units(),
                                layer.activation(),
                                layer.hasBias(),
                                layer.retainProbability(),
                                layer.gains()))
                        .toList());
        assertThat(new Dl4j().build(read).state()).isEqualTo(model.state());
    }

    private static Layer dense(int inputs, int units) {
        return Layer.dense(inputs, units, Activation.IDENTITY, Initialiser.XAVIER, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatTheVocabularyCannotSay(
            NeuralNetConfiguration.Builder builder, org.deeplearning4j.nn.conf.layers.Layer second, String message) {
        assertThatThrownBy(() -> read(builder, second))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> namesWhatTheVocabularyCannotSay() {
        String last = "model.zip: layer 2 (OutputLayer): ";
        String first = "model.zip: layer 1 (DenseLayer): ";
        String not = ": the check does not cover it yet";
        String noLoss = ": is the last layer but has no loss, and without one there is no fit to check";
        return Stream.of(
                Arguments.of(plain(), new DropoutLayer(0.5), "model.zip: layer 2 (DropoutLayer)" + noLoss),
                Arguments.of(
                        plain(),
                        new DenseLayer.Builder().nIn(2).nOut(2).build(),
                        "model.zip: layer 2 (DenseLayer)" + noLoss),
                Arguments.of(
                        plain().updater(new Adam(-0.1)),
                        output(new LossMSE()),
                        first + "iupdater is Adam: learning-rate is -0.1 but must be 0 or positive"),
                Arguments.of(
                        plain().updater(new AdaGrad(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.5))),
                        output(new LossMSE()),
                        first + "iupdater is AdaGrad: the value is NaN but must be finite"),
                Arguments.of(
                        plain().dropOut(new GaussianDropout(0.5)),
                        output(new LossMSE()),
                        first + "idropout is GaussianDropout" + not),
                Arguments.of(
                        plain().dropOut(new Dropout(new StepSchedule(ScheduleType.EPOCH, 0.5, 0.9, 2))),
                        output(new LossMSE()),
                        first + "idropout is Dropout with a schedule" + not),
                Arguments.of(
                        plain(),
                        new EmbeddingLayer.Builder().nIn(2).nOut(2).build(),
                        "model.zip: layer 2 (EmbeddingLayer): is of a kind that the check does not cover; it covers dense,"
                                + " activation, dropout, output and loss layers"),
                Arguments.of(
                        plain().weightNoise(new DropConnect(0.5)),
                        output(new LossMSE()),
                        first + "weightNoise is DropConnect" + not),
                Arguments.of(
                        plain().dataType(DataType.FLOAT16),
                        output(new LossMSE()),
                        "model.zip: dataType is HALF; the check covers FLOAT and DOUBLE"),
                Arguments.of(plain(), output(new LossMultiLabel()), last + "lossFn is LossMultiLabel" + not),
                Arguments.of(plain(), output(new LossSparseMCXENT()), last + "lossFn is LossSparseMCXENT" + not),
                Arguments.of(
                        plain(),
                        output(new LossMSE(Nd4j.create(new double[][] {{1, -2}}))),
                        last + "lossFn is LossMSE with the weight -2.0, but a weight is 0 or positive"),
                Arguments.of(
                        plain(),
                        output(new LossL1(Nd4j.create(new double[][] {{1, 2, 3}}))),
                        last + "LossL1 has 3 weights but must have 2, one for each output"),
                Arguments.of(
                        plain().constrainWeights(new MaxNormConstraint(1, 0, 1)),
                        output(new LossMSE()),
                        first + "constraints has MaxNormConstraint over the dimensions [0,1]" + not),
                Arguments.of(
                        plain().regularization(List.of(
                                new L2Regularization(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.5)))),
                        output(new LossMSE()),
                        first + "regularization has a schedule of L2Regularization" + not));
    }

    @Test
    void updatersOfLayersComeBack() {
        Network network = read(
                plain().updater(new Sgd(0.1)),
                output().lossFunction(new LossMSE())
                        .updater(new Sgd(0.2))
                        .biasUpdater(new Sgd(0.3))
                        .build());

        assertThat(network.updatesByLayer()).isTrue();
        assertThat(List.of(network.updater(1, false), network.updater(1, true)))
                .containsExactly(Updater.sgd(0.1), Updater.sgd(0.1));
        assertThat(List.of(network.updater(2, false), network.updater(2, true)))
                .containsExactly(Updater.sgd(0.2), Updater.sgd(0.3));
    }

    @Test
    void regularisationClippingConstraintsAndTheBiasesUpdaterComeBack() {
        Network network = read(
                plain().biasUpdater(new Sgd(0.2))
                        .l1(0.1)
                        .l2Bias(0.3)
                        .gradientNormalization(GradientNormalization.ClipL2PerParamType)
                        .gradientNormalizationThreshold(0.7)
                        .constrainWeights(new NonNegativeConstraint()),
                output().lossFunction(new LossMSE())
                        .constrainAllParameters(new MinMaxNormConstraint(0.5, 2, 0.25, 0), new UnitNormConstraint(0))
                        .constrainWeights(new MaxNormConstraint(3, 1))
                        .build());

        assertThat(network.biasUpdater()).contains(Updater.sgd(0.2));
        assertThat(network.contradictions()).isEmpty();
        assertThat(network.layers())
                .extracting(Layer::regularisation)
                .containsOnly(new Regularisation(new Terms(0.1, 0, 0, true), new Terms(0, 0.3, 0, true)));
        assertThat(network.layers())
                .extracting(Layer::gradientNormalisation)
                .containsOnly(new GradientNormalisation(GradientNormalisation.Kind.CLIP_L2_PER_PARAM_TYPE, 0.7));
        assertThat(network.layer(1).constraints()).containsExactly(Constraint.nonNegative(On.WEIGHTS));
        assertThat(network.layer(2).constraints())
                .containsExactly(
                        Constraint.minMaxNorm(On.ALL, 0, 0.5, 2, 0.25),
                        Constraint.unitNorm(On.ALL, 0),
                        Constraint.maxNorm(On.WEIGHTS, 1, 3));
    }

    @Test
    void whatIsAddedToANormComesFromTheFile() {
        MultiLayerNetwork network = new MultiLayerNetwork(plain().constrainWeights(new MaxNormConstraint(3, 1))
                .list()
                .layer(output(new LossMSE()))
                .build());
        network.init();
        String json = network.getLayerWiseConfigurations().toJson().replace("1.0E-6", "0.001");

        assertThat(JsonNetworkReader.read("model.zip", json, network.params().toDoubleVector())
                        .layer(1)
                        .constraints())
                .containsExactly(Constraint.maxNorm(On.WEIGHTS, 1, 3).withEpsilon(1e-3));
    }

    @Test
    void withoutMiniBatchTheLossIsASum() {
        Network network = read(plain().miniBatch(false), output(new LossMSE()));

        assertThat(network.loss()).isEqualTo(Loss.MSE.asSum());
        assertThat(new Dl4j().build(network).network("model.zip").loss()).isEqualTo(network.loss());
    }

    @Test
    void layersThatDisagreeAboutMiniBatchAreRefused() {
        String json = Dl4j.network(Networks.worksheet(Precision.FLOAT64))
                .getLayerWiseConfigurations()
                .toJson()
                .replaceFirst("\"miniBatch\" : true", "\"miniBatch\" : false");

        assertThatThrownBy(() -> JsonNetworkReader.read("model.zip", json, new double[16]))
                .hasMessage(
                        "model.zip: layer 2 (OutputLayer): miniBatch is true but false in layer 1; the check covers one for"
                                + " all layers");
    }

    @Test
    void aRegulariserThatStandsThereTwiceIsAskedForOnceAndFound() {
        Network network = read(
                plain().weightDecay(0.1),
                output().lossFunction(new LossMSE()).l2(0.2).build());

        assertThat(network.layer(1).regularisation().weights()).isEqualTo(new Terms(0, 0, 0.1, true));
        assertThat(network.layer(2).regularisation().weights()).isEqualTo(new Terms(0, 0.2, 0.1, true));
        assertThat(network.contradictions())
                .containsExactly(
                        new Contradiction(
                                StepId.of("W1.next"),
                                Contradiction.Kind.REGULARISER_DUPLICATE,
                                "layer 1: W1 has weight decay 0.1 twice; once is asked for",
                                new Terms(0, 0, 0.2, true)),
                        new Contradiction(
                                StepId.of("W2.next"),
                                Contradiction.Kind.REGULARISER_CONFLICT,
                                "layer 2: W2 has L2 0.2 and weight decay 0.1, of which Deeplearning4j means one to"
                                        + " replace the other; both are asked for here",
                                new Terms(0, 0.2, 0.1, true)));
    }

    @Test
    void ofTwoDifferentRegularisersOfAKindTheFirstIsAskedFor() {
        Network network = read(
                plain().weightDecayBias(0.1),
                ((OutputLayer.Builder) output().lossFunction(new LossMSE()).weightDecayBias(0.3, false)).build());

        assertThat(network.layer(2).regularisation().biases()).isEqualTo(new Terms(0, 0, 0.3, false));
        assertThat(network.contradictions())
                .extracting(Contradiction::message)
                .contains("layer 2: b2 has weight decay 0.3 without the learning rate and 0.1; the first is asked for");
    }

    @Test
    void saysWhereTheTextIsNoConfiguration() {
        for (String text : new String[] {"", "[]", "{}", "{\"dataType\": 1}", "{\"dataType\": \"FLOAT\"}", "{"}) {
            assertThatThrownBy(() -> JsonNetworkReader.read("model.zip", text, new double[0]))
                    .as(text)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            text.equals("{\"dataType\": 1}")
                                    ? "model.zip: dataType is 1; the check covers FLOAT and DOUBLE"
                                    : "model.zip: configuration.json does not describe a Deeplearning4j network");
        }
    }

    @Test
    void saysWhereParametersAndConfigurationDiffer() {
        String json = Dl4j.network(Networks.worksheet(Precision.FLOAT64))
                .getLayerWiseConfigurations()
                .toJson();

        assertThatThrownBy(() -> JsonNetworkReader.read("model.zip", json, new double[15]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("model.zip: configuration.json describes more than the 15 parameters that the model has");
        assertThatThrownBy(() -> JsonNetworkReader.read("model.zip", json, new double[17]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("model.zip: configuration.json describes 16 parameters but the model has 17");
    }

    private static NeuralNetConfiguration.Builder plain() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .activation(org.nd4j.linalg.activations.Activation.TANH);
    }

    private static org.deeplearning4j.nn.conf.layers.Layer output(ILossFunction loss) {
        return output().lossFunction(loss).build();
    }

    private static OutputLayer.Builder output() {
        return new OutputLayer.Builder().nIn(2).nOut(2).activation(org.nd4j.linalg.activations.Activation.SOFTMAX);
    }

    @Test
    void layerNormalisationGoesWithoutConstraints() {
        MultiLayerNetwork network = new MultiLayerNetwork(plain().list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(2)
                        .hasLayerNorm(true)
                        .constrainWeights(new UnitNormConstraint(0))
                        .build())
                .layer(output(new LossMSE()))
                .build());
        network.init();
        Dl4jModel model = Dl4jModel.of(network);
        assertThatThrownBy(() -> model.network("model.zip"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("model.zip: layer 1 (DenseLayer): has hasLayerNorm and constraints, which the check does"
                        + " not cover together");
    }

    private static Network read(
            NeuralNetConfiguration.Builder builder, org.deeplearning4j.nn.conf.layers.Layer second) {
        MultiLayerNetwork network = new MultiLayerNetwork(builder.list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(2).build())
                .layer(second)
                .validateOutputLayerConfig(false)
                .build());
        network.init();
        return Dl4jModel.of(network).network("model.zip");
    }
}
