package chalkline.network;

import static chalkline.TwoBranches.network;
import static chalkline.TwoBranches.vertex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.TwoBranches;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {

    @Test
    void aSequenceTakesFromTheLayerBefore() {
        List<Layer> layers = List.of(
                Layer.activation(3, Activation.TANH), Layer.dropout(3, 0.5), Layer.activation(3, Activation.RELU));
        Network network = Network.sequence("n", 1, Precision.FLOAT64, layers, Loss.MSE, Updater.sgd(0.1));
        assertThat(network.vertices()).extracting(Vertex::name).containsExactly("1", "2", "3");
        assertThat(network.vertices())
                .extracting(Vertex::inputs)
                .containsExactly(List.of("X"), List.of("1"), List.of("2"));
        assertThat(network.source(1)).isEqualTo(StepId.X);
        assertThat(network.source(3)).isEqualTo(StepId.a(2));
        network.requireSequence("nobody");
    }

    @Test
    void twoBranchesAreANetworkButNoSequence() {
        Network network = TwoBranches.network();
        assertThat(network.source(2)).isEqualTo(StepId.a(1));
        assertThat(network.source(3)).isEqualTo(StepId.a(1));
        assertThat(network.in(Precision.FLOAT32).vertices()).isEqualTo(network.vertices());
        assertThatThrownBy(() -> network.requireSequence("the derivation"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "branches: layer d takes layer b and layer c; the derivation covers networks whose layers take"
                                + " one input each");
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        refused("a network needs at least one layer");
        refused("layer b takes 3 inputs but is given 2 by layer a", vertex("a", 3, 2, "X"), vertex("b", 3, 1, "a"));
        refused(
                "layer c takes 2 inputs but is given 5 by X and layer a",
                vertex("a", 3, 2, "X"),
                vertex("c", 2, 1, "X", "a"));
        refused("layer a takes layer b, which must come before it", vertex("a", 3, 2, "b"), vertex("b", 2, 1, "a"));
        refused("two layers are called a", vertex("a", 3, 3, "X"), vertex("a", 3, 1, "a"));
        refused("nothing takes the output of layer a", vertex("a", 3, 2, "X"), vertex("b", 3, 1, "X"));
        assertThatThrownBy(() -> vertex("a", 3, 2)).hasMessage("layer a needs at least one input, and each once: []");
        assertThatThrownBy(() -> vertex("a", 6, 2, "X", "X"))
                .hasMessage("layer a needs at least one input, and each once: [X, X]");
    }

    private static void refused(String sentence, Vertex... vertices) {
        assertThatThrownBy(() -> network(vertices))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }
}
