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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What the check of a step costs, in gradients of Deeplearning4j: {@code mvn -q -Pcosts test}.
 *
 * <p>About a million parameters, 32 examples. In every round each piece of work runs once between two blocks of gradients of
 * Deeplearning4j in float64, and is divided by their mean, so that whatever else the machine does meets both. Printed are
 * the medians of the rounds' ratios, with the 95% interval that order statistics give a median whatever its distribution.
 */
final class CheckCost {
    private static final int WARM_UP = Integer.getInteger("chalkline.bench.warm-up", 15);
    private static final int ROUNDS = Integer.getInteger("chalkline.bench.rounds", 31);
    private static final int GRADIENTS = 5;
    private static final int EXAMPLES = 32;
    private static final int[] WIDTHS = {784, 1024, 256, 10};

    private CheckCost() {}

    public static void main(String[] arguments) {
        measure(Precision.FLOAT64, Loss.MCXENT, Activation.RELU, Activation.SOFTMAX);
        measure(Precision.FLOAT32, Loss.MCXENT, Activation.RELU, Activation.SOFTMAX);
        measure(Precision.FLOAT64, Loss.MSE, Activation.TANH, Activation.IDENTITY);
        measure(Precision.FLOAT64, Loss.XENT, Activation.SIGMOID, Activation.SIGMOID);
    }

    private static void measure(Precision precision, Loss loss, Activation hidden, Activation output) {
        Network network = Networks.network(precision, loss, hidden, output, WIDTHS);
        Batch batch = batch(loss);
        Dl4jModel model = new Dl4j().build(network);
        Trace trace = model.record(batch).trace();
        MultiLayerNetwork float64 = Dl4j.network(network.in(Precision.FLOAT64));
        DataSet data = DataSets.of(float64, batch);
        Runnable gradients = () -> {
            for (int k = 0; k < GRADIENTS; k++) {
                float64.setInput(data.getFeatures());
                float64.setLabels(data.getLabels());
                float64.computeGradientAndScore();
            }
        };
        Map<String, Runnable> works = new LinkedHashMap<>();
        works.put("the gradients themselves", gradients);
        works.put("check alone", () -> Check.withoutTruth(network, batch, trace, true));
        works.put("truth", () -> Derivation.of(network).truth(batch, network.parameters(trace)));
        works.put("recording", () -> model.record(batch));
        works.put(
                "all: recording, check, truth",
                () -> Check.of(network, batch, model.record(batch).trace(), true));

        System.out.printf(
                "%s, %s, %s, %s: %,d parameters, %d examples%n",
                precision.label(), hidden.label(), output.label(), loss.label(), float64.numParams(), batch.size());
        for (int k = 0; k < WARM_UP; k++) {
            gradients.run();
            works.values().forEach(Runnable::run);
        }
        double[][] ratios = new double[works.size()][ROUNDS];
        double[] gradient = new double[ROUNDS * works.size()];
        for (int round = 0; round < ROUNDS; round++) {
            double before = milliseconds(gradients);
            int w = 0;
            for (Runnable work : works.values()) {
                double taken = milliseconds(work);
                double after = milliseconds(gradients);
                double one = (before + after) / 2 / GRADIENTS;
                ratios[w][round] = work == gradients ? taken / GRADIENTS / one : taken / one;
                gradient[round * works.size() + w] = one;
                before = after;
                w++;
            }
        }
        int w = 0;
        for (String name : works.keySet()) {
            print(name, ratios[w++]);
        }
        Arrays.sort(gradient);
        System.out.printf(Locale.ROOT, "  a gradient takes %.1f ms%n", gradient[gradient.length / 2]);
    }

    /** The median, and the order statistics between which it lies in 95% of such samples. */
    private static void print(String name, double[] ratios) {
        Arrays.sort(ratios);
        int n = ratios.length;
        int rank = (int) Math.max(0, Math.floor((n - 1.96 * Math.sqrt(n)) / 2));
        System.out.printf(
                Locale.ROOT,
                "  %-30s %6.2f gradients, 95%% interval %.2f to %.2f%n",
                name,
                (ratios[(n - 1) / 2] + ratios[n / 2]) / 2,
                ratios[Math.max(0, rank - 1)],
                ratios[n - 1 - Math.max(0, rank - 1)]);
    }

    private static Batch batch(Loss loss) {
        Batch batch = Networks.batch(new Random(5), EXAMPLES, WIDTHS[0], WIDTHS[WIDTHS.length - 1]);
        if (loss != Loss.MCXENT) {
            return batch;
        }
        Matrix labels = batch.labels();
        double[] oneHot = new double[labels.size()];
        for (int i = 0; i < labels.rows(); i++) {
            oneHot[i * labels.columns() + i % labels.columns()] = 1;
        }
        Matrix classes = Matrix.of(labels.rows(), labels.columns(), oneHot);
        return new Batch(batch.features(), classes, batch.featureNames(), batch.labelNames());
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-6;
    }
}
