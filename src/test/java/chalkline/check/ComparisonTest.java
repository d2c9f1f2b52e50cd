package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Entries against their bounds, without a network around them. */
class ComparisonTest {
    /** Each is rounded once, so that it has a bound. */
    private static final Rounded EXPECTED = rounded(4, -4096);

    private static final double SMALL = EXPECTED.error(0);
    private static final double LARGE = EXPECTED.error(1);

    @Test
    void whatGivesAStepIsWithinEveryBound() {
        assertThat(SMALL).isPositive();
        assertThat(Comparison.gives(EXPECTED, Subject.of(4, -4096))).isTrue();
        assertThat(Comparison.gives(EXPECTED, Subject.of(4 + SMALL, -4096 - LARGE)))
                .isTrue();
        assertThat(Comparison.gives(EXPECTED, Subject.of(4 - SMALL / 2, -4096 + LARGE / 2)))
                .isTrue();
        assertThat(Comparison.gives(EXPECTED, Subject.of(4 + 2 * SMALL, -4096))).isFalse();
        assertThat(Comparison.gives(EXPECTED, Subject.of(4, -4096 + 2 * LARGE))).isFalse();
        assertThat(Comparison.gives(EXPECTED, Subject.of(4, Double.NaN))).isFalse();
    }

    /** 10⁶⁰ is beyond binary32, so that nothing bounds it. */
    @Test
    void nothingGivesAStepWithoutABound() {
        Rounded beyond = rounded(1e30).hadamard(rounded(1e30));
        assertThat(beyond.error(0)).isInfinite();
        assertThat(Comparison.gives(beyond, beyond.toMatrix())).isFalse();
    }

    /** By the error in units of the bound, whatever comes first and whatever is larger; NaN before all. */
    @Test
    void theWorstEntry() {
        assertThat(worst(4 + 3 * SMALL, -4096 + 2 * LARGE)).isEqualTo(0);
        assertThat(worst(4 + 2 * SMALL, -4096 + 3 * LARGE)).isEqualTo(1);
        assertThat(worst(4 + SMALL / 2, -4096 + LARGE / 4)).isEqualTo(0);
        assertThat(worst(4 + SMALL / 4, -4096 + LARGE / 2)).isEqualTo(1);
        assertThat(worst(Double.NaN, -4096 + 3 * LARGE)).isEqualTo(0);
        assertThat(worst(4 + 3 * SMALL, Double.NaN)).isEqualTo(1);
        assertThat(worst(4, -4096)).isEqualTo(0);
    }

    /** Half of the truth away no digit is right; that is only told where every earlier step agrees. */
    @Test
    void anEntryWithoutARightDigitTellsNothing() {
        assertThat(only(true, 12).verdict()).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(only(true, 12).worst().verdict()).isEqualTo(StepVerdict.UNINFORMATIVE);
        assertThat(only(true, 5).verdict()).isEqualTo(StepVerdict.AGREES);
        assertThat(only(true, 5).worst().verdict()).isEqualTo(StepVerdict.AGREES);
        assertThat(only(false, 12).verdict()).isEqualTo(StepVerdict.AGREES);
        assertThat(only(false, 12).worst().verdict()).isEqualTo(StepVerdict.AGREES);
    }

    private static Comparison only(boolean blameless, double truth) {
        Rounded exact = Rounded.exact(Subject.of(truth), Rounding.of(Precision.FLOAT64));
        return new Comparison(Subject.of(4), rounded(4), Optional.of(exact), Precision.FLOAT32, blameless);
    }

    private static int worst(double... actual) {
        return new Comparison(Subject.of(actual), EXPECTED, Optional.empty(), Precision.FLOAT32, true)
                .worst()
                .column();
    }

    private static Rounded rounded(double... row) {
        Matrix values = Subject.of(row);
        return Rounded.exact(values, Rounding.of(Precision.FLOAT32)).roundedAgain();
    }
}
