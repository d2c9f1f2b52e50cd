package chalkline.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.data.Table;
import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import chalkline.training.GradientSum;
import chalkline.training.Model;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step in its two halves and spread over rows, what dropout draws for it, and what it allocates. */
@ExtendWith(Seeds.class)
class StepInPartsTest {
    private static final int NETWORKS = 60;
    private static final int ROWS = 12;
    private static final int WARM = 30_000;
    private static final int STEPS = 1_000;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void itsHalvesLeaveTheBitsOfTheWhole(Precision precision) {
        for (long seed : Seeds.upTo(NETWORKS)) {
            RandomNetworks.Case random = Covered.of(seed + seed / 19, precision);
            Model whole = new Direct().build(random.network());
            Model halves = whole.copy();
            Model measured = whole.copy();
            for (int step = 0; step < 3; step++) {
                double loss = whole.fit(random.batch());
                // Boxed, NaN is NaN.
                assertThat(halves.step(halves.gradient(random.batch())).loss()).isEqualTo(Double.valueOf(loss));
                assertThat(measured.fitMeasured(random.batch()).loss()).isEqualTo(Double.valueOf(loss));
            }
            assertThat(halves.state()).as("network %d", seed).isEqualTo(whole.state());
            assertThat(measured.state()).as("network %d", seed).isEqualTo(whole.state());
        }
    }

    /** Rows keep their numbers, so that dropout draws the same for them wherever they are. */
    @Test
    void rowsMayBeSpread() {
        Table table = table(ROWS);
        Model model = new Direct().build(network(Precision.FLOAT64, OptionalDouble.of(0.5)));
        GradientSum whole = model.gradient(table.batch(IntStream.range(0, ROWS).toArray()));
        GradientSum some = model.gradient(table.batch(7, 1, 2, 11, 0));
        GradientSum others = model.gradient(table.batch(3, 4, 5, 6, 8, 9, 10));
        assertThat(some.loss() + others.loss()).isCloseTo(whole.loss(), within(1e-12));
        whole.arrays().forEach((id, array) -> {
            for (int k = 0; k < array.size(); k++) {
                double sum =
                        some.arrays().get(id).get(k) + others.arrays().get(id).get(k);
                assertThat(sum).as("%s", id).isCloseTo(array.get(k), within(1e-12));
            }
        });
    }

    @Test
    void dropoutKeepsTheShareThatItIsTold() {
        int units = 1000;
        DropoutMask dropout = new DropoutMask(0.7, 5, Precision.FLOAT64, ROWS, units);
        Block ones = Block.of(Precision.FLOAT64, ROWS, units + 1);
        for (int k = 0; k < ROWS * (units + 1); k++) {
            ones.set(k, 1);
        }
        Matrix first = dropout.of(ones, null, ROWS, 0).matrix(0, ROWS, units);
        double kept = Arrays.stream(first.values()).filter(each -> each != 0).count() / (double) first.size();
        // Six standard deviations.
        assertThat(kept).isCloseTo(0.7, within(6 * Math.sqrt(0.21 / first.size())));
        assertThat(first.values()).containsOnly(0, 1 / 0.7);
        assertThat(dropout.of(ones, null, ROWS, 0).matrix(0, ROWS, units)).isEqualTo(first);
        assertThat(dropout.of(ones, null, ROWS, 1).matrix(0, ROWS, units)).isNotEqualTo(first);
        Matrix shifted = dropout.of(ones, Matrix.of(1, 1, 3), 1, 0).matrix(0, 1, units);
        assertThat(shifted.values()).containsExactly(Arrays.copyOfRange(first.values(), 3 * units, 4 * units));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aStepAllocatesNothing(Precision precision) {
        DirectModel model = new Direct().build(network(precision, OptionalDouble.of(0.9)));
        var batch = table(ROWS).batch(IntStream.range(0, ROWS).toArray());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        for (int step = 0; step < WARM; step++) {
            model.fit(batch);
        }
        threads.getThreadAllocatedBytes(thread);
        // A compilation may end in between, and what runs until then is the interpreter's: once is enough.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20 && least > 0; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int step = 0; step < STEPS; step++) {
                model.fit(batch);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(least).as("bytes in %d steps", STEPS).isZero();
    }

    private static Network network(Precision precision, OptionalDouble keeps) {
        Layer first = Layer.dense(6, 10, Activation.RELU, Initialiser.XAVIER, Optional.empty(), Optional.empty())
                .withLayerNorm();
        Layer last = Layer.dense(10, 3, Activation.SOFTMAX, Initialiser.XAVIER, Optional.empty(), Optional.empty())
                .with(keeps);
        return Network.sequence(
                "parts", 3, precision, List.of(first, last), Loss.MCXENT, Updater.of(Updater.Kind.ADAM, 0.01));
    }

    private static Table table(int rows) {
        Random random = new Random(4);
        double[] y = new double[rows * 3];
        for (int row = 0; row < rows; row++) {
            y[row * 3 + row % 3] = 1;
        }
        return Table.inline(Matrix.of(rows, 6, random.doubles(rows * 6L, -1, 1).toArray()), Matrix.of(rows, 3, y));
    }
}
