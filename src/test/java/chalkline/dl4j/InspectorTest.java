package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Precision;
import chalkline.training.Inspection;
import chalkline.training.Inspection.LayerSummary;
import chalkline.training.Inspection.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;

class InspectorTest {
    private static final String LAYOUT = "W is nIn × nOut and Z = X·W + b; coefficients.bin holds W column by column,"
            + " then b, of each layer in turn.";
    private static final String MINI_BATCH =
            "miniBatch is true: loss and gradients, summed over the examples, are divided by their number.";

    @Test
    void worksheet() {
        Dl4jModel model = new Dl4j().build(Networks.worksheet(Precision.FLOAT64));
        model.fit(Networks.worksheetBatch());

        assertThat(model.inspect())
                .isEqualTo(new Inspection(
                        "float64",
                        "Sgd(learningRate=0.1, learningRateSchedule=null)",
                        List.of(
                                new LayerSummary(
                                        "layer0",
                                        "DenseLayer",
                                        3,
                                        3,
                                        Optional.of("relu"),
                                        Optional.empty(),
                                        Optional.of("xavier"),
                                        true,
                                        List.of(new Parameter("W", List.of(3L, 3L)), new Parameter("b", List.of(3L)))),
                                new LayerSummary(
                                        "layer1",
                                        "OutputLayer",
                                        3,
                                        1,
                                        Optional.of("sigmoid"),
                                        Optional.of("mse"),
                                        Optional.of("xavier"),
                                        true,
                                        List.of(new Parameter("W", List.of(3L, 1L)), new Parameter("b", List.of(1L))))),
                        16,
                        1,
                        0,
                        List.of(
                                LAYOUT,
                                "mse of one example is (a - y)^2.",
                                MINI_BATCH,
                                "No regularisation is configured.",
                                "Sgd(η = 0.1): W.next = W - η dW.")));
    }

    @Test
    void lossesSayWhatTheySum() {
        assertThat(conventions(Loss.L2, Activation.TANH)).contains("l2 of one example is sum (a - y)^2.");
        assertThat(conventions(Loss.HALF_SQUARED_ERROR, Activation.TANH))
                .contains("half-squared-error of one example is sum (a - y)^2 / 2.");
        assertThat(conventions(Loss.MCXENT, Activation.SOFTMAX)).contains("mcxent of one example is -sum y ln(a).");
        assertThat(conventions(Loss.XENT, Activation.SIGMOID))
                .contains("xent of one example is -sum (y ln(a) + (1 - y) ln(1 - a)).");
    }

    private static List<String> conventions(Loss loss, Activation output) {
        return new Dl4j()
                .build(Networks.network(Precision.FLOAT32, loss, Activation.RELU, output, 2, 3, 2))
                .inspect()
                .conventions();
    }

    @Test
    void anythingElseIsDescribedAsFarAsItGoes() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .miniBatch(false)
                .l1(0.1)
                .weightDecay(0.01)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .updater(new Adam(0.01))
                .biasUpdater(new Nesterovs(0.1, 0.9))
                .activation(new ActivationLReLU(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build())
                .layer(new DropoutLayer(0.8))
                .layer(new DenseLayer.Builder().nOut(4).hasBias(false).build())
                .layer(new OutputLayer.Builder(new LossMultiLabel())
                        .nOut(2)
                        .activation(new ActivationTanH())
                        .updater(new RmsProp(0.1, 0.95, 1e-8))
                        .build())
                .setInputType(InputType.convolutional(4, 4, 1))
                .build());
        network.init();

        Inspection inspection = Dl4jModel.of(network).inspect();

        assertThat(inspection.dataType()).isEqualTo("float32");
        assertThat(inspection.layers())
                .extracting(LayerSummary::type)
                .containsExactly("ConvolutionLayer", "DropoutLayer", "DenseLayer", "OutputLayer");
        assertThat(inspection.layers().get(0).parameters()).contains(new Parameter("W", List.of(3L, 1L, 2L, 2L)));
        assertThat(inspection.layers().get(1).parameters()).isEmpty();
        assertThat(inspection.layers().get(1).initialiser()).isEmpty();
        assertThat(inspection.layers().get(2).bias()).isFalse();
        assertThat(inspection.layers().get(2).activation()).contains("leaky-relu");
        assertThat(inspection.layers().get(3).loss()).contains("LossMultiLabel");
        assertThat(inspection.conventions())
                .containsExactly(
                        LAYOUT,
                        "The loss of one example is that of LossMultiLabel.",
                        "miniBatch is false: loss and gradients are sums over the examples.",
                        "Regularisation: L1Regularization is added to the gradient after averaging and clipping, before"
                                + " the updater, WeightDecay is added to the update after the updater.",
                        "Dropout (p = 0.8) is applied to the layer's input; p is the probability to keep an entry, and"
                                + " what is kept is divided by p.",
                        "Gradients are changed by ClipL2PerLayer after averaging, before regularisation.",
                        "Adam(η = 0.01, β1 = 0.9, β2 = 0.999, ε = 1.0E-8): W.m.next = β1 W.m + (1 - β1) dW, W.v.next ="
                                + " β2 W.v + (1 - β2) dW^2, W.update = (η sqrt(1 - β2^t) / (1 - β1^t)) W.m.next"
                                + " / (sqrt(W.v.next) + ε), W.next = W - W.update.",
                        "Nesterovs(η = 0.1, μ = 0.9): W.v.next = μ W.v - η dW, W.update = μ W.v - (1 + μ) W.v.next,"
                                + " W.next = W - W.update.",
                        "RmsProp(η = 0.1, ρ = 0.95, ε = 1.0E-8): W.cache.next = ρ W.cache + (1 - ρ) dW^2, W.update ="
                                + " η dW / (sqrt(W.cache.next) + ε), W.next = W - W.update.");
    }

    /** The usual clip is a known difference, which the catalogue has; another one is said here. */
    @ParameterizedTest
    @MethodSource("clips")
    void aClipOfOnesOwn(ILossFunction loss, Activation output, String sentence) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder(loss)
                        .nIn(2)
                        .nOut(2)
                        .activation(Vocabulary.activation(output))
                        .build())
                .build());
        network.init();
        assertThat(Dl4jModel.of(network).inspect().conventions()).contains(sentence);
    }

    static Stream<Arguments> clips() {
        return Stream.of(
                Arguments.of(new LossBinaryXENT(1e-7), Activation.SIGMOID, "clipEps is 1.0E-7."),
                Arguments.of(new LossMCXENT(1e-6, null), Activation.SOFTMAX, "softmaxClipEps is 1.0E-6."));
    }

    /** The sentences' formulas, with an ε large enough to show where it stands. */
    @Test
    void updatersDoWhatTheirSentencesSay() {
        double[] gradients = {0.3, -0.7, 0.2};
        double[] adam = new double[3];
        double[] nesterovs = new double[3];
        double[] rmsProp = new double[3];
        double m = 0;
        double v = 0;
        double velocity = 0;
        double g = 0.05;
        for (int t = 1; t <= 3; t++) {
            double dw = gradients[t - 1];
            m = 0.9 * m + 0.1 * dw;
            v = 0.99 * v + 0.01 * dw * dw;
            adam[t - 1] = 0.1 * Math.sqrt(1 - Math.pow(0.99, t)) / (1 - Math.pow(0.9, t)) * m / (Math.sqrt(v) + 0.05);
            double next = 0.9 * velocity - 0.1 * dw;
            nesterovs[t - 1] = 0.9 * velocity - 1.9 * next;
            velocity = next;
            g = 0.95 * g + 0.05 * dw * dw;
            rmsProp[t - 1] = 0.1 * dw / (Math.sqrt(g) + 0.05);
        }
        assertThat(updates(new Adam(0.1, 0.9, 0.99, 0.05), gradients)).containsExactly(adam, Offset.offset(1e-15));
        assertThat(updates(new Nesterovs(0.1, 0.9), gradients)).containsExactly(nesterovs, Offset.offset(1e-15));
        assertThat(updates(new RmsProp(0.1, 0.95, 0.05), gradients)).containsExactly(rmsProp, Offset.offset(1e-15));
    }

    private static double[] updates(IUpdater updater, double[] gradients) {
        GradientUpdater<?> state = updater.instantiate(Nd4j.zeros(DataType.DOUBLE, updater.stateSize(1)), true);
        double[] updates = new double[gradients.length];
        for (int t = 0; t < gradients.length; t++) {
            INDArray gradient = Nd4j.createFromArray(gradients[t]);
            state.applyUpdater(gradient, t, 0);
            updates[t] = gradient.getDouble(0);
        }
        return updates;
    }
}
