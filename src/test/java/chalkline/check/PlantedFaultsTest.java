package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.Worksheet;
import chalkline.check.PlainStep.Fault;
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
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker's own tests: a step that is right passes, and each planted fault is caught at the step it is in. */
@ExtendWith(Seeds.class)
class PlantedFaultsTest {
    private static final int NETWORKS = Integer.getInteger("chalkline.networks", 500);

    @ParameterizedTest
    @EnumSource(Precision.class)
    void noFalseAlarmOnPlainArithmetic(Precision precision) {
        for (long seed : Seeds.upTo(NETWORKS)) {
            RandomNetworks.Case random = RandomNetworks.of(seed, precision);
            CheckResult result = check(random, PlainStep.of(random.network(), random.batch(), random.parameters()));
            assertThat(result.firstDeviation())
                    .as("network %d: %s", seed, random.network())
                    .isEmpty();
        }
    }

    @Test
    void theWorksheetAgreesInFloat64AndKeepsEightDigits() {
        CheckResult result = worksheet(Precision.FLOAT64);
        assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result.propagation())
                .extracting(StepResult::name)
                .containsExactly(
                        "Z1", "A1", "Z2", "A2", "loss", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1");
        assertThat(result.propagation()).extracting(StepResult::verdict).containsOnly(StepVerdict.AGREES);
        assertThat(result.step("dZ2").orElseThrow().digits()).isEqualTo(8);
        assertThat(result.step("dZ2").orElseThrow().maxErrorOverBound()).isBetween(0.4, 0.6);
        assertThat(result.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "y = 18 is outside the sigmoid's (0, 1): the loss cannot fall below 289",
                        "dZ2 keeps 8 digits in float64, the steps before it 16 or more: 1 - A2 cancels");
    }

    @Test
    void theWorksheetIsInconclusiveInFloat32() {
        CheckResult result = worksheet(Precision.FLOAT32);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.propagation())
                .filteredOn(s -> s.verdict() == StepVerdict.UNINFORMATIVE)
                .extracting(StepResult::name)
                .containsExactly("dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1");
        assertThat(result.firstDeviation()).isEmpty();
    }

    private static CheckResult worksheet(Precision precision) {
        RandomNetworks.Case worksheet = new RandomNetworks.Case(Worksheet.network(precision), Worksheet.batch());
        return check(worksheet, PlainStep.of(worksheet.network(), worksheet.batch(), worksheet.parameters()));
    }

    @Test
    void missingDivisionByN() {
        caught(Fault.MISSING_DIVISION_BY_N, 1, 0, "loss");
    }

    @Test
    void missingBias() {
        caught(Fault.MISSING_BIAS, 2, 0, "Z2");
    }

    @Test
    void untransposedW() {
        caught(Fault.UNTRANSPOSED_W, 2, 0, "dA1");
    }

    @Test
    void droppedBiasGradient() {
        caught(Fault.DROPPED_BIAS_GRADIENT, 2, 0, "db2");
    }

    @Test
    void wrongSign() {
        caught(Fault.WRONG_SIGN, 1, 0, "dW1");
    }

    @Test
    void droppedExample() {
        caught(Fault.DROPPED_EXAMPLE, 2, 0, "dW2");
    }

    @Test
    void staleWeights() {
        caught(Fault.STALE_WEIGHTS, 2, 1e-6, "dA1");
    }

    @Test
    void oneEntryOff() {
        caught(Fault.ONE_ENTRY_OFF, 1, 1e-9, "dW1");
    }

    @Test
    void nanInGradient() {
        Trace trace = step(Fault.NAN_IN_GRADIENT, 2, 0);
        CheckResult result = check(ordinary(), trace);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().orElseThrow().name()).isEqualTo("dZ2");
        assertThat(result.firstDeviation().orElseThrow().verdict()).isEqualTo(StepVerdict.NON_FINITE);
    }

    @Test
    void floatCastGradient() {
        caught(Fault.FLOAT_CAST_GRADIENT, 2, 0, "dW2");
    }

    @Test
    void reluDerivativeOneAtZero() {
        // A unit that nothing reaches: z is exactly 0, which decides the kink.
        Matrix zero = Matrix.of(1, 1, 0);
        Matrix one = Matrix.of(1, 1, 1);
        Network network = Network.sequence(
                "kink",
                1,
                Precision.FLOAT64,
                List.of(
                        Layer.dense(1, 1, Activation.RELU, Initialiser.XAVIER, Optional.of(zero), Optional.of(zero)),
                        Layer.dense(1, 1, Activation.IDENTITY, Initialiser.XAVIER, Optional.of(one), Optional.of(one))),
                Loss.MSE,
                Updater.sgd(0.1));
        RandomNetworks.Case kink = new RandomNetworks.Case(network, new Batch(one, zero, List.of("x"), List.of("y")));
        assertThat(check(kink, PlainStep.of(network, kink.batch(), kink.parameters()))
                        .verdict())
                .isEqualTo(Verdict.AGREES);
        Trace faulty = PlainStep.of(network, kink.batch(), kink.parameters(), Fault.RELU_DERIVATIVE_AT_ZERO, 1, 0);
        assertThat(check(kink, faulty).firstDeviation().orElseThrow().name()).isEqualTo("dZ1");
    }

    @Test
    void everyFaultLargerThanTwiceItsBoundIsCaughtOnRandomNetworks() {
        int caught = 0;
        for (long seed : Seeds.upTo(NETWORKS * 2 / 5)) {
            RandomNetworks.Case random = RandomNetworks.of(seed, Precision.FLOAT64);
            if (random.network().layer(1).kind() != Layer.Kind.DENSE) {
                continue;
            }
            Trace right = PlainStep.of(random.network(), random.batch(), random.parameters());
            Trace faulty =
                    PlainStep.of(random.network(), random.batch(), random.parameters(), Fault.ONE_ENTRY_OFF, 1, 1e-9);
            double change = Math.abs(faulty.value(StepId.of("dW1")).get(0)
                    - right.value(StepId.of("dW1")).get(0));
            CheckResult result = check(random, faulty);
            Entry entry = result.step("dW1").orElseThrow().worst().orElseThrow();
            double bound = entry.row() == 0 && entry.column() == 0 ? entry.bound() : 0;
            if (change > 2 * bound && bound > 0) {
                assertThat(result.firstDeviation().orElseThrow().name())
                        .as("network %d", seed)
                        .isEqualTo("dW1");
                caught++;
            }
        }
        assertThat(caught).isGreaterThanOrEqualTo(NETWORKS / 4);
    }

    @Test
    void changedWeightsAreNamedBeforeAnyStep() {
        RandomNetworks.Case ordinary = ordinary();
        Network asked = Network.sequence(
                "asked",
                1,
                Precision.FLOAT64,
                ordinary.network().layers().stream()
                        .map(layer -> layer.activation().equals(Activation.TANH)
                                ? Layer.dense(
                                        layer.inputs(),
                                        layer.units(),
                                        layer.activation(),
                                        layer.initialiser(),
                                        layer.weights().map(w -> scaled(w, 1 + 1e-15)),
                                        layer.biases())
                                : layer)
                        .toList(),
                ordinary.network().loss(),
                ordinary.network().updater());
        Trace trace = PlainStep.of(ordinary.network(), ordinary.batch(), ordinary.parameters());
        CheckResult result = Check.of(asked, ordinary.batch(), trace, true);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().orElseThrow().name()).isEqualTo("W1");
    }

    @Test
    void aRecordingThatIsNotTheFitIsInconclusive() {
        CheckResult result = Check.of(ordinary().network(), ordinary().batch(), step(Fault.WRONG_SIGN, 1, 0), false);
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.firstDeviation()).isPresent();
        assertThat(result.findings().get(0).code()).isEqualTo(Finding.Code.RECORDING_DIFFERS);
    }

    @Test
    void aNormalisationThatIsTakenAsAConstantOnTheWayBack() {
        RandomNetworks.Case normalised = withLayers(Layer::withLayerNorm, 1);
        assertThat(result(normalised, Fault.NONE, 1).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result(normalised, Fault.NORMALISATION_TAKEN_AS_CONSTANT, 1).firstDeviation())
                .map(StepResult::name)
                .contains("dU1");
    }

    @Test
    void aMaskThatIsLeftOut() {
        RandomNetworks.Case ordinary = ordinary();
        RandomNetworks.Case masked =
                new RandomNetworks.Case(ordinary.network(), ordinary.batch().masked(Matrix.of(5, 1, 1, 0, 1, 1, 0)));
        assertThat(result(masked, Fault.NONE, 1).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result(masked, Fault.UNMASKED_LOSS, 1).firstDeviation())
                .map(StepResult::name)
                .contains("loss");
        assertThat(result(masked, Fault.UNMASKED_OUTPUT_GRADIENT, 1).firstDeviation())
                .map(StepResult::name)
                .contains("dA2");
        Trace whole = PlainStep.of(ordinary.network(), ordinary.batch(), ordinary.parameters());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(masked, whole))
                .withMessage("the trace has no step mask");
        Trace unasked = PlainStep.of(masked.network(), masked.batch(), masked.parameters());
        assertThat(check(ordinary, unasked).firstDeviation())
                .map(StepResult::name)
                .contains("mask");
    }

    @Test
    void dropoutLeftOutOnTheWayBack() {
        RandomNetworks.Case ordinary = withDropout();
        assertThat(result(ordinary, Fault.NONE, 2).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result(ordinary, Fault.UNMASKED_INPUT, 1).firstDeviation())
                .map(StepResult::name)
                .contains("dW1");
        assertThat(result(ordinary, Fault.UNMASKED_GRADIENT, 2).firstDeviation())
                .map(StepResult::name)
                .contains("dA1");
    }

    @Test
    void aMaskThatIsNotScaled() {
        RandomNetworks.Case ordinary = withDropout();
        Map<StepId, Matrix> parameters = new LinkedHashMap<>(ordinary.parameters());
        double[] unscaled = Arrays.stream(parameters.get(StepId.of("M2")).toArray())
                .map(Math::signum)
                .toArray();
        parameters.put(StepId.of("M2"), Matrix.of(5, 3, unscaled));
        Trace trace = PlainStep.of(ordinary.network(), ordinary.batch(), parameters);
        CheckResult result = check(ordinary, trace);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.propagation().stream().filter(s -> s.verdict().contradicts()))
                .extracting(StepResult::name)
                .containsExactly("M2");
        assertThat(result.step("M2").orElseThrow().rule().formula().write(Notation.XW_PLUS_B, 5))
                .isEqualTo("drawn, 0 or 1/0.8");
    }

    @Test
    void slopesAreThoseDrawnBothWays() {
        RandomNetworks.Case drawn = withLayers(layer -> layer.with(Activation.rrelu(0.125, 0.3)), 1);
        assertThat(result(drawn, Fault.NONE, 1).verdict()).isEqualTo(Verdict.AGREES);
        assertThat(result(drawn, Fault.SLOPES_DRAWN_AGAIN, 1).firstDeviation().map(StepResult::name))
                .contains("A1");
        assertThat(result(drawn, Fault.SLOPES_TAKEN_FOR_ONE, 1).firstDeviation().map(StepResult::name))
                .contains("dZ1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1249, 0.3001, -0.2, 1})
    void aSlopeBeyondItsBoundsIsCaught(double slope) {
        RandomNetworks.Case drawn = withLayers(layer -> layer.with(Activation.rrelu(0.125, 0.3)), 1);
        Map<StepId, Matrix> parameters = new LinkedHashMap<>(drawn.parameters());
        double[] slopes = parameters.get(StepId.of("S1")).toArray();
        slopes[0] = slope;
        parameters.put(StepId.of("S1"), Matrix.of(5, 3, slopes));
        CheckResult result = check(drawn, PlainStep.of(drawn.network(), drawn.batch(), parameters));
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().map(StepResult::name)).contains("S1");
        assertThat(result.step("S1").orElseThrow().rule().formula().write(Notation.XW_PLUS_B, 5))
                .isEqualTo("drawn from [0.125, 0.3]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aSlopeThatIsNoNumberIsCaught(double slope) {
        RandomNetworks.Case drawn = withLayers(layer -> layer.with(Activation.rrelu(0.125, 0.3)), 1);
        Trace sound = PlainStep.of(drawn.network(), drawn.batch(), drawn.parameters());
        double[] slopes = sound.value(StepId.of("S1")).toArray();
        slopes[0] = slope;
        Step changed = new Step(StepId.of("S1"), Step.Source.RECORDED, Optional.of(Matrix.of(5, 3, slopes)));
        Trace trace = new Trace(
                sound.precision(),
                5,
                sound.steps().stream()
                        .map(step -> step.name().equals("S1") ? changed : step)
                        .toList());
        CheckResult result = check(drawn, trace);
        assertThat(result.step("S1").orElseThrow().verdict().contradicts()).isTrue();
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
    }

    /** Where the bounds are no floats, the nearest floats are as good. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void slopesMayBeTheRoundedBounds(Precision precision) {
        RandomNetworks.Case drawn = withLayers(layer -> layer.with(Activation.rrelu(0.1, 0.3)), 1);
        Network network = drawn.network().in(precision);
        Map<StepId, Matrix> parameters = new LinkedHashMap<>(drawn.parameters());
        double[] slopes = parameters.get(StepId.of("S1")).toArray();
        slopes[0] = 0.1f;
        slopes[1] = 0.3f;
        parameters.put(StepId.of("S1"), Matrix.of(5, 3, slopes));
        CheckResult result = Check.of(network, drawn.batch(), PlainStep.of(network, drawn.batch(), parameters), true);
        assertThat(result.firstDeviation().map(StepResult::name))
                .isEqualTo(precision == Precision.FLOAT32 ? Optional.empty() : Optional.of("S1"));
    }

    private static RandomNetworks.Case withDropout() {
        return withLayers(layer -> layer.with(OptionalDouble.of(0.8)), Integer.MAX_VALUE);
    }

    /** The ordinary network with so many layers changed. */
    private static RandomNetworks.Case withLayers(UnaryOperator<Layer> change, int most) {
        RandomNetworks.Case ordinary = ordinary();
        Network network = ordinary.network();
        return new RandomNetworks.Case(
                Network.sequence(
                        network.name(),
                        7,
                        network.precision(),
                        IntStream.range(0, network.depth())
                                .mapToObj(i -> i < most
                                        ? change.apply(network.layers().get(i))
                                        : network.layers().get(i))
                                .toList(),
                        network.loss(),
                        network.updater()),
                ordinary.batch());
    }

    private static CheckResult result(RandomNetworks.Case random, Fault fault, int layer) {
        return check(random, PlainStep.of(random.network(), random.batch(), random.parameters(), fault, layer, 0));
    }

    private static Matrix scaled(Matrix matrix, double factor) {
        double[] values = matrix.toArray();
        values[0] *= factor;
        return Matrix.of(matrix.rows(), matrix.columns(), values);
    }

    /** Two square layers and five examples: nothing saturates, nothing cancels. */
    private static RandomNetworks.Case ordinary() {
        Matrix w1 = Matrix.of(3, 3, 0.4, -0.3, 0.2, 0.1, 0.5, -0.6, 0.7, -0.2, 0.3);
        Matrix w2 = Matrix.of(3, 3, -0.5, 0.3, 0.8, 0.2, -0.4, 0.6, 0.9, 0.1, -0.7);
        Matrix b = Matrix.of(1, 3, 0.1, -0.2, 0.3);
        Matrix x = Matrix.of(5, 3, 1, -2, 0.5, 0.3, 0.7, -1.1, 2, 0.1, 0.9, -0.4, 1.3, 0.6, 0.8, -0.9, 1.7);
        Matrix y = Matrix.of(5, 3, 0.2, 0.9, 0.4, 0.1, 0.6, 0.3, 0.7, 0.8, 0.5, 0.9, 0.2, 0.1, 0.4, 0.3, 0.6);
        Network network = Network.sequence(
                "ordinary",
                1,
                Precision.FLOAT64,
                List.of(
                        Layer.dense(3, 3, Activation.TANH, Initialiser.XAVIER, Optional.of(w1), Optional.of(b)),
                        Layer.dense(3, 3, Activation.SIGMOID, Initialiser.XAVIER, Optional.of(w2), Optional.of(b))),
                Loss.MSE,
                Updater.sgd(0.1));
        return new RandomNetworks.Case(network, new Batch(x, y, List.of("x1", "x2", "x3"), List.of("y1", "y2", "y3")));
    }

    private static Trace step(Fault fault, int layer, double off) {
        RandomNetworks.Case ordinary = ordinary();
        return PlainStep.of(ordinary.network(), ordinary.batch(), ordinary.parameters(), fault, layer, off);
    }

    private static void caught(Fault fault, int layer, double off, String atStep) {
        assertThat(check(ordinary(), step(Fault.NONE, layer, 0)).verdict()).isEqualTo(Verdict.AGREES);
        CheckResult result = check(ordinary(), step(fault, layer, off));
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().map(StepResult::name)).contains(atStep);
        // Later steps were worked from the faulty one and are not blamed for it.
        if (fault != Fault.MISSING_DIVISION_BY_N) {
            assertThat(result.propagation().stream().filter(s -> s.verdict().contradicts()))
                    .extracting(StepResult::name)
                    .containsExactly(atStep);
        }
    }

    private static CheckResult check(RandomNetworks.Case random, Trace trace) {
        return Check.of(random.network(), random.batch(), trace, true);
    }
}
