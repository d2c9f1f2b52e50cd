package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.check.Check;
import chalkline.check.Verdict;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Step.Source;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import chalkline.training.Recording;
import chalkline.training.State;
import chalkline.training.States;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class RecorderTest {
    private static final BiConsumer<StepId, INDArray> NOBODY = (name, value) -> {};

    @Test
    void worksheetInFloat64() {
        Recording recording =
                new Dl4j().build(Networks.worksheet(Precision.FLOAT64)).record(Networks.worksheetBatch());
        Trace trace = recording.trace();

        assertThat(recording.matchesFit()).isTrue();
        assertThat(trace.precision()).isEqualTo(Precision.FLOAT64);
        assertThat(trace.examples()).isEqualTo(1);
        assertThat(trace.value(StepId.of("dZ2")).get(0)).isEqualTo(-3.836099763741904e-7);
        assertThat(trace.value(StepId.of("loss")).shape()).isEqualTo("1×1");
        assertThat(trace.value(StepId.of("loss")).get(0)).isCloseTo(289.000000383609976, Offset.offset(1e-12));
        assertThat(trace.value(StepId.of("W1"))).isEqualTo(Matrix.ofRows(new double[][] {
            {.1, .4, .7}, {.2, .5, .8}, {.3, .6, .9}
        }));
        assertThat(trace.value(StepId.of("dW1")).shape()).isEqualTo("3×3");
        // x = [20, 3, 4] stands in the rows of W1, so dW1's first row is 20 times db1, here as in the framework's sums.
        assertThat(trace.value(StepId.of("dW1")).get(0, 2))
                .isEqualTo(20 * trace.value(StepId.of("db1")).get(2));
    }

    @Test
    void worksheetInFloat32() {
        Recording recording =
                new Dl4j().build(Networks.worksheet(Precision.FLOAT32)).record(Networks.worksheetBatch());

        assertThat(recording.matchesFit()).isTrue();
        assertThat(recording.trace().precision()).isEqualTo(Precision.FLOAT32);
        assertThat(recording.trace().value(StepId.of("dZ2")).get(0)).isZero();
        assertThat(recording.trace().value(StepId.of("W1")).get(0)).isEqualTo((double) .1f);
    }

    /** The division by N is Chalkline's, in double; the updater's own, by m and by weights after f′, is Deeplearning4j's. */
    @Test
    void stepsSayWhatWasDividedInDouble() {
        Trace three = scaled(Precision.FLOAT32, Loss.MSE, 3);
        assertThat(three.step(StepId.of("Z1")).scaling()).isEqualTo(Step.Scaling.NONE);
        assertThat(three.step(StepId.of("W1.next")).scaling()).isEqualTo(Step.Scaling.NONE);
        assertThat(three.step(StepId.of("loss")).scaling()).isEqualTo(new Step.Scaling(15, false));
        assertThat(three.step(StepId.of("dA2")).scaling()).isEqualTo(new Step.Scaling(15, true));
        assertThat(three.step(StepId.of("dZ2")).scaling()).isEqualTo(new Step.Scaling(3, false));
        assertThat(three.step(StepId.of("dA1")).scaling()).isEqualTo(new Step.Scaling(3, false));
        assertThat(three.step(StepId.of("dW1")).scaling()).isEqualTo(new Step.Scaling(3, true));
        assertThat(scaled(Precision.FLOAT32, Loss.L2, 3).step(StepId.of("dA2")).scaling())
                .isEqualTo(new Step.Scaling(3, false));
        assertThat(scaled(Precision.FLOAT32, Loss.L2, 4).step(StepId.of("dW1")).scaling())
                .isEqualTo(new Step.Scaling(4, false));
        // The updater divides as it was divided here.
        assertThat(scaled(Precision.FLOAT64, Loss.L2, 3).step(StepId.of("dW1")).scaling())
                .isEqualTo(new Step.Scaling(3, false));
        Loss weighted = new Loss(Loss.Kind.XENT, Optional.of(List.of(1.0, 2.0, 1.0, 3.0, 1.0)));
        assertThat(scaled(Precision.FLOAT32, weighted, 4).step(StepId.of("dA2")).scaling())
                .isEqualTo(new Step.Scaling(4, true));
    }

    private static Trace scaled(Precision precision, Loss loss, int examples) {
        Network network = Networks.network(precision, loss, Activation.TANH, Activation.SIGMOID, 2, 3, 5);
        Batch batch = Networks.batch(new Random(1), examples, 2, 5);
        return new Dl4j().build(network).record(batch).trace();
    }

    @Test
    void stepsComeInTheOrderOfTheDerivation() {
        Trace trace = new Dl4j()
                .build(Networks.worksheet(Precision.FLOAT64))
                .record(Networks.worksheetBatch())
                .trace();

        assertThat(trace.steps())
                .extracting(Step::name)
                .containsExactly(
                        "X",
                        "y",
                        "W1",
                        "b1",
                        "W2",
                        "b2",
                        "Z1",
                        "A1",
                        "Z2",
                        "A2",
                        "loss",
                        "score",
                        "dA2",
                        "dZ2",
                        "dW2",
                        "db2",
                        "dA1",
                        "dZ1",
                        "dW1",
                        "db1",
                        "W1.unconstrained",
                        "W1.next",
                        "b1.unconstrained",
                        "b1.next",
                        "W2.unconstrained",
                        "W2.next",
                        "b2.unconstrained",
                        "b2.next");
        assertThat(trace.steps()).extracting(Step::source).containsOnly(Source.RECORDED);
    }

    /** Every function with every loss that Deeplearning4j accepts, depth 1 to 4, 1 to 17 examples. */
    @ParameterizedTest
    @EnumSource
    void recordingChangesNothing(Precision precision) {
        Random random = new Random(11);
        int networks = 0;
        for (Loss.Kind kind : Loss.Kind.values()) {
            Loss loss = new Loss(kind);
            for (Activation hidden : Activation.all()) {
                for (Activation output : Activation.all()) {
                    boolean onlyOne = loss.equals(Loss.MCXENT) || loss.equals(Loss.XENT);
                    int pair = hidden.kind().ordinal() + output.kind().ordinal() + kind.ordinal();
                    if (refused(kind, output) || !onlyOne && pair % 21 != 0) {
                        continue;
                    }
                    int depth = 1 + networks % 4;
                    int[] widths = new int[depth + 1];
                    for (int l = 0; l <= depth; l++) {
                        widths[l] = 2 + random.nextInt(4);
                    }
                    Network network = Networks.network(precision, loss, hidden, output, widths);
                    Batch batch = Networks.batch(random, 1 + networks % 17, widths[0], widths[depth]);
                    networks++;
                    if (failsToDraw(network)) {
                        assertThatThrownBy(() -> new Dl4j().build(network))
                                .isInstanceOf(InvalidInputException.class)
                                .hasMessageContaining("Deeplearning4j fails to train rrelu");
                        continue;
                    }
                    requireFaithful(network, batch);
                }
            }
        }
        assertThat(networks).isEqualTo(2 * 21 + 14 * 21);
    }

    private static boolean failsToDraw(Network network) {
        boolean output = network.layer(network.depth()).drawsSlopes();
        return output && network.loss().kind() == Loss.Kind.WASSERSTEIN
                || network.precision() == Precision.FLOAT64
                        && network.layers().stream().anyMatch(Layer::drawsSlopes);
    }

    private static boolean refused(Loss.Kind loss, Activation output) {
        return (loss == Loss.Kind.MCXENT && !output.equals(Activation.SOFTMAX))
                || (loss == Loss.Kind.XENT && !output.equals(Activation.SIGMOID));
    }

    private static void requireFaithful(Network network, Batch batch) {
        Dl4jModel model = new Dl4j().build(network);
        State before = model.state();
        Recording recording = model.record(batch);
        Trace trace = recording.trace();
        int depth = network.depth();
        assertThat(recording.matchesFit()).as("%s", network).isTrue();
        assertThat(model.state()).isEqualTo(before);
        // Boxed, as NaN is NaN: some losses are none for some outputs.
        assertThat(Double.valueOf(trace.value(StepId.of("loss")).get(0))).isEqualTo(Double.valueOf(model.fit(batch)));

        State after = model.state();
        List<Double> next = new ArrayList<>();
        for (int l = 1; l <= depth; l++) {
            for (StepId name : List.of(StepId.w(l), StepId.b(l))) {
                Matrix p = trace.value(name);
                Matrix gradient = trace.value(name.gradient());
                Matrix pNext = trace.value(name.next());
                for (int k = 0; k < p.size() && Double.isFinite(gradient.get(k)); k++) {
                    double size = 1 + Math.abs(p.get(k)) + Math.abs(gradient.get(k));
                    assertThat(pNext.get(k))
                            .isCloseTo(
                                    p.get(k) - 0.1 * gradient.get(k),
                                    Offset.offset(
                                            4 * network.precision().unitRoundoff() * (size + Math.abs(pNext.get(k)))));
                }
                for (double value : pNext.transposed().toArray()) {
                    next.add(value);
                }
            }
        }
        assertThat(States.parameters(after).toArray())
                .isEqualTo(next.stream().mapToDouble(Double::doubleValue).toArray());
        boolean softmax = network.layer(depth).activation().equals(Activation.SOFTMAX);
        assertThat(trace.step(StepId.a(depth).gradient()).source())
                .isEqualTo(softmax ? Source.NOT_EXPOSED : Source.RECORDED);
        assertThat(trace.step(StepId.a(depth)).source()).isEqualTo(softmax ? Source.EVALUATED : Source.RECORDED);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreThoseOfThePlainFitDividedByTheExamples(Precision precision) {
        Network network = Networks.network(precision, Loss.MSE, Activation.TANH, Activation.IDENTITY, 4, 5, 3);
        Batch batch = Networks.batch(new Random(3), 7, 4, 3);
        MultiLayerNetwork plain = built(network);
        Trace trace = Recorder.record(plain, batch, Optional.empty(), NOBODY).trace();

        plain.setInput(NdArrays.of(batch.features(), Vocabulary.dataType(precision)));
        plain.setLabels(NdArrays.of(batch.labels(), Vocabulary.dataType(precision)));
        plain.computeGradientAndScore();

        for (int l = 1; l <= 2; l++) {
            assertMean(trace.value(StepId.w(l).gradient()), plain.gradient().getGradientFor((l - 1) + "_W"), 7);
            assertMean(trace.value(StepId.b(l).gradient()), plain.gradient().getGradientFor((l - 1) + "_b"), 7);
        }
        assertThat(trace.value(StepId.of("loss")).get(0)).isEqualTo(plain.score());
    }

    private static void assertMean(Matrix mean, INDArray sum, int examples) {
        double[] values = NdArrays.values(sum);
        for (int k = 0; k < values.length; k++) {
            values[k] /= examples;
        }
        assertThat(mean.toArray()).isEqualTo(values);
    }

    /** dA is of the mean squared error, though LossMSE divides by the width only after the activation. */
    @Test
    void outputGradientOfMseCountsItsWidth() {
        Network network = Networks.network(Precision.FLOAT64, Loss.MSE, Activation.TANH, Activation.IDENTITY, 2, 4);
        Batch batch = Networks.batch(new Random(5), 3, 2, 4);
        Trace trace = new Dl4j().build(network).record(batch).trace();

        double expected =
                2 * (trace.value(StepId.of("A1")).get(2, 3) - batch.labels().get(2, 3)) / (3 * 4);
        assertThat(trace.value(StepId.of("dA1")).get(2, 3)).isEqualTo(expected);
        assertThat(trace.value(StepId.of("dZ1")).get(2, 3)).isCloseTo(expected, Percentage.withPercentage(1e-12));
    }

    @Test
    void softmaxIsEvaluatedWithTheFrameworksOwnCode() {
        Network network =
                Networks.network(Precision.FLOAT64, Loss.MCXENT, Activation.RELU, Activation.SOFTMAX, 3, 4, 3);
        Batch batch = Networks.batch(new Random(9), 5, 3, 3);
        Dl4jModel model = new Dl4j().build(network);
        Trace trace = model.record(batch).trace();

        assertThat(trace.value(StepId.of("A2"))).isEqualTo(model.predict(batch.features()));
        assertThat(trace.step(StepId.of("dA2")).source()).isEqualTo(Source.NOT_EXPOSED);
        assertThat(trace.has(StepId.of("dA2"))).isFalse();
    }

    @Test
    void alteringOneBitInsideTheFitIsNoticed() {
        MultiLayerNetwork network =
                built(Networks.network(Precision.FLOAT64, Loss.L2, Activation.TANH, Activation.SIGMOID, 3, 4, 2));
        Batch batch = Networks.batch(new Random(2), 4, 3, 2);

        assertThat(Recorder.record(network, batch, Optional.empty(), NOBODY).matchesFit())
                .isTrue();
        for (String name : List.of("Z1", "A1", "Z2", "A2", "dA1", "dZ1", "dA2", "dZ2")) {
            assertThat(Recorder.record(network, batch, Optional.empty(), nudging(name))
                            .matchesFit())
                    .as(name)
                    .isFalse();
        }
    }

    /** The last bit of every entry, whenever that step passes. */
    private static BiConsumer<StepId, INDArray> nudging(String step) {
        return (id, value) -> {
            if (id.equals(StepId.of(step))) {
                for (int i = 0; i < value.rows(); i++) {
                    for (int j = 0; j < value.columns(); j++) {
                        value.putScalar(i, j, Math.nextUp(value.getDouble(i, j)));
                    }
                }
            }
        };
    }

    @Test
    void updaterStateAndCountersGoIntoTheRecordedStep() {
        MultiLayerNetwork network = adam();
        Dl4jModel model = Dl4jModel.of(network);
        Batch batch = Networks.batch(new Random(4), 6, 3, 2);
        for (int step = 0; step < 5; step++) {
            model.fit(batch);
        }
        network.setEpochCount(2);
        State before = model.state();

        Recording recording = model.record(batch);

        assertThat(recording.matchesFit()).isTrue();
        assertThat(model.state()).isEqualTo(before);
        assertThat(before.iteration()).isEqualTo(5);
        assertThat(States.kept(before))
                .hasSize(2 * (int) States.parameters(before).count());
        model.fit(batch);
        assertThat(recording.trace().value(StepId.of("W2.next"))).isEqualTo(NdArrays.matrix(network.getParam("1_W")));
    }

    @Test
    void theRandomGeneratorGoesOnAsIfNothingHadBeenRecorded() {
        Dl4jModel model = new Dl4j().build(Networks.worksheet(Precision.FLOAT64));
        Nd4j.getRandom().setSeed(99);
        double expected = Nd4j.getRandom().nextDouble();
        Nd4j.getRandom().setSeed(99);

        model.record(Networks.worksheetBatch());

        assertThat(Nd4j.getRandom().nextDouble()).isEqualTo(expected);
    }

    @Test
    void recordingLeavesTheNetworksOwnFunctionsInPlace() {
        MultiLayerNetwork network = built(Networks.worksheet(Precision.FLOAT64));
        String before = network.getLayerWiseConfigurations().toJson();

        Recorder.record(network, Networks.worksheetBatch(), Optional.empty(), NOBODY);

        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource
    void namesWhatCannotBeRecorded(org.deeplearning4j.nn.conf.layers.Layer second, String message) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(second)
                .layer(new OutputLayer.Builder(new LossMSE())
                        .nIn(2)
                        .nOut(1)
                        .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        Batch batch = Networks.batch(new Random(1), 1, 2, 1);

        assertThatThrownBy(() -> Recorder.record(network, batch, Optional.empty(), NOBODY))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> namesWhatCannotBeRecorded() {
        return Stream.of(
                Arguments.of(
                        new BatchNormalization.Builder().nIn(2).nOut(2).build(),
                        "layer 2 (BatchNormalization): only dense, activation and dropout layers, the last one an"
                                + " output or a loss layer, can be recorded"),
                Arguments.of(
                        new DropoutLayer(new GaussianDropout(0.5)),
                        "layer 2 (DropoutLayer): GaussianDropout cannot be recorded, only plain dropout"),
                Arguments.of(
                        new DropoutLayer.Builder().build(),
                        "layer 2 (DropoutLayer): a dropout layer without dropout cannot be recorded"));
    }

    /** Slopes are floats, as one can see in a product that is rounded once. */
    @Test
    void slopesAreRecordedAsTheyWereDrawnInTheFit() {
        Network network = Networks.network(
                Precision.FLOAT32, Loss.MSE, Activation.rrelu(0.25, 0.75), Activation.rrelu(0.5, 1), 5, 7, 4);
        Batch batch = Networks.batch(new Random(3), 6, 5, 4);
        Dl4jModel model = new Dl4j().build(network);
        Recording recording = model.record(batch);
        assertThat(recording.matchesFit()).isTrue();
        Trace trace = recording.trace();
        for (int l = 1; l <= 2; l++) {
            Matrix slopes = trace.value(StepId.s(l));
            assertThat(slopes.shape()).isEqualTo(trace.value(StepId.z(l)).shape());
            assertThat(Arrays.stream(slopes.toArray()).distinct().count()).isGreaterThan(slopes.size() / 2);
            for (int k = 0; k < slopes.size(); k++) {
                double z = trace.value(StepId.z(l)).get(k);
                assertThat(slopes.get(k)).isBetween(l / 4.0, l == 1 ? 0.75 : 1);
                assertThat(trace.value(StepId.a(l)).get(k)).isEqualTo(z < 0 ? (float) (slopes.get(k) * z) : z);
            }
        }
        assertThat(trace.steps())
                .extracting(Step::name)
                .containsSubsequence("Z1", "S1", "A1", "Z2", "S2", "A2", "loss");
        // The generator is put back: the next recording, and the next fit, draw the same.
        assertThat(model.record(batch).trace().value(StepId.of("S2"))).isEqualTo(trace.value(StepId.of("S2")));
        assertThat(model.fit(batch)).isEqualTo(trace.value(StepId.of("score")).get(0));
        assertThat(model.record(batch).trace().value(StepId.of("S2"))).isNotEqualTo(trace.value(StepId.of("S2")));
    }

    @Test
    void slopesInFloat64CannotBeRecorded() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(2)
                        .activation(org.nd4j.linalg.activations.Activation.RRELU)
                        .build())
                .layer(new OutputLayer.Builder(new LossMSE())
                        .nIn(2)
                        .nOut(1)
                        .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        assertThatThrownBy(() ->
                        Recorder.record(network, Networks.batch(new Random(1), 1, 2, 1), Optional.empty(), NOBODY))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("layer 1 (DenseLayer): Deeplearning4j fails to train rrelu in float64, its derivative is in"
                        + " float32; it can in float32");
    }

    /** The masks were drawn inside the fit that used them, and each layer drew its own. */
    @ParameterizedTest
    @EnumSource
    void dropoutIsRecordedWithTheMasksThatWereDrawn(Precision precision) {
        Network network = Network.sequence(
                "dropout",
                5,
                precision,
                List.of(
                        dense(6, 6, Activation.TANH).with(OptionalDouble.of(0.8)),
                        Layer.dropout(6, 0.3),
                        Layer.activation(6, Activation.SIGMOID),
                        dense(6, 2, Activation.IDENTITY).withoutBias().with(OptionalDouble.of(0.5))),
                Loss.MSE,
                Updater.sgd(0.1));
        Batch batch = Networks.batch(new Random(8), 20, 6, 2);
        Recording recording = new Dl4j().build(network).record(batch);
        Trace trace = recording.trace();

        assertThat(recording.matchesFit()).isTrue();
        assertThat(trace.steps())
                .extracting(Step::name)
                .containsExactly(
                        "X",
                        "y",
                        "W1",
                        "b1",
                        "W4",
                        "M1",
                        "D1",
                        "Z1",
                        "A1",
                        "M2",
                        "A2",
                        "Z3",
                        "A3",
                        "M4",
                        "D4",
                        "Z4",
                        "A4",
                        "loss",
                        "score",
                        "dA4",
                        "dZ4",
                        "dD4",
                        "dW4",
                        "dA3",
                        "dZ3",
                        "dA2",
                        "dA1",
                        "dZ1",
                        "dD1",
                        "dW1",
                        "db1",
                        "W1.unconstrained",
                        "W1.next",
                        "b1.unconstrained",
                        "b1.next",
                        "W4.unconstrained",
                        "W4.next");
        assertThat(trace.steps()).extracting(Step::source).containsOnly(Source.RECORDED);
        // 120 draws each: six standard deviations are 0.26 at most.
        assertThat(kept(trace.value(StepId.of("M1")), 1 / 0.8, precision)).isBetween(0.54, 1.0);
        assertThat(kept(trace.value(StepId.of("M2")), 1 / 0.3, precision)).isBetween(0.04, 0.56);
        assertThat(kept(trace.value(StepId.of("M4")), 2, precision)).isBetween(0.24, 0.76);
        assertThat(Check.of(network, batch, trace, true).verdict()).isEqualTo(Verdict.AGREES);
    }

    /** The share of entries that are 1/p; all others are 0. */
    private static double kept(Matrix mask, double scale, Precision precision) {
        double[] values = mask.toArray();
        for (double value : values) {
            assertThat(value == 0 || Math.abs(value - scale) <= 2 * precision.unitRoundoff() * scale)
                    .as("%s", value)
                    .isTrue();
        }
        return (double) Arrays.stream(values).filter(v -> v != 0).count() / values.length;
    }

    private static Layer dense(int inputs, int units, Activation activation) {
        return Layer.dense(inputs, units, activation, Initialiser.XAVIER, Optional.empty(), Optional.empty());
    }

    private static MultiLayerNetwork built(Network network) {
        return Dl4j.network(network);
    }

    private static MultiLayerNetwork adam() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(org.nd4j.linalg.activations.Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(new LossMSE())
                        .nIn(4)
                        .nOut(2)
                        .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }
}
