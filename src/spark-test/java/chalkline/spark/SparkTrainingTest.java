package chalkline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chalkline.ChildProcess;
import chalkline.check.Finding;
import chalkline.check.Verdict;
import chalkline.config.Configuration;
import chalkline.direct.Direct;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.training.CheckedStep;
import chalkline.training.Cluster;
import chalkline.training.Fitter;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.Publication;
import chalkline.training.RunDirectory;
import chalkline.training.State;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training on a real cluster: a master, two workers, and executors in processes of their own, which are killed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "SIGKILL is sent by kill")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkTrainingTest {
    private static final int SIGKILLED = 128 + 9;
    private static final int SIGTERMED = 128 + 15;
    /** For processes that do not live long. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    /** 120 rows are trained on: four mini-batches an epoch, the last of 24 rows. */
    private static final String JOB = """
            name: spread
            seed: 4
            precision: PRECISION
            network:
              layers:
                - dense: { units: 10, activation: tanh, l2: 0.01 }
                - output: { activation: softmax, loss: mcxent }
            data:
              train: { file: iris.csv, labels: [species] }
              normalize: standardize
              split: { validation: 0.2 }
            training:
              updater: UPDATER
              batch-size: 32
              epochs: EPOCHS
              check: every 7
              checkpoints: { every-steps: 3 }
            model: model.zip
            """;

    @TempDir
    private static Path directory;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = new StandaloneCluster();
        // What executors would fetch from the jar; and loopback, as the cluster.
        System.setProperty("spark.executor.extraClassPath", classPath());
        System.setProperty("spark.executor.memory", "1g");
        System.setProperty("spark.executor.extraJavaOptions", QUICK);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path place(String name, String precision, String updater, int epochs) throws IOException {
        Path place = Files.createDirectories(directory.resolve(name));
        Files.copy(Path.of("data/iris.csv"), place.resolve("iris.csv"));
        Files.writeString(
                place.resolve("job.yaml"),
                JOB.replace("PRECISION", precision)
                        .replace("UPDATER", updater)
                        .replace("EPOCHS", Integer.toString(epochs)));
        return place;
    }

    /** The engine direct draws it for each row, wherever the row is. */
    private static Path withDropout(Path place) throws IOException {
        Path file = place.resolve("job.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("activation: softmax", "retain-probability: 0.8, activation: softmax")
                        .replace("training:\n", "training:\n  engine: direct\n"));
        return place;
    }

    private static Job job(Path place) {
        return Job.prepare(Configuration.read(place.resolve("job.yaml"), place));
    }

    /** Trains, and does something after each step. */
    private static State trained(Job job, Fitter.Maker fitters, int epochs, Runnable afterStep) {
        Model model = maker(job).get().build(job.network());
        // Not closed: the connection serves other trainings too.
        Fitter fitter = fitters.of(model);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int[] rows : job.batches(epoch)) {
                fitter.fit(false, rows);
                afterStep.run();
            }
            model.endEpoch();
        }
        return model.state();
    }

    private static State alone(Job job, int epochs) {
        return trained(job, Fitter.here(job), epochs, () -> {});
    }

    private static State spread(Job job, JavaSparkContext context, Partitioning parts, int epochs, Runnable afterStep) {
        return trained(
                job,
                model -> new SparkFitter(
                        context,
                        PartitionRows.handedOut(context, parts, job.table()),
                        model,
                        parts,
                        maker(job),
                        note -> {}),
                epochs,
                afterStep);
    }

    private static Cluster.EngineMaker maker(Job job) {
        return switch (job.configuration().training().engine()) {
            case DL4J -> Dl4j::new;
            case DIRECT -> Direct::new;
        };
    }

    /**
     * The bound, 1e-12, is 4500 roundings of a parameter of magnitude 1, for eight steps; 2 were seen. In one partition there is
     * nothing to add, and nothing may differ.
     */
    @Test
    @Order(1)
    void inHowManyPartsTheRowsLieChangesOnlyRounding() throws IOException {
        int epochs = 2;
        Map<String, Double> differences = new TreeMap<>();
        Job adam = job(place("adam", "float64", "{ adam: { learning-rate: 0.01 } }", epochs));
        Job momentum = job(place("nesterovs", "float64", "{ nesterovs: { learning-rate: 0.1 } }", epochs));
        Job dropout = job(withDropout(place("dropout", "float64", "{ adam: { learning-rate: 0.01 } }", epochs)));
        try (JavaSparkContext context = Connection.context(cluster.master(), "spread")) {
            for (Job job : List.of(adam, momentum, dropout)) {
                int[] rows = job.split().train();
                assertThat(rows).hasSize(120);
                State alone = alone(job, epochs);
                State untrained = maker(job).get().build(job.network()).state();
                assertThat(difference(untrained, alone)).isGreaterThan(0.05);
                for (Partitioning parts : List.of(
                        Partitioning.even(rows, 1),
                        Partitioning.even(rows, 2),
                        Partitioning.even(rows, 7),
                        new Partitioning(rows, 1, 3, 101, 120))) {
                    State spread = spread(job, context, parts, epochs, () -> {});
                    assertThat(spread.iteration()).isEqualTo(alone.iteration()).isEqualTo(8);
                    assertThat(spread.epoch()).isEqualTo(alone.epoch());
                    differences.put(
                            job.configuration().training().engine().label() + " "
                                    + job.configuration().training().updater() + " in " + parts.parts(),
                            difference(spread, alone));
                }
            }
        }
        System.out.println("largest differences from one machine: " + differences);
        assertThat(differences)
                .allSatisfy((name, difference) ->
                        assertThat(difference).as(name).isLessThanOrEqualTo(name.endsWith(" in 1") ? 0 : 1e-12));
    }

    /** The fault is in the sum of one partition, a ten-thousandth in one entry; the whole would show it at dW2, but not where. */
    @Test
    @Order(4)
    void aFaultInOnePartitionIsNamed() throws IOException {
        Job job = job(place("faulty", "float64", "{ sgd: { learning-rate: 0.01 } }", 1));
        Partitioning parts = Partitioning.even(job.split().train(), 3);
        int[] batch = job.batches(0).get(0);
        int[] places = parts.places(batch)[1];
        int bad = parts.rows(1)[places[places.length / 2]];
        double[] features = job.table().features(bad).toArray();
        // No other partition has it, and so no other is at fault.
        assertThat(Arrays.stream(batch)
                        .filter(row -> Arrays.binarySearch(parts.rows(1), row) < 0)
                        .mapToObj(row -> job.table().features(row).toArray()))
                .doesNotContain(features);
        try (JavaSparkContext context = Connection.context("local[2]", "spread")) {
            CheckedStep sound = checked(job, context, parts, Dl4j::new);
            assertThat(sound.result().verdict()).isEqualTo(Verdict.AGREES);
            assertThat(sound.batch().size()).isEqualTo(32);

            CheckedStep faulty = checked(job, context, parts, () -> FaultyEngine.make(features));
            assertThat(faulty.result().verdict()).isEqualTo(Verdict.DEVIATES);
            assertThat(faulty.result().firstDeviation().orElseThrow().name()).isEqualTo("dW2");
            assertThat(faulty.batch().size()).isEqualTo(places.length);
            assertThat(faulty.result().findings())
                    .extracting(Finding::message)
                    .contains("this is not the whole step, but what partition 2 of 3 came to on " + places.length
                            + " rows: its dW2 deviates");
        }
    }

    private static CheckedStep checked(
            Job job, JavaSparkContext context, Partitioning parts, Cluster.EngineMaker engines) throws IOException {
        List<CheckedStep> checked = new ArrayList<>();
        TrainingObserver observer = new TrainingObserver() {
            @Override
            public void checked(CheckedStep step) {
                checked.add(step);
            }
        };
        Path run = Files.createTempDirectory(directory, "checked").resolve("run");
        TrainingRun.of(
                job,
                new Dl4j(),
                RunDirectory.create(run),
                Publication.prepare(job, new Dl4j()),
                model -> unclosed(new SparkFitter(
                        context,
                        PartitionRows.handedOut(context, parts, job.table()),
                        model,
                        parts,
                        engines,
                        note -> {})),
                observer,
                () -> !checked.isEmpty());
        return checked.get(0);
    }

    /** The connection serves another one. */
    private static Fitter unclosed(Fitter fitter) {
        return new Fitter() {
            @Override
            public Model.Measured fit(boolean measured, int... rows) {
                return fitter.fit(measured, rows);
            }

            @Override
            public List<Part> parts(int... rows) {
                return fitter.parts(rows);
            }

            @Override
            public void close() {}
        };
    }

    private static double difference(State a, State b) {
        assertThat(a.arrays().keySet()).isEqualTo(b.arrays().keySet());
        double largest = 0;
        for (Map.Entry<?, Matrix> each : a.arrays().entrySet()) {
            Matrix other = b.arrays().get(each.getKey());
            for (int k = 0; k < other.size(); k++) {
                largest = Math.max(largest, Math.abs(each.getValue().get(k) - other.get(k)));
            }
        }
        return largest;
    }

    /** A terminated driver ends with a checkpoint of its own; a killed one has its last. Both go on in as many partitions. */
    @Test
    @Order(2)
    void aDriverThatIsKilledIsResumedWithTheSameBits() throws Exception {
        int epochs = 4;
        String updater = "{ adam: { learning-rate: 0.01 } }";
        Path whole = place("whole", "float32", updater, epochs);
        ChildProcess.Ended ended = ChildProcess.run(driver(whole, "--partitions", "3"));
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(saved(whole).iteration()).isEqualTo(16);
        // Steps 7 and 14, as they were added up from three partitions.
        assertThat(ended.output()).contains("2 agree").doesNotContain("WARN ", "ERROR ", "SLF4J");

        for (int code : new int[] {SIGKILLED, SIGTERMED}) {
            Path place = place("ended-" + code, "float32", updater, epochs);
            Process driver = ChildProcess.start(driver(place, "--partitions", "3"));
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
            while (driver.isAlive() && checkpoints(place) < 2 && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            // By its handle, which leaves what it said to be read.
            if (code == SIGKILLED) {
                driver.toHandle().destroyForcibly();
            } else {
                driver.toHandle().destroy();
            }
            String said = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(driver.waitFor()).as(said).isEqualTo(code);
            assertThat(place.resolve("model.zip")).doesNotExist();
            // Who reads the table changes no bit either.
            ChildProcess.Ended resumed = ChildProcess.run(
                    code == SIGKILLED ? driver(place, "--resume") : driver(place, "--resume", "--read-on-cluster"));
            assertThat(resumed.code()).as(resumed.output()).isZero();
            assertThat(resumed.output()).contains("resuming ");
            assertThat(saved(place)).isEqualTo(saved(whole));
        }
    }

    /** Spark itself would wait for ever. */
    @Test
    @Order(5)
    void aClusterWithoutRoomIsSaid() throws IOException {
        Job job = job(place("large", "float64", "{ sgd: { learning-rate: 0.1 } }", 1));
        System.setProperty("spark.executor.memory", "900g");
        System.setProperty(ExecutorWait.SECONDS, "3");
        try {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Connection.context(cluster.master(), "spread"))
                    .withMessage("--master " + cluster.master() + ": no worker started an executor in 3 s: none has a "
                            + "free core and the memory of one, 900g; -Dspark.executor.memory=512m asks for less");
        } finally {
            System.setProperty("spark.executor.memory", "1g");
            System.clearProperty(ExecutorWait.SECONDS);
        }
    }

    /** Without an executor there is no step; Spark itself would wait for one for ever. */
    @Test
    @Order(6)
    void aClusterThatGoesAwayEndsTheRunWithACheckpoint() throws Exception {
        Path place = place("deserted", "float32", "{ sgd: { learning-rate: 0.01 } }", 100_000);
        System.setProperty(ExecutorWait.SECONDS, "20");
        Process driver;
        try {
            driver = ChildProcess.start(driver(place, "--partitions", "2"));
        } finally {
            System.clearProperty(ExecutorWait.SECONDS);
        }
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (driver.isAlive() && checkpoints(place) < 1 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        cluster.close();
        String said = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(driver.waitFor()).as(said).isEqualTo(5);
        assertThat(said.lines().filter(line -> line.contains("Spark gave up")))
                .containsExactly("Spark gave up: there has been no executor for 20 s");
        assertThat(said).doesNotContain("\tat ", "Exception");
        assertThat(checkpoints(place)).isPositive();
    }

    private static ProcessBuilder driver(Path place, String... more) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "@src/spark/cluster/jvm.options",
                "-Dspark.executor.memory=1g",
                "-Dspark.executor.extraJavaOptions=" + QUICK,
                // One executor begins in half the time of two.
                "-Dspark.cores.max=1",
                "-Dspark.executor.extraClassPath=" + classPath(),
                "-D" + ExecutorWait.SECONDS + "=" + System.getProperty(ExecutorWait.SECONDS, "60"),
                "-cp",
                classPath(),
                "chalkline.cli.Main",
                "train",
                "-C",
                place.toString(),
                "job.yaml",
                "--master",
                cluster.master()));
        line.addAll(List.of(more));
        return new ProcessBuilder(line).redirectErrorStream(true);
    }

    private static int checkpoints(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place.resolve("runs"))) {
            return (int) files.filter(file -> file.toString().contains(File.separator + "checkpoints" + File.separator)
                            && file.toString().endsWith(".zip"))
                    .count();
        } catch (java.nio.file.NoSuchFileException | java.io.UncheckedIOException e) {
            // Not there yet; or gone while it was looked for.
            return 0;
        }
    }

    private static State saved(Path place) {
        return new Dl4j().load(place.resolve("model.zip")).model().state();
    }

    /** The last test on the cluster: afterwards it has one worker. */
    @Test
    @Order(3)
    void executorsAndAWorkerThatAreKilledChangeNoBit() throws IOException {
        int epochs = 3;
        Job job = job(place("deaths", "float32", "{ adam: { learning-rate: 0.01 } }", epochs));
        Partitioning parts = Partitioning.even(job.split().train(), 5);
        try (JavaSparkContext context = Connection.context(cluster.master(), "spread")) {
            State untouched = spread(job, context, parts, epochs, () -> {});
            int[] steps = {0};
            State survivor = spread(job, context, parts, epochs, () -> {
                steps[0]++;
                if (steps[0] == 3) {
                    cluster.killAnExecutor();
                }
                if (steps[0] == 8) {
                    cluster.awaitExecutors();
                    cluster.killAWorker();
                }
            });

            assertThat(steps[0]).isEqualTo(12);
            assertThat(survivor).isEqualTo(untouched);
        }
    }
}
