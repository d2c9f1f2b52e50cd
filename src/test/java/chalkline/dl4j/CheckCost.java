package chalkline.dl4j;

import chalkline.check.Check;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Trace;
import chalkline.reference.Derivation;
import chalkline.training.Recording;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What the check of a step costs, in gradients of Deeplearning4j: {@code mvn -q -Pbench test}.
 *
 * <p>One million parameters, 32 examples. In every round each piece of work runs once, after a gradient of
 * Deeplearning4j in float64, so that whatever else the machine does meets both; printed are the quartiles of the rounds'
 * ratios. Counted is processor time of the one thread that works and of the garbage collector, and not the clock.
 */
final class CheckCost {
    private static final int WARM_UP = Integer.getInteger("chalkline.warm-up", 15);
    private static final int ROUNDS = Integer.getInteger("chalkline.rounds", 25);
    private static final int GRADIENTS = 10;

    private CheckCost() {}

    public static void main(String[] arguments) {
        measure(Precision.FLOAT64, Loss.MCXENT, Activation.RELU, Activation.SOFTMAX);
        measure(Precision.FLOAT32, Loss.MCXENT, Activation.RELU, Activation.SOFTMAX);
        measure(Precision.FLOAT64, Loss.MSE, Activation.TANH, Activation.IDENTITY);
        measure(Precision.FLOAT64, Loss.XENT, Activation.SIGMOID, Activation.SIGMOID);
    }

    private static void measure(Precision precision, Loss loss, Activation hidden, Activation output) {
        Network network = Networks.network(precision, loss, hidden, output, 784, 830, 415, 10);
        Batch batch = batch(loss);
        Dl4jModel model = new Dl4j().build(network);
        Recording recording = model.record(batch);
        Trace trace = recording.trace();
        MultiLayerNetwork float64 = Dl4j.network(network.in(Precision.FLOAT64));
        DataSet data = Dl4jModel.dataSet(float64, batch);
        Runnable gradient = () -> {
            for (int k = 0; k < GRADIENTS; k++) {
                float64.setInput(data.getFeatures());
                float64.setLabels(data.getLabels());
                float64.computeGradientAndScore();
            }
        };
        Map<String, Runnable> works = new LinkedHashMap<>();
        works.put("ten gradients again", () -> {
            gradient.run();
        });
        works.put("recording", () -> model.record(batch));
        works.put("truth", () -> Derivation.of(network).truth(batch, network.parameters(trace)));
        works.put("check", () -> Check.withoutTruth(network, batch, trace, true));
        works.put(
                "recording, check and truth",
                () -> Check.of(network, batch, model.record(batch).trace(), true));

        System.out.printf(
                "%s, %s, %s, %s, N = %d, 1,000,575 parameters%n",
                precision.label(), hidden.label(), output.label(), loss.label(), batch.size());
        for (int k = 0; k < WARM_UP; k++) {
            gradient.run();
            works.values().forEach(Runnable::run);
        }
        double[] gradients = new double[ROUNDS];
        for (Map.Entry<String, Runnable> work : works.entrySet()) {
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                gradients[round] = time(gradient) / GRADIENTS;
                ratios[round] = time(work.getValue()) / gradients[round];
            }
            long bytes = ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                    .getCurrentThreadAllocatedBytes();
            work.getValue().run();
            bytes = ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                            .getCurrentThreadAllocatedBytes()
                    - bytes;
            double[] gc = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                long b0 = collectorTime();
                work.getValue().run();
                gc[round] = (collectorTime() - b0) * 1e-6;
            }
            System.out.printf(
                    "   %.1f MB, gc %.1f ms%n", bytes * 1e-6, Arrays.stream(gc).sum() / ROUNDS);
            Arrays.sort(ratios);
            Arrays.sort(gradients);
            System.out.printf(
                    Locale.ROOT,
                    "  %-28s %6.2f gradients (quartiles %.2f, %.2f); a gradient takes %.1f ms%n",
                    work.getKey(),
                    ratios[ROUNDS / 2],
                    ratios[ROUNDS / 4],
                    ratios[3 * ROUNDS / 4],
                    gradients[ROUNDS / 2]);
        }
    }

    private static Batch batch(Loss loss) {
        Batch batch = Networks.batch(new Random(5), 32, 784, 10);
        if (loss != Loss.MCXENT) {
            return batch;
        }
        double[] oneHot = new double[32 * 10];
        for (int i = 0; i < 32; i++) {
            oneHot[i * 10 + i % 10] = 1;
        }
        return new Batch(batch.features(), Matrix.of(32, 10, oneHot), batch.featureNames(), batch.labelNames());
    }

    /** Milliseconds of processor time. */
    private static double time(Runnable work) {
        long before = processTime();
        work.run();
        return (processTime() - before) * 1e-6;
    }

    private static long processTime() {
        try {
            String[] f = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/stat")).split("\\) ")[1].split(" ");
            long ns = 0;
            for (java.io.File t : new java.io.File("/proc/self/task").listFiles()) {
                ns += Long.parseLong(java.nio.file.Files.readString(t.toPath().resolve("schedstat")).split(" ")[0]);
            }
            return ns;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long collectorTime() {
        return 1_000_000
                * ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum();
    }
}
