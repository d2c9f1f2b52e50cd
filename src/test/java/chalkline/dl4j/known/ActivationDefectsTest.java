package chalkline.dl4j.known;

import static chalkline.dl4j.known.Decimals.ONE;
import static chalkline.dl4j.known.Decimals.exp;
import static chalkline.dl4j.known.Decimals.of;
import static chalkline.dl4j.known.Decimals.over;
import static chalkline.dl4j.known.Decimals.sigmoid;
import static chalkline.dl4j.known.Decimals.tanh;
import static chalkline.dl4j.known.Decimals.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.dl4j.Dl4jModel;
import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
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
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What Deeplearning4j 1.0.0-M2.1's activations get wrong, each in a network of two units in a row with weights 1: the check
 * says at which step, and 50-digit arithmetic says the same.
 */
class ActivationDefectsTest {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** Forward α(eᶻ − 1), backward eᶻ. */
    @Test
    void eluLosesAlphaInBackprop() {
        for (Precision precision : Precision.values()) {
            derivative("elu-alpha", Activation.elu(0.5), precision, -1, times(of("0.5"), exp(of("-1"))));
        }
    }

    /** Forward 0.01, backward 0.01f. */
    @Test
    void leakyReluHasAFloatAlphaInBackprop() {
        derivative("float-slope", Activation.of(Kind.LEAKY_RELU), Precision.FLOAT64, -1, of("0.01"));
    }

    /** The array of ones that becomes the derivative is compared with 0, not Z: nothing of it is ever replaced. */
    @Test
    void rreluLosesItsSlopesInBackprop() {
        derivative("rrelu-slopes", Activation.rrelu(0.25, 0.25), Precision.FLOAT32, -1, of("0.25"));
    }

    /** The gradient is of one loss, and the score of another. */
    @Test
    void rreluOfTheOutputIsDrawnAgainForTheScore() {
        Network network = output(Activation.rrelu(0.25, 0.75), Precision.FLOAT32, Loss.L2);
        Trace trace = deviating("", network, batch(-8), "loss");
        BigDecimal a = times(new BigDecimal(trace.value(StepId.of("S1")).get(0)), of("-8"));
        BigDecimal error = a.subtract(of("0.25"));
        double unit = Precision.FLOAT32.unitRoundoff();
        assertThat(trace.value(StepId.of("A1")).get(0)).isCloseTo(a.doubleValue(), within(16 * unit));
        assertThat(trace.value(StepId.of("dA1")).get(0)).isCloseTo(2 * error.doubleValue(), within(64 * unit));
        isWrong(trace.value(StepId.of("loss")).get(0), times(error, error), Precision.FLOAT32);
    }

    /** The derivative is made of floats, and W's and b's gradients of doubles. */
    @Test
    void rreluFailsInFloat64() {
        Network network = row(Activation.of(Kind.RRELU), Precision.FLOAT64);
        assertThatThrownBy(() -> new Dl4j().build(network))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "rrelu: layer 1: Deeplearning4j fails to train rrelu in float64, its derivative is in float32;"
                                + " it can in float32");
        ActivationRReLU theirs = new ActivationRReLU();
        INDArray z = Nd4j.createFromArray(new double[][] {{-1}});
        theirs.getActivation(z.dup(), true);
        assertThat(theirs.backprop(z, Nd4j.onesLike(z)).getFirst().dataType()).isEqualTo(DataType.FLOAT);
    }

    /** Wasserstein's gradient asks for the derivative without asking for the value. */
    @Test
    void rreluFailsBeforeItsSlopesAreDrawn() {
        Network network = output(Activation.of(Kind.RRELU), Precision.FLOAT32, new Loss(Loss.Kind.WASSERSTEIN));
        assertThatThrownBy(() -> new Dl4j().build(network))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "rrelu: layer 1: Deeplearning4j fails to train rrelu with the loss wasserstein, which asks for"
                                + " the derivative before any slope is drawn");
        INDArray z = Nd4j.createFromArray(new float[][] {{-1}});
        assertThatThrownBy(() -> new ActivationRReLU().backprop(z, Nd4j.onesLike(z)))
                .isInstanceOf(NullPointerException.class);
    }

    /** The mean slope, which what is below 0 is to be multiplied by, is what nothing comes out below of. */
    @Test
    void rreluPredictsNothingBelowItsMeanSlope() {
        Dl4jModel model = new Dl4j().build(output(Activation.rrelu(0.25, 0.75), Precision.FLOAT32, Loss.L2));
        assertThat(model.predict(Matrix.of(3, 1, -8, 0.375, 2)).toArray()).containsExactly(0.5, 0.5, 2);
    }

    private static Network output(Activation f, Precision precision, Loss loss) {
        Layer layer = layer(1, f, Matrix.of(1, 1, 1), Matrix.of(1, 1, 0));
        return Network.sequence(f.label(), 1, precision, List.of(layer), loss, Updater.sgd(0.1));
    }

    @Test
    void reluHasAFloatSlopeInBackprop() {
        double noMaximum = Double.POSITIVE_INFINITY;
        derivative("float-slope", Activation.relu(noMaximum, 0, 0.1), Precision.FLOAT64, -1, of("0.1"));
    }

    /** The output stays at its maximum 0, the gradient passes all the same. */
    @Test
    void reluWithTheMaximumZeroPassesTheGradient() {
        for (Precision precision : Precision.values()) {
            derivative("relu-maximum-zero", Activation.relu(0, 0, 0.5), precision, 1, BigDecimal.ZERO);
        }
    }

    @Test
    void softplusOverflows() {
        value(
                "softplus-overflow",
                Activation.of(Kind.SOFTPLUS),
                Precision.FLOAT32,
                100,
                of("100").add(exp(of("-100"))));
        value(
                "softplus-overflow",
                Activation.of(Kind.SOFTPLUS),
                Precision.FLOAT64,
                710,
                of("710").add(exp(of("-710"))));
    }

    /** (eᶻ)² overflows although the derivative is near 1. */
    @Test
    void swishDerivativeOverflows() {
        derivative("swish-overflow", Activation.of(Kind.SWISH), Precision.FLOAT32, 50, swishDerivative(of("50")));
        derivative("swish-overflow", Activation.of(Kind.SWISH), Precision.FLOAT64, 400, swishDerivative(of("400")));
    }

    private static BigDecimal swishDerivative(BigDecimal z) {
        BigDecimal s = sigmoid(z);
        return s.add(times(z, s, ONE.subtract(s)));
    }

    @Test
    void geluDerivativeOverflows() {
        BigDecimal u = times(of("1.702"), of("30"));
        derivative("gelu-overflow", Activation.of(Kind.GELU), Precision.FLOAT32, 30, swishDerivative(u));
    }

    /** (eᶻ)⁴ overflows. */
    @Test
    void mishDerivativeOverflows() {
        // tanh(ln(1 + eᶻ)) = (e²ᶻ + 2eᶻ) / (e²ᶻ + 2eᶻ + 2)
        BigDecimal z = of("25");
        BigDecimal e = exp(z);
        BigDecimal n = times(e, e.add(TWO));
        BigDecimal t = over(n, n.add(TWO));
        BigDecimal slope = t.add(times(z, ONE.subtract(times(t, t)), sigmoid(z)));
        derivative("mish-overflow", Activation.of(Kind.MISH), Precision.FLOAT32, 25, slope);
    }

    /** 1.702f in both precisions. */
    @Test
    void geluHasAFloatConstant() {
        value(
                "float-constants",
                Activation.of(Kind.GELU),
                Precision.FLOAT64,
                -3,
                times(of("-3"), sigmoid(times(of("-3"), of("1.702")))));
    }

    /** (0.044715z)³ for 0.044715z³. */
    @Test
    void preciseGeluCubesItsConstant() {
        BigDecimal root = over(TWO, Decimals.PI).sqrt(Decimals.DIGITS);
        BigDecimal right = over(ONE.add(tanh(times(root, of("1.044715")))), TWO);
        BigDecimal cubed = times(of("0.044715"), of("0.044715"), of("0.044715"));
        BigDecimal theirs = over(ONE.add(tanh(times(root, ONE.add(cubed)))), TWO);
        for (Precision precision : Precision.values()) {
            double actual = value("gelu-cubes-constant", Activation.gelu(true), precision, 1, right);
            assertThat(actual).isCloseTo(theirs.doubleValue(), within(8 * precision.unitRoundoff()));
        }
    }

    @Test
    void hardSigmoidHasAFloatConstant() {
        value("float-constants", Activation.of(Kind.HARD_SIGMOID), Precision.FLOAT64, 1, of("0.7"));
    }

    @Test
    void rationalTanhHasFloatConstants() {
        BigDecimal y = over(TWO, of("3"));
        BigDecimal quartic = times(of("1.41645"), y, y, y, y);
        BigDecimal d = ONE.add(y).add(times(y, y)).add(quartic);
        value(
                "float-constants",
                Activation.of(Kind.RATIONAL_TANH),
                Precision.FLOAT64,
                1,
                times(of("1.7159"), ONE.subtract(over(ONE, d))));
    }

    /** In float64 the maximum of a row is sought from 0 upwards, unless it is the only row: eᶻ underflows. */
    @Test
    void softmaxOfSeveralRowsIsLostFarBelowZero() {
        // e to these is subnormal: some digits are left, and then none.
        double some = softmax(-740);
        assertThat(some).isFinite();
        isWrong(some, sigmoid(ONE), Precision.FLOAT64);
        assertThat(softmax(-1600)).isNaN();
    }

    private static double softmax(double z) {
        Matrix weights = Matrix.of(2, 2, 1, 0, 0, 1);
        Matrix biases = Matrix.of(1, 2, 0, 0);
        Network network = Network.sequence(
                "softmax",
                1,
                Precision.FLOAT64,
                List.of(layer(2, Activation.SOFTMAX, weights, biases), layer(2, Activation.IDENTITY, weights, biases)),
                Loss.MSE,
                Updater.sgd(0.1));
        Batch batch = new Batch(
                Matrix.of(2, 2, z, z - 1, 1, 2), Matrix.of(2, 2, 1, 0, 0, 1), List.of("x1", "x2"), List.of("y1", "y2"));
        return deviating("softmax-maximum", network, batch, "A1")
                .value(StepId.of("A1"))
                .get(0);
    }

    private static double value(String id, Activation f, Precision precision, double z, BigDecimal exact) {
        double actual = deviating(id, row(f, precision), batch(z), "A1")
                .value(StepId.of("A1"))
                .get(0);
        isWrong(actual, exact, precision);
        return actual;
    }

    private static void derivative(String id, Activation f, Precision precision, double z, BigDecimal exact) {
        Trace trace = deviating(id, row(f, precision), batch(z), "dZ1");
        BigDecimal dA = new BigDecimal(trace.value(StepId.of("dA1")).get(0));
        isWrong(trace.value(StepId.of("dZ1")).get(0), times(dA, exact), precision);
    }

    /** Where the id is empty, no entry foretells the step: what was drawn for it is nowhere. */
    private static Trace deviating(String id, Network network, Batch batch, String step) {
        Recording recording = new Dl4j().build(network).record(batch);
        CheckResult result = Check.of(network, batch, recording.trace(), recording.matchesFit());
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().map(StepResult::name)).contains(step);
        assertThat(Foretellings.of(network, batch, recording.trace(), step)).isEqualTo(id);
        return recording.trace();
    }

    /** Off by a thousand roundings, or no number at all where the exact one is an ordinary number. */
    private static void isWrong(double actual, BigDecimal exact, Precision precision) {
        assertThat(exact.abs().doubleValue()).isLessThan(1e3);
        if (!Double.isFinite(actual)) {
            return;
        }
        BigDecimal error = new BigDecimal(actual).subtract(exact).abs();
        assertThat(error.round(MathContext.DECIMAL64))
                .isGreaterThan(exact.abs().multiply(new BigDecimal(1000 * precision.unitRoundoff())));
    }

    private static Offset<Double> within(double distance) {
        return Offset.offset(distance);
    }

    private static Network row(Activation f, Precision precision) {
        Matrix one = Matrix.of(1, 1, 1);
        Matrix zero = Matrix.of(1, 1, 0);
        return Network.sequence(
                f.label(),
                1,
                precision,
                List.of(layer(1, f, one, zero), layer(1, Activation.IDENTITY, one, zero)),
                Loss.L2,
                Updater.sgd(0.1));
    }

    private static Layer layer(int units, Activation f, Matrix weights, Matrix biases) {
        return Layer.dense(units, units, f, Initialiser.XAVIER, Optional.of(weights), Optional.of(biases));
    }

    private static Batch batch(double z) {
        return new Batch(Matrix.of(1, 1, z), Matrix.of(1, 1, 0.25), List.of("x"), List.of("y"));
    }
}
