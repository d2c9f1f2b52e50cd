package chalkline.dl4j;

import chalkline.GeneratedTables;
import chalkline.config.Configuration;
import chalkline.network.Network;
import chalkline.training.EpochMetrics;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.RunDirectory;
import chalkline.training.State;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What training costs beside a bare loop over {@code fit}: {@code mvn -q -Pbench test}.
 *
 * <p>20 features, 64-32-1, Adam, batches of 128, no checkpoints. After each epoch of the training a bare loop fits the same
 * batches, which it has as arrays already, to a network of its own; the epoch's process CPU time is divided by the loop's.
 * Each epoch is a pair. Printed is the median of the ratios with the 95% interval that order statistics give it. The check of
 * the first step, which belongs to no epoch, is before the first pair. At the end both networks must have the same bits:
 * otherwise these were not the same steps.
 */
final class TrainingCost {
    private static final int WARM_UP = Integer.getInteger("chalkline.bench.warm-up", 15);
    private static final int ROUNDS = Integer.getInteger("chalkline.bench.rounds", 61);
    private static final int ROWS = 128 * 200;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private TrainingCost() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("training-cost");
        try (Writer out = Files.newBufferedWriter(directory.resolve("table.csv"))) {
            GeneratedTables.rule(ROWS, out);
        }
        String text = Files.readString(directory.resolve("table.csv"))
                .replace("above\n", "1\n")
                .replace("below\n", "0\n");
        Files.writeString(directory.resolve("table.csv"), text);
        Files.writeString(directory.resolve("cost.yaml"), """
                name: cost
                network:
                  layers:
                    - dense: { units: 64, activation: relu }
                    - dense: { units: 32, activation: relu }
                    - output: { units: 1, activation: sigmoid, loss: xent }
                data:
                  train: { file: table.csv, labels: [side] }
                  columns: { side: numeric }
                training:
                  updater: { adam: { learning-rate: 0.001 } }
                  batch-size: 128
                  epochs: %d
                  checkpoints: none
                model: cost.zip
                """.formatted(WARM_UP + ROUNDS));
        Job job = Job.prepare(Configuration.read(Path.of("cost.yaml"), directory));
        Dl4j engine = new Dl4j();
        BareLoop bare = new BareLoop(job);
        TrainingRun.of(job, engine, RunDirectory.create(directory.resolve("run")), bare);
        State trained = engine.load(directory.resolve("cost.zip")).model().state();
        if (!Arrays.equals(trained.parameters(), bare.parameters())) {
            throw new IllegalStateException("the bare loop did not take the same steps");
        }
        bare.print();
    }

    /** Fits, after each epoch, what the epoch was fitted to. */
    private static final class BareLoop implements TrainingObserver {
        private final Job job;
        private final MultiLayerNetwork network;
        private final double[] ratios = new double[ROUNDS];
        private final double[] steps = new double[ROUNDS];
        private long begun;

        BareLoop(Job job) {
            this.job = job;
            Network asked = job.network();
            this.network = Dl4j.network(asked);
        }

        double[] parameters() {
            Model model = Dl4jModel.of(network);
            return model.state().parameters();
        }

        @Override
        public void epoch(EpochMetrics metrics) {
            long epochTime = PROCESS.getProcessCpuTime() - begun;
            List<int[]> batches = job.batches(metrics.epoch() - 1);
            List<DataSet> data = batches.stream()
                    .map(rows -> Dl4jModel.dataSet(network, job.table().batch(rows)))
                    .toList();
            long start = PROCESS.getProcessCpuTime();
            for (DataSet one : data) {
                network.fit(one);
            }
            network.incrementEpochCount();
            long bareTime = PROCESS.getProcessCpuTime() - start;
            int round = (int) metrics.epoch() - 1 - WARM_UP;
            if (round >= 0) {
                ratios[round] = (double) epochTime / bareTime;
                steps[round] = bareTime * 1e-3 / batches.size();
            }
            begun = PROCESS.getProcessCpuTime();
        }

        void print() {
            Arrays.sort(ratios);
            Arrays.sort(steps);
            int n = ratios.length;
            int rank = (int) Math.max(0, Math.floor((n - 1.96 * Math.sqrt(n)) / 2));
            System.out.printf(
                    Locale.ROOT,
                    "training / bare fit loop, 20-64-32-1, Adam, batch 128: CPU ratio %.3f, 95%% interval %.3f to %.3f, "
                            + "over %d epochs of %d steps; a bare step takes %.0f \u00b5s%n",
                    ratios[n / 2],
                    ratios[Math.max(0, rank - 1)],
                    ratios[n - 1 - Math.max(0, rank - 1)],
                    n,
                    ROWS / 128,
                    steps[n / 2]);
        }
    }
}
