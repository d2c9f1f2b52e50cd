package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.Worksheet;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.numbers.core.DD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where numbers end, and what is said there. */
@ExtendWith(Seeds.class)
class EdgesTest {

    @ParameterizedTest
    @CsvSource({"710, Infinity", "1e300, Infinity", "-746, 0", "-1e300, 0", "NaN, NaN", "0, 1"})
    void expOfWhatNoDoubleHolds(double x, double expected) {
        assertThat(DoubleDouble.exp(DD.of(x)).hi()).isEqualTo(Double.valueOf(expected));
    }

    @Test
    void expNearTheLargestAndTheSmallestDouble() {
        for (double x : new double[] {709.7, 709.75, -740, -740.5, -744}) {
            assertThat(DoubleDouble.exp(DD.of(x)).hi()).isCloseTo(Math.exp(x), withinPercentage(20));
        }
        assertThat(DoubleDouble.expm1(DD.of(-800)).hi()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"0, -Infinity", "-1, NaN", "NaN, NaN", "Infinity, Infinity", "1, 0"})
    void logOfWhatHasNone(double x, double expected) {
        assertThat(DoubleDouble.log(DD.of(x)).hi() + 0.0).isEqualTo(Double.valueOf(expected));
    }

    /** γₙ = nu / (1 − nu), and none where n operations may lose everything. */
    @Test
    void gamma() {
        assertThat(Rounding.FLOAT32.gamma(1 << 20)).isCloseTo(0x1p-4 / (1 - 0x1p-4), withinPercentage(1e-5));
        assertThat(Rounding.FLOAT32.gamma(1 << 24)).isInfinite();
        assertThat(Rounding.FLOAT64.gamma(0)).isEqualTo(0);
        assertThat(Rounding.of(Precision.FLOAT32)).isEqualTo(Rounding.FLOAT32);
        assertThat(Rounding.of(Precision.FLOAT64)).isEqualTo(Rounding.FLOAT64);
    }

    @Test
    void whatIsSaidOfARule() {
        assertThat(List.of(Rule.Phase.values()))
                .extracting(Rule.Phase::title)
                .containsExactly("Given", "Forward", "Backward", "Update");
        assertThat(new Expression.Words("as given").plain()).isEqualTo("as given");
        Rule dZ2 = rule("dZ2");
        Rule.Written written = dZ2.formula().written(Notation.WX_PLUS_B, 1);
        assertThat(written.formula().plain()).isEqualTo("dA2 sigmoid'(Z2)");
        Rule.Definition slope = written.definition().orElseThrow();
        assertThat(slope.defined().plain()).isEqualTo("sigmoid'(Z2)");
        assertThat(slope.forms())
                .extracting(Expression::plain)
                .containsExactly("sigmoid(Z2)(1 - sigmoid(Z2))", "A2(1 - A2)");
        assertThat(slope.worked().plain()).isEqualTo("A2(1 - A2)");
        Rule.Written a2 = rule("A2").formula().written(Notation.WX_PLUS_B, 1);
        assertThat(a2.worked().plain()).isEqualTo("1 / (1 + e^(-Z2))");
        assertThat(a2.definition()).isEmpty();
    }

    private static Rule rule(String name) {
        return Derivation.of(Worksheet.network(Precision.FLOAT64)).rules().stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDerivationNeedsItsParameters() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Derivation.of(Worksheet.network(Precision.FLOAT64))
                        .truth(Worksheet.batch(), Map.of(StepId.of("W1"), Worksheet.W1)))
                .withMessage("the derivation uses b1 before it is there");
    }

    /** On paper a number that is none stays none. */
    @Test
    void onPaperWhatIsNoNumberStaysAsItIs() {
        Matrix bad = Matrix.of(1, 1, Double.NaN);
        Map<StepId, Rounded> paper = Derivation.of(Worksheet.network(Precision.FLOAT64))
                .onPaper(
                        Worksheet.batch(),
                        Map.of(
                                StepId.of("W1"),
                                Worksheet.W1,
                                StepId.of("b1"),
                                Worksheet.B1,
                                StepId.of("W2"),
                                Worksheet.W2,
                                StepId.of("b2"),
                                bad),
                        4);
        assertThat(paper.get(StepId.of("Z1")).toMatrix()).isEqualTo(Matrix.of(1, 3, 3.9, 12.1, 20.3));
        assertThat(paper.get(StepId.of("Z2")).value(0)).isNaN();
        assertThat(paper.get(StepId.of("A2")).decimal(0)).isEqualTo(Optional.empty());
    }

    /** What a correct implementation may be off by from the start: it contains the truth, and is finite. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void theEndToEndBoundContainsTheTruth(Precision precision) {
        for (long seed : Seeds.upTo(20)) {
            RandomNetworks.Case each = RandomNetworks.of(seed, precision);
            Derivation derivation = Derivation.of(each.network());
            Map<StepId, Rounded> truth = derivation.truth(each.batch(), each.parameters());
            Map<StepId, Rounded> bounds = derivation.endToEnd(each.batch(), each.parameters(), precision);
            assertThat(bounds.keySet()).isEqualTo(truth.keySet());
            bounds.forEach((name, step) -> {
                for (int k = 0; k < step.size(); k++) {
                    if (!Double.isFinite(truth.get(name).value(k))) {
                        // The cross entropy of an output that is 0.
                        continue;
                    }
                    assertThat(truth.get(name).distance(k, step.value(k)))
                            .as("%s[%d] of network %s", name, k, each.network().name())
                            .isLessThanOrEqualTo(step.error(k) + truth.get(name).error(k));
                }
            });
            assertThat(bounds.get(StepId.of("X")).error(0)).isPositive();
        }
    }
}
