package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a step shows of its units: one input from 1 to N, a hidden layer of two units, one output. */
class UnitSignsTest {
    private static final Matrix OUT = Matrix.of(2, 1, 1, 1);

    private static UnitSigns signs(Activation hidden, int rows, double w1, double w2, double bias, double scale) {
        Matrix w = Matrix.of(1, 2, w1, w2);
        Matrix b = Matrix.of(1, 2, bias, bias);
        Matrix out = Matrix.of(2, 1, scale * OUT.get(0), scale * OUT.get(1));
        Matrix zero = Matrix.of(1, 1, 0);
        Network network = Network.sequence(
                "n",
                1,
                Precision.FLOAT64,
                List.of(
                        Layer.dense(1, 2, hidden, Initialiser.XAVIER, Optional.of(w), Optional.of(b)),
                        Layer.dense(
                                2, 1, Activation.IDENTITY, Initialiser.XAVIER, Optional.of(out), Optional.of(zero))),
                Loss.MSE,
                Updater.sgd(0.5));
        Matrix x = Matrix.of(
                rows, 1, IntStream.rangeClosed(1, rows).asDoubleStream().toArray());
        Batch batch = new Batch(x, Matrix.of(rows, 1, new double[rows]), List.of("x"), List.of("y"));
        return new UnitSigns(
                network,
                PlainStep.of(
                        network, batch, Map.of(StepId.w(1), w, StepId.b(1), b, StepId.w(2), out, StepId.b(2), zero)));
    }

    @Test
    void aReluLayerOfWhichAllUnitsAreDead() {
        UnitSigns dead = signs(Activation.RELU, 8, -1, -2, 0, 1);
        assertThat(dead.isDead()).isTrue();
        assertThat(dead.findings()).extracting(Finding::code).containsExactly(Finding.Code.DEAD_RELU);
        assertThat(dead.findings())
                .extracting(Finding::message)
                .containsExactly("100 % of the ReLU units of layer 1 are 0 on all 8 rows, where they learn nothing");
        assertThat(dead.findings()).extracting(Finding::step).containsExactly(StepId.a(1));
    }

    @Test
    void halfOfThemOrAUnitThatIsAliveOnOneRowIsNone() {
        assertThat(signs(Activation.RELU, 8, -1, 2, 0, 1).findings()).isEmpty();
        assertThat(signs(Activation.RELU, 8, -1, -2, 1.5, 1).findings()).isEmpty();
        assertThat(signs(Activation.IDENTITY, 8, -1, -2, 0, 1).findings()).isEmpty();
    }

    @Test
    void aLayerWithoutSlope() {
        UnitSigns flat = signs(Activation.TANH, 8, 5, -5, 0, 1);
        assertThat(flat.isSaturated()).isTrue();
        assertThat(flat.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "100 % of the outputs of layer 1 have a slope below 0.01: hardly any gradient comes through");
        assertThat(flat.findings()).extracting(Finding::code).containsExactly(Finding.Code.SATURATED);
        assertThat(signs(Activation.TANH, 8, 0.1, -0.1, 0, 1).findings()).isEmpty();
    }

    @Test
    void inAFewRowsThatMayBeChance() {
        assertThat(signs(Activation.RELU, 7, -1, -2, 0, 1).findings()).isEmpty();
    }

    @Test
    void outputsThatDoNotDifferBetweenRows() {
        assertThat(signs(Activation.TANH, 8, 0.5, 0.3, 0, 1e-4).isBlind()).isTrue();
        assertThat(signs(Activation.TANH, 8, 0.5, 0.3, 0, 1e-1).isBlind()).isFalse();
    }

    /** All weights are 1: A2 = 2x, dA2 = 2 · 2x, each entry of dW1 and dW2 is 4 · mean(x²), and the rate is a half. */
    @Test
    void byHowMuchTheWeightsMove() {
        double meanSquare =
                IntStream.rangeClosed(1, 8).map(x -> x * x).average().orElseThrow();
        assertThat(signs(Activation.RELU, 8, 1, 1, 0, 1).updateRatio()).isCloseTo(2 * meanSquare, within(1e-9));
    }
}
