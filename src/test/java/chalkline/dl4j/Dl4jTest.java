package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.TwoBranches;
import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import chalkline.training.State;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.nativeblas.NativeOpsHolder;

class Dl4jTest {

    @Test
    void setsTheGivenParameters() {
        MultiLayerNetwork built = Dl4j.network(Networks.worksheet(Precision.FLOAT64));

        assertThat(built.params().dataType()).isEqualTo(DataType.DOUBLE);
        // Column by column: each unit's weights, as the worksheet writes them.
        assertThat(built.params().toDoubleVector())
                .containsExactly(.1, .2, .3, .4, .5, .6, .7, .8, .9, .1, .2, .3, .2, .4, .6, .5);
    }

    @Test
    void drawsTheParametersFromTheSeed() {
        Network seven = Networks.network(Precision.FLOAT32, Loss.L2, Activation.RELU, Activation.TANH, 4, 3, 2);
        Network eight = Network.sequence("drawn", 8, seven.precision(), seven.layers(), seven.loss(), seven.updater());
        State drawn = new Dl4j().build(seven).state();

        assertThat(new Dl4j().build(seven).state()).isEqualTo(drawn);
        assertThat(new Dl4j().build(eight).state()).isNotEqualTo(drawn);
    }

    @Test
    void aLayerOfSeveralInputsIsRefused() {
        assertThatThrownBy(() -> new Dl4j().build(TwoBranches.network()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("branches: layer d takes layer b and layer c; the engine dl4j covers networks whose layers"
                        + " take one input each");
    }

    @ParameterizedTest
    @EnumSource
    void everyInitialiserBuilds(Initialiser.Kind kind) {
        Initialiser initialiser = new Initialiser(kind, kind.hasWidth() ? 0.25 : 0);
        Layer layer = Layer.dense(3, 2, Activation.TANH, initialiser, Optional.empty(), Optional.empty());
        Network network = Network.sequence("drawn", 1, Precision.FLOAT64, List.of(layer), Loss.L2, Updater.sgd(1));

        Dl4jModel model = new Dl4j().build(network);

        assertThat(model.inspect().layers().get(0).initialiser())
                .contains(kind.hasWidth() ? "WeightInitDistribution" : initialiser.label());
        assertThat(model.network("m.zip").layer(1).initialiser()).isEqualTo(initialiser);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SOFTMAX | MSE    | 1 | drawn: layer 2: Deeplearning4j refuses softmax with 1 unit, whose output is always 1
            SOFTMAX | MCXENT | 1 | drawn: layer 2: Deeplearning4j refuses softmax with 1 unit, whose output is always 1
            SIGMOID | MCXENT | 2 | drawn: layer 2: Deeplearning4j refuses the loss mcxent with the activation sigmoid; it goes with softmax
            RELU    | MCXENT | 2 | drawn: layer 2: Deeplearning4j refuses the loss mcxent with the activation relu; it goes with softmax
            SOFTMAX | XENT   | 2 | drawn: layer 2: Deeplearning4j refuses the loss xent with the activation softmax; it goes with sigmoid
            TANH    | XENT   | 1 | drawn: layer 2: Deeplearning4j refuses the loss xent with the activation tanh; it goes with sigmoid
            """)
    void saysWhatDeeplearning4jRefuses(Activation.Kind kind, Loss.Kind loss, int units, String message) {
        Activation output = Activation.of(kind);
        Network network = Networks.network(Precision.FLOAT64, new Loss(loss), Activation.RELU, output, 3, 4, units);

        assertThatThrownBy(() -> new Dl4j().build(network))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void runsOnOneThread() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(2);

        assertThat(new Dl4j().name()).isEqualTo("Deeplearning4j");
        new Dl4j().build(Networks.network(Precision.FLOAT64, Loss.MSE, Activation.RELU, Activation.IDENTITY, 3, 4, 1));
        assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads())
                .isEqualTo(1);
    }
}
