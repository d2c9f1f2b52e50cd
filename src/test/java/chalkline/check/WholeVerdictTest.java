package chalkline.check;

import static chalkline.check.Subject.of;
import static chalkline.check.Subject.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The verdict of a whole training step, from those of its steps and from what it started with. */
class WholeVerdictTest {
    /** Z = 3·2 + ½. */
    private static final Subject PLAIN = subject(Precision.FLOAT64, Loss.MSE, of(3), of(2), of(0.5), of(4));

    @Test
    void theVerdictOfTheWhole() {
        assertThat(PLAIN.check().verdict()).isEqualTo(Verdict.AGREES);
        assertThat(PLAIN.check().matchesFit()).isTrue();
        assertThat(PLAIN.check().precision()).isEqualTo(Precision.FLOAT64);
        for (String step : List.of("Z1", "A1", "loss", "dA1", "dZ1", "dW1", "db1", "W1.next", "b1.next")) {
            CheckResult result = PLAIN.with(step, 77).check();
            assertThat(result.verdict()).as(step).isEqualTo(Verdict.DEVIATES);
            assertThat(result.firstDeviation().map(StepResult::name)).contains(step);
        }
        CheckResult unconfirmed =
                Check.of(PLAIN.network(), PLAIN.batch(), PLAIN.with("dZ1", 77).trace(), false);
        assertThat(unconfirmed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(unconfirmed.firstDeviation().map(StepResult::name)).contains("dZ1");
        assertThat(Check.of(PLAIN.network(), PLAIN.batch(), PLAIN.trace(), false)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aGradientStepOfWhichNoDigitWasCheckedIsInconclusive() {
        // The output comes out as the label itself, though 3·0.1 + 0.2 of these doubles is a little more.
        Subject fitted = subject(Precision.FLOAT64, Loss.MSE, of(3), of(0.1), of(0.2), of(0.5));
        CheckResult result = fitted.check();
        assertThat(result.firstDeviation()).isEmpty();
        assertThat(result.step("dZ1").orElseThrow().verdict()).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aTraceWithoutGradientsIsInconclusive() {
        List<Step> steps = new ArrayList<>();
        for (Step step : PLAIN.trace().steps()) {
            boolean kept = !step.id().isGradient() && !step.id().isNext();
            steps.add(kept ? step : new Step(step.id(), Step.Source.NOT_EXPOSED, Optional.empty()));
        }
        CheckResult result = Check.of(PLAIN.network(), PLAIN.batch(), new Trace(Precision.FLOAT64, 1, steps), true);
        assertThat(result.firstDeviation()).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatIsNotExposedIsSaidAndTheNextStepIsCheckedByItsFusedForm() {
        Subject softmax = fusedSubject();
        CheckResult result = softmax.check();
        assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result.propagation())
                .extracting(StepResult::name)
                .containsExactly("Z1", "A1", "loss", "dA1", "dZ1", "dW1", "db1");
        StepResult dA = result.step("dA1").orElseThrow();
        assertThat(dA.verdict()).isEqualTo(StepVerdict.NOT_EXPOSED);
        assertThat(dA.source()).isEqualTo(Step.Source.NOT_EXPOSED);
        assertThat(dA.worst()).isEmpty();
        assertThat(dA.actual()).isEmpty();
        assertThat(dA.reference()).isEmpty();
        assertThat(dA.truth().orElseThrow().get(0)).isCloseTo(-4, within(1e-12));
        assertThat(dA.counts()).isEmpty();
        assertThat(dA.digits()).isEqualTo(0);
        assertThat(dA.endToEndRelativeError()).isNaN();
        assertThat(dA.maxErrorOverBound()).isNaN();
        // −0.75 and 0.75; a sign is a deviation there.
        assertThat(result.step("dZ1").orElseThrow().reference().orElseThrow().get(0))
                .isCloseTo(-0.75, within(1e-12));
        assertThat(softmax.with("dZ1", of(0.75, -0.75)).verdict("dZ1")).isEqualTo(StepVerdict.DEVIATES);
    }

    private static Subject fusedSubject() {
        Subject whole = subject(
                Precision.FLOAT64, Loss.MCXENT, Activation.SOFTMAX, of(1), of(0, Math.log(3)), of(0, 0), of(1, 0));
        List<Step> steps = whole.trace().steps().stream()
                .map(s -> s.name().equals("dA1")
                        ? new Step(StepId.of("dA1"), Step.Source.NOT_EXPOSED, Optional.empty())
                        : s)
                .toList();
        return new Subject(whole.network(), whole.batch(), new Trace(Precision.FLOAT64, 1, steps));
    }

    @Test
    void whatWasNotAskedForIsNamedBeforeAnyStep() {
        for (String name : List.of("X", "y", "W1", "b1")) {
            Subject changed = PLAIN.with(name, 9);
            CheckResult result = changed.check();
            assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
            StepResult first = result.steps().get(0);
            assertThat(first.name()).isEqualTo(name);
            assertThat(first.rule().phase()).isEqualTo(Rule.Phase.GIVEN);
            assertThat(first.verdict()).isEqualTo(StepVerdict.DEVIATES);
            assertThat(first.actual()).contains(of(9));
            assertThat(first.isGradient()).isFalse();
            assertThat(first.rule().formula().write(Notation.WX_PLUS_B, 1)).isEqualTo("as given");
            assertThat(result.steps(Rule.Phase.GIVEN)).containsExactly(first);
        }
        assertThat(PLAIN.check().steps(Rule.Phase.GIVEN)).isEmpty();
        assertThat(PLAIN.check().steps(Rule.Phase.FORWARD))
                .extracting(StepResult::name)
                .containsExactly("Z1", "A1", "loss");
        assertThat(PLAIN.check().steps(Rule.Phase.UPDATE))
                .extracting(StepResult::name)
                .containsExactly("W1.next", "b1.next");
    }

    /** 0.1 in binary32 is what was asked for, and its neighbour is not. */
    @Test
    void whatTheCastMakesOfAnInputIsNoChange() {
        Subject single = subject(Precision.FLOAT32, Loss.MSE, of(0.1), of(0.2), of(0.3), of(4));
        assertThat(single.trace().value(StepId.of("X")).get(0)).isEqualTo(0.1f);
        assertThat(single.check().steps(Rule.Phase.GIVEN)).isEmpty();
        CheckResult changed = single.with("W1", Math.nextUp(0.2f)).check();
        assertThat(changed.firstDeviation().map(StepResult::name)).contains("W1");
    }

    @Test
    void aStepOfAnotherShapeIsRefused() {
        Subject wide = PLAIN.with("dW1", of(15, 15));
        assertThatIllegalArgumentException()
                .isThrownBy(wide::check)
                .withMessage("dW1 is 1×2 in the trace but must be 1×1");
        Subject tall = PLAIN.with("A1", Matrix.of(2, 1, 6.5, 6.5));
        assertThatIllegalArgumentException()
                .isThrownBy(tall::check)
                .withMessage("A1 is 2×1 in the trace but must be 1×1");
    }

    @Test
    void labels() {
        assertThat(List.of(Verdict.values()))
                .extracting(Verdict::label)
                .containsExactly("agrees", "deviates", "inconclusive");
        assertThat(List.of(StepVerdict.values()))
                .extracting(StepVerdict::label)
                .containsExactly(
                        "agrees",
                        "deviates",
                        "non-finite",
                        "undecided",
                        "uninformative",
                        "convention",
                        "defect",
                        "not-exposed");
    }
}
