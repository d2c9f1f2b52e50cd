package chalkline.dl4j;

import chalkline.GeneratedTables;
import chalkline.config.Configuration;
import chalkline.network.Batch;
import chalkline.training.CheckedStep;
import chalkline.training.EpochMetrics;
import chalkline.training.Job;
import chalkline.training.RunDirectory;
import chalkline.training.State;
import chalkline.training.States;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What training costs beside a bare loop over {@code fit}: {@code mvn -q -Pcosts test}.
 *
 * <p>20 features, 64-32-1, Adam, batches of 128, no checkpoints. A round is three blocks of the same epochs: a bare loop that
 * fits the batches, which are in arrays already, to a network of its own, then the training, then a second
 * bare loop, on another network. The training's process CPU time is divided by the mean of the loops' around it, so that
 * neither what goes first nor what changes slowly matters; each round gives one such ratio. The second loop divided by the
 * first is the control: how far it is from 1 is what the measurement cannot tell apart.
 *
 * <p>Between blocks, outside of what is timed, garbage is collected and freed: an array of ND4J outlives its step by a
 * collection or two, which would else be at the expense of the next block. Within a block collections come when they come,
 * and count; with the young generation that the profile sets there are eight to ten. The collector is the serial one because
 * others spend processor time on waiting where other programs run.
 *
 * <p>The check of the first step, which belongs to no epoch, is before the first block of the training. At the end all three
 * networks must have the same bits: otherwise these were not the same steps.
 */
final class TrainingCost {
    private static final int WARM_UP = Integer.getInteger("chalkline.bench.warm-up", 3);
    private static final int ROUNDS = Integer.getInteger("chalkline.bench.rounds", 21);
    /** Epochs of a block. */
    private static final int BLOCK = Integer.getInteger("chalkline.bench.block", 10);

    private static final int ROWS = 128 * 200;
    /** In which ND4J's own threads free what was collected. */
    private static final long FREEING_MILLISECONDS = 500;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
                """.formatted((WARM_UP + ROUNDS) * BLOCK));
        Job job = Job.prepare(Configuration.read(Path.of("cost.yaml"), directory));
        Dl4j engine = new Dl4j();
        Rounds rounds = new Rounds(job);
        TrainingRun.of(job, engine, RunDirectory.create(directory.resolve("run")), rounds);
        State trained = engine.load(directory.resolve("cost.zip")).model().state();
        rounds.requireSame(States.parameters(trained).toArray());
        rounds.print();
    }

    /** Between any two blocks of the training, the bare loops. */
    private static final class Rounds implements TrainingObserver {
        private final Job job;
        private final MultiLayerNetwork first;
        private final MultiLayerNetwork second;
        /** An epoch's batches, filled anew for each: the arrays of a whole block would be thousands. */
        private final List<DataSet> data;

        private final double[] ratios = new double[ROUNDS];
        private final double[] controls = new double[ROUNDS];
        private final double[] steps = new double[ROUNDS];
        private double before;
        private long begun;

        Rounds(Job job) {
            this.job = job;
            this.first = Dl4j.network(job.network());
            this.second = Dl4j.network(job.network());
            this.data = job.batches(0).stream()
                    .map(rows -> DataSets.of(first, job.table().batch(rows)))
                    .toList();
        }

        @Override
        public void checked(CheckedStep step) {
            begin(0);
        }

        @Override
        public void epoch(EpochMetrics metrics) {
            if (metrics.epoch() % BLOCK != 0) {
                return;
            }
            double training = timeSince(begun);
            int round = (int) (metrics.epoch() / BLOCK) - 1;
            double after = fit(second, round);
            if (round >= WARM_UP) {
                double bare = (before + after) / 2;
                ratios[round - WARM_UP] = training / bare;
                controls[round - WARM_UP] = after / before;
                steps[round - WARM_UP] = bare / (BLOCK * ROWS / 128);
            }
            if (round + 1 < WARM_UP + ROUNDS) {
                begin(round + 1);
            }
        }

        /** Leaves the training to take its block. */
        private void begin(int round) {
            before = fit(first, round);
            collect();
            begun = PROCESS.getProcessCpuTime();
        }

        /**
         * The bare loop over a round's batches; the time it takes, in microseconds: the process's, less what this thread takes
         * to put the next epoch's batches into the arrays, while others still free what the last one left.
         */
        private double fit(MultiLayerNetwork network, int round) {
            List<List<Batch>> epochs = IntStream.range(round * BLOCK, (round + 1) * BLOCK)
                    .mapToObj(epoch ->
                            job.batches(epoch).stream().map(job.table()::batch).toList())
                    .toList();
            collect();
            long filling = 0;
            long start = PROCESS.getProcessCpuTime();
            for (List<Batch> epoch : epochs) {
                long begin = THREADS.getCurrentThreadCpuTime();
                for (int k = 0; k < epoch.size(); k++) {
                    NdArrays.overwrite(data.get(k).getFeatures(), epoch.get(k).features());
                    NdArrays.overwrite(data.get(k).getLabels(), epoch.get(k).labels());
                }
                filling += THREADS.getCurrentThreadCpuTime() - begin;
                for (DataSet one : data) {
                    network.fit(one);
                }
                network.incrementEpochCount();
            }
            return timeSince(start + filling);
        }

        private static double timeSince(long start) {
            return (PROCESS.getProcessCpuTime() - start) * 1e-3;
        }

        private static void collect() {
            System.gc();
            try {
                Thread.sleep(FREEING_MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void requireSame(double... trained) {
            for (MultiLayerNetwork network : List.of(first, second)) {
                if (!Arrays.equals(trained, NdArrays.values(network.params()))) {
                    throw new IllegalStateException("a bare loop did not take the same steps");
                }
            }
        }

        void print() {
            Arrays.sort(steps);
            System.out.printf(
                    Locale.ROOT,
                    "training / bare fit loop, 20-64-32-1, Adam, batch 128: CPU ratio %s; control, bare / bare: %s; "
                            + "over %d rounds of %d steps; a bare step takes %.0f \u00b5s%n",
                    summary(ratios),
                    summary(controls),
                    ROUNDS,
                    BLOCK * ROWS / 128,
                    steps[ROUNDS / 2]);
        }

        /** The median with the 95% interval that order statistics give it. */
        private static String summary(double... ratios) {
            double[] sorted = ratios.clone();
            Arrays.sort(sorted);
            int n = sorted.length;
            int rank = (int) Math.max(1, Math.floor((n - 1.96 * Math.sqrt(n)) / 2));
            return String.format(
                    Locale.ROOT, "%.3f, 95%% interval %.3f to %.3f", sorted[n / 2], sorted[rank - 1], sorted[n - rank]);
        }
    }
}
