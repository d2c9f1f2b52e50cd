package chalkline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chalkline.ChildProcess;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.training.Job;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkClusterTest {
    @TempDir
    private Path directory;

    @Test
    void partsTakeEachRowOnce() {
        int[] rows = {9, 2, 5, 4, 0, 7, 3};
        for (Partitioning parts : List.of(
                Partitioning.even(rows, 1),
                Partitioning.even(rows, 3),
                Partitioning.even(rows, 20),
                new Partitioning(rows, 1, 5, 6, 7))) {
            int[] batch = {3, 9, 0, 5};
            int[][] places = parts.places(batch);
            List<Integer> taken = new ArrayList<>();
            for (int p = 0; p < parts.parts(); p++) {
                for (int place : places[p]) {
                    taken.add(parts.rows(p)[place]);
                }
            }
            assertThat(taken).containsExactlyInAnyOrder(3, 9, 0, 5);
            assertThat(Stream.iterate(0, p -> p + 1)
                            .limit(parts.parts())
                            .flatMapToInt(p -> Arrays.stream(parts.rows(p)))
                            .toArray())
                    .containsExactly(0, 2, 3, 4, 5, 7, 9);
        }
    }

    @Test
    void aStepThatDrawsForAWholeMiniBatchIsRefused() throws IOException {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> connect("spark://127.0.0.1:1", ", retain-probability: 0.5"))
                .withMessage(
                        "--master: layer 2 has dropout, which Deeplearning4j draws for a mini-batch as a whole; where "
                                + "partitions draw for their rows, the step is another one: train with --engine direct, "
                                + "which draws for each row");
    }

    @Test
    void whatIsNoAddressIsSaid() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> connect("here", ""))
                .withMessage("--master here: Could not parse Master URL: 'here'");
    }

    @Test
    void whereNobodyAnswersThatIsSaidAtOnce() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> connect("spark://127.0.0.1:1", ""))
                .withMessage("--master spark://127.0.0.1:1: no Spark master answers there (Connection refused); "
                        + "src/spark/cluster/run starts one on this machine");
    }

    @Test
    void withoutSparkOnTheClassPathThereIsOneSentence() throws Exception {
        write("");
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> !each.contains("spark-core"))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        ChildProcess.Ended train = ChildProcess.run(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        "chalkline.cli.Main",
                        "train",
                        "-C",
                        directory.toString(),
                        "job.yaml",
                        "--master",
                        "spark://127.0.0.1:1")
                .redirectErrorStream(true));
        assertThat(train.output().lines())
                .containsExactly(
                        "--master spark://127.0.0.1:1: Spark's classes are missing (org/apache/spark/SparkConf); "
                                + "run java -cp 'target/chalkline.jar:target/lib/*:SPARK_HOME/jars/*' chalkline.cli.Main …, "
                                + "with a Spark 3.5 of Scala 2.12");
        assertThat(train.code()).isEqualTo(2);
    }

    /** What is not asked for costs nothing: not where Spark is on the class path, and elsewhere it cannot. */
    @Test
    void withoutAMasterNoClassOfSparkIsLoaded() throws Exception {
        write("");
        Path loaded = directory.resolve("loaded.txt");
        ChildProcess.Ended train = ChildProcess.run(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load=info:file=" + loaded,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "chalkline.cli.Main",
                        "train",
                        "-C",
                        directory.toString(),
                        "job.yaml",
                        "--set",
                        "training.epochs=1")
                .redirectErrorStream(true));
        assertThat(train.code()).as(train.output()).isZero();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("chalkline.cli.TrainCommand"))
                .noneMatch(line -> line.contains("org.apache.spark") || line.contains("chalkline.spark"));
    }

    private void connect(String master, String output) throws IOException {
        Job job = Job.prepare(Configuration.read(write(output), directory));
        new SparkCluster().connect(master, 2, job, Dl4j::new, note -> {});
    }

    private Path write(String output) throws IOException {
        Files.copy(Path.of("data/iris.csv"), directory.resolve("iris.csv"));
        Path file = directory.resolve("job.yaml");
        Files.writeString(file, """
                name: refused
                network:
                  layers:
                    - dense: { units: 3, activation: tanh }
                    - output: { activation: softmax, loss: mcxent%s }
                data: { train: { file: iris.csv, labels: [species] } }
                """.formatted(output));
        return file;
    }
}
