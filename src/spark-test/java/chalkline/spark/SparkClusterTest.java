package chalkline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.training.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
                                + "partitions draw for their rows, the step is another one: leave it out, or train on one "
                                + "machine");
    }

    @Test
    void whatIsNoAddressIsSaid() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> connect("here", ""))
                .withMessage("--master here: Could not parse Master URL: 'here'");
    }

    private void connect(String master, String output) throws IOException {
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
        Job job = Job.prepare(Configuration.read(file, directory));
        new SparkCluster().connect(master, 2, job, Dl4j::new, note -> {});
    }
}
