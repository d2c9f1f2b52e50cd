package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.dl4j.Dl4jModel;
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
import chalkline.training.Recording;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * A loss layer takes its score of the wrong numbers. Its activation's way back overwrites the layer's input with dZ, and only
 * then the score is computed from that input. Gradients are right; the score that fit() reports is not.
 */
class LossLayerScoreTest {
    /** σ(0.75), to 30 digits. */
    private static final BigDecimal A = new BigDecimal("0.679178699175392973159680115777");

    @Test
    void theScoreOfALossLayerWithSigmoidIsThatOfItsGradient() {
        Network network = network(Activation.SIGMOID);
        Batch batch = new Batch(Matrix.of(1, 1, 1.5), Matrix.of(1, 1, 1), List.of("x"), List.of("y"));
        Dl4jModel model = new Dl4j().build(network);
        Recording recording = model.record(batch);
        CheckResult result = Check.of(network, batch, recording.trace(), recording.matchesFit());

        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.steps().stream().filter(step -> step.verdict().contradicts()))
                .extracting(StepResult::name)
                .containsExactly("loss");
        assertThat(Foretellings.of(network, batch, recording.trace(), "loss")).isEqualTo("loss-layer-score");

        // (σ(0.75) − 1)², beside (σ(dZ) − 1)² with dZ = 2(σ − 1)·σ(1 − σ), which is what the fit reports.
        double right = A.subtract(BigDecimal.ONE).pow(2).doubleValue();
        double dZ = A.subtract(BigDecimal.ONE)
                .multiply(BigDecimal.valueOf(2))
                .multiply(A)
                .multiply(BigDecimal.ONE.subtract(A))
                .doubleValue();
        double wrong = Math.pow(1 / (1 + Math.exp(-dZ)) - 1, 2);
        double reported = recording.trace().value(StepId.of("loss")).get(0);
        assertThat(right).isCloseTo(0.102926307062792997, Offset.offset(1e-16));
        assertThat(reported).isCloseTo(wrong, Offset.offset(1e-12));
        assertThat(Math.abs(reported - right)).isGreaterThan(0.1);
        // The same layer's score without a fit before it is right.
        assertThat(new Dl4j().build(network).loss(batch)).isCloseTo(right, Offset.offset(1e-15));
    }

    /** ReLU and identity leave the input as it is. */
    @Test
    void withReluTheScoreIsRight() {
        Network network = network(Activation.RELU);
        Batch batch = new Batch(Matrix.of(1, 1, 1.5), Matrix.of(1, 1, 1), List.of("x"), List.of("y"));
        Recording recording = new Dl4j().build(network).record(batch);

        assertThat(Check.of(network, batch, recording.trace(), recording.matchesFit())
                        .verdict())
                .isEqualTo(Verdict.AGREES);
    }

    private static Network network(Activation activation) {
        return Network.sequence(
                "loss-layer",
                1,
                Precision.FLOAT64,
                List.of(
                        Layer.dense(
                                        1,
                                        1,
                                        Activation.IDENTITY,
                                        Initialiser.XAVIER,
                                        Optional.of(Matrix.of(1, 1, 0.5)),
                                        Optional.empty())
                                .withoutBias(),
                        Layer.activation(1, activation)),
                Loss.MSE,
                Updater.sgd(0.1));
    }
}
