package chalkline.direct;

import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import chalkline.training.Model;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a step of the engine direct costs beside a plain loop over Deeplearning4j's fit, whose batch is an array already, and beside
 * its products alone at the rate that this machine multiplies in the same run: {@code mvn -q -Pbench test}, or with the name of a
 * workload. Blocks of the two alternate; each pair gives a ratio, of which the median and the quartiles are printed.
 *
 * <p>One workload after the other in a virtual machine of its own: small networks make the loops of large ones slower there.
 */
final class EngineCost {
    private static final int PAIRS = Integer.getInteger("chalkline.bench.pairs", 11);
    private static final double BLOCK_SECONDS = Double.parseDouble(System.getProperty("chalkline.bench.block", "0.3"));
    private static final int SQUARE = 512;

    private EngineCost() {}

    /** A network, and how many examples a step has. */
    private record Workload(String name, Network network, int rows) {
        static List<Workload> all() {
            Updater adam = Updater.of(Updater.Kind.ADAM);
            List<Workload> all = new ArrayList<>();
            all.add(new Workload(
                    "a", network(Updater.sgd(0.1), Activation.RELU, Activation.SIGMOID, Loss.L2, 3, 3, 1), 1));
            for (int rows : new int[] {32, 128, 512}) {
                Network small = network(adam, Activation.RELU, Activation.SIGMOID, Loss.XENT, 20, 64, 32, 1);
                all.add(new Workload("b" + rows, small, rows));
            }
            all.add(new Workload(
                    "c", network(adam, Activation.RELU, Activation.SOFTMAX, Loss.MCXENT, 784, 512, 256, 10), 128));
            all.add(new Workload(
                    "d",
                    network(adam, Activation.TANH, Activation.SIGMOID, Loss.XENT, 28, 300, 300, 300, 300, 300, 1),
                    100));
            return all;
        }

        private static Network network(
                Updater updater, Activation hidden, Activation output, Loss loss, int... widths) {
            List<Layer> layers = new ArrayList<>();
            for (int l = 1; l < widths.length; l++) {
                Activation f = l == widths.length - 1 ? output : hidden;
                layers.add(Layer.dense(
                        widths[l - 1], widths[l], f, Initialiser.XAVIER, Optional.empty(), Optional.empty()));
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
                double product = 2.0
                        * rows
                        * network.layer(l).inputs()
                        * network.layer(l).units();
                sum += product * (l == 1 ? 2 : 3);
            }
            return sum;
        }
    }

    /** @param names of workloads; all, each in a virtual machine of its own, where there is none */
    public static void main(String[] names) throws IOException, InterruptedException {
        if (names.length > 0) {
            for (Workload workload : Workload.all()) {
                if (Arrays.asList(names).contains(workload.name)) {
                    measure(workload);
                }
            }
            return;
        }
        System.out.println("workload  direct us  Deeplearning4j us  ratio: median [quartiles]  of the products' rate");
        for (Workload workload : Workload.all()) {
            List<String> command = new ArrayList<>(
                    List.of(ProcessHandle.current().info().command().orElseThrow()));
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(
                    List.of("-cp", System.getProperty("java.class.path"), EngineCost.class.getName(), workload.name));
            new ProcessBuilder(command).inheritIO().start().waitFor();
        }
    }

    private static void measure(Workload workload) throws IOException {
        Batch batch = workload.batch();
        Model direct = new Direct().build(workload.network);
        Path zip = Files.createTempFile("bench", ".zip");
        direct.save(zip, Map.of());
        new Dl4j().load(zip);
        MultiLayerNetwork fit = ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true);
        Files.delete(zip);
        DataSet data = new DataSet(
                Nd4j.create(
                        floats(batch.features()),
                        batch.features().rows(),
                        batch.features().columns()),
                Nd4j.create(
                        floats(batch.labels()),
                        batch.labels().rows(),
                        batch.labels().columns()));
        FloatBlock left = new FloatBlock(SQUARE, SQUARE);
        FloatBlock product = new FloatBlock(SQUARE, SQUARE);
        left.set(0, 1);
        DoubleSupplier ours = timed(() -> direct.fit(batch));
        DoubleSupplier theirs = timed(() -> fit.fit(data));
        DoubleSupplier gemm = timed(() -> product.product(left, left, SQUARE, SQUARE, SQUARE));
        double[] direct1 = new double[PAIRS];
        double[] dl4j = new double[PAIRS];
        double[] ratio = new double[PAIRS];
        double[] share = new double[PAIRS];
        for (int i = -2; i < PAIRS; i++) {
            double a = ours.getAsDouble();
            double b = theirs.getAsDouble();
            double rate = 2.0 * SQUARE * SQUARE * SQUARE / gemm.getAsDouble();
            if (i >= 0) {
                direct1[i] = a * 1e6;
                dl4j[i] = b * 1e6;
                ratio[i] = b / a;
                share[i] = workload.operations() / a / rate;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-8s  %9.3f  %17.1f  %.1f [%.1f %.1f]  %.0f%% of %.0f GFLOP/s%n",
                workload.name,
                quantile(direct1, 0.5),
                quantile(dl4j, 0.5),
                quantile(ratio, 0.5),
                quantile(ratio, 0.25),
                quantile(ratio, 0.75),
                100 * quantile(share, 0.5),
                2e-9 * SQUARE * SQUARE * SQUARE / gemm.getAsDouble());
    }

    private static float[] floats(Matrix matrix) {
        float[] floats = new float[matrix.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) matrix.get(k);
        }
        return floats;
    }

    /** Seconds of one run, over a block of as many as take the time of a block. */
    private static DoubleSupplier timed(Runnable run) {
        int[] count = {1};
        return () -> {
            while (true) {
                long start = System.nanoTime();
                for (int k = 0; k < count[0]; k++) {
                    run.run();
                }
                double seconds = (System.nanoTime() - start) * 1e-9;
                if (seconds > BLOCK_SECONDS / 2) {
                    return seconds / count[0];
                }
                count[0] *= 2;
            }
        };
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
