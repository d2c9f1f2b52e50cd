package chalkline.assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.check.CheckResult;
import chalkline.check.Verdict;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** As in a project of somebody else's: a network in memory. */
class GradientCheckTest {
    private static final DataSet EXAMPLES = new DataSet(
            Nd4j.create(new double[][] {{1, 2}, {-3, 0.5}, {0.25, -1}}),
            Nd4j.create(new double[][] {{1, 0}, {0, 1}, {1, 0}}));

    @Test
    void aStepThatAgreesIsAValueAndLeavesTheNetworkAlone() {
        MultiLayerNetwork network = network(new DenseLayer.Builder()
                .nIn(2)
                .nOut(3)
                .activation(Activation.TANH)
                .build());
        network.fit(EXAMPLES);
        INDArray before = network.params().dup();
        CheckResult result = GradientCheck.of(network).on(EXAMPLES);
        assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result.step("dW1").orElseThrow().counts()).hasSize(1);
        assertThat(network.params()).isEqualTo(before);
        assertThat(network.getIterationCount()).isEqualTo(1);
        assertThatCode(() -> GradientCheck.of(network).assertAgrees(EXAMPLES)).doesNotThrowAnyException();
    }

    /** ELU with an α of its own, whose derivative Deeplearning4j takes for that of α = 1. */
    @Test
    void whatDeviatesIsNamedFirst() {
        MultiLayerNetwork network = network(new DenseLayer.Builder()
                .nIn(2)
                .nOut(3)
                .activation(new ActivationELU(0.3))
                .build());
        assertThatThrownBy(() -> GradientCheck.of(network).assertAgrees(EXAMPLES))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("network: one Deeplearning4j fit on 3 examples, float64, checked step by step\n"
                        + "DEVIATES  first at dZ1")
                .hasMessageContaining("elu-alpha");
        assertThatCode(() -> GradientCheck.of(network).known("elu-alpha").assertAgrees(EXAMPLES))
                .doesNotThrowAnyException();
    }

    @Test
    void whatCannotBeCheckedIsSaid() {
        MultiLayerNetwork network =
                network(new DenseLayer.Builder().nIn(2).nOut(3).build());
        GradientCheck check = GradientCheck.of(network);
        assertThatThrownBy(() -> check.known("no-such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no known defect is called no-such; there are [");
        DataSet images = new DataSet(Nd4j.zeros(3, 1, 2), EXAMPLES.getLabels());
        assertThatThrownBy(() -> check.on(images))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the features must be a matrix with a row for each example, not of rank 3");
        MultiLayerNetwork notInitialised = new MultiLayerNetwork(network.getLayerWiseConfigurations());
        assertThatThrownBy(() -> GradientCheck.of(notInitialised))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network has no parameters yet: call init() first");
    }

    private static MultiLayerNetwork network(DenseLayer hidden) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .list()
                .layer(hidden)
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }
}
