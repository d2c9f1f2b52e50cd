package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.training.Recording;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Deeplearning4j makes of masked labels, one weight an output. */
class MaskDefectsTest {

    /**
     * Z is multiplied by the mask before softmax, so that a masked output takes part in the others' with e to the 0: of Z =
     * (1, 3) with the second one masked, the first should come to e/(e + e³) = 0.119…, and comes to e/(e + 1) = 0.731….
     */
    @Test
    void aMaskedOutputChangesTheOthersOfItsSoftmax() {
        Network network = network(Activation.SOFTMAX, Loss.MSE);
        Batch batch = batch(Matrix.of(1, 2, 1, 0));
        Recording recording = new Dl4j().build(network).record(batch);
        CheckResult result = Check.of(network, batch, recording.trace(), recording.matchesFit());

        assertThat(recording.matchesFit()).isTrue();
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation()).map(StepResult::name).contains("Z1");
        assertThat(recording.trace().value(StepId.of("Z1"))).isEqualTo(Matrix.of(1, 2, 1, 0));
        assertThat(Foretellings.of(network, batch, recording.trace(), "Z1")).isEqualTo("masked-softmax");
        double wrong = Math.E / (Math.E + 1);
        double right = Math.E / (Math.E + Math.exp(3));
        assertThat(recording.trace().value(StepId.of("loss")).get(0))
                .isCloseTo((wrong - 1) * (wrong - 1) / 2, within(1e-12));
        assertThat(Math.abs(wrong - right)).isGreaterThan(0.6);
    }

    @Test
    void masksOfOutputsThatStandForThemselvesAndOfWholeExamplesAgree() {
        Batch two = new Batch(
                Matrix.of(3, 1, 1, 2, -1), Matrix.of(3, 2, 1, 0, 0, 1, 1, 0), List.of("x"), List.of("y1", "y2"));
        agrees(network(Activation.SIGMOID, Loss.MSE), two.masked(Matrix.of(3, 2, 1, 0, 1, 1, 0, 1)), 3);
        agrees(network(Activation.SOFTMAX, Loss.MCXENT), two.masked(Matrix.of(3, 1, 1, 0, 1)), 3);
        agrees(network(Activation.SIGMOID, Loss.XENT), two.masked(Matrix.of(3, 1, 1, 0, 0)), 3);
    }

    private static void agrees(Network network, Batch batch, int examples) {
        Recording recording = new Dl4j().build(network).record(batch);
        CheckResult result = Check.of(network, batch, recording.trace(), recording.matchesFit());
        assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(recording.trace().value(StepId.of("mask")))
                .isEqualTo(batch.mask().orElseThrow());
        assertThat(recording.trace().examples()).isEqualTo(examples);
    }

    @Test
    void namesTheMasksThatAreNotCovered() {
        assertThatThrownBy(() -> new Dl4j()
                        .build(network(Activation.SOFTMAX, Loss.MCXENT))
                        .record(batch(Matrix.of(1, 2, 1, 0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "Deeplearning4j refuses a mask of single labels with mcxent and softmax: mask whole examples");
        assertThatThrownBy(() -> new Dl4j()
                        .build(network(Activation.SOFTMAX, Loss.MCXENT))
                        .record(batch(Matrix.of(1, 1, 1))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "Deeplearning4j takes the mask of a batch of one example for one of single labels, which it refuses"
                                + " with mcxent and softmax: give it larger batches");
        Network loss = Network.sequence(
                "n",
                1,
                Precision.FLOAT64,
                List.of(layer(Activation.IDENTITY), Layer.activation(2, Activation.SIGMOID)),
                Loss.MSE,
                Updater.sgd(0.1));
        assertThatThrownBy(() -> new Dl4j().build(loss).record(batch(Matrix.of(1, 1, 1))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "a mask of the labels goes with an output layer; a loss layer without weights is not covered");
    }

    private static Batch batch(Matrix mask) {
        return new Batch(Matrix.of(1, 1, 1), Matrix.of(1, 2, 1, 0), List.of("x"), List.of("y1", "y2")).masked(mask);
    }

    private static Network network(Activation activation, Loss loss) {
        return Network.sequence("n", 1, Precision.FLOAT64, List.of(layer(activation)), loss, Updater.sgd(0.1));
    }

    private static Layer layer(Activation activation) {
        return Layer.dense(
                1,
                2,
                activation,
                Initialiser.XAVIER,
                Optional.of(Matrix.of(1, 2, 1, 3)),
                Optional.of(Matrix.zeros(1, 2)));
    }
}
