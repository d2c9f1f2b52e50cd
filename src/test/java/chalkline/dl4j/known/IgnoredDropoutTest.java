package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.KnownDifference;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.dl4j.Dl4jModel;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.training.Recording;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Activation layers and loss layers accept dropOut(p), of their own or from the whole network's configuration, keep it in
 * their JSON, and never apply it.
 */
class IgnoredDropoutTest {

    @ParameterizedTest
    @MethodSource("networks")
    void theMaskIsAllOnes(MultiLayerConfiguration configuration, String mask) {
        MultiLayerNetwork built = new MultiLayerNetwork(configuration);
        built.init();
        Dl4jModel model = Dl4jModel.of(built);
        Network network = model.network("model.zip");
        Batch batch = new Batch(
                Matrix.of(2, 2, 1, -2, 0.5, 3), Matrix.of(2, 2, 1, 0, 0, 1), List.of("a", "b"), List.of("c", "d"));
        Recording recording = model.record(batch);
        CheckResult result = Check.of(network, batch, recording.trace(), recording.matchesFit());

        assertThat(new Catalogue().of(network)).extracting(KnownDifference::id).contains("dropout-ignored");
        assertThat(recording.matchesFit()).isTrue();
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.steps().stream().filter(step -> step.verdict().contradicts()))
                .extracting(StepResult::name)
                .containsExactly(mask);
        assertThat(Foretellings.of(network, batch, recording.trace(), mask)).isEqualTo("dropout-ignored");
        // 1 is neither 0 nor 1 / 0.25 = 4, whatever the rounding.
        assertThat(result.step(mask).orElseThrow().actual()).contains(Matrix.of(2, 2, 1, 1, 1, 1));
        assertThat(result.step(mask).orElseThrow().reference()).contains(Matrix.of(2, 2, 4, 4, 4, 4));
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(
                        plain().list()
                                .layer(dense())
                                .layer(new ActivationLayer.Builder()
                                        .activation(Activation.TANH)
                                        .dropOut(0.25)
                                        .build())
                                .layer(output())
                                .build(),
                        "M2"),
                Arguments.of(
                        plain().list()
                                .layer(dense())
                                .layer(new LossLayer.Builder(LossFunction.MCXENT)
                                        .activation(Activation.SOFTMAX)
                                        .dropOut(0.25)
                                        .build())
                                .build(),
                        "M2"));
    }

    /** Dropout for the whole network reaches the dense layers, and leaves out the activation layer between them. */
    @Test
    void ofTheWholeNetworksDropoutTheActivationLayersIsMissing() {
        MultiLayerNetwork built = new MultiLayerNetwork(plain().dropOut(0.25)
                .list()
                .layer(dense())
                .layer(new ActivationLayer(Activation.TANH))
                .layer(output())
                .build());
        built.init();
        Dl4jModel model = Dl4jModel.of(built);
        Batch batch = new Batch(
                Matrix.of(2, 2, 1, -2, 0.5, 3), Matrix.of(2, 2, 1, 0, 0, 1), List.of("a", "b"), List.of("c", "d"));
        Recording recording = model.record(batch);
        CheckResult result = Check.of(model.network("model.zip"), batch, recording.trace(), recording.matchesFit());

        assertThat(result.steps().stream().filter(step -> step.verdict().contradicts()))
                .extracting(StepResult::name)
                .containsExactly("M2");
    }

    /** So that the check sees it, it is asked for where a network is built. */
    @Test
    void theBuilderAsksForItAllTheSame() {
        OptionalDouble p = OptionalDouble.of(0.25);
        Network network = Network.sequence(
                "dropout",
                1,
                Precision.FLOAT64,
                List.of(
                        Layer.dense(
                                2,
                                2,
                                chalkline.network.Activation.IDENTITY,
                                Initialiser.XAVIER,
                                Optional.empty(),
                                Optional.empty()),
                        Layer.activation(2, chalkline.network.Activation.RELU).with(p),
                        Layer.activation(2, chalkline.network.Activation.SOFTMAX)
                                .with(p)),
                Loss.MCXENT,
                chalkline.network.Updater.sgd(0.1));
        List<Layer> read = new Dl4j().build(network).network("model.zip").layers();
        assertThat(read).extracting(Layer::retainProbability).containsExactly(OptionalDouble.empty(), p, p);
    }

    private static NeuralNetConfiguration.Builder plain() {
        return new NeuralNetConfiguration.Builder()
                .seed(4)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1));
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder()
                .nIn(2)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(2)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
