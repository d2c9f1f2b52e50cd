package chalkline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.config.Configuration;
import chalkline.config.TrainingSpec.EngineName;
import chalkline.direct.Direct;
import chalkline.dl4j.Dl4j;
import chalkline.training.Cluster;
import chalkline.training.Fitter;
import chalkline.training.Job;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a step costs on the cluster of this machine and in one process, by the rows of a mini-batch, and what follows for more
 * executors: two tables in Markdown.
 */
@Tag("slow")
class SparkThroughputTest {
    private static final int INPUTS = 20;
    private static final int ROWS = 1 << 17;
    private static final int PARAMETERS = 20 * 64 + 64 + 64 * 32 + 32 + 32 + 1;
    private static final int FEW_PARTITIONS = 2;
    private static final int MORE_PARTITIONS = 16;
    private static final double SECOND = 1e9;
    private static final double MICROSECONDS = 1e6;
    private static final int[] BATCHES = {256, 2048, 16_384, ROWS};
    /** Of 10 Gbit/s. */
    private static final double BYTES_A_SECOND = 1.25e9;

    @TempDir
    private Path directory;

    private static Cluster.EngineMaker maker(EngineName engine) {
        return switch (engine) {
            case DL4J -> Dl4j::new;
            case DIRECT -> Direct::new;
        };
    }

    private Job job(EngineName engine) throws IOException {
        Path file = directory.resolve(engine.label() + ".yaml");
        Files.writeString(file, """
                name: throughput
                precision: float32
                network:
                  layers:
                    - dense: { units: 64, activation: relu }
                    - dense: { units: 32, activation: relu }
                    - output: { activation: identity, loss: mse }
                data: { train: { file: rows.csv, labels: [y] }, normalize-labels: none }
                training: { engine: %s, updater: { sgd: { learning-rate: 0.001 } }, batch-size: 256 }
                model: model.zip
                """.formatted(engine.label()));
        return Job.prepare(Configuration.read(file, directory));
    }

    private void writeRows() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("rows.csv"))) {
            out.write(IntStream.range(0, INPUTS).mapToObj(j -> "x" + j).collect(Collectors.joining(",")) + ",y\n");
            for (int row = 0; row < ROWS; row++) {
                double y = 0;
                StringBuilder line = new StringBuilder();
                for (int j = 0; j < INPUTS; j++) {
                    int x = random.nextInt(-1000, 1000);
                    y += Math.sin(x / 1e3 * (j + 1));
                    line.append(x / 1e3).append(',');
                }
                out.write(line.append(Math.rint(1e4 * y) / 1e4).append('\n').toString());
            }
        }
    }

    /**
     * A step's seconds, of as many as fit into four seconds after two of warming up: what nine in ten take at least, which other
     * programs on the machine disturb less than the median.
     */
    private static double seconds(Fitter fitter, int batch) {
        int[] rows = IntStream.range(0, batch)
                .map(k -> (int) ((long) k * ROWS / batch))
                .toArray();
        steps(fitter, 2, rows);
        double[] times = steps(fitter, 4, rows);
        Arrays.sort(times);
        return times[times.length / 10];
    }

    /** The driver's processor time of a step, which more executors do not share. */
    private static double driverSeconds(Fitter fitter, int batch) {
        int[] rows = IntStream.range(0, batch)
                .map(k -> (int) ((long) k * ROWS / batch))
                .toArray();
        steps(fitter, 2, rows);
        long begun = processorTime();
        int steps = steps(fitter, 4, rows).length;
        return (processorTime() - begun) / SECOND / steps;
    }

    private static long processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static double[] steps(Fitter fitter, double seconds, int... rows) {
        double[] times = new double[100_000];
        int steps = 0;
        long begun = System.nanoTime();
        while (steps < 3 || steps < times.length && System.nanoTime() - begun < seconds * SECOND) {
            long start = System.nanoTime();
            fitter.fit(false, rows);
            times[steps++] = (System.nanoTime() - start) / SECOND;
        }
        return Arrays.copyOf(times, steps);
    }

    @Test
    void whatAStepCosts() throws IOException {
        writeRows();
        System.setProperty(
                "spark.executor.extraClassPath",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(path -> Path.of(path).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)));
        System.setProperty("spark.executor.memory", "1g");
        StringBuilder text = new StringBuilder();
        try (StandaloneCluster cluster = new StandaloneCluster()) {
            for (EngineName engine : List.of(EngineName.DL4J, EngineName.DIRECT)) {
                Job job = job(engine);
                try (JavaSparkContext context = Connection.context(cluster.master(), "throughput")) {
                    text.append(table(engine, job, context));
                }
            }
        }
        System.out.println(text);
        assertThat(text.toString().lines().filter(line -> line.startsWith("| dl4j") || line.startsWith("| direct")))
                .hasSize(2 * (BATCHES.length + 9));
    }

    private static SparkFitter fitter(EngineName engine, Job job, JavaSparkContext context, int partitions) {
        Partitioning parts = Partitioning.even(job.split().train(), partitions);
        return new SparkFitter(
                context,
                PartitionRows.handedOut(context, parts, job.table()),
                maker(engine).get().build(job.network()),
                parts,
                maker(engine),
                note -> {});
    }

    private static String table(EngineName engine, Job job, JavaSparkContext context) {
        Fitter spread = fitter(engine, job, context, FEW_PARTITIONS);
        Fitter alone = Fitter.here(job).of(maker(engine).get().build(job.network()));
        StringBuilder text = new StringBuilder(
                "\n| engine | rows a step | one process, ms | rows/s | cluster, ms | rows/s |\n|---|---|---|---|---|---|\n");
        double row = 0;
        for (int batch : BATCHES) {
            double here = seconds(alone, batch);
            double there = seconds(spread, batch);
            row = here / batch;
            text.append(String.format(
                    "| %s | %d | %.2f | %.0f | %.1f | %.0f |%n",
                    engine.label(), batch, here * 1e3, batch / here, there * 1e3, batch / there));
        }
        // A row each, now that all is warm: what a step costs before it computes.
        double fixed = seconds(spread, FEW_PARTITIONS);
        double task = (driverSeconds(fitter(engine, job, context, MORE_PARTITIONS), MORE_PARTITIONS)
                        - driverSeconds(spread, FEW_PARTITIONS))
                / (MORE_PARTITIONS - FEW_PARTITIONS);
        text.append(String.format(
                "%nBefore it computes a step takes %.1f ms, and %.2f ms of the driver's processor time for each further task; a row takes "
                        + "%.2f µs in one process.%n%n",
                fixed * 1e3, task * 1e3, row * MICROSECONDS));
        text.append("| engine | executors | rows a step | ms a step, foretold | times one process | pays from rows |\n"
                + "|---|---|---|---|---|---|\n");
        for (int executors : new int[] {10, 100, 1000}) {
            double rounds = Math.ceil(Math.log(executors) / Math.log(2));
            double network = (rounds + executors) * PARAMETERS * Double.BYTES / BYTES_A_SECOND;
            double before = fixed + (executors - FEW_PARTITIONS) * task + network;
            for (int batch : new int[] {100_000, 1_000_000, 10_000_000}) {
                double foretold = before + row * batch / executors;
                text.append(String.format(
                        "| %s | %d | %d | %.0f | %.2g | %.0f |%n",
                        engine.label(),
                        executors,
                        batch,
                        foretold * 1e3,
                        row * batch / foretold,
                        before / (row * (1 - 1.0 / executors))));
            }
        }
        return text.toString();
    }
}
