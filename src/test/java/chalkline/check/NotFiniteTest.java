package chalkline.check;

import static chalkline.check.Subject.filled;
import static chalkline.check.Subject.of;
import static chalkline.check.Subject.subject;
import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of the first number that is not finite, and what follows for the whole. */
class NotFiniteTest {
    private static final Subject PLAIN =
            subject(Precision.FLOAT32, Loss.L2, Matrix.of(2, 2, 1, 2, 3, 4), of2(1, 1), of(0.5), Matrix.of(2, 1, 1, 1));

    private static Matrix of2(double first, double second) {
        return Matrix.of(2, 1, first, second);
    }

    private static Optional<String> message(CheckResult result) {
        return result.findings().stream()
                .filter(finding -> finding.code() == Finding.Code.NOT_FINITE)
                .map(Finding::message)
                .findFirst();
    }

    @Test
    void ofFiniteNumbersNothingIsSaid() {
        assertThat(message(PLAIN.check())).isEmpty();
        assertThat(PLAIN.check().verdict()).isEqualTo(Verdict.AGREES);
    }

    /** As a model zip may hold them. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aParameterThatTheStepStartedFrom(double bad) {
        Subject zip = subject(
                Precision.FLOAT32, Loss.L2, Matrix.of(2, 2, 1, 2, 3, 4), of2(1, bad), of(0.5), Matrix.of(2, 1, 1, 1));
        CheckResult result = zip.check();
        assertThat(message(result)).contains("W1, input 2, is " + bad + " already before the step");
        assertThat(result.findings().get(0).code()).isEqualTo(Finding.Code.NOT_FINITE);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void anInput() {
        Subject inputs = subject(
                Precision.FLOAT64, Loss.L2, Matrix.of(2, 2, 1, 2, Double.NaN, 4), of2(1, 1), of(0.5), of2(1, 1));
        assertThat(message(inputs.check())).contains("X, row 2, column 1, is NaN already before the step");
        assertThat(inputs.check().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aLabel() {
        Subject labels = subject(
                Precision.FLOAT64, Loss.L2, Matrix.of(2, 2, 1, 2, 3, 4), of2(1, 1), of(0.5), of2(1, Double.NaN));
        assertThat(message(labels.check())).contains("loss is NaN: y, row 2, is NaN");
        assertThat(labels.check().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** A fault of the implementation, and said as one. */
    @Test
    void whatItsFormulaDoesNotExplain() {
        CheckResult result = PLAIN.with("A1", of2(3.5, Double.NaN)).check();
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(message(result))
                .contains("A1, row 2, is NaN: its formula on its own earlier steps gives 7.5, which float32 holds");
    }

    @Test
    void aSumThatOverflowsInSomeOrder() {
        Subject sums = subject(
                        Precision.FLOAT32,
                        Loss.L2,
                        of(2e38, 2e38, -2e38, -2e38),
                        Matrix.of(4, 1, 1, 1, 1, 1),
                        of(0),
                        of(1))
                .with("Z1", Double.NaN);
        assertThat(message(sums.check()).orElseThrow())
                .startsWith("Z1 is NaN: the sum ")
                .endsWith("in some order of its terms, is beyond float32's largest number, 3.4028235e38");
        assertThat(sums.check().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aGradientThatOverflowsBeforeItIsDivided() {
        Subject gradient = subject(Precision.FLOAT32, Loss.L2, filled(8, 1, 8e18), of(1), of(0), filled(8, 1, -8e18))
                .dividedBy(8)
                .with("loss", 1)
                .with("dW1", Double.POSITIVE_INFINITY);
        assertThat(message(gradient.check()).orElseThrow())
                .startsWith("dW1 is Infinity: the sum ")
                .endsWith("is beyond float32's largest number, 3.4028235e38, before it is divided");
    }

    /** An infinite weight is no success, whatever its bound. */
    @Test
    void anUpdateThatIsNotFinite() {
        Subject overflow = subject(Precision.FLOAT32, new Loss(Loss.Kind.WASSERSTEIN), of(3e38), of(1), of(0), of(1))
                .with("W1.next", Double.POSITIVE_INFINITY);
        CheckResult result = overflow.check();
        assertThat(message(result).orElseThrow()).startsWith("W1.next is Infinity: ");
        assertThat(result.verdict()).isNotEqualTo(Verdict.AGREES);
    }

    /** Every part of the rule for lost steps: 3·2 − 6 cancels to nothing but rounding. */
    @Test
    void aLostStepOnTheWayIsInconclusiveAndALossIsNot() {
        Subject cancelled = subject(Precision.FLOAT64, Loss.MSE, of(3), of(2), of(-6), of(4));
        assertThat(cancelled.verdict("Z1")).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(cancelled.check().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // y·a over outputs that cancel: the loss says nothing, its gradient y everything.
        Subject loss =
                subject(Precision.FLOAT32, new Loss(Loss.Kind.WASSERSTEIN), of(3), of(0.1f, 0.1f), of(0, 0), of(1, -1));
        assertThat(loss.verdict("loss")).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(loss.check().verdict()).isEqualTo(Verdict.AGREES);
    }

    @Test
    void aBiasGradientThatCancelsIsNoReasonBesideItsWeights() {
        // 0.1 + 0.2 − 0.3 is nothing but rounding.
        Subject one = subject(
                Precision.FLOAT64, Loss.L2, Matrix.of(3, 1, 1, 2, 4), of(0), of(0), Matrix.of(3, 1, -0.1, -0.2, 0.3));
        assertThat(one.verdict("db1")).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(one.verdict("dW1")).isEqualTo(StepVerdict.AGREES);
        assertThat(one.check().verdict()).isEqualTo(Verdict.AGREES);
    }

    @Test
    void namesOfStepsWithARowForEachExample() {
        for (String name : List.of("X", "y", "Z1", "A12", "dZ2", "dA1", "U1", "dU3", "S2", "M1", "D1", "dD1", "mask")) {
            assertThat(StepId.of(name).isByExample()).as(name).isTrue();
        }
        for (String name : List.of("W1", "dW1", "db1", "W1.next", "g1", "loss", "score", "b1.m", "rate")) {
            assertThat(StepId.of(name).isByExample()).as(name).isFalse();
        }
    }
}
