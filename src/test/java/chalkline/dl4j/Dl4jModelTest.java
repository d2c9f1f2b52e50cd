package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.training.Model;
import chalkline.training.State;
import chalkline.training.States;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

class Dl4jModelTest {

    @ParameterizedTest
    @EnumSource
    void fitReturnsTheMeanLossBeforeTheUpdate(Precision precision) {
        for (Loss loss : new Loss[] {Loss.MSE, Loss.L2, Loss.HALF_SQUARED_ERROR}) {
            Dl4jModel model =
                    new Dl4j().build(Networks.network(precision, loss, Activation.TANH, Activation.IDENTITY, 3, 4, 2));
            Batch batch = Networks.batch(new Random(8), 5, 3, 2);
            double before = model.loss(batch);
            Matrix a = model.predict(batch.features());
            double squares = 0;
            for (int k = 0; k < a.size(); k++) {
                squares += Math.pow(a.get(k) - batch.labels().get(k), 2);
            }
            double perExample = squares / 5 / (loss == Loss.L2 ? 1 : 2);

            assertThat(model.fit(batch)).isEqualTo(before);
            assertThat(before).isCloseTo(perExample, Offset.offset(20 * precision.unitRoundoff() * perExample));
            assertThat(model.loss(batch)).isLessThan(before);
        }
    }

    /** The score of such a network is the sum of the losses plus ½·l2·‖W‖². */
    @Test
    void lossHasNoRegularisationAndIsAMeanWithoutMiniBatchToo() {
        MultiLayerNetwork network = adam(0.5, false);
        Dl4jModel model = Dl4jModel.of(network);
        Dl4jModel plain = Dl4jModel.of(adam(0, true));
        Batch batch = Networks.batch(new Random(8), 5, 3, 2);
        double expected = plain.loss(batch);

        assertThat(model.loss(batch)).isCloseTo(expected, Offset.offset(1e-14));
        assertThat(model.fit(batch)).isCloseTo(expected, Offset.offset(1e-14));
        assertThat(network.score()).isGreaterThan(5 * expected);
    }

    /** A step overwrites the arrays of the one before; none of its numbers may stay. */
    @ParameterizedTest
    @EnumSource
    void stepsAreThoseOfFitOnArraysOfTheirOwn(Precision precision) {
        Network network = Networks.network(precision, Loss.MSE, Activation.TANH, Activation.IDENTITY, 3, 4, 2);
        MultiLayerNetwork plain = Dl4j.network(network);
        Dl4jModel model = new Dl4j().build(network);
        Random random = new Random(8);
        Batch masked = Networks.batch(random, 5, 3, 2).masked(Matrix.of(5, 1, 1, 0, 1, 1, 0));
        List<Batch> batches = List.of(
                Networks.batch(random, 5, 3, 2),
                Networks.batch(random, 5, 3, 2),
                Networks.batch(random, 2, 3, 2),
                Networks.batch(random, 5, 3, 2),
                masked,
                Networks.batch(random, 5, 3, 2));

        for (Batch batch : batches) {
            model.fit(batch);
            plain.fit(DataSets.of(plain, batch));

            assertThat(model.state()).isEqualTo(Dl4jModel.of(plain).state());
        }
    }

    @Test
    void predictAndLossChangeNothing() {
        Dl4jModel model = new Dl4j().build(Networks.worksheet(Precision.FLOAT32));
        State before = model.state();

        Matrix first = model.predict(Networks.worksheetBatch().features());
        model.loss(Networks.worksheetBatch());

        assertThat(model.state()).isEqualTo(before);
        assertThat(model.predict(Networks.worksheetBatch().features())).isEqualTo(first);
        assertThat(first).isEqualTo(Matrix.of(1, 1, 1));
    }

    @Test
    void restoringAStateRepeatsTheSameBits() {
        Dl4jModel model = Dl4jModel.of(adam(0, true));
        Random random = new Random(6);
        Batch first = Networks.batch(random, 4, 3, 2);
        Batch second = Networks.batch(random, 4, 3, 2);
        model.fit(first);
        State middle = model.state();
        double loss = model.fit(second);
        State end = model.state();

        model.restore(new State(middle.arrays(), middle.iteration(), 3));
        assertThat(model.state().epoch()).isEqualTo(3);
        model.restore(middle);
        assertThat(model.state()).isEqualTo(middle);
        assertThat(model.fit(second)).isEqualTo(loss);
        assertThat(model.state()).isEqualTo(end);
        assertThat(end.iteration()).isEqualTo(2);

        Dl4jModel fresh = Dl4jModel.of(adam(0, true));
        fresh.restore(middle);
        fresh.fit(second);
        assertThat(fresh.state()).isEqualTo(end);
    }

    /** What ND4J's generator was used for in between, in this process or another, must not show. */
    @Test
    void dropoutDrawsTheSameAgainAfterRestoring() {
        Dl4jModel model = Dl4jModel.of(dropout(3));
        Batch batch = Networks.batch(new Random(6), 4, 3, 2);
        model.fit(batch);
        State middle = model.state();
        double loss = model.fit(batch);
        State end = model.state();

        Nd4j.getRandom().nextGaussian(new long[] {100});
        Dl4jModel fresh = Dl4jModel.of(dropout(3));
        fresh.restore(middle);
        fresh.record(batch);
        assertThat(fresh.fit(batch)).isEqualTo(loss);
        assertThat(fresh.state()).isEqualTo(end);
    }

    @Test
    void dropoutDrawsAnewInEveryStepAndForEverySeed() {
        Batch batch = Networks.batch(new Random(6), 50, 3, 2);
        Set<Matrix> masks = new HashSet<>();
        for (long seed : new long[] {3, 4, -3, Long.MIN_VALUE}) {
            Dl4jModel model = Dl4jModel.of(dropout(seed));
            for (int step = 0; step < 5; step++) {
                Matrix mask = model.record(batch).trace().value(StepId.of("M1"));
                assertThat(model.record(batch).trace().value(StepId.of("M1"))).isEqualTo(mask);
                assertThat(masks.add(mask)).isTrue();
                long kept = Arrays.stream(mask.toArray()).filter(v -> v != 0).count();
                // 150 draws with p = 0.8: six standard deviations are 30.
                assertThat(kept).isBetween(90L, 149L);
                model.fit(batch);
            }
        }
    }

    @Test
    void aMeasuredStepIsTheSameStep() {
        Dl4jModel model = Dl4jModel.of(dropout(3));
        Dl4jModel measured = Dl4jModel.of(dropout(3));
        Batch batch = Networks.batch(new Random(6), 4, 3, 2);
        Trace trace = model.record(batch).trace();

        Model.Measured step = measured.fitMeasured(batch);
        assertThat(step.loss()).isEqualTo(model.fit(batch));
        assertThat(measured.state()).isEqualTo(model.state());
        assertThat(step.gradientNorms()).containsOnlyKeys("W1", "b1");
        for (String name : List.of("W1", "b1")) {
            assertThat(step.gradientNorms().get(name))
                    .isCloseTo(norm(trace.value(StepId.of("d" + name))), Offset.offset(1e-15));
        }
        double[] parameters = States.parameters(model.state()).toArray();
        assertThat(Math.hypot(
                        model.parameterNorms().get("W1"), model.parameterNorms().get("b1")))
                .isCloseTo(norm(Matrix.of(1, parameters.length, parameters)), Offset.offset(1e-15));
    }

    private static double norm(Matrix matrix) {
        return Math.sqrt(Arrays.stream(matrix.toArray()).map(v -> v * v).sum());
    }

    private static MultiLayerNetwork dropout(long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.01))
                .list()
                .layer(new OutputLayer.Builder(new LossL2())
                        .nIn(3)
                        .nOut(2)
                        .dropOut(0.8)
                        .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }

    @Test
    void aStateIsACopy() {
        Dl4jModel model = new Dl4j().build(Networks.worksheet(Precision.FLOAT64));
        State before = model.state();
        Matrix weights = before.arrays().get(StepId.w(1));
        double[] values = weights.toArray();

        model.fit(Networks.batch(new Random(1), 3, 3, 1));

        assertThat(weights.toArray()).isEqualTo(values);
        assertThat(model.state()).isNotEqualTo(before);
    }

    @Test
    void refusesStatesOfOtherNetworks() {
        Dl4jModel worksheet = new Dl4j().build(Networks.worksheet(Precision.FLOAT64));
        State state = worksheet.state();
        State adam = Dl4jModel.of(adam(0, true)).state();
        Map<StepId, Matrix> more = new HashMap<>(state.arrays());
        more.put(StepId.of("W1.m"), Matrix.zeros(3, 3));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> worksheet.restore(adam))
                .withMessage("the state's W1 is 3×2 but the network's is 3×3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> worksheet.restore(new State(more, 0, 0)))
                .withMessage("the state has W1.m but the network has not");
        Map<StepId, Matrix> fewer = new HashMap<>(state.arrays());
        fewer.remove(StepId.b(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> worksheet.restore(new State(fewer, 0, 0)))
                .withMessage("the state has no b2 but the network has");
    }

    @Test
    void refusesToNameWhatNoDenseNetworkHas() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new BatchNormalization.Builder().nIn(3).nOut(3).build())
                .layer(new OutputLayer.Builder(new LossL2()).nIn(3).nOut(2).build())
                .build());
        network.init();

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(Dl4jModel.of(network)::state)
                .withMessage("layer 1 has the parameter gamma, which no dense network has");
    }

    @Test
    void refusesBatchesOfAnotherWidth() {
        Dl4jModel model = new Dl4j().build(Networks.worksheet(Precision.FLOAT64));
        Batch narrow = Networks.batch(new Random(1), 2, 2, 1);
        Batch wide = Networks.batch(new Random(1), 2, 3, 2);

        List<ThrowingCallable> uses = List.of(
                () -> model.fit(narrow),
                () -> model.loss(narrow),
                () -> model.record(narrow),
                () -> model.predict(narrow.features()));
        for (ThrowingCallable use : uses) {
            assertThatIllegalArgumentException()
                    .isThrownBy(use)
                    .withMessage("2 columns of features but the network takes 3");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.fit(wide))
                .withMessage("2 columns of labels but the network takes 1");
    }

    private static MultiLayerNetwork adam(double l2, boolean miniBatch) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.01))
                .l2(l2)
                .miniBatch(miniBatch)
                .list()
                .layer(new OutputLayer.Builder(new LossL2())
                        .nIn(3)
                        .nOut(2)
                        .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        return network;
    }
}
