package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepVerdict;
import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.GradientNormalisation;
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
import org.junit.jupiter.api.Test;

/** Clipping is asked for because gradients may be large; the largest ones are lost to it. */
class GradientNormTest {

    /** x = 2⁸⁰ and w = 0, y = −1: dW = 2x, of which the square, 2¹⁶², is no float. */
    @Test
    void aGradientThatIsToBeClippedBecomesZero() {
        Layer layer = Layer.dense(
                        1,
                        1,
                        Activation.IDENTITY,
                        Initialiser.XAVIER,
                        Optional.of(Matrix.of(1, 1, 0)),
                        Optional.empty())
                .withoutBias()
                .with(new GradientNormalisation(GradientNormalisation.Kind.CLIP_L2_PER_LAYER, 1));
        Network network = Network.sequence("large", 1, Precision.FLOAT32, List.of(layer), Loss.L2, Updater.sgd(0.5));
        Batch batch = new Batch(Matrix.of(1, 1, 0x1p80), Matrix.of(1, 1, -1), List.of("x"), List.of("y"));
        Recording recording = new Dl4j().build(network).record(batch);
        CheckResult result = Check.of(network, batch, recording.trace(), recording.matchesFit());

        // Squares that leave the precision have no bound: whoever sums them may get it wrong.
        assertThat(result.firstDeviation()).isEmpty();
        assertThat(result.step("W1.next").orElseThrow().verdict()).isEqualTo(StepVerdict.UNDECIDED);
        assertThat(new BigDecimal(recording.trace().value(StepId.of("dW1")).get(0)))
                .isEqualByComparingTo(BigDecimal.valueOf(2).pow(81));
        // 0 − ½·1, not 0.
        assertThat(recording.trace().value(StepId.of("W1.next")).get(0)).isZero();
        assertThat(result.step("W1.next").orElseThrow().truth().orElseThrow().get(0))
                .isEqualTo(-0.5);
    }
}
