package chalkline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chalkline.Seeds;
import chalkline.config.Configuration;
import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions;
import chalkline.data.InferredSchema;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.training.Fitter;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.State;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that executors read is the one that this process would have read. */
class SparkTableTest {
    private static final int TABLES = 4;
    private static final String JOB = """
            name: spread
            seed: %d
            precision: float64
            network:
              layers:
                - dense: { units: 4, activation: tanh }
                - output: { %s }
            data:
              train: { file: "%s", labels: [y] }
              missing: %s
              missing-labels: drop-rows
              normalize: %s
              split: { validation: 0.2, test: 0.1 }
            training:
              updater: { adam: { learning-rate: 0.01 } }
              batch-size: 16
              epochs: 1
            """;

    @TempDir
    private Path directory;

    private static Connection connection;

    @BeforeAll
    static void start() {
        connection = Connection.open("local[2]", "tables");
    }

    @AfterAll
    static void end() {
        connection.close();
    }

    /** Categories, a date, numbers of every size, missing cells and missing labels; files with no rows, and compressed ones. */
    @Test
    void itIsFittedAndTrainedOnAsByOneMachine() throws IOException {
        for (long seed : Seeds.upTo(TABLES)) {
            Random random = new Random(seed);
            boolean classes = random.nextBoolean();
            List<String> rows = rows(classes, random);
            String missing = List.of("mean", "median", "most-frequent", "{ constant: 7 }")
                    .get((int) (seed % 4));
            String scaled = random.nextBoolean() ? "standardize" : "min-max";
            String output = classes ? "activation: softmax, loss: mcxent" : "activation: identity, loss: mse";
            for (int[] ends : List.of(
                    new int[] {rows.size()}, new int[] {1, rows.size()}, new int[] {20, 20, 30, 31, 33, 60, rows.size()
                    })) {
                Path place = Files.createTempDirectory(directory, "table");
                write(place, rows, random, ends);
                Path file = place.resolve("job.yaml");
                Files.writeString(file, JOB.formatted(seed + 1, output, "part-*", missing, scaled));
                Configuration configuration = Configuration.read(file, place);
                Job here = Job.prepare(configuration);
                Job spread = Job.prepare(configuration, Dl4j::new, connection::read);

                assertThat(spread.preprocessing()).isEqualTo(here.preprocessing());
                assertThat(spread.split()).isEqualTo(here.split());
                assertThat(spread.inferred()).isEqualTo(here.inferred());
                assertThat(spread.table().rows()).isEqualTo(here.table().rows());
                assertThat(spread.table().notes()).isEqualTo(here.table().notes());
                assertThat(spread.table().ignoredColumns())
                        .isEqualTo(here.table().ignoredColumns())
                        .containsExactly("id");
                int[] backwards = IntStream.iterate(here.table().rows() - 1, row -> row >= 0, row -> row - 1)
                        .toArray();
                assertThat(spread.table().features(backwards).toArray())
                        .containsExactly(here.table().features(backwards).toArray());
                assertThat(spread.table().targets(backwards))
                        .isEqualTo(here.table().targets(backwards));
                // The sum over the rows of one partition is the sum over the mini-batch; over three it is rounded
                // otherwise.
                assertThat(trained(spread, connection.fitters(1, spread, Dl4j::new, note -> {})))
                        .isEqualTo(trained(here, Fitter.here(here)));
                assertThat(trained(spread, connection.fitters(3, spread, Dl4j::new, note -> {})))
                        .isEqualTo(trained(here, model -> handedOut(here, model, 3)));
            }
        }
    }

    private static Fitter handedOut(Job job, Model model, int partitions) {
        Partitioning parts = Partitioning.even(job.split().train(), partitions);
        return new SparkFitter(
                connection.context(),
                PartitionRows.handedOut(connection.context(), parts, job.table()),
                model,
                parts,
                Dl4j::new,
                note -> {});
    }

    private static List<String> rows(boolean classes, Random random) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            String number = random.nextInt(9) == 0 ? "" : Double.toString(random.nextGaussian() * 1e6);
            String small = random.nextInt(5) == 0 ? "NA" : Integer.toString(random.nextInt(4));
            String colour = random.nextInt(8) == 0
                    ? ""
                    : List.of("red", "green", "\"blue, pale\"").get(random.nextInt(3));
            String day = "2024-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10);
            String label = random.nextInt(15) == 0
                    ? ""
                    : classes
                            ? List.of("low", "middle", "high").get(random.nextInt(3))
                            : Double.toString(random.nextGaussian());
            rows.add(String.join(",", "row-" + i, number, small, colour, day, label));
        }
        return rows;
    }

    private static void write(Path place, List<String> rows, Random random, int... ends) throws IOException {
        int from = 0;
        for (int k = 0; k < ends.length; k++) {
            String text = "id,number,small,colour,day,y\n"
                    + String.join(
                            "",
                            rows.subList(from, ends[k]).stream()
                                    .map(row -> row + "\n")
                                    .toList());
            boolean zipped = random.nextBoolean();
            Path file = place.resolve("part-" + k + ".csv" + (zipped ? ".gz" : ""));
            try (OutputStream out =
                    zipped ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            from = ends[k];
        }
    }

    private static State trained(Job job, Fitter.Maker fitters) {
        Model model = new Dl4j().build(job.network());
        // Not closed: the connection serves other trainings too.
        Fitter fitter = fitters.of(model);
        job.batches(0).forEach(rows -> fitter.fit(false, rows));
        return model.state();
    }

    /** What executors find is what the driver saw, or nothing is trained. */
    @Test
    void aFileThatAnExecutorDoesNotFindOrFindsChangedIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("table.csv"), "x,y\n1,2\n2,4\n3,7\n");
        InferenceOptions options = InferenceOptions.of(List.of("y"));
        InferredSchema inferred = CsvTables.infer(file, "table.csv", CsvFormat.DEFAULT, options);
        ReadFile.Request request = new ReadFile.Request(
                SeenFile.of(file), inferred.schema().toJson(), inferred.format().toJson(), options.gaps(), false);
        assertThat(request.read().part().rows()).isEqualTo(3);
        Files.writeString(file, "x,y\n1,2\n2,4\n3,700\n");
        assertThat(request.read().problems())
                .containsExactly(file + ": is another file than on the driver, or was changed");
        Files.delete(file);
        assertThat(request.read().problems()).containsExactly(file + ": no such file");
        assertThatExceptionOfType(java.io.UncheckedIOException.class)
                .isThrownBy(() -> request.read().part())
                .withMessage(file + ": no such file");
    }

    @Test
    void aTableThatCannotBeUsedIsRefusedInTheSameWords() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.csv"), "x,y\n1,2\n2,four\n3,7\n");
        InferenceOptions options = InferenceOptions.of(List.of("y"));
        List<String> here = problems(() -> CsvTables.inferAndRead(file, file.toString(), CsvFormat.DEFAULT, options));
        assertThat(here).hasSize(1);
        assertThat(problems(() -> connection.read(file, CsvFormat.DEFAULT, options)))
                .isEqualTo(here);
    }

    private static List<String> problems(Runnable reading) {
        try {
            reading.run();
            return List.of();
        } catch (InvalidInputException e) {
            return e.problems();
        }
    }
}
