package chalkline.check;

import static chalkline.check.Subject.filled;
import static chalkline.check.Subject.of;
import static chalkline.check.Subject.subject;
import static chalkline.check.Subject.worst;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of an entry's verdict and of a step's, on networks of one layer whose steps are changed one at a time. */
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
        // An infinity is nothing that agreement elsewhere outweighs; what is finite and has no bound is.
        assertThat(z.verdict()).isEqualTo(StepVerdict.UNDECIDED);
        assertThat(mixed.with("Z1", of(6.5, 0, Double.MAX_VALUE)).verdict("Z1")).isEqualTo(StepVerdict.AGREES);
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
        double[] z = two.trace().value(StepId.of("Z1")).toArray();
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

    /** Where sums were divided by N in double, that is a rounding to who is judged in float64, unless N is a power of 2. */
    @Test
    void dividingByTheExamplesInDoubleIsARoundingOfFloat64Alone() {
        double two = boundOfDZ(Precision.FLOAT64, 2, false);
        // dA is divided, and dZ is.
        assertThat(boundOfDZ(Precision.FLOAT64, 3, false) - two).isCloseTo(2 * unitOf(Precision.FLOAT64), within(0.01));
        assertThat(boundOfDZ(Precision.FLOAT64, 4, false)).isCloseTo(two, within(0.01));
        double inFloat = boundOfDZ(Precision.FLOAT32, 2, false);
        assertThat(boundOfDZ(Precision.FLOAT32, 3, false)).isCloseTo(inFloat, within(0.01));
        assertThat(boundOfDZ(Precision.FLOAT32, 7, false)).isCloseTo(inFloat, within(0.01));
    }

    /** The mean of three terms that are exact has the roundings of two additions, and not of a division. */
    @Test
    void aGradientOfThreeExamplesInFloat32HasTheRoundingsOfItsSum() {
        Entry dW = worst(steep(Precision.FLOAT32, 3).check(), "dW1");
        assertThat(dW.bound() / Math.abs(dW.reference()) / Precision.FLOAT32.unitRoundoff())
                .isCloseTo(2, within(0.01));
    }

    /** The loss is a sum of three, and its division is not rounded to float32 either. */
    @Test
    void aMeanLossHasTheRoundingsOfItsSum() {
        Entry three = worst(steep(Precision.FLOAT32, 3).check(), "loss");
        Entry four = worst(steep(Precision.FLOAT32, 4).check(), "loss");
        double unit = Precision.FLOAT32.unitRoundoff();
        assertThat(three.bound() / three.reference() / unit).isLessThan(four.bound() / four.reference() / unit);
    }

    /** What an implementation scales only after f′ costs dZ one rounding. */
    @Test
    void whatIsScaledLaterIsARoundingOfTheNextStep() {
        for (Precision precision : Precision.values()) {
            assertThat(boundOfDZ(precision, 2, true))
                    .isCloseTo(boundOfDZ(precision, 2, false) + unitOf(precision), within(0.01));
        }
    }

    private static double unitOf(Precision precision) {
        // In float64 the reference's own rounding is as large.
        return precision == Precision.FLOAT64 ? 2 : 1;
    }

    /** The bound of dZ in roundings of it. */
    private static double boundOfDZ(Precision precision, int examples, boolean later) {
        Subject subject = steep(precision, examples);
        List<Step> steps = subject.trace().steps().stream()
                .map(step -> step.name().equals("dA1")
                        ? new Step(StepId.of("dA1"), step.source(), step.value(), new Step.Scaling(examples, later))
                        : step)
                .toList();
        Trace trace = new Trace(precision, examples, steps);
        Entry entry = worst(Check.of(subject.network(), subject.batch(), trace, true), "dZ1");
        return entry.bound() / Math.abs(entry.reference()) / precision.unitRoundoff();
    }

    private static Subject steep(Precision precision, int examples) {
        return subject(
                precision, Loss.L2, filled(examples, 1, 1), filled(1, 1, 2), filled(1, 1, 0.5), filled(examples, 1, 1));
    }

    @Test
    void withoutTheTruthStepsAreJudgedAllTheSameButNotTheirDigits() {
        Subject right = subject(Precision.FLOAT64, Loss.MSE, of(3), of(2), of(1), of(4));
        for (Subject subject : List.of(right, right.with("dW1", 5))) {
            CheckResult whole = subject.check();
            CheckResult result = Check.withoutTruth(subject.network(), subject.batch(), subject.trace(), true);
            assertThat(result.verdict()).isEqualTo(whole.verdict());
            assertThat(result.steps())
                    .extracting(StepResult::verdict)
                    .isEqualTo(whole.steps().stream().map(StepResult::verdict).toList());
            assertThat(result.steps()).allSatisfy(step -> {
                assertThat(step.truth()).isEmpty();
                assertThat(step.digits()).isZero();
                assertThat(step.endToEndRelativeError()).isNaN();
            });
            assertThat(worst(result, "dW1").truth()).isNaN();
        }
    }
}
