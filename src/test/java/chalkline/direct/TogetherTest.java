package chalkline.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.training.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both engines begin with one zip, and a thousand steps later they are still together, as far as rounding goes. */
class TogetherTest {
    private static final int STEPS = 1000;
    private static final int BATCHES = 5;
    private static final int ROWS = 16;

    @TempDir
    private Path folder;

    @Test
    void aThousandStepsInFloat64() {
        together("Sgd, l2", Updater.sgd(0.05), Activation.RELU, Activation.IDENTITY, Loss.MSE, 0.01);
        together(
                "Nesterovs",
                Updater.of(Updater.Kind.NESTEROVS, 0.01, 0.9),
                Activation.TANH,
                Activation.SOFTMAX,
                Loss.MCXENT,
                0);
        together("Adam", Updater.of(Updater.Kind.ADAM, 0.01), Activation.TANH, Activation.SOFTMAX, Loss.MCXENT, 0);
        together(
                "AMSGrad", Updater.of(Updater.Kind.AMS_GRAD, 0.01), Activation.SIGMOID, Activation.SIGMOID, Loss.L2, 0);
        together(
                "AdaMax, rate by iteration",
                Updater.of(
                        Updater.Kind.ADA_MAX,
                        Schedule.of(Schedule.Kind.EXPONENTIAL, Schedule.By.ITERATION, 0.01, 0.999)),
                Activation.TANH,
                Activation.IDENTITY,
                Loss.MSE,
                0);
    }

    private void together(String name, Updater updater, Activation hidden, Activation output, Loss loss, double l2) {
        Network network = network(updater, hidden, output, loss, l2);
        List<Batch> batches = batches(network);
        Model direct = new Direct().build(network);
        Path file = folder.resolve("start.zip");
        direct.save(file, Map.of());
        Model dl4j = new Dl4j().load(file).model();
        System.out.printf("%-26s", name);
        double apart = 0;
        for (int step = 1; step <= STEPS; step++) {
            Batch batch = batches.get(step % BATCHES);
            double loss1 = direct.fit(batch);
            double loss2 = dl4j.fit(batch);
            if (step == 1) {
                assertThat(loss1).isCloseTo(loss2, within(1e-12 * Math.abs(loss2)));
            }
            if (step == 1 || step == 10 || step == 100 || step == STEPS) {
                apart = apart(direct, dl4j);
                System.out.printf("  %d: %.1e", step, apart);
            }
        }
        System.out.println();
        assertThat(apart).isLessThan(1e-9);
    }

    /** The largest difference of a parameter, relative to the largest magnitude in its array. */
    private static double apart(Model one, Model other) {
        double apart = 0;
        for (Map.Entry<StepId, Matrix> entry : one.state().arrays().entrySet()) {
            double[] a = entry.getValue().values();
            double[] b = other.state().arrays().get(entry.getKey()).values();
            double largest = Arrays.stream(b).map(Math::abs).max().orElseThrow();
            for (int k = 0; k < a.length; k++) {
                apart = Math.max(apart, Math.abs(a[k] - b[k]) / Math.max(largest, Double.MIN_NORMAL));
            }
        }
        return apart;
    }

    private static Network network(Updater updater, Activation hidden, Activation output, Loss loss, double l2) {
        Regularisation regularisation = new Regularisation(new Terms(0, l2, 0, true), Terms.NONE);
        Layer first = Layer.dense(6, 12, hidden, Initialiser.XAVIER, Optional.empty(), Optional.empty());
        Layer last = Layer.dense(12, 3, output, Initialiser.XAVIER, Optional.empty(), Optional.empty());
        return Network.sequence(
                "together",
                11,
                Precision.FLOAT64,
                List.of(first.with(regularisation), last.with(regularisation)),
                loss,
                updater);
    }

    private static List<Batch> batches(Network network) {
        Random random = new Random(7);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            double[] x = random.doubles(ROWS * 6L, -1, 1).toArray();
            double[] y = new double[ROWS * 3];
            for (int row = 0; row < ROWS; row++) {
                y[row * 3 + random.nextInt(3)] = 1;
            }
            batches.add(new Batch(
                    Matrix.of(ROWS, 6, x),
                    Matrix.of(ROWS, 3, y),
                    Collections.nCopies(6, "x"),
                    Collections.nCopies(3, "y")));
        }
        return batches;
    }
}
