package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import chalkline.Worksheet;
import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The truth where double-double leaves a kink, a digit or its range open. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TruthTest {

    /** 0.3·1 − 0.2·2 + 0.1 is 0, which no binary arithmetic finds. */
    @Test
    void whatCancelsInDecimalsIsZero() {
        Truth truth = truth(
                Loss.MSE,
                "1 2",
                "1",
                layer(Activation.RELU, 2, "0.3 0.5 -0.2 0.4", "0.1 -0.1"),
                output("0.7 0.2", "0.1"));
        assertThat(values(truth, "Z1")).containsExactly(0, 1.2);
        assertThat(truth.steps().get(StepId.of("Z1")).error(0)).isZero();
        assertThat(values(truth, "dZ1")).containsExactly(0, -0.264);
        assertThat(values(truth, "dW1")).containsExactly(0, -0.264, 0, -0.528);
        assertThat(values(truth, "W1.next")).containsExactly(0.3, 0.5264, -0.2, 0.4528);
        assertThat(truth.kinks()).containsExactly(new Truth.Kink(StepId.of("dZ1"), 0, 0, -0.924));
    }

    /** Z1 is 0.3·1 − 0.2·2 + b, exactly at the point; dA1 is 2·(A1·3 − y)·3. */
    @ParameterizedTest
    @CsvSource({
        "relu, 0, 0, 0, 1",
        "relu6, 0, 0, 0, 1",
        "relu6, 6, 0, 1, 0",
        "leaky-relu, 0, 1, 0.01, 1",
        "elu, 0, 1, 1, 1",
        "hard-tanh, 1, 1, 1, 0",
        "hard-tanh, -1, 1, 0, 1",
        "hard-sigmoid, 2.5, 0.2, 0.2, 0",
        "hard-sigmoid, -2.5, 0.2, 0, 0.2",
        "thresholded-relu, 1, 0, 0, 1",
        "rectified-tanh, 0, 0, 0, 1",
    })
    void onAKinkTheConventionIsTaken(String f, BigDecimal point, double taken, double below, double above) {
        Truth truth = truth(
                Loss.MSE,
                "1 2",
                "1",
                layer(
                        Activation.named(f).orElseThrow(),
                        1,
                        "0.3 -0.2",
                        point.add(new BigDecimal("0.1")).toPlainString()),
                output("3", "0.1"));
        double dA = truth.steps().get(StepId.of("dA1")).value(0);
        assertThat(truth.steps().get(StepId.of("Z1")).decimal(0).orElseThrow()).isEqualByComparingTo(point);
        assertThat(dA).isNotZero();
        assertThat(truth.steps().get(StepId.of("dZ1")).value(0)).isCloseTo(dA * taken, withinPercentage(1e-13));
        if (below != above) {
            Truth.Kink kink = truth.kinks().stream()
                    .filter(each -> each.is(StepId.of("dZ1"), 0))
                    .findFirst()
                    .orElseThrow();
            assertThat(kink.below()).isCloseTo(dA * below, withinPercentage(1e-13));
            assertThat(kink.above()).isCloseTo(dA * above, withinPercentage(1e-13));
            assertThat(kink.spans(dA / 2 * (below + above))).isTrue();
            assertThat(kink.spans(-dA)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"L1, 0.7, 0, -1, 1", "MEAN_ABSOLUTE_ERROR, 0.7, 0, -1, 1", "HINGE, 1, 0, 0, -1"})
    void lossesAtTheirKinks(Loss.Kind loss, String y, double taken, double below, double above) {
        String b = loss == Loss.Kind.HINGE ? "1.1" : "0.8";
        Truth truth = truth(new Loss(loss), "1 2", y, output("0.3 -0.2", b));
        assertThat(values(truth, "dA1")).containsExactly(taken);
        assertThat(truth.kinks()).hasSize(1).allMatch(kink -> kink.is(StepId.of("dA1"), 0));
        assertThat(List.of(truth.kinks().get(0).below(), truth.kinks().get(0).above()))
                .containsExactlyInAnyOrder(below, above);
    }

    /** The margin is 0, and so is the slope from both sides. */
    @Test
    void squaredHingeHasNoKink() {
        Truth truth = truth(new Loss(Loss.Kind.SQUARED_HINGE), "1 2", "1", output("0.3 -0.2", "1.1"));
        assertThat(values(truth, "dA1")).containsExactly(0);
        assertThat(truth.kinks()).isEmpty();
    }

    /** 0.7·0.3 + 0.2·0.2 − 0.25 behind two units that are themselves no short binary numbers. */
    @Test
    void aKinkBehindAnotherLayer() {
        Truth truth = truth(
                Loss.MSE,
                "1",
                "1",
                layer(Activation.RELU, 2, "0.2 0.1", "0.1 0.1"),
                layer(Activation.RELU, 1, "0.7 0.2", "-0.25"),
                output("1", "0"));
        assertThat(values(truth, "Z2")).containsExactly(0);
        assertThat(values(truth, "dZ2")).containsExactly(0);
        assertThat(truth.kinks()).extracting(Truth.Kink::step).containsExactly(StepId.of("dZ2"));
    }

    /** f(z) − f(z) and 2·f(z) − f(z) − f(z) are 0, whatever f(z) is. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SOFTMAX"})
    void tiedUnitsCancel(Kind f) {
        Layer tied = layer(Activation.of(f), 3, "0.3 0.3 0.3 0.7 0.7 0.7", "0.1 0.1 0.1");
        for (String w : List.of("1 -1 0", "2 -1 -1")) {
            Truth truth = truth(Loss.MSE, "1 2", "1", tied, layer(Activation.RELU, 1, w, "0"), output("1", "0"));
            assertThat(values(truth, "Z2")).containsExactly(0);
            assertThat(truth.steps().get(StepId.of("Z2")).error(0)).isZero();
            assertThat(values(truth, "dZ2")).containsExactly(0);
        }
    }

    /** tanh 1 − tanh 1 from a third tied unit, but with a weight that differs in its fiftieth digit. */
    @Test
    void whatNearlyCancelsDoesNot() {
        Layer tied = layer(Activation.TANH, 2, "1 1", "0 0");
        String nearly = "-0." + "9".repeat(50);
        Truth truth = truth(Loss.MSE, "1", "1", tied, layer(Activation.RELU, 1, "1 " + nearly, "0"), output("1", "0"));
        assertThat(values(truth, "Z2")[0]).isCloseTo(Math.tanh(1) * 1e-50, withinPercentage(1e-10));
        assertThat(values(truth, "dZ2")[0]).isEqualTo(-2, within(1e-10));
    }

    @Test
    void softmaxOfBigLogits() {
        Truth truth = truth(Loss.MCXENT, "1", "0 1 0", layer(Activation.SOFTMAX, 3, "1000 0 -1000", "0 0 0"));
        assertThat(truth.steps().get(StepId.of("A1")).value(0)).isEqualTo(1);
        assertThat(truth.steps().get(StepId.of("A1")).decimal(1).orElseThrow().toString())
                .startsWith("5.0759588975494567652918");
        assertThat(truth.steps().get(StepId.of("A1")).decimal(1).orElseThrow().toString())
                .endsWith("E-435");
        assertThat(values(truth, "loss")).containsExactly(1000);
        assertThat(values(truth, "dZ1")).containsExactly(1, -1, 0);
        assertThat(truth.steps().get(StepId.of("dZ1")).decimal(2).orElseThrow().toString())
                .endsWith("E-869");
    }

    /** Loss z or e⁻ᶻ, dZ ±1 or ±e⁻ᶻ. */
    @ParameterizedTest
    @CsvSource({"1e3", "1e4", "1e5", "1e6"})
    void crossEntropyOfASaturatedSigmoid(BigDecimal z) {
        Loss xent = Loss.XENT;
        Truth wrong = truth(xent, "1", "0", layer(Activation.SIGMOID, 1, z.toPlainString(), "0"));
        assertThat(values(wrong, "loss")).containsExactly(z.doubleValue());
        assertThat(values(wrong, "dZ1")).containsExactly(1);
        Truth right = truth(xent, "1", "1", layer(Activation.SIGMOID, 1, z.toPlainString(), "0"));
        int exponent = (int) Math.floor(-z.doubleValue() / Math.log(10));
        assertThat(exponent(right, "loss")).isEqualTo(exponent);
        assertThat(exponent(right, "dZ1")).isEqualTo(exponent);
        assertThat(right.steps().get(StepId.of("dZ1")).decimal(0).orElseThrow()).isNegative();
    }

    private static int exponent(Truth truth, String step) {
        BigDecimal decimal = truth.steps().get(StepId.of(step)).decimal(0).orElseThrow();
        return decimal.precision() - decimal.scale() - 1;
    }

    /** Of a step that is too large to be worked exactly, the examples on a kink are. */
    @Test
    void kinksOfManyExamples() {
        Layer[] layers = {
            layer(Activation.RELU, 2, "0.3 0.5 -0.2 0.4", "0.1 -0.1"),
            layer(Activation.RELU, 1, "0.7 0.2", "-0.24"),
            output("0.7", "0.1")
        };
        // Z1 is 0 and 1.2, and Z2 0.2·1.2 − 0.24.
        Truth many = truth(1_000, Loss.MSE, "1 2", "1", layers);
        Truth one = truth(Loss.MSE, "1 2", "1", layers);
        for (String step : List.of("Z1", "Z2", "dZ1", "dZ2", "dW1", "dW2", "W1.next", "W2.next", "loss")) {
            for (int k = 0; k < one.steps().get(StepId.of(step)).size(); k++) {
                boolean isShare = step.startsWith("dZ");
                assertThat(many.steps().get(StepId.of(step)).value(k) * (isShare ? 1_000 : 1))
                        .as(step)
                        .isEqualTo(values(one, step)[k], within(1e-15));
            }
        }
        assertThat(many.kinks())
                .filteredOn(kink -> kink.step().equals(StepId.of("dZ2")))
                .hasSize(1_000);
        assertThat(many.kinks().get(0).above() * 1_000)
                .isEqualTo(one.kinks().get(0).above(), within(1e-15));
        assertThat(many.undecided()).isZero();
    }

    /** Where there is no time for all of them, it is said of how many it stays open. */
    @Test
    void whatStaysOpenIsCounted() {
        Layer[] layers = {layer(Activation.RELU, 1, "0.3 -0.2", "0.1"), output("3", "0.1")};
        Truth truth = truth(12_000, Loss.MSE, "1 2", "1", layers);
        assertThat(truth.undecided()).isEqualTo(12_000 - 50_000 / 5);
        assertThat(truth.steps().get(StepId.of("dZ1")).value(0)).isZero();
        assertThat(truth.steps().get(StepId.of("dZ1")).error(0)).isZero();
        // Either side, and the error says so.
        Rounded dZ = truth.steps().get(StepId.of("dZ1"));
        assertThat(dZ.error(11_999))
                .isGreaterThanOrEqualTo(
                        Math.abs(truth.steps().get(StepId.of("dA1")).value(11_999)) / 2);
    }

    /** What is too large to be worked exactly is as right, by its own account of its error, and finite. */
    @ParameterizedTest
    @CsvSource({
        "SOFTMAX, MCXENT",
        "SOFTMAX, KL_DIVERGENCE",
        "SOFTMAX, POISSON",
        "SIGMOID, XENT",
        "SIGMOID, RECONSTRUCTION_CROSSENTROPY",
        "SIGMOID, KL_DIVERGENCE",
        "SIGMOID, POISSON"
    })
    void saturatedOutputsOfManyExamples(Kind f, Loss.Kind kind) {
        Loss plain = new Loss(kind);
        boolean takesWeights = kind == Loss.Kind.MCXENT || kind == Loss.Kind.XENT;
        for (Loss loss : takesWeights ? List.of(plain, plain.weighted(List.of(0.5, 2.0, 1.0))) : List.of(plain)) {
            for (String w : List.of("0.5 0 -1", "90 0 -90", "1000 0 -1000")) {
                for (String y : List.of("0 1 0", "1 0 0", "0.25 0.5 0.25")) {
                    Layer output = layer(Activation.of(f), 3, w, "0 0.1 0");
                    Truth one = truth(loss, "1", y, output);
                    Truth many = truth(400, loss, "1", y, output);
                    String what = loss + " through " + f + " of " + w + ", y " + y;
                    assertThat(many.steps().get(StepId.of("loss")).value(0))
                            .as(what)
                            .isFinite();
                    assertNear(
                            one.steps().get(StepId.of("loss")), 0, many.steps().get(StepId.of("loss")), 1, what);
                    for (int k = 0; k < 3; k++) {
                        assertNear(
                                one.steps().get(StepId.of("dZ1")),
                                k,
                                many.steps().get(StepId.of("dZ1")),
                                400,
                                what);
                    }
                }
            }
        }
    }

    private static void assertNear(Rounded exact, int k, Rounded extended, int times, String what) {
        BigDecimal expected = exact.decimal(k).orElseThrow();
        BigDecimal ofMany = extended.decimal(k).orElseThrow().multiply(BigDecimal.valueOf(times));
        double error = extended.error(k) * times;
        assertThat(ofMany.subtract(expected).abs().doubleValue()).as(what).isLessThanOrEqualTo(error * (1 + 1e-9));
        assertThat(error)
                .as(what)
                .isLessThanOrEqualTo(1e-20 * (1 + expected.abs().doubleValue()));
    }

    /** Nothing is NaN or infinite where mathematics has a number. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyActivationFarOut(Kind f) {
        for (String z : List.of("1e3", "-1e3", "1e4", "-1e4", "1e5", "-1e5", "1e6", "-1e6")) {
            Truth truth = truth(
                    Loss.MSE,
                    "1",
                    "1 1",
                    layer(Activation.of(f), 2, new BigDecimal(z).toPlainString() + " 0.5", "0 0"));
            truth.steps().forEach((name, step) -> {
                for (int k = 0; k < step.size(); k++) {
                    assertThat(step.decimal(k))
                            .as("%s[%d] of %s at %s", name, k, f, z)
                            .isPresent();
                }
            });
        }
    }

    @Test
    void regularisationAtZero() {
        Layer pulled = output("0 0.5", "0.1")
                .with(new Regularisation(new Regularisation.Terms(0.1, 0, 0, true), Regularisation.Terms.NONE));
        Truth truth = truth(Loss.MSE, "1 2", "1.1", pulled);
        assertThat(values(truth, "dW1")).containsExactly(0, 0);
        assertThat(values(truth, "W1.next")).containsExactly(0, 0.49);
        assertThat(truth.kinks()).containsExactly(new Truth.Kink(StepId.of("W1.next"), 0, 0.01, -0.01));
    }

    private static double[] values(Truth truth, String step) {
        return truth.steps().get(StepId.of(step)).toMatrix().toArray();
    }

    private static Layer output(String weights, String bias) {
        return layer(Activation.IDENTITY, 1, weights, bias);
    }

    private static Layer layer(Activation f, int units, String weights, String biases) {
        int inputs = weights.split(" ").length / units;
        return Layer.dense(
                inputs,
                units,
                f,
                Initialiser.XAVIER,
                Optional.of(Worksheet.decimals(inputs, units, weights)),
                Optional.of(Worksheet.decimals(1, units, biases)));
    }

    private static Truth truth(Loss loss, String x, String y, Layer... layers) {
        return truth(1, loss, x, y, layers);
    }

    /** The same example many times. */
    private static Truth truth(int times, Loss loss, String x, String y, Layer... layers) {
        int inputs = x.split(" ").length;
        int outputs = y.split(" ").length;
        Network network = Network.sequence("n", 1, Precision.FLOAT64, List.of(layers), loss, Updater.sgd(0.1));
        Batch batch = new Batch(
                Worksheet.decimals(times, inputs, (x + " ").repeat(times)),
                Worksheet.decimals(times, outputs, (y + " ").repeat(times)),
                names(inputs, "x"),
                names(outputs, "y"));
        Map<StepId, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= layers.length; l++) {
            parameters.put(StepId.w(l), layers[l - 1].weights().orElseThrow());
            parameters.put(StepId.b(l), layers[l - 1].biases().orElseThrow());
            if (layers[l - 1].drawsSlopes()) {
                parameters.put(
                        StepId.s(l),
                        Worksheet.decimals(1, layers[l - 1].units(), "0.2 ".repeat(layers[l - 1].units())));
            }
        }
        return Truth.of(Derivation.of(network, parameters), batch, parameters);
    }

    private static List<String> names(int count, String prefix) {
        return IntStream.range(0, count).mapToObj(k -> prefix + k).toList();
    }
}
