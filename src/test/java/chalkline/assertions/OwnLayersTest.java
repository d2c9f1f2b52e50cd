package chalkline.assertions;

import static chalkline.assertions.OwnFunctionsTest.examples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.assertions.OwnFunctionsTest.Type;
import chalkline.check.CheckResult;
import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.network.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A hidden layer of somebody's own between layers that are known. */
class OwnLayersTest {
    /** Which of its gradients is wrong, and by what factor. */
    private record Fault(String of, double factor) {
        double factor(String gradient) {
            return of.equals(gradient) ? factor : 1;
        }
    }

    private static final Fault NONE = new Fault("", 1);

    /** sin(X·W + b), of another width than its input. */
    private static final class Wave extends FeedForwardLayer {
        private static final long serialVersionUID = 1L;
        private final Fault fault;

        Wave(int inputs, int outputs, Fault fault) {
            this.fault = fault;
            setNIn(inputs);
            setNOut(outputs);
            setLayerName("wave");
            setWeightInitFn(WeightInit.XAVIER.getWeightInitFunction());
            setActivationFn(Activation.IDENTITY.getActivationFunction());
            setIUpdater(new Adam(0.01));
        }

        @Override
        public org.deeplearning4j.nn.api.Layer instantiate(
                NeuralNetConfiguration conf,
                Collection<TrainingListener> listeners,
                int index,
                INDArray parameters,
                boolean initialise,
                DataType type) {
            WaveLayer layer = new WaveLayer(conf, type);
            layer.setListeners(listeners);
            layer.setIndex(index);
            layer.setParamsViewArray(parameters);
            Map<String, INDArray> table = initializer().init(conf, parameters, initialise);
            layer.setParamTable(table);
            return layer;
        }

        @Override
        public ParamInitializer initializer() {
            return DefaultParamInitializer.getInstance();
        }

        @Override
        public InputType getOutputType(int index, InputType input) {
            return InputType.feedForward(getNOut());
        }

        @Override
        public LayerMemoryReport getMemoryReport(InputType input) {
            return null;
        }
    }

    private static final class WaveLayer extends BaseLayer<Wave> {
        private static final long serialVersionUID = 1L;

        WaveLayer(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        private INDArray z() {
            return input.mmul(getParam("W")).addiRowVector(getParam("b"));
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr manager) {
            return manager.leverageTo(ArrayType.ACTIVATIONS, Transforms.sin(z(), false));
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr manager) {
            Fault fault = layerConf().fault;
            INDArray dz = Transforms.cos(z(), false).muli(epsilon);
            INDArray dw = gradientViews.get("W");
            dw.assign(input.transpose().mmul(dz).muli(fault.factor("W")));
            INDArray db = gradientViews.get("b");
            db.assign(dz.sum(true, 0).muli(fault.factor("b")));
            Gradient gradient = new DefaultGradient();
            gradient.gradientForVariable().put("W", dw);
            gradient.gradientForVariable().put("b", db);
            INDArray dx = dz.mmul(getParam("W").transpose()).muli(fault.factor("X"));
            return new Pair<>(gradient, manager.leverageTo(ArrayType.ACTIVATION_GRAD, dx));
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }
    }

    /** Its own layer is the second, or the first. */
    private static MultiLayerNetwork network(Type type, boolean second, Fault fault) {
        DenseLayer dense = new DenseLayer.Builder()
                .nIn(second ? 2 : 4)
                .nOut(3)
                .activation(Activation.TANH)
                .build();
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.valueOf(type.name()))
                .updater(new Adam(0.01))
                .list();
        if (second) {
            list.layer(dense).layer(new Wave(3, 5, fault));
        } else {
            list.layer(new Wave(2, 4, fault)).layer(dense);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(second ? 5 : 3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void whatIsRightAgreesAndIsMarked(Type type) {
        CheckResult result = GradientCheck.of(network(type, true, NONE)).on(examples(type));
        assertThat(result.steps().stream().filter(StepResult::contradicts)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result.steps().stream().map(StepResult::name))
                .contains("A2", "dA2", "dW2", "db2", "dA1", "dZ1", "dW1", "W1.next")
                .doesNotContain("Z2", "dZ2", "W2.next");
        assertThat(result.findings())
                .filteredOn(each -> each.code() == Finding.Code.NUMERICAL)
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("dA1, dW2, db2 have no derivation, for Wave is not known")
                .endsWith("what the updater makes of its parameters is not checked");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void asTheFirstLayerIsHeldByItsParameters(Type type) {
        CheckResult right = GradientCheck.of(network(type, false, NONE)).on(examples(type));
        assertThat(right.verdict()).isEqualTo(Verdict.AGREES);
        CheckResult wrong =
                GradientCheck.of(network(type, false, new Fault("W", 0.999))).on(examples(type));
        assertThat(wrong.steps().stream().filter(StepResult::contradicts))
                .extracting(StepResult::name)
                .containsExactly("dW1");
    }

    @ParameterizedTest
    @CsvSource({"X, dA1", "W, dW2", "b, db2"})
    void aWrongGradientIsFoundAtItsStepAlone(String of, String step) {
        for (Type type : Type.values()) {
            GradientCheck check = GradientCheck.of(network(type, true, new Fault(of, 1.001)));
            assertThat(check.on(examples(type)).steps().stream().filter(StepResult::contradicts))
                    .extracting(StepResult::name)
                    .isEqualTo(List.of(step));
            assertThatThrownBy(() -> check.assertAgrees(examples(type)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("DEVIATES  first at " + step);
        }
    }

    /** The network itself stays as it is. */
    @ParameterizedTest
    @EnumSource(Type.class)
    void theNetworkIsNotChanged(Type type) {
        MultiLayerNetwork network = network(type, true, NONE);
        INDArray before = network.params().dup();
        network.fit(examples(type));
        INDArray after = network.params().dup();
        network.setParams(before);
        MultiLayerNetwork other = network(type, true, NONE);
        GradientCheck.of(other).on(examples(type));
        assertThat(other.params()).isEqualTo(before);
        other.fit(examples(type));
        assertThat(other.params()).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void asTheLastLayerItIsRefusedByName(Type type) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.valueOf(type.name()))
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(new Wave(2, 2, NONE))
                .build());
        network.init();
        assertThatThrownBy(() -> GradientCheck.of(network).on(examples(type)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Wave");
    }
}
