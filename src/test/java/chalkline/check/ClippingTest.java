package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loss, or its gradient, that comes of outputs moved away from 0 and 1, and what else may be wrong with it. */
class ClippingTest {
    private static final Loss KL_DIVERGENCE = new Loss(Loss.Kind.KL_DIVERGENCE);

    /** A = σ(50) is 1 in float64, y = 0: the loss is -ln(1 - 1). */
    @ParameterizedTest
    @ValueSource(strings = {"1e-2", "1e-5", "1e-10", "1e-15", "1e-16"})
    void theLossOfAnOutputKeptBelowOne(String limit) {
        double most = 1 - Double.parseDouble(limit);
        assertThat(clipping(saturated().with("loss", -Math.log(1 - most))))
                .containsExactly("loss is explained by outputs clipped to [" + limit + ", 1 - " + limit + "]");
    }

    /** A = σ(-800) is 0 in float64, y = 1: the loss is -ln 0. */
    @ParameterizedTest
    @ValueSource(strings = {"1e-2", "1e-10", "1e-16"})
    void theLossOfAnOutputKeptAboveZero(String limit) {
        Subject subject = sigmoid(Loss.XENT, -800, 1);
        assertThat(clipping(subject.with("loss", -Math.log(Double.parseDouble(limit)))))
                .containsExactly("loss is explained by outputs clipped to [" + limit + ", 1 - " + limit + "]");
    }

    /** (a - y) / (a(1 - a)) = 1 / (1 - a) where y = 0. */
    @Test
    void theGradientOfAClippedOutput() {
        double most = 1 - 1e-10;
        assertThat(clipping(saturated().with("dA1", 1 / (1 - most))))
                .containsExactly("dA1 is explained by outputs clipped to [1e-10, 1 - 1e-10]");
    }

    /** The limits are rounded to the precision: 1 - 1e-5 is 0.9999899864 in float32. */
    @Test
    void limitsInFloat32() {
        Subject subject = one(Precision.FLOAT32, Loss.XENT, Activation.SIGMOID, 50, 0);
        float most = (float) (1 - 1e-5);
        assertThat(clipping(subject.with("loss", (float) -Math.log(1 - (double) most))))
                .containsExactly("loss is explained by outputs clipped to [1e-5, 1 - 1e-5]");
    }

    /** A = (1, 0), y = (0, 1): 1e-5·ln(1e-5 / 1) + 1·ln(1 / 1e-5) once both are 1e-5 or more. */
    @Test
    void outputsAndLabelsKeptAboveZero() {
        Subject subject = Subject.subject(
                Precision.FLOAT64,
                KL_DIVERGENCE,
                Activation.SOFTMAX,
                Subject.of(800),
                Subject.of(1, -1),
                Subject.of(0, 0),
                Subject.of(0, 1));
        assertThat(clipping(subject.with("loss", (1 - 1e-5) * -Math.log(1e-5))))
                .containsExactly("loss is explained by outputs and labels clipped to [1e-5, 1]");
    }

    /** A = (½, 2), y = (3, 1): 3·ln 2 - ln 2, but ln 2 where 2 and 3 are taken for 1. */
    @Test
    void outputsAndLabelsMovedIntoTheUnitInterval() {
        Subject subject = Subject.subject(
                Precision.FLOAT64, Loss.MCXENT, Subject.of(1), Subject.of(0.5, 2), Subject.of(0, 0), Subject.of(3, 1));
        assertThat(clipping(subject)).isEmpty();
        assertThat(clipping(subject.with("loss", Math.log(2))))
                .containsExactly("loss is explained by outputs and labels clipped to [0, 1]");
    }

    @Test
    void noLimitExplainsAnotherValue() {
        assertThat(clipping(saturated().with("loss", 17))).isEmpty();
        assertThat(clipping(saturated().with("dA1", 17))).isEmpty();
    }

    /** A = 2, y = 0: 4, and 1 for an output taken for 1; but nobody clips where no logarithm is taken. */
    @Test
    void aLossWithoutLogarithmsIsNotClipped() {
        Subject subject = one(Precision.FLOAT64, Loss.MSE, Activation.IDENTITY, 2, 0);
        assertThat(subject.with("loss", 1).verdict("loss")).isEqualTo(StepVerdict.DEVIATES);
        assertThat(clipping(subject.with("loss", 1))).isEmpty();
    }

    /** Outputs within (0, 1) stay what they are when clipped: that is no news. */
    @Test
    void whatAgreesNeedsNoExplanation() {
        assertThat(clipping(sigmoid(Loss.XENT, 0, 1))).isEmpty();
    }

    /** dA = -2, which is also what the gradient would be with clipped outputs; dZ = -½. */
    @Test
    void onlyTheLossAndItsGradientAreExplained() {
        Subject wrong = sigmoid(Loss.XENT, 0, 1).with("dZ1", -2);
        assertThat(wrong.verdict("dZ1")).isEqualTo(StepVerdict.DEVIATES);
        assertThat(clipping(wrong)).isEmpty();
    }

    private static Subject saturated() {
        return sigmoid(Loss.XENT, 50, 0);
    }

    private static Subject sigmoid(Loss loss, double z, double y) {
        return one(Precision.FLOAT64, loss, Activation.SIGMOID, z, y);
    }

    /** One example, one input of 1, one output. */
    private static Subject one(Precision precision, Loss loss, Activation activation, double z, double y) {
        Matrix one = Subject.of(1);
        return Subject.subject(precision, loss, activation, one, Subject.of(z), Subject.of(0), Subject.of(y));
    }

    private static List<String> clipping(Subject subject) {
        return subject.check().findings().stream()
                .filter(finding -> finding.code() == Finding.Code.CLIPPED)
                .map(Finding::message)
                .toList();
    }
}
