package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.GeneratedTables;
import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** predict takes the memory of some rows, however many there are. */
class PredictStreamTest {
    private static final String MODEL = "models/million-rows.zip";

    @TempDir
    private static Path directory;

    private static Workplace here;

    @BeforeAll
    static void train() throws IOException {
        here = Workplace.in(directory);
        Files.copy(Path.of("configs/million-rows.yaml"), here.path("configs/million-rows.yaml"));
        generate("data/million-rows.csv", 3_000);
        assertThat(here.run("train", "configs/million-rows.yaml").code()).isZero();
    }

    private static void generate(String file, int rows) throws IOException {
        try (Writer out = Files.newBufferedWriter(here.path(file))) {
            GeneratedTables.rule(rows, out);
        }
    }

    private static Outcome predict(String heap, String csv) throws IOException, InterruptedException {
        return here.process(here.javaCommand(
                List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=4"),
                System.getProperty("java.class.path"),
                "predict",
                MODEL,
                csv));
    }

    /** The rows' numbers alone are 32 MB, which do not fit beside everything else. */
    @Test
    void manyRowsTakeNoMoreHeapThanFew() throws IOException, InterruptedException {
        generate("many.csv", 200_000);
        Outcome many = predict("40m", "many.csv");
        assertThat(many.err()).isEmpty();
        assertThat(many.code()).isZero();
        List<String> lines = many.out().lines().toList();
        assertThat(lines).hasSize(200_001).first().isEqualTo("side,p_above,p_below");

        // The first rows are those of the small table, and so are their predictions: in the same parts, the same bits.
        List<String> few = here.run("predict", MODEL, "data/million-rows.csv")
                .out()
                .lines()
                .toList();
        assertThat(lines.subList(0, 2 * 1024 + 1)).isEqualTo(few.subList(0, 2 * 1024 + 1));
    }

    @Test
    @Tag("slow")
    void aMillionRowsArePredictedIn128Megabytes() throws IOException, InterruptedException {
        generate("million.csv", 1_000_000);
        Outcome million = predict("128m", "million.csv");
        assertThat(million.err()).isEmpty();
        assertThat(million.code()).isZero();
        assertThat(million.out().lines()).hasSize(1_000_001);
    }

    @Test
    void nothingIsPredictedOfAFileThatIsBadAtItsEnd() throws IOException {
        String text = here.read("data/million-rows.csv");
        Path csv = here.write("bad.csv", text + "1,2\n");
        Outcome predict = here.run("predict", MODEL, "bad.csv");
        assertThat(predict.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(predict.out()).isEmpty();
        assertThat(predict.err().lines()).containsExactly(csv + ":3002: 2 cells, but the header has 21 columns");
    }

    @Test
    void aNumberThatCannotBeScaledIsNamedByItsRowInTheFile() throws IOException {
        List<String> lines = here.read("data/million-rows.csv").lines().toList();
        String text = lines.stream().limit(2_500).collect(Collectors.joining("\n"));
        Path csv = here.write(
                "far.csv",
                text + "\n" + lines.get(2_500).replaceFirst("^[^,]*", "1.7e308").replaceFirst("(,[^,]*)", ",9e307"));
        Outcome predict = here.run("predict", MODEL, "far.csv");
        assertThat(predict.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(predict.out()).isEmpty();
        assertThat(predict.err())
                .startsWith(
                        csv
                                + ":2501: the model's outputs are not finite, and so no prediction; its largest input is Infinity, from \"x1\"");
    }

    /** What can be read only once is predicted as far as it is good. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no named pipes in the file system")
    void readsAPipe() throws IOException, InterruptedException {
        assertThat(here.process(List.of("mkfifo", "pipe")).code()).isZero();
        String text = here.read("data/million-rows.csv");
        Thread writer = new Thread(() -> {
            try {
                Files.write(here.path("pipe"), text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.setDaemon(true);
        writer.start();
        Outcome piped = here.run("predict", MODEL, "pipe");
        writer.join();
        assertThat(piped.code()).isZero();
        assertThat(piped.out())
                .isEqualTo(here.run("predict", MODEL, "data/million-rows.csv").out());
    }

    @Test
    void takesAnotherSeparator() throws IOException {
        String text = here.read("data/million-rows.csv");
        here.write("semicolons.csv", text.replace(',', ';'));
        here.write("tabs.csv", text.replace(',', '\t'));
        String expected = here.run("predict", MODEL, "data/million-rows.csv").out();
        assertThat(here.run("predict", MODEL, "semicolons.csv", "--separator", ";")
                        .out())
                .isEqualTo(expected);
        assertThat(here.run("predict", MODEL, "tabs.csv", "--separator", "tab").out())
                .isEqualTo(expected);
        assertThat(here.run("evaluate", MODEL, "semicolons.csv", "--separator", ";")
                        .out())
                .isEqualTo(here.run("evaluate", MODEL, "data/million-rows.csv").out());

        Outcome letter = here.run("predict", MODEL, "tabs.csv", "--separator", "x");
        assertThat(letter.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(letter.err())
                .contains("\"x\" cannot stand between cells; one character such as \",\", \";\" or \"|\" can, or tab");
    }
}
