package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import chalkline.training.Recording;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses of Deeplearning4j 1.0.0-M2.1 that are not the textbook's, each found by the check and shown in decimals. */
class LossDefectsTest {
    private static final MathContext FORTY_DIGITS = new MathContext(40);
    /** ln 2, OEIS A002162. */
    private static final BigDecimal LN_2 = new BigDecimal("0.693147180559945309417232121458176568");

    /** What the check says of one step from Z = z, and the step. */
    private record Checked(CheckResult result, Trace trace, List<CheckResult.Met> known) {
        private BigDecimal decimal(String step, int k) {
            return new BigDecimal(trace.value(StepId.of(step)).get(k));
        }

        private void deviatesFirstAt(String step, StepVerdict verdict) {
            assertThat(result.matchesFit()).isTrue();
            assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
            assertThat(result.firstDeviation().map(StepResult::name)).contains(step);
            assertThat(result.firstDeviation().map(StepResult::verdict)).contains(verdict);
        }

        /** The entry gives every number of these steps, and of no others. */
        private void isForetoldBy(String id, String... steps) {
            assertThat(known)
                    .filteredOn(met -> met.difference().id().equals(id))
                    .singleElement()
                    .satisfies(met -> assertThat(met.steps()).containsExactly(steps));
        }
    }

    /** One layer whose input is its Z, as its weights are those of the identity. */
    private static Checked step(Precision precision, Loss.Kind loss, Activation activation, double[] z, double... y) {
        int m = z.length;
        Matrix identity = Matrix.of(
                m,
                m,
                IntStream.range(0, m * m)
                        .mapToDouble(k -> k % (m + 1) == 0 ? 1 : 0)
                        .toArray());
        Layer layer = Layer.dense(
                m,
                m,
                activation,
                Initialiser.XAVIER,
                Optional.of(identity),
                Optional.of(Matrix.of(1, m, new double[m])));
        Network network = Network.sequence("smallest", 1, precision, List.of(layer), new Loss(loss), Updater.sgd(0.1));
        List<String> names = IntStream.range(0, m).mapToObj(j -> "c" + j).toList();
        Batch batch = new Batch(Matrix.of(1, m, z), Matrix.of(1, m, y), names, names);
        Recording recording = new Dl4j().build(network).record(batch);
        return new Checked(
                Check.of(network, batch, recording.trace(), recording.matchesFit()),
                recording.trace(),
                Check.of(network, batch, recording.trace(), true, new Catalogue().accepting())
                        .known());
    }

    private static double relativeError(BigDecimal actual, BigDecimal exact) {
        return actual.subtract(exact).abs().divide(exact.abs(), FORTY_DIGITS).doubleValue();
    }

    /** A badly wrong, saturated unit gets hardly any gradient: outputs are clipped to 1 − 1e-5 before the loss. */
    @Test
    void binaryCrossEntropyClipsWhereItIsMostWrong() {
        Checked step = step(Precision.FLOAT64, Loss.Kind.XENT, Activation.SIGMOID, new double[] {20}, 0);

        step.deviatesFirstAt("loss", StepVerdict.DEVIATES);
        step.isForetoldBy("xent-clip", "loss", "dA1");
        BigDecimal a = step.decimal("A1", 0);
        BigDecimal exact = a.divide(a.multiply(BigDecimal.ONE.subtract(a)), FORTY_DIGITS);
        assertThat(relativeError(step.decimal("dA1", 0), exact)).isGreaterThan(0.99);
        // σ(20) − 0 is 1 to eight digits.
        assertThat(step.trace().value(StepId.of("dZ1")).get(0)).isLessThan(0.0003);
    }

    /** The loss stays at −ln 1e-10 = 23.03, though its gradient is the right one. */
    @Test
    void crossEntropyIsCapped() {
        Checked step = step(Precision.FLOAT64, Loss.Kind.MCXENT, Activation.SOFTMAX, new double[] {40, 0}, 0, 1);

        step.deviatesFirstAt("loss", StepVerdict.DEVIATES);
        step.isForetoldBy("mcxent-clip", "loss");
        // −ln softmax(40, 0)₂ = 40 + ln(1 + e⁻⁴⁰).
        BigDecimal exact = new BigDecimal("40.00000000000000000424835425529");
        assertThat(relativeError(step.decimal("loss", 0), exact)).isGreaterThan(0.4);
    }

    /** Labels ½ and 1: ½·3/2 − ½ = ¼, not ½ − ½, and ½·3/2 − 1 = −¼, not −½. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void labelsAreTakenToSumToOne(Precision precision) {
        Checked step = step(precision, Loss.Kind.MCXENT, Activation.SOFTMAX, new double[] {0, 0}, 0.5, 1);

        step.deviatesFirstAt("dZ1", StepVerdict.DEVIATES);
        step.isForetoldBy("mcxent-label-sum", "dZ1");
        assertThat(step.trace().value(StepId.of("dZ1")).toArray()).containsExactly(0, -0.5);
    }

    /** A label of 0 contributes 1e-5·ln(1e-5 / a) instead of 0. */
    @Test
    void divergenceFromOneHotLabelsCountsTheOtherClasses() {
        Checked step = step(Precision.FLOAT64, Loss.Kind.KL_DIVERGENCE, Activation.SOFTMAX, new double[] {0, 0}, 1, 0);

        step.deviatesFirstAt("loss", StepVerdict.DEVIATES);
        step.isForetoldBy("kl-divergence-clip", "loss");
        // 1·ln(1 / ½) + 0.
        assertThat(relativeError(step.decimal("loss", 0), LN_2)).isGreaterThan(1e-4);
    }

    /** −y / a with y = a = 0 is NaN, which softmax spreads over all of dZ: the whole network is lost. */
    @Test
    void divergenceIsNaNWhereLabelAndOutputAreZero() {
        Checked step = step(
                Precision.FLOAT32, Loss.Kind.KL_DIVERGENCE, Activation.SOFTMAX, new double[] {0, 1, -200}, 0.5, 0.5, 0);

        assertThat(step.trace().value(StepId.of("A1")).get(2)).isZero();
        assertThat(step.result().matchesFit()).isTrue();
        assertThat(step.result().step("dZ1").orElseThrow().verdict()).isEqualTo(StepVerdict.NON_FINITE);
        // dZ = A·Σy − y, all of it between −1 and 1.
        assertThat(step.trace().value(StepId.of("dZ1")).toArray()).containsOnly(Double.NaN);
        step.isForetoldBy("zero-over-zero", "dZ1");
    }

    /** y·ln a with y = a = 0 is NaN: a dead unit with a count of 0, both as they should be, loses the network. */
    @Test
    void poissonIsNaNWhereLabelAndOutputAreZero() {
        Checked step = step(Precision.FLOAT64, Loss.Kind.POISSON, Activation.RELU, new double[] {-1, 2}, 0, 2);

        step.deviatesFirstAt("loss", StepVerdict.NON_FINITE);
        // 0 − 0 + 2 − 2·ln 2.
        assertThat(step.result()
                        .step("loss")
                        .orElseThrow()
                        .truth()
                        .orElseThrow()
                        .get(0))
                .isEqualTo(new BigDecimal(2)
                        .subtract(LN_2.multiply(new BigDecimal(2)))
                        .doubleValue());
        assertThat(step.trace().value(StepId.of("loss")).get(0)).isNaN();
        step.isForetoldBy("poisson-zero-log-zero", "loss", "dA1");
    }

    /** ‖a‖² is taken as 1e-5 where it is smaller, ‖a‖ only where it is smaller than 1e-5: the gradient is off in between. */
    @Test
    void cosineProximityScalesTheGradientOfShortOutputs() {
        Checked step = step(
                Precision.FLOAT64,
                Loss.Kind.COSINE_PROXIMITY,
                Activation.IDENTITY,
                new double[] {0x1p-10, 0x1p-11},
                1,
                -1);

        step.deviatesFirstAt("dA1", StepVerdict.DEVIATES);
        assertThat(relativeError(step.decimal("dA1", 0), cosineGradient())).isBetween(0.87, 0.89);
        step.isForetoldBy("cosine-clip", "dA1");
    }

    /** (a₁(a·y) − y₁‖a‖²) / (‖y‖·‖a‖³) for a = (2, 1)/2048, y = (1, −1): (2·1 − 5) / (√2·√5³) · 2048. */
    private static BigDecimal cosineGradient() {
        BigDecimal five = new BigDecimal(5);
        BigDecimal below = new BigDecimal(2).sqrt(FORTY_DIGITS).multiply(five.multiply(five.sqrt(FORTY_DIGITS)));
        return new BigDecimal(-3 * 2048).divide(below, FORTY_DIGITS);
    }

    /** Where ‖a‖ itself is below 1e-5 the cosine is wrong too. */
    @Test
    void cosineProximityOfVeryShortOutputsIsNoCosine() {
        Checked step = step(
                Precision.FLOAT64,
                Loss.Kind.COSINE_PROXIMITY,
                Activation.IDENTITY,
                new double[] {0x1p-20, 0x1p-21},
                1,
                -1);

        step.deviatesFirstAt("loss", StepVerdict.DEVIATES);
        // −(2 − 1) / (√5·√2).
        BigDecimal exact = BigDecimal.ONE
                .divide(new BigDecimal(10).sqrt(FORTY_DIGITS), FORTY_DIGITS)
                .negate();
        assertThat(relativeError(step.decimal("loss", 0), exact)).isGreaterThan(0.8);
    }

    /** LossFunction.RECONSTRUCTION_CROSSENTROPY is built as LossKLD, which lacks the half for 1 − y. */
    @Test
    void reconstructionCrossEntropyIsTakenForTheDivergence() {
        Checked step = step(
                Precision.FLOAT64, Loss.Kind.RECONSTRUCTION_CROSSENTROPY, Activation.SIGMOID, new double[] {0}, 0.25);

        step.deviatesFirstAt("loss", StepVerdict.DEVIATES);
        // −(¼·ln ½ + ¾·ln ½) = ln 2; Deeplearning4j's is ¼·ln(¼ / ½).
        assertThat(relativeError(step.decimal("loss", 0), LN_2)).isGreaterThan(1.2);
        // (½ − ¼) / (½·½).
        assertThat(relativeError(step.decimal("dA1", 0), BigDecimal.ONE)).isEqualTo(1.5);
        step.isForetoldBy("reconstruction-crossentropy-is-kl-divergence", "loss", "dA1");
    }
}
