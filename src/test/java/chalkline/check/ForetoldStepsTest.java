package chalkline.check;

import static chalkline.check.Subject.of;
import static chalkline.check.Subject.subject;
import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Batch;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a known difference that foretells a step makes of it, and of the whole. */
class ForetoldStepsTest {
    private static final KnownDifference CLIPPED = difference("clipped", KnownDifference.Kind.CONVENTION);
    private static final KnownDifference WRONG = difference("wrong", KnownDifference.Kind.DEFECT);

    private static final Subject PLAIN = subject(Precision.FLOAT64, Loss.MSE, of(3), of(2), of(0.5), of(4));

    private static KnownDifference difference(String id, KnownDifference.Kind kind) {
        return new KnownDifference(id, kind, "a", "b", "1.0.0", Optional.empty(), "c");
    }

    /** An implementation of which that is foretold, of these steps. */
    private record Foretold(Map<String, List<KnownDifference>> steps) implements KnownDifferences {
        @Override
        public List<KnownDifference> entries() {
            return steps.values().stream().flatMap(List::stream).distinct().toList();
        }

        @Override
        public List<KnownDifference> of(Network network) {
            return entries();
        }

        @Override
        public Forecast forecast(Network network, Batch batch, Trace trace) {
            return step -> steps.getOrDefault(step.name(), List.of());
        }
    }

    private static CheckResult check(
            Subject subject, Map<String, List<KnownDifference>> foretold, String... acknowledged) {
        return Check.of(
                subject.network(),
                subject.batch(),
                subject.trace(),
                true,
                new Foretold(foretold).accepting(List.of(acknowledged)));
    }

    private static StepVerdict verdict(CheckResult result, String step) {
        return result.step(step).orElseThrow().verdict();
    }

    @Test
    void aConventionAgreesAndIsNamed() {
        CheckResult result = check(PLAIN.with("W1.next", 77), Map.of("W1.next", List.of(CLIPPED)));
        assertThat(verdict(result, "W1.next")).isEqualTo(StepVerdict.CONVENTION);
        assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result.firstDeviation()).isEmpty();
        assertThat(result.known()).containsExactly(new CheckResult.Met(CLIPPED, List.of("W1.next"), false));
        assertThat(result.known().get(0).kind()).isEqualTo("convention");
        assertThat(result.step("W1.next").orElseThrow().contradicts()).isFalse();
    }

    @Test
    void aDefectDeviatesUnlessItIsAcknowledged() {
        Map<String, List<KnownDifference>> foretold = Map.of("W1.next", List.of(WRONG));
        CheckResult result = check(PLAIN.with("W1.next", 77), foretold);
        assertThat(verdict(result, "W1.next")).isEqualTo(StepVerdict.DEFECT);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().map(StepResult::name)).contains("W1.next");
        assertThat(result.known().get(0).kind()).isEqualTo("defect");
        assertThat(result.acknowledged()).isEmpty();

        CheckResult accepted = check(PLAIN.with("W1.next", 77), foretold, "wrong", "another");
        assertThat(verdict(accepted, "W1.next")).isEqualTo(StepVerdict.DEFECT);
        assertThat(accepted.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(accepted.firstDeviation()).isEmpty();
        assertThat(accepted.known()).containsExactly(new CheckResult.Met(WRONG, List.of("W1.next"), true));
        assertThat(accepted.known().get(0).kind()).isEqualTo("acknowledged defect");
        assertThat(accepted.acknowledged()).isEqualTo(Set.of("wrong", "another"));
    }

    @Test
    void aDefectBesideAConventionIsADefect() {
        Map<String, List<KnownDifference>> foretold = Map.of("W1.next", List.of(WRONG, CLIPPED));
        assertThat(verdict(check(PLAIN.with("W1.next", 77), foretold), "W1.next"))
                .isEqualTo(StepVerdict.DEFECT);
        assertThat(check(PLAIN.with("W1.next", 77), foretold, "clipped").verdict())
                .isEqualTo(Verdict.DEVIATES);
        CheckResult accepted = check(PLAIN.with("W1.next", 77), foretold, "wrong");
        assertThat(accepted.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(accepted.known())
                .extracting(met -> met.difference().id() + " " + met.acknowledged())
                .containsExactly("wrong true", "clipped false");
    }

    /** One of two defects that are accepted leaves the other. */
    @Test
    void everyDefectOfAStepHasToBeAcknowledged() {
        KnownDifference worse = difference("worse", KnownDifference.Kind.DEFECT);
        Map<String, List<KnownDifference>> foretold = Map.of("W1.next", List.of(WRONG, worse));
        assertThat(check(PLAIN.with("W1.next", 77), foretold, "wrong").verdict())
                .isEqualTo(Verdict.DEVIATES);
        assertThat(check(PLAIN.with("W1.next", 77), foretold, "wrong", "worse").verdict())
                .isEqualTo(Verdict.AGREES);
    }

    @Test
    void whatAgreesIsNotAskedAbout() {
        CheckResult result = check(PLAIN, Map.of("W1.next", List.of(WRONG), "Z1", List.of(CLIPPED)));
        assertThat(verdict(result, "W1.next")).isEqualTo(StepVerdict.AGREES);
        assertThat(result.known()).isEmpty();
    }

    @Test
    void whatNothingForetellsDeviates() {
        CheckResult result = check(PLAIN.with("W1.next", 77).with("b1.next", 88), Map.of("W1.next", List.of(CLIPPED)));
        assertThat(verdict(result, "b1.next")).isEqualTo(StepVerdict.DEVIATES);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().map(StepResult::name)).contains("b1.next");
    }

    @Test
    void aDifferenceIsNamedOnceWithAllItsSteps() {
        CheckResult result = check(
                PLAIN.with("W1.next", 77).with("b1.next", 88),
                Map.of("W1.next", List.of(CLIPPED), "b1.next", List.of(CLIPPED)));
        assertThat(result.known()).containsExactly(new CheckResult.Met(CLIPPED, List.of("W1.next", "b1.next"), false));
    }

    /** An infinity is not finite, whoever foretells it; but it is named. */
    @Test
    void whatIsNotFiniteIsNamedAndStillNoSuccess() {
        CheckResult result =
                check(PLAIN.with("W1.next", Double.POSITIVE_INFINITY), Map.of("W1.next", List.of(CLIPPED)));
        assertThat(result.verdict()).isNotEqualTo(Verdict.AGREES);
        assertThat(result.findings())
                .filteredOn(finding -> finding.code() == Finding.Code.NOT_FINITE)
                .extracting(Finding::message)
                .containsExactly("W1.next is Infinity: as clipped foretells");
    }

    /** ln 0 is clipped: the step stays undecided, with its reason. */
    @Test
    void aFiniteNumberAgainstAnInfiniteFormulaIsNamed() {
        Loss loss = new Loss(Loss.Kind.POISSON);
        Subject clipped =
                subject(Precision.FLOAT64, loss, of(0), of(1), of(0), of(2)).with("loss", 23);
        CheckResult result = check(clipped, Map.of("loss", List.of(CLIPPED)));
        assertThat(verdict(result, "loss")).isEqualTo(StepVerdict.UNDECIDED);
        assertThat(result.step("loss").orElseThrow().known()).containsExactly(CLIPPED);
        assertThat(check(clipped, Map.of()).step("loss").orElseThrow().known()).isEmpty();
    }

    @Test
    void ofAnImplementationOfWhichNothingIsKnown() {
        KnownDifferences none = KnownDifferences.NONE;
        assertThat(none.entries()).isEmpty();
        assertThat(none.of(PLAIN.network())).isEmpty();
        assertThat(none.forecast(PLAIN.network(), PLAIN.batch(), PLAIN.trace())
                        .explain(PLAIN.check().step("Z1").orElseThrow()))
                .isEmpty();
        assertThat(none.accepting().acknowledged()).isEmpty();
        assertThat(none.accepting().differences()).isSameAs(none);
    }

    @Test
    void itsWords() {
        assertThat(WRONG.formulas()).isEqualTo("b; in the textbook a");
        assertThat(Arrays.stream(KnownDifference.Kind.values()).map(KnownDifference.Kind::label))
                .containsExactly("convention", "defect");
    }

    /** The parts of a result. */
    @Test
    void aResultCanBeAskedForItsParts() {
        CheckResult result = PLAIN.check();
        assertThat(result.propagation())
                .extracting(StepResult::name)
                .containsExactly("Z1", "A1", "loss", "dA1", "dZ1", "dW1", "db1");
        assertThat(result.steps(chalkline.reference.Rule.Phase.UPDATE))
                .extracting(StepResult::name)
                .containsExactly("W1.next", "b1.next");
        assertThat(result.step("dZ7")).isEmpty();
        Finding further = new Finding(StepId.LOSS, Finding.Code.ON_A_KINK, "m");
        CheckResult more = result.with(List.of(further));
        assertThat(more.findings()).containsExactly(further);
        assertThat(more.verdict()).isEqualTo(result.verdict());
        assertThat(more.steps()).isEqualTo(result.steps());
        assertThat(more.precision()).isEqualTo(Precision.FLOAT64);
        assertThat(more.matchesFit()).isTrue();
        assertThat(more.acknowledged()).isEmpty();
    }
}
