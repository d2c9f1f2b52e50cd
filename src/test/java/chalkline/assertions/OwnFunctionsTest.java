package chalkline.assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.check.CheckResult;
import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.ops.transforms.Transforms;

/** An activation and a loss of somebody's own in a network that is known apart from them. */
class OwnFunctionsTest {
    enum Type {
        FLOAT,
        DOUBLE
    }

    /** z·tanh(z), with a derivative that may be wrong. */
    private static final class Bent extends BaseActivationFunction {
        private static final long serialVersionUID = 1L;
        private final double factor;

        Bent(double factor) {
            this.factor = factor;
        }

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return in.muli(Transforms.tanh(in, true));
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            INDArray tanh = Transforms.tanh(in, true);
            INDArray slope = tanh.add(in.mul(tanh.mul(tanh).rsub(1)));
            return new Pair<>(slope.mul(epsilon).muli(factor), null);
        }
    }

    /** The sum over the outputs of (a − y)⁴, with a gradient that may be wrong. */
    private static final class Fourth implements ILossFunction {
        private static final long serialVersionUID = 1L;
        private final double factor;

        Fourth(double factor) {
            this.factor = factor;
        }

        @Override
        public double computeScore(INDArray labels, INDArray z, IActivation f, INDArray mask, boolean average) {
            double sum = computeScoreArray(labels, z, f, mask).sumNumber().doubleValue();
            return average ? sum / labels.size(0) : sum;
        }

        @Override
        public INDArray computeScoreArray(INDArray labels, INDArray z, IActivation f, INDArray mask) {
            return Transforms.pow(f.getActivation(z.dup(), true).sub(labels), 4).sum(true, 1);
        }

        @Override
        public INDArray computeGradient(INDArray labels, INDArray z, IActivation f, INDArray mask) {
            INDArray difference = f.getActivation(z.dup(), true).sub(labels);
            return f.backprop(z.dup(), Transforms.pow(difference, 3).muli(4 * factor))
                    .getFirst();
        }

        @Override
        public Pair<Double, INDArray> computeGradientAndScore(
                INDArray labels, INDArray z, IActivation f, INDArray mask, boolean average) {
            return new Pair<>(computeScore(labels, z, f, mask, average), computeGradient(labels, z, f, mask));
        }

        @Override
        public String name() {
            return "fourth";
        }
    }

    static DataSet examples(Type type) {
        DataType data = DataType.valueOf(type.name());
        return new DataSet(
                Nd4j.create(new double[][] {{1, 2}, {-3, 0.5}, {0.25, -1}, {0, 0}})
                        .castTo(data),
                Nd4j.create(new double[][] {{1, 0.5}, {0, 1}, {1, -0.25}, {0.75, 2}})
                        .castTo(data));
    }

    private static MultiLayerNetwork network(Type type, IActivation hidden, ILossFunction loss) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.valueOf(type.name()))
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(4)
                        .activation(hidden)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void whatIsRightAgreesAndIsMarked(Type type) {
        CheckResult result =
                GradientCheck.of(network(type, new Bent(1), new Fourth(1))).on(examples(type));
        assertThat(result.steps().stream().filter(StepResult::contradicts)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result.step("dW2").orElseThrow().counts()).hasSize(1);
        assertThat(result.findings().stream().filter(each -> each.code() == Finding.Code.NUMERICAL))
                .extracting(Finding::message)
                .hasSize(2)
                .first()
                .asString()
                .startsWith(
                        "dZ1 has no derivation, for Bent is not known: it was held against an extrapolated difference of "
                                + "its own forward pass, whose estimated error is at most ");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void aWrongDerivativeIsFoundAtItsStep(Type type) {
        assertThatThrownBy(() -> GradientCheck.of(network(type, new Bent(1.001), new LossMSE()))
                        .assertAgrees(examples(type)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("DEVIATES  first at dZ1")
                .hasMessageContaining(
                        "an extrapolated difference of the forward pass of Bent on its own earlier steps gives");
        CheckResult loss = GradientCheck.of(network(type, new ActivationTanH(), new Fourth(1.001)))
                .on(examples(type));
        assertThat(loss.steps().stream().filter(StepResult::contradicts))
                .extracting(StepResult::name)
                .containsExactly("dZ3");
    }
}
