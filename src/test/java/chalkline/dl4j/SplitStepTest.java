package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chalkline.RandomNetworks;
import chalkline.RandomUpdaters;
import chalkline.Seeds;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.training.GradientSum;
import chalkline.training.Model;
import chalkline.training.State;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Seeds.class)
class SplitStepTest {
    private static final int NETWORKS = 40;

    /** Dropout, regularisation, clipping, constraints, layer norms, masks and all. */
    @ParameterizedTest
    @EnumSource
    void twoHalvesLeaveTheBitsOfFit(Precision precision) {
        for (long seed : Seeds.upTo(NETWORKS)) {
            RandomNetworks.Case drawn =
                    RandomNetworks.everything(seed, precision).trainable();
            assertThatHalvesAreFit(with(drawn.network(), RandomUpdaters.any(seed)), drawn.batch());
        }
    }

    @ParameterizedTest
    @EnumSource
    void soWithEveryUpdater(Precision precision) {
        for (long seed : new long[] {1, 2, 3}) {
            for (Updater updater : RandomUpdaters.all(seed)) {
                if (updater.kind() != Updater.Kind.ADA_BELIEF && updater.kind() != Updater.Kind.CLASSICAL_MOMENTUM) {
                    assertThatHalvesAreFit(
                            with(
                                    Networks.network(
                                            precision, Loss.MSE, Activation.TANH, Activation.IDENTITY, 3, 4, 2),
                                    updater),
                            Networks.batch(new Random(seed), 5, 3, 2));
                }
            }
        }
    }

    private static Network with(Network network, Updater updater) {
        return new Network(
                network.name(),
                network.seed(),
                network.precision(),
                network.vertices(),
                network.loss(),
                updater,
                Optional.empty(),
                network.defaults(),
                network.contradictions());
    }

    private static void assertThatHalvesAreFit(Network network, Batch batch) {
        Model whole = new Dl4j().build(network);
        Model halved = new Dl4j().build(network);
        for (int step = 0; step < 3; step++) {
            State before = halved.state();
            Model.Measured fitted = whole.fitMeasured(batch);
            GradientSum sum = halved.gradient(batch);
            assertThat(halved.state()).isEqualTo(before);
            Model.Measured stepped = halved.step(sum);

            assertThat(halved.state()).isEqualTo(whole.state());
            assertThat(stepped.loss()).isCloseTo(fitted.loss(), ulps(fitted.loss()));
            assertThat(stepped.gradientNorms().keySet())
                    .isEqualTo(fitted.gradientNorms().keySet());
            fitted.gradientNorms()
                    .forEach((name, norm) -> assertThat(stepped.gradientNorms().get(name))
                            .as(name)
                            .isCloseTo(norm, ulps(norm)));
            assertThat(stepped.updateNorms()).isEqualTo(fitted.updateNorms());
            if (step == 1) {
                whole.endEpoch();
                halved.endEpoch();
            }
        }
    }

    private static Offset<Double> ulps(double value) {
        return Offset.offset(Double.isFinite(value) ? 4 * Math.ulp(value) : 0);
    }

    /** Adam, in float64: whatever the cut, the step is that on the whole to the rounding of a sum of 30 terms. */
    @Test
    void sumsOfPartsAddUp() {
        Network network = with(
                Networks.network(Precision.FLOAT64, Loss.MSE, Activation.TANH, Activation.IDENTITY, 3, 4, 2),
                Updater.of(Updater.Kind.ADAM));
        Batch batch = Networks.batch(new Random(8), 30, 3, 2);
        Model whole = new Dl4j().build(network);
        GradientSum wanted = whole.gradient(batch);
        for (List<Integer> cuts : List.of(List.of(0, 30), List.of(0, 1, 30), List.of(0, 7, 8, 20, 29, 30))) {
            Model parts = new Dl4j().build(network);
            Map<StepId, Matrix> arrays = new LinkedHashMap<>();
            double loss = 0;
            int examples = 0;
            for (int k = 1; k < cuts.size(); k++) {
                GradientSum part = parts.gradient(rows(batch, cuts.get(k - 1), cuts.get(k)));
                part.arrays().forEach((id, array) -> arrays.merge(id, array, SplitStepTest::sum));
                loss += part.loss();
                examples += part.examples();
            }
            assertThat(examples).isEqualTo(30);
            assertThat(loss).isCloseTo(wanted.loss(), Offset.offset(30 * Math.ulp(wanted.loss())));
            wanted.arrays().forEach((id, array) -> {
                for (int k = 0; k < array.size(); k++) {
                    assertThat(arrays.get(id).get(k))
                            .as(id.toString())
                            .isCloseTo(array.get(k), Offset.offset(30 * 0x1p-52 * 30));
                }
            });
        }
    }

    private static Batch rows(Batch batch, int from, int to) {
        int[] rows = IntStream.range(from, to).toArray();
        return new Batch(
                batch.features().rowsAt(rows), batch.labels().rowsAt(rows), batch.featureNames(), batch.labelNames());
    }

    private static Matrix sum(Matrix a, Matrix b) {
        double[] sum = new double[a.size()];
        Arrays.setAll(sum, k -> a.get(k) + b.get(k));
        return Matrix.of(a.rows(), a.columns(), sum);
    }

    @Test
    void aGradientOfAnotherNetworkIsRefused() {
        Model model = new Dl4j()
                .build(Networks.network(Precision.FLOAT64, Loss.MSE, Activation.TANH, Activation.IDENTITY, 3, 4, 2));
        Model other = new Dl4j()
                .build(Networks.network(Precision.FLOAT64, Loss.MSE, Activation.TANH, Activation.IDENTITY, 3, 5, 2));
        GradientSum sum = other.gradient(Networks.batch(new Random(8), 5, 3, 2));
        State before = model.state();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.step(sum))
                .withMessage("the gradient's W1 is 3×5 but the network's is 3×4");
        assertThat(model.state()).isEqualTo(before);
    }
}
