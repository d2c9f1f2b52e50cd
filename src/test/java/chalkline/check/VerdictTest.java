package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import chalkline.network.Updater;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every rule of a verdict, on networks of one layer whose steps are changed one at a time: an entry's, a step's, and that
 * of the whole.
 */
class VerdictTest {
    private static final double U64 = 0x1p-52;

    /** Z = 3·2 + ½: |A||W| + |b| = 6.5, two terms. */
    private static final Subject PLAIN = subject(Precision.FLOAT64, Loss.MSE, of(3), of(2), of(0.5), of(4));

    @Test
    void anErrorAsLargeAsTheBoundAgreesAndTheNextLargerDeviates() {
        Entry right = worst(PLAIN.check(), "Z1");
        assertThat(right.bound()).isGreaterThan(2 * 6.5 * U64).isCloseTo(2 * 6.5 * U64, withinPercentage(0.1));
        for (double sign : new double[] {1, -1}) {
            double edge = 6.5 + sign * Math.floor(right.bound() / Math.ulp(6.5)) * Math.ulp(6.5);
            assertThat(Math.abs(edge - 6.5)).isLessThanOrEqualTo(right.bound());
            assertThat(PLAIN.with("Z1", edge).verdict("Z1")).isEqualTo(StepVerdict.AGREES);
            double beyond = edge + sign * Math.ulp(6.5);
            assertThat(PLAIN.with("Z1", beyond).verdict("Z1")).isEqualTo(StepVerdict.DEVIATES);
            assertThat(worst(PLAIN.with("Z1", beyond).check(), "Z1").errorOverBound())
                    .isBetween(1.0, 2.0);
        }
    }

    /** Where the reference is 0 an error can equal the bound exactly, which is all of λ: 10⁻²⁰⁰ times itself underflows. */
    @Test
    void anErrorOfExactlyTheBoundDoesNotDeviate() {
        Subject tiny = subject(Precision.FLOAT64, Loss.MSE, of(1e-200), of(1e-200), of(0), of(4));
        double bound = worst(tiny.check(), "Z1").bound();
        assertThat(bound).isBetween(Double.MIN_NORMAL, 1e-300);
        assertThat(tiny.with("Z1", bound).verdict("Z1")).isNotEqualTo(StepVerdict.DEVIATES);
        assertThat(tiny.with("Z1", Math.nextUp(bound)).verdict("Z1")).isEqualTo(StepVerdict.DEVIATES);
    }

    @Test
    void whereNothingIsRoundedNothingElseIsRight() {
        Entry a = worst(PLAIN.check(), "A1");
        assertThat(a.bound()).isEqualTo(0);
        assertThat(a.errorOverBound()).isEqualTo(0);
        assertThat(a.verdict()).isEqualTo(StepVerdict.AGREES);
        assertThat(PLAIN.with("A1", Math.nextUp(6.5)).verdict("A1")).isEqualTo(StepVerdict.DEVIATES);
    }

    @Test
    void whatIsNoNumberIsNonFiniteWhereItShouldBeOne() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            CheckResult result = PLAIN.with("dZ1", bad).check();
            assertThat(result.step("dZ1").orElseThrow().verdict()).isEqualTo(StepVerdict.NON_FINITE);
            assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
            assertThat(result.firstDeviation().orElseThrow().name()).isEqualTo("dZ1");
            // What is worked from it can be judged by nothing.
            assertThat(PLAIN.with("dZ1", bad).with("dW1", 15).verdict("dW1")).isEqualTo(StepVerdict.UNDECIDED);
            assertThat(PLAIN.with("dZ1", bad).with("dW1", Double.NaN).verdict("dW1"))
                    .isEqualTo(StepVerdict.UNDECIDED);
        }
    }

    @Test
    void whereACorrectImplementationOverflowsNothingIsDecided() {
        Subject overflow = subject(Precision.FLOAT32, Loss.MSE, of(1e20), of(1e20), of(0), of(4))
                .with("Z1", Double.POSITIVE_INFINITY);
        StepResult z = overflow.check().step("Z1").orElseThrow();
        assertThat(z.verdict()).isEqualTo(StepVerdict.UNDECIDED);
        assertThat(z.worst().orElseThrow().bound()).isInfinite();
        assertThat(overflow.with("Z1", Float.MAX_VALUE).verdict("Z1")).isEqualTo(StepVerdict.UNDECIDED);
        assertThat(overflow.check().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // In binary64 the same numbers are no reason to overflow.
        Subject wide = subject(Precision.FLOAT64, Loss.MSE, of(1e20), of(1e20), of(0), of(4));
        assertThat(wide.with("Z1", Double.POSITIVE_INFINITY).verdict("Z1")).isEqualTo(StepVerdict.NON_FINITE);
    }

    /** The largest finite number itself is in reach; with a rounding on top of it, it may overflow. */
    @Test
    void theLargestNumberIsStillANumber() {
        double largest = Float.MAX_VALUE;
        Subject unrounded = subject(Precision.FLOAT32, Loss.MSE, of(0), of(2), of(largest), of(4));
        assertThat(worst(unrounded.check(), "Z1").bound()).isEqualTo(0);
        assertThat(unrounded.verdict("Z1")).isEqualTo(StepVerdict.AGREES);
        Subject rounded = subject(Precision.FLOAT32, Loss.MSE, of(1), of(1), of(largest), of(4));
        assertThat(worst(rounded.with("Z1", largest).check(), "Z1").bound()).isInfinite();
        assertThat(rounded.with("Z1", -largest).verdict("Z1")).isEqualTo(StepVerdict.UNDECIDED);
    }

    /** 3·2 − 6 is 0 to within two roundings: to agree with that says nothing. */
    @Test
    void aBoundAsLargeAsTheValueIsUninformative() {
        Subject cancelled = subject(Precision.FLOAT64, Loss.MSE, of(3), of(2), of(-6), of(4));
        assertThat(cancelled.verdict("Z1")).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(cancelled.with("Z1", 4 * U64).verdict("Z1")).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(cancelled.with("Z1", 1e-9).verdict("Z1")).isEqualTo(StepVerdict.DEVIATES);
        // 0 that is exact agrees.
        Subject zero = subject(Precision.FLOAT64, Loss.MSE, of(0), of(2), of(0), of(4));
        assertThat(zero.verdict("Z1")).isEqualTo(StepVerdict.AGREES);
    }

    /**
     * Nothing but rounding is left of Z1, and A1 = Z1 is copied exactly: half of the truth away or more, no digit of it is
     * right, unless an earlier step is to blame.
     */
    @Test
    void aValueThatLiesHalfOfTheTruthAwayIsUninformative() {
        double left = 0x1p-50;
        Subject cancelled = subject(Precision.FLOAT64, Loss.MSE, of(3), of(2), of(-6 + left), of(4));
        double truth = worst(cancelled.check(), "A1").truth();
        assertThat(truth).isEqualTo(left);
        Subject half = cancelled.with("Z1", 1.5 * left).with("A1", 1.5 * left);
        assertThat(half.verdict("A1")).isEqualTo(StepVerdict.UNINFORMATIVE);
        Subject nearer = cancelled.with("Z1", 1.49 * left).with("A1", 1.49 * left);
        assertThat(nearer.verdict("A1")).isEqualTo(StepVerdict.AGREES);
        Subject blamed = cancelled.with("Z1", 100 * left).with("A1", 100 * left);
        assertThat(blamed.verdict("Z1")).isEqualTo(StepVerdict.DEVIATES);
        assertThat(blamed.verdict("A1")).isEqualTo(StepVerdict.AGREES);
    }

    /** Three inputs give dW three entries, which come out as one likes: the gravest decides, and agreement excuses. */
    @Test
    void theVerdictOfAStep() {
        Subject three = subject(Precision.FLOAT64, Loss.L2, of(1, 2, 4), Matrix.of(3, 1, 1, 1, 1), of(0.5), of(4));
        // dZ = 2·(7.5 − 4) = 7; dW = 7, 14, 28.
        StepResult right = three.check().step("dW1").orElseThrow();
        assertThat(right.verdict()).isEqualTo(StepVerdict.AGREES);
        assertThat(right.counts()).isEqualTo(Map.of(StepVerdict.AGREES, 3));
        assertThat(right.count(StepVerdict.AGREES)).isEqualTo(3);
        assertThat(right.count(StepVerdict.DEVIATES)).isEqualTo(0);
        StepResult one = three.with("dW1", Matrix.of(3, 1, 7, 14.5, 28))
                .check()
                .step("dW1")
                .orElseThrow();
        assertThat(one.verdict()).isEqualTo(StepVerdict.DEVIATES);
        assertThat(one.counts()).isEqualTo(Map.of(StepVerdict.AGREES, 2, StepVerdict.DEVIATES, 1));
        StepResult nan = three.with("dW1", Matrix.of(3, 1, 7, 14.5, Double.NaN))
                .check()
                .step("dW1")
                .orElseThrow();
        assertThat(nan.verdict()).isEqualTo(StepVerdict.NON_FINITE);
        assertThat(nan.counts())
                .isEqualTo(Map.of(StepVerdict.AGREES, 1, StepVerdict.DEVIATES, 1, StepVerdict.NON_FINITE, 1));
    }

    @Test
    void agreementOfAnEntryOutweighsUndecidedAndUninformativeOnes() {
        // Columns: 3·2 + ½, 3·2 − 6, 3·(1e308) overflows.
        Subject mixed =
                subject(Precision.FLOAT64, Loss.L2, of(3), of(2, 2, 1e308), of(0.5, -6, 0), Matrix.of(1, 3, 4, 4, 4));
        StepResult z = mixed.check().step("Z1").orElseThrow();
        assertThat(z.counts())
                .isEqualTo(Map.of(StepVerdict.AGREES, 1, StepVerdict.UNINFORMATIVE, 1, StepVerdict.UNDECIDED, 1));
        assertThat(z.verdict()).isEqualTo(StepVerdict.AGREES);
        Subject undecided = subject(Precision.FLOAT64, Loss.L2, of(3), of(2, 1e308), of(-6, 0), of(4, 4));
        assertThat(undecided.verdict("Z1")).isEqualTo(StepVerdict.UNDECIDED);
    }

    @Test
    void theWorstEntryContradictsOrElseIsNearestToItsBound() {
        Subject two = subject(
                Precision.FLOAT64,
                Loss.L2,
                Matrix.of(2, 2, 1, 2, 3, 4),
                Matrix.of(2, 3, 1, 2, 3, 4, 5, 6),
                of(0.5, 0.5, 0.5),
                Matrix.of(2, 3, 1, 1, 1, 1, 1, 1));
        double[] z = two.trace().value("Z1").toArray();
        assertThat(z).containsExactly(9.5, 12.5, 15.5, 19.5, 26.5, 33.5);
        Entry first = worst(two.check(), "Z1");
        assertThat(List.of(first.row(), first.column())).isEqualTo(List.of(0, 0));
        z[4] += Math.ulp(z[4]);
        Entry nearest = worst(two.with("Z1", Matrix.of(2, 3, z)).check(), "Z1");
        assertThat(List.of(nearest.row(), nearest.column())).isEqualTo(List.of(1, 1));
        assertThat(nearest.error()).isEqualTo(Math.ulp(26.5));
        assertThat(nearest.actual()).isEqualTo(26.5 + Math.ulp(26.5));
        assertThat(nearest.reference()).isEqualTo(26.5);
        assertThat(nearest.truth()).isEqualTo(26.5);
        assertThat(nearest.verdict()).isEqualTo(StepVerdict.AGREES);
        z[2] += 1;
        z[0] += 0.5;
        Entry gravest = worst(two.with("Z1", Matrix.of(2, 3, z)).check(), "Z1");
        assertThat(List.of(gravest.row(), gravest.column())).isEqualTo(List.of(0, 2));
        z[3] = Double.NaN;
        Entry nan = worst(two.with("Z1", Matrix.of(2, 3, z)).check(), "Z1");
        assertThat(List.of(nan.row(), nan.column())).isEqualTo(List.of(1, 0));
        assertThat(two.with("Z1", Matrix.of(2, 3, z))
                        .check()
                        .step("Z1")
                        .orElseThrow()
                        .maxErrorOverBound())
                .isNaN();
    }

    /** An entry that cannot be compared is no worse than one that deviates. */
    @Test
    void aContradictionIsWorseThanWhatIsUndecided() {
        Subject subject = subject(Precision.FLOAT64, Loss.L2, of(3), of(1e308, 2, 1e308), of(0, 0.5, 0), of(4, 4, 4))
                .with("Z1", of(Double.NaN, 7, Double.NaN));
        Entry worst = worst(subject.check(), "Z1");
        assertThat(worst.column()).isEqualTo(1);
        assertThat(worst.verdict()).isEqualTo(StepVerdict.DEVIATES);
    }

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
            boolean kept = !Step.isGradient(step.name()) && !Step.isNext(step.name());
            steps.add(kept ? step : new Step(step.name(), Step.Source.NOT_EXPOSED, Optional.empty()));
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
                .map(s -> s.name().equals("dA1") ? new Step("dA1", Step.Source.NOT_EXPOSED, Optional.empty()) : s)
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
            assertThat(first.rule().section()).isEqualTo(Rule.Section.GIVEN);
            assertThat(first.verdict()).isEqualTo(StepVerdict.DEVIATES);
            assertThat(first.actual()).contains(of(9));
            assertThat(first.isGradient()).isFalse();
            assertThat(first.rule().formula().write(Notation.WX_PLUS_B, 1)).isEqualTo("as given");
            assertThat(result.steps(Rule.Section.GIVEN)).containsExactly(first);
        }
        assertThat(PLAIN.check().steps(Rule.Section.GIVEN)).isEmpty();
        assertThat(PLAIN.check().steps(Rule.Section.FORWARD))
                .extracting(StepResult::name)
                .containsExactly("Z1", "A1", "loss");
        assertThat(PLAIN.check().steps(Rule.Section.UPDATE))
                .extracting(StepResult::name)
                .containsExactly("W1.next", "b1.next");
    }

    /** 0.1 in binary32 is what was asked for, and its neighbour is not. */
    @Test
    void whatTheCastMakesOfAnInputIsNoChange() {
        Subject single = subject(Precision.FLOAT32, Loss.MSE, of(0.1), of(0.2), of(0.3), of(4));
        assertThat(single.trace().value("X").get(0)).isEqualTo(0.1f);
        assertThat(single.check().steps(Rule.Section.GIVEN)).isEmpty();
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

    /** Gradients that an implementation divides by N afterwards have one rounding more, unless N is a power of 2. */
    @Test
    void dividingByTheExamplesIsARounding() {
        double two = boundOfDZ(Loss.L2, 2, 1);
        double three = boundOfDZ(Loss.L2, 3, 1);
        double four = boundOfDZ(Loss.L2, 4, 1);
        // dA is divided, and dZ is.
        assertThat(four).isCloseTo(two, within(0.01));
        assertThat(three - two).isBetween(0.9, 2.1);
        // With the mean squared error the outputs are divided by as well.
        assertThat(boundOfDZ(Loss.MSE, 2, 3)).isGreaterThan(boundOfDZ(Loss.MSE, 2, 2) + 0.9);
        assertThat(boundOfDZ(Loss.MSE, 6, 3)).isCloseTo(boundOfDZ(Loss.MSE, 6, 2), within(0.01));
        assertThat(boundOfDZ(Loss.L2, 2, 3)).isCloseTo(boundOfDZ(Loss.L2, 2, 2), within(0.01));
    }

    /** The bound of dZ in roundings of it. */
    private static double boundOfDZ(Loss loss, int examples, int outputs) {
        Matrix x = filled(examples, 1, 1);
        Subject subject = subject(
                Precision.FLOAT64,
                loss,
                x,
                filled(1, outputs, 2),
                filled(1, outputs, 0.5),
                filled(examples, outputs, 1));
        Entry entry = worst(subject.check(), "dZ1");
        return entry.bound() / Math.abs(entry.reference()) / U64;
    }

    @Test
    void labels() {
        assertThat(IntStream.range(0, Verdict.values().length).mapToObj(k -> Verdict.values()[k].label()))
                .containsExactly("agrees", "deviates", "inconclusive");
        assertThat(List.of(StepVerdict.values()))
                .extracting(StepVerdict::label)
                .containsExactly("agrees", "deviates", "non-finite", "undecided", "uninformative", "not-exposed");
    }

    private static Matrix filled(int rows, int columns, double value) {
        double[] values = new double[rows * columns];
        Arrays.fill(values, value);
        return Matrix.of(rows, columns, values);
    }

    private static Matrix of(double... row) {
        return Matrix.of(1, row.length, row);
    }

    private static Entry worst(CheckResult result, String step) {
        return result.step(step).orElseThrow().worst().orElseThrow();
    }

    private static Subject subject(Precision precision, Loss loss, Matrix x, Matrix w, Matrix b, Matrix y) {
        return subject(precision, loss, Activation.IDENTITY, x, w, b, y);
    }

    private static Subject subject(
            Precision precision, Loss loss, Activation activation, Matrix x, Matrix w, Matrix b, Matrix y) {
        Layer layer = new Layer(w.rows(), w.columns(), activation, Initialiser.XAVIER, Optional.of(w), Optional.of(b));
        Network network = new Network("n", 1, precision, List.of(layer), loss, new Updater.Sgd(0.5));
        Batch batch = new Batch(x, y, names("x", x.columns()), names("y", y.columns()));
        return new Subject(network, batch, PlainStep.of(network, batch, Map.of("W1", w, "b1", b)));
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(k -> prefix + k).toList();
    }

    /** A network, what it was asked to do, and what it did. */
    private record Subject(Network network, Batch batch, Trace trace) {

        Subject with(String name, double value) {
            return with(name, of(value));
        }

        /** The same, but for the value of one step. */
        Subject with(String name, Matrix value) {
            List<Step> steps = trace.steps().stream()
                    .map(step ->
                            step.name().equals(name) ? new Step(name, Step.Source.RECORDED, Optional.of(value)) : step)
                    .toList();
            return new Subject(network, batch, new Trace(trace.precision(), trace.examples(), steps));
        }

        CheckResult check() {
            return Check.of(network, batch, trace, true);
        }

        StepVerdict verdict(String step) {
            return check().step(step).orElseThrow().verdict();
        }
    }
}
