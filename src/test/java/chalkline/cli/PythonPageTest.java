package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.NumPy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about Python, run by a real Python with a real NumPy. */
class PythonPageTest {
    private static final Pattern BLOCK = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
    private static final String CONFIG = "configs/assignment-01.yaml";

    @TempDir
    private Path directory;

    private Workplace place;

    @BeforeEach
    void copyConfigurations() throws IOException {
        place = Workplace.in(directory);
    }

    private static String block(String containing) throws IOException {
        List<String> found = BLOCK.matcher(Files.readString(Path.of("src/site/markdown/python.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(block -> block.contains(containing))
                .toList();
        assertThat(found).as("blocks with %s", containing).hasSize(1);
        return found.get(0);
    }

    private void run(String script) throws IOException {
        NumPy.run("import os\nos.chdir(sys.argv[1])\n" + script, directory);
    }

    @Test
    void aSheetIsWrittenInTenLines() throws IOException {
        String function = block("def write_sheet");
        assertThat(function.lines().filter(line -> !line.isBlank() && !line.startsWith("import")))
                .hasSizeLessThanOrEqualTo(10);
        run(function + block("def worksheet"));
        Workplace.Outcome marked = place.run("mark", CONFIG, "mine.yaml");
        assertThat(marked.code()).as(marked.out()).isZero();
        assertThat(marked.out()).startsWith("NO MISTAKE  in ").contains("mine.yaml: 13 right\n");
    }

    @Test
    void typesShapesAndTheHeadComeThrough() throws IOException {
        run(block("def write_sheet") + """
                write_sheet("typed.yaml", {"Z1": np.array([[1.5], [-2e-30], [3]], np.float32), "loss": 0.1, "dL_dW2": [[1, 2, 3]],
                                           "db1": np.array([1e300, 2, 3])}, variant=7, student="4711", notation="Wx+b")
                """);
        assertThat(place.read("typed.yaml").lines())
                .containsExactly(
                        "variant: 7",
                        "student: 4711",
                        "notation: Wx+b",
                        "answers:",
                        "  Z1: [[1.5], [-2e-30], [3.0]]",
                        "  loss: 0.1",
                        "  dL_dW2: [[1, 2, 3]]",
                        "  db1: [1e+300, 2.0, 3.0]");
        assertThat(place.run("mark", CONFIG, "typed.yaml").code()).isEqualTo(1);
    }

    @Test
    void thePytestPassesAndFails() throws IOException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Files.writeString(
                place.path("java.args"), "-XX:TieredStopAtLevel=1\n-cp\n\"" + classPath.replace("\\", "\\\\") + "\"\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String page = block("def write_sheet")
                + block("def worksheet")
                + block("def test_the_backward_pass")
                        .replace(
                                "[\"java\", \"-jar\", \"target/chalkline.jar\"]",
                                "[r\"" + java + "\", \"@java.args\", \"" + Main.class.getName() + "\"]");
        assertThat(page).contains("@java.args");
        run(page + """
                import pathlib
                test_the_backward_pass(pathlib.Path("."))
                right = worksheet
                worksheet = lambda: {**right(), "dA2": 34.5}
                try:
                    test_the_backward_pass(pathlib.Path("."))
                except AssertionError as wrong:
                    assert "FIRST MISTAKE  dA2 is 34.5" in str(wrong), wrong
                else:
                    sys.exit("a wrong dA2 passes")
                """);
    }

    @Test
    void arraysAreASheetToo() throws IOException {
        place.run("derive", CONFIG, "--npz", "trace.npz");
        String snippet = block("t = np.load(\"trace.npz\")");
        assertThat(snippet.lines()).hasSize(3);
        run(snippet);
        Workplace.Outcome marked = place.run("mark", CONFIG, "mine.npz");
        assertThat(marked.out()).startsWith("NO MISTAKE").contains("2 right");
        assertThat(marked.code()).isZero();
    }
}
