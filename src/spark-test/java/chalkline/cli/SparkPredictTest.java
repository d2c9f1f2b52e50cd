package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import chalkline.dl4j.Dl4j;
import chalkline.spark.TestFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** predict says on a cluster what it says on one machine, byte for byte. */
class SparkPredictTest {
    private static final String NAMES = "id,size,colour,kind\n";
    /** More than are predicted at a time, none, one, and then some more. */
    private static final int[] ROWS = {1100, 0, 1, 1300};

    @TempDir
    private static Path directory;

    private static Workplace here;

    @BeforeAll
    static void train() throws IOException {
        here = Workplace.in(directory);
        Files.writeString(here.path("train.csv"), NAMES + rows(new Random(1), 0, 60));
        assertThat(here.run("train", "train.csv", "--label", "kind", "--set", "model=model.zip")
                        .code())
                .isZero();
        Random random = new Random(2);
        int before = 1000;
        Files.createDirectory(here.path("rows"));
        for (int k = 0; k < ROWS.length; k++) {
            String file = NAMES + rows(random, before, ROWS[k]);
            before += ROWS[k];
            boolean zipped = k % 2 == 0;
            try (OutputStream plain =
                            Files.newOutputStream(here.path("rows/part-" + k + ".csv" + (zipped ? ".gz" : "")));
                    OutputStream out = zipped ? new GZIPOutputStream(plain) : plain) {
                out.write(file.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String rows(Random random, int before, int count) {
        return IntStream.range(before, before + count)
                .mapToObj(i -> row(i, before == 0, random))
                .collect(Collectors.joining("\n", "", count == 0 ? "" : "\n"));
    }

    private static String row(int i, boolean training, Random random) {
        double size = random.nextGaussian();
        return String.join(
                ",",
                "row " + i,
                Double.toString(size),
                // The last is one that training never saw.
                List.of("red", "green", "\"blue, pâle\"", training ? "red" : "mauve")
                        .get(random.nextInt(4)),
                size > 0 ? "a" : "b");
    }

    private static Outcome onCluster(String table, String... options) {
        return here.run("predict", arguments(table, List.of(options), "--master", "local[2]"));
    }

    private static Outcome alone(String table, String... options) {
        return here.run("predict", arguments(table, List.of(options)));
    }

    private static String[] arguments(String table, List<String> options, String... more) {
        return Stream.of(Stream.of("model.zip", table), options.stream(), Stream.of(more))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    @Test
    void theRowsAreThoseOfOneMachine() {
        for (String[] options : List.of(
                new String[] {},
                new String[] {"--engine", "direct", "--keep", "colour", "--json"},
                new String[] {"--keep-going", "--keep", "size,kind"})) {
            Outcome alone = alone("rows/part-*", options);
            assertThat(alone.code()).isZero();
            assertThat(alone.out().lines().count()).isGreaterThanOrEqualTo(2401);
            assertThat(alone.err()).contains(" of 2401 rows have a category that no training row had");
            assertThat(onCluster("rows/part-*", options)).isEqualTo(alone);
        }
    }

    /** A row that cannot be predicted, and a file without the column that tells rows apart. */
    @Test
    void whatIsWrongIsSaidInTheSameWords() throws IOException {
        Path bad = Files.createDirectory(here.path("bad"));
        Files.writeString(bad.resolve("1.csv"), NAMES + "x,0.5,red,a\n");
        Files.writeString(bad.resolve("2.csv"), "colour,size\nred,much\ngreen,1\n");
        Outcome alone = alone("bad");
        assertThat(alone.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(alone.err()).contains("2.csv:2: column \"size\": \"much\" is not a number");
        assertThat(alone.out()).isEmpty();
        assertThat(onCluster("bad")).isEqualTo(alone);
        assertThat(onCluster("bad", "--out", "none")).isEqualTo(alone);
        assertThat(here.path("none")).doesNotExist();

        Outcome goingOn = alone("bad", "--keep-going");
        assertThat(goingOn.out().lines()).hasSize(4).element(3).asString().startsWith(",");
        assertThat(goingOn.out().lines().map(line -> line.split(",", -1).length).distinct())
                .hasSize(1);
        assertThat(onCluster("bad", "--keep-going")).isEqualTo(goingOn);
        assertThat(onCluster("nowhere").err()).isEqualTo(alone("nowhere").err()).contains("no such file");
        assertThat(onCluster("rows/none-*").err())
                .isEqualTo(alone("rows/none-*").err());
    }

    @Test
    void aFolderGetsAFileForEachFileOfTheTable() throws IOException {
        Outcome whole = alone("rows", "--out", "whole.csv");
        Outcome parts = onCluster("rows", "--out", "parts");
        assertThat(parts).isEqualTo(whole);
        assertThat(parts.out()).isEmpty();
        List<Path> files;
        try (Stream<Path> there = Files.list(here.path("parts"))) {
            files = there.sorted().toList();
        }
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("part-00000.csv", "part-00001.csv", "part-00002.csv", "part-00003.csv");
        StringBuilder together = new StringBuilder();
        for (Path file : files) {
            String text = Files.readString(file);
            int names = text.indexOf('\n') + 1;
            together.append(file.equals(files.get(0)) ? text : text.substring(names));
        }
        assertThat(together).hasToString(Files.readString(here.path("whole.csv")));

        assertThat(onCluster("rows", "--out", "parts").err())
                .contains("--out ", "parts: has part-0", "name an empty folder, or one that does not exist");
        assertThat(onCluster("rows", "--out", "train.csv/parts").code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(onCluster("rows", "--out", "again.csv")).isEqualTo(whole);
        assertThat(here.path("again.csv")).hasSameBinaryContentAs(here.path("whole.csv"));
    }

    /** Table, training and predictions under an address that only Hadoop knows: read and written through it. */
    @Test
    void whatIsOnAnotherFileSystemHasAnAddress() throws IOException {
        System.setProperty("spark.hadoop.fs.test.impl", TestFiles.class.getName());
        try {
            String store = "test://store" + directory;
            assertThat(onCluster(store + "/rows/part-*", "--out", store + "/elsewhere")
                            .err())
                    .isEqualTo(alone("rows").err().replace(directory + "/rows:", store + "/rows/part-*:"));
            assertThat(here.path("elsewhere/part-00003.csv")).isNotEmptyFile();
            assertThat(onCluster(store + "/rows").out()).isEqualTo(alone("rows").out());
            assertThat(alone(store + "/rows").out()).isEqualTo(alone("rows").out());

            Files.writeString(here.path("job.yaml"), """
                    name: addressed
                    network: { layers: [{ output: { activation: softmax, loss: mcxent } }] }
                    data: { train: { file: "FILE", labels: [kind] }, normalize: standardize }
                    training: { updater: { sgd: { learning-rate: 0.1 } }, batch-size: 16, epochs: 2 }
                    publish-if: { better-than-baseline: false }
                    """.replace("FILE", store + "/train.csv"));
            Outcome train = here.run(
                    "train",
                    "job.yaml",
                    "--master",
                    "local[2]",
                    "--read-on-cluster",
                    "--partitions",
                    "1",
                    "--set",
                    "model=there.zip");
            assertThat(train.err()).doesNotContain("bug");
            assertThat(train.code()).as(train.err()).isZero();
            Outcome local =
                    here.run("train", "job.yaml", "--set", "data.train.file=train.csv", "--set", "model=here.zip");
            assertThat(local.code()).as(local.err()).isZero();
            assertThat(new Dl4j().load(here.path("there.zip")).model().state())
                    .isEqualTo(new Dl4j().load(here.path("here.zip")).model().state());

            assertThat(here.run("train", "job.yaml", "--set", "data.train.file=" + store + "/none.csv")
                            .err())
                    .contains("data.train.file: there is no file " + store + "/none.csv");
            assertThat(here.run("train", "job.yaml", "--set", "data.train.file=unknown://x/none.csv")
                            .err())
                    .contains("unknown://x/none.csv: cannot be read: No FileSystem for scheme \"unknown\"");
            assertThat(here.run("train", "job.yaml", "--confine", directory.toString())
                            .err())
                    .contains("is outside of");
        } finally {
            System.clearProperty("spark.hadoop.fs.test.impl");
        }
    }
}
