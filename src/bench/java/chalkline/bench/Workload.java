package chalkline.bench;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A network, and how many examples a step has.
 *
 * @param name in the table
 */
record Workload(String name, Network network, int rows) {
    private static final Updater ADAM = Updater.of(Updater.Kind.ADAM);

    /** Those of the table of steps. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        all.add(new Workload(
                "(a) 3-3-1, 1 row",
                network(Updater.sgd(0.1), Activation.RELU, Activation.SIGMOID, Loss.L2, 3, 3, 1),
                1));
        for (int rows : new int[] {32, 128, 512}) {
            all.add(table(rows, 20, 64, 32, 1));
        }
        all.add(new Workload(
                "(c) 784-512-256-10, 128 rows",
                network(ADAM, Activation.RELU, Activation.SOFTMAX, Loss.MCXENT, 784, 512, 256, 10),
                128));
        all.add(new Workload(
                "(d) 28-300×5-1, 100 rows",
                network(ADAM, Activation.TANH, Activation.SIGMOID, Loss.XENT, 28, 300, 300, 300, 300, 300, 1),
                100));
        return all;
    }

    /** A small table's network: Adam, ReLU, one output between 0 and 1. */
    static Workload table(int rows, int... widths) {
        return new Workload(
                "(b) 20-64-32-1, " + rows + " rows",
                network(ADAM, Activation.RELU, Activation.SIGMOID, Loss.XENT, widths),
                rows);
    }

    private static Network network(Updater updater, Activation hidden, Activation output, Loss loss, int... widths) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            Activation f = l == widths.length - 1 ? output : hidden;
            layers.add(
                    Layer.dense(widths[l - 1], widths[l], f, Initialiser.XAVIER, Optional.empty(), Optional.empty()));
        }
        return Network.sequence("bench", 1, Precision.FLOAT32, layers, loss, updater);
    }

    Batch batch() {
        Random random = new Random(2);
        int inputs = network.inputs();
        int outputs = network.outputs();
        double[] x = random.doubles((long) rows * inputs, -1, 1).toArray();
        double[] y = new double[rows * outputs];
        for (int i = 0; i < rows; i++) {
            y[i * outputs + random.nextInt(outputs)] = outputs > 1 || random.nextBoolean() ? 1 : 0;
        }
        return new Batch(
                Matrix.owning(rows, inputs, x),
                Matrix.owning(rows, outputs, y),
                Collections.nCopies(inputs, "x"),
                Collections.nCopies(outputs, "y"));
    }

    /** Multiplications and additions of a step's products: one forward and two backward, without dX. */
    double operations() {
        double sum = 0;
        for (int l = 1; l <= network.depth(); l++) {
            double product =
                    2.0 * rows * network.layer(l).inputs() * network.layer(l).units();
            sum += product * (l == 1 ? 2 : 3);
        }
        return sum;
    }

    /** The entries in float, row by row. */
    static float[] floats(Matrix matrix) {
        float[] floats = new float[matrix.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) matrix.get(k);
        }
        return floats;
    }
}
