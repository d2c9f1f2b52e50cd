package chalkline.check;

import static chalkline.check.Subject.filled;
import static chalkline.check.Subject.of;
import static chalkline.check.Subject.subject;
import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An infinity, or what became of one, where a correct implementation may leave its precision on the way: no false alarm. */
class OverflowVerdictTest {
    /** Gradients are divided by N = 8 after they were added up: dW = 8·x·dZ with dZ = 2(z − y) / 8. */
    @ParameterizedTest
    @CsvSource({"8e18, UNDECIDED", "5e18, UNDECIDED", "2e18, NON_FINITE"})
    void aGradientMayOverflowBeforeItIsDividedByTheExamples(double x, StepVerdict verdict) {
        Subject subject = subject(Precision.FLOAT32, Loss.L2, filled(8, 1, x), of(1), of(0), filled(8, 1, -x))
                .dividedBy(8)
                .with("dW1", Double.POSITIVE_INFINITY);
        assertThat(subject.check()
                        .step("dW1")
                        .orElseThrow()
                        .reference()
                        .orElseThrow()
                        .get(0))
                .isLessThan(Float.MAX_VALUE);
        assertThat(subject.verdict("dW1")).isEqualTo(verdict);
    }

    /** Right numbers are right, however near to an overflow they were. */
    @Test
    void aRightGradientAgreesAllTheSame() {
        Subject subject = subject(Precision.FLOAT32, Loss.L2, filled(8, 1, 8e18), of(1), of(0), filled(8, 1, -8e18));
        double right = subject.check()
                .step("dW1")
                .orElseThrow()
                .reference()
                .orElseThrow()
                .get(0);
        assertThat(subject.with("dW1", right).verdict("dW1")).isEqualTo(StepVerdict.AGREES);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN, 0, 2.5e38})
    void aMeanOfSquaresMayOverflowBeforeItIsDivided(double loss) {
        Subject subject = subject(Precision.FLOAT32, Loss.MSE, filled(8, 1, 1e19), of(1), of(0), filled(8, 1, 0))
                .with("loss", loss);
        assertThat(subject.verdict("loss")).isEqualTo(StepVerdict.UNDECIDED);
        Subject smaller = subject(Precision.FLOAT32, Loss.MSE, filled(8, 1, 1e18), of(1), of(0), filled(8, 1, 0))
                .with("loss", loss);
        assertThat(smaller.verdict("loss").contradicts()).isTrue();
    }

    /** 2e38 + 2e38 − 2e38 − 2e38 is 0, and in other orders of summation an infinity or none at all. */
    @Test
    void aSumMayOverflowInSomeOrder() {
        Matrix w = Matrix.of(4, 1, 1, 1, 1, 1);
        for (double z : new double[] {0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN}) {
            assertThat(subject(Precision.FLOAT32, Loss.MSE, of(2e38, 2e38, -2e38, -2e38), w, of(0), of(4))
                            .with("Z1", z)
                            .verdict("Z1"))
                    .isEqualTo(StepVerdict.UNDECIDED);
        }
        assertThat(subject(Precision.FLOAT32, Loss.MSE, of(1e38, 1e38, -1e38, -1e38), w, of(0), of(4))
                        .with("Z1", Double.POSITIVE_INFINITY)
                        .verdict("Z1"))
                .isEqualTo(StepVerdict.NON_FINITE);
    }
}
