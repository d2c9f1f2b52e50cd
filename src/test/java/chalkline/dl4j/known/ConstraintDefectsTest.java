package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Constraint;
import chalkline.network.Constraint.On;
import chalkline.network.Defaults;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Regularisation;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Constraints of a unit whose weights are 3 and 4, of norm 5; the gradient is 0, so that nothing else changes them. */
class ConstraintDefectsTest {
    private static final MathContext DIGITS = new MathContext(50);
    private static final BigDecimal EPSILON = new BigDecimal(1e-6);
    private static final BigDecimal NORM = new BigDecimal(5);

    private static Network network(Defaults defaults, Constraint constraint) {
        return OneWeight.network(defaults, Regularisation.NONE, List.of(constraint), Matrix.of(2, 1, 3, 4));
    }

    private static Network network(Constraint constraint) {
        return network(Defaults.NONE, constraint);
    }

    private static BigDecimal first(Network network) {
        return new BigDecimal(OneWeight.fit(network).value(StepId.of("W1.next")).get(0));
    }

    /** What it gives is that, to 15 digits, and what was asked for is something else by a million roundings. */
    private static void gives(String id, Network network, BigDecimal given, String asked) {
        assertThat(OneWeight.deviations(network)).containsExactly("W1.next");
        assertThat(Foretellings.of(network, OneWeight.batch(network), OneWeight.fit(network), "W1.next"))
                .isEqualTo(id);
        BigDecimal distance = first(network).subtract(given).abs();
        assertThat(distance.divide(given, DIGITS)).isLessThan(new BigDecimal("1e-15"));
        BigDecimal apart = first(network).subtract(new BigDecimal(asked)).abs();
        assertThat(apart.divide(new BigDecimal(asked), DIGITS)).isGreaterThan(new BigDecimal("1e-10"));
    }

    @Test
    void maxNormShrinksWhatIsWithinTheNorm() {
        Network network = network(Constraint.maxNorm(On.WEIGHTS, 0, 10));
        // It multiplies by norm/(norm + ε), and does so twice.
        BigDecimal once = NORM.divide(NORM.add(EPSILON), DIGITS);
        BigDecimal norm = NORM.multiply(once);
        BigDecimal again = norm.divide(norm.add(EPSILON), DIGITS);
        gives("norm-epsilon", network, new BigDecimal(3).multiply(once).multiply(again), "3");
    }

    @Test
    void maxNormLeavesLessThanTheLargestNorm() {
        Network network = network(Constraint.maxNorm(On.WEIGHTS, 0, 1));
        BigDecimal once = BigDecimal.ONE.divide(NORM.add(EPSILON), DIGITS);
        BigDecimal norm = NORM.multiply(once);
        BigDecimal again = norm.divide(norm.add(EPSILON), DIGITS);
        gives("norm-epsilon", network, new BigDecimal(3).multiply(once).multiply(again), "0.6");
    }

    @Test
    void minMaxNormAddsTheNormInsteadOfOneToItsFactor() {
        // Documented: (1 − rate)·norm + rate·clipped = ½·5 + ½·2 = 3.5, so 3 becomes 2.1.
        Network network = network(Constraint.minMaxNorm(On.WEIGHTS, 0, 1, 2, 0.5));
        BigDecimal half = new BigDecimal("0.5");
        BigDecimal norm = NORM;
        BigDecimal w = new BigDecimal(3);
        for (int time = 0; time < 2; time++) {
            BigDecimal clipped = norm.min(new BigDecimal(2)).max(BigDecimal.ONE);
            BigDecimal withEpsilon = norm.add(EPSILON);
            BigDecimal factor =
                    half.multiply(clipped.divide(withEpsilon, DIGITS)).add(half.multiply(withEpsilon));
            w = w.multiply(factor);
            norm = norm.multiply(factor);
        }
        gives("min-max-norm-rate", network, w, "2.1");
        assertThat(w).isGreaterThan(new BigDecimal(50));
    }

    @Test
    void unitNormOfZerosIsNotANumber() {
        Network network = OneWeight.network(
                Defaults.NONE, Regularisation.NONE, List.of(Constraint.unitNorm(On.WEIGHTS, 0)), Matrix.of(2, 1, 0, 0));
        assertThat(OneWeight.deviations(network)).containsExactly("W1.next");
        assertThat(OneWeight.fit(network).value(StepId.of("W1.next")).get(0)).isNaN();
        assertThat(Foretellings.of(network, OneWeight.batch(network), OneWeight.fit(network), "W1.next"))
                .isEqualTo("unit-norm-of-zeros");
    }

    @Test
    void constraintsOfAllParametersOfAllLayersAreDropped() {
        Constraint constraint = Constraint.unitNorm(On.ALL, 0);
        Network network = network(OneWeight.defaults(Regularisation.NONE, constraint), constraint);
        gives("constraints-on-all-dropped", network, new BigDecimal(3), "0.6");
    }

    /** The layer asks for none, of which its builder has no way to tell. */
    @Test
    void aLayerCannotSwitchOffTheConstraintsOfAllLayers() {
        Network network = OneWeight.network(
                OneWeight.defaults(Regularisation.NONE, Constraint.unitNorm(On.WEIGHTS, 0)),
                Regularisation.NONE,
                List.of(),
                Matrix.of(2, 1, 3, 4));
        gives("constraints-kept", network, new BigDecimal("0.6"), "3");
    }

    @Test
    void unitNormOfALayerIsRight() {
        assertThat(OneWeight.deviations(network(Constraint.unitNorm(On.WEIGHTS, 0))))
                .isEmpty();
    }

    @Test
    void nonNegativeOfALayerIsRight() {
        Network network = OneWeight.network(
                Defaults.NONE, Regularisation.NONE, List.of(Constraint.nonNegative(On.ALL)), Matrix.of(2, 1, -3, 4));
        assertThat(OneWeight.deviations(network)).isEmpty();
        assertThat(OneWeight.fit(network).value(StepId.of("W1.next"))).isEqualTo(Matrix.of(2, 1, 0, 4));
    }
}
