package chalkline.dl4j;

import chalkline.check.Check;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How long a step's check takes beside Deeplearning4j's GradientCheckUtil, which works two losses for each parameter, in seconds
 * of the processor: {@code mvn -q -Pcosts test}, and with {@code -Dspeed.page=FILE} into that page. A network of more than 2,000 parameters is checked by
 * GradientCheckUtil for some of them, and what all would take is extrapolated; the table marks it.
 */
final class DifferencesCost {
    private static final int ROUNDS = Integer.getInteger("chalkline.bench.rounds", 3);
    private static final int EXAMPLES = 32;
    private static final int MOST_PARAMETERS = 2000;
    /** Of each array of parameters, where not all are checked. */
    private static final int SAMPLED = Integer.getInteger("chalkline.bench.sampled", 20);

    private static final int[][] WIDTHS = {
        {8, 8, 4}, {20, 32, 10}, {64, 96, 40}, {200, 400, 50}, {784, 1024, 256, 10}, {1024, 1536, 600, 10}
    };

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private DifferencesCost() {}

    public static void main(String[] arguments) throws IOException {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        StringBuilder table = new StringBuilder(
                "| parameters | check of a step, s | GradientCheckUtil, s | times as long |\n|---|---|---|---|\n");
        // The first warms up.
        row(WIDTHS[1]);
        for (int[] widths : WIDTHS) {
            table.append(row(widths));
        }
        System.out.print(table);
        if (arguments.length > 0 && !arguments[0].isEmpty()) {
            write(Path.of(arguments[0]), table.toString());
        }
    }

    private static String row(int... widths) {
        Network network = network(widths);
        Batch batch = Networks.batch(new Random(5), EXAMPLES, widths[0], widths[widths.length - 1]);
        Dl4jModel model = new Dl4j().build(network);
        double ours = seconds(() -> Check.of(network, batch, model.record(batch).trace(), true));
        MultiLayerNetwork net = Dl4j.network(network);
        DataSet data = DataSets.of(net, batch);
        long parameters = net.numParams();
        double theirs;
        String mark = "";
        if (parameters <= MOST_PARAMETERS) {
            theirs = seconds(() -> differences(net, data, Integer.MAX_VALUE));
        } else {
            // What is the same for any number of parameters cancels.
            double many = seconds(() -> differences(net, data, SAMPLED));
            double one = seconds(() -> differences(net, data, 1));
            theirs = (many - one) / (sampled(net, SAMPLED) - sampled(net, 1)) * parameters;
            mark = ", extrapolated from " + sampled(net, SAMPLED);
        }
        return String.format(
                Locale.ROOT, "| %,d | %.3g | %,.3g%s | %,.0f |%n", parameters, ours, theirs, mark, theirs / ours);
    }

    private static Network network(int... widths) {
        List<Layer> layers = IntStream.range(1, widths.length)
                .<Layer>mapToObj(l -> Layer.dense(
                        widths[l - 1],
                        widths[l],
                        l < widths.length - 1 ? Activation.TANH : Activation.IDENTITY,
                        Initialiser.XAVIER,
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        return Network.sequence("drawn", 7, Precision.FLOAT64, layers, Loss.MSE, Updater.sgd(1));
    }

    private static void differences(MultiLayerNetwork net, DataSet data, int most) {
        GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(net)
                .input(data.getFeatures())
                .labels(data.getLabels())
                .epsilon(1e-6)
                .maxRelError(1e-3)
                .minAbsoluteError(1e-8)
                .print(GradientCheckUtil.PrintMode.ZEROS)
                .exitOnFirstError(false)
                .subset(most < Integer.MAX_VALUE)
                .maxPerParam(most));
    }

    private static long sampled(MultiLayerNetwork net, int most) {
        return net.paramTable().values().stream()
                .mapToLong(array -> Math.min(array.length(), most))
                .sum();
    }

    /** The median of the rounds. */
    private static double seconds(Runnable work) {
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = PROCESS.getProcessCpuTime();
            work.run();
            seconds[round] = (PROCESS.getProcessCpuTime() - start) * 1e-9;
        }
        Arrays.sort(seconds);
        return seconds[ROUNDS / 2];
    }

    private static void write(Path page, String table) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- speed -->\n";
        Files.writeString(
                page,
                text.substring(0, text.indexOf(begin) + begin.length())
                        + table
                        + text.substring(text.indexOf("<!-- end of speed -->")));
    }
}
