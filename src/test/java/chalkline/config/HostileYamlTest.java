package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no configuration at all, by accident or on purpose. */
class HostileYamlTest {
    @TempDir
    private Path directory;

    @Test
    void refusesWhatIsNotYaml() throws IOException {
        assertThat(problem("name: a\nnetwork: [1, 2\ndata: 3\n"))
                .isEqualTo("x.yaml:3:5: not valid YAML while parsing a flow sequence: "
                        + "expected ',' or ']', but got :");
        assertThat(problem("name: a: b\n"))
                .isEqualTo("x.yaml:1:8: not valid YAML: mapping values are not allowed here");
        assertThat(problem("a:\n\tb: 1\n"))
                .isEqualTo("x.yaml:2:1: not valid YAML while scanning for the next token: "
                        + "a tab stands here, and YAML indents with spaces only");
        assertThat(problem("a: 1\nb: x\u0007\n"))
                .isEqualTo("x.yaml:2:5: not valid YAML: the character U+0007 is not allowed");
        assertThat(problem("? [a]\n: 1\n")).isEqualTo("x.yaml:1:3: a key must be text, not a list or a map");
        assertThat(problem("%YAML 3.0\n---\na: 1\n")).isEqualTo("x.yaml: not YAML 1.2, as its %YAML line says");
    }

    @Test
    void refusesWhatIsNotOneMap() throws IOException {
        assertThat(problem("")).isEqualTo("x.yaml: the file is empty");
        assertThat(problem("# only a comment\n")).isEqualTo("x.yaml: the file is empty");
        assertThat(problem("---\n...\n")).isEqualTo("x.yaml: the file is empty");
        assertThat(problem("just text\n"))
                .isEqualTo("x.yaml:1:1: must be a map with the keys name, seed, precision, notation, network, data, "
                        + "training, check, points, conventions, model, publish-if, evaluate, not just text");
        assertThat(problem("name: a\n---\nname: b\n"))
                .isEqualTo("x.yaml:2:1: a second document starts here, but a file is one configuration");
    }

    @Test
    void refusesAliasesThatGrowWithoutEnd() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (int i = 1; i < 40; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
        }
        assertThat(problem(bomb.toString()))
                .isEqualTo("x.yaml:5:50: the aliases of this file stand for more than 100000 values");
        assertThat(problem("a: &a [*a]\n")).isEqualTo("x.yaml:1:8: *a has no anchor before it");
    }

    @Test
    void refusesEndlessNesting() throws IOException {
        assertThat(problem("[".repeat(1_000_000))).isEqualTo("x.yaml:1:51: nested more than 50 levels deep");
        assertThat(problem("- ".repeat(1_000_000))).isEqualTo("x.yaml:1:101: nested more than 50 levels deep");
    }

    @Test
    void refusesWhatIsTooLarge() throws IOException {
        Files.write(directory.resolve("x.yaml"), new byte[(2 << 20) + 1]);
        assertThatThrownBy(() -> Configuration.read(Path.of("x.yaml"), directory))
                .hasMessage("x.yaml: is larger than 2 MB; data of that size belongs in a CSV file");
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
        Files.write(directory.resolve("x.yaml"), "name: gr\u00f6\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Configuration.read(Path.of("x.yaml"), directory))
                .hasMessage("x.yaml:1: is not UTF-8 text");
        assertThatThrownBy(() -> Configuration.read(Path.of("y.yaml"), directory))
                .hasMessage("y.yaml: there is no such file in " + directory);
        assertThatThrownBy(() -> Configuration.read(Path.of("configs"), Path.of("")))
                .hasMessage("configs: is a directory, not a configuration");
    }

    @Test
    void saysNoMoreThanAPersonReads() throws IOException {
        List<String> problems = problems("a: [" + "1,".repeat(3) + "1]\nname: " + "x".repeat(200) + "\n"
                + "data: { train: { x: [[" + "z,".repeat(1999) + "z]], y: [[1]] } }\n");

        assertThat(problems).hasSize(51);
        assertThat(problems.get(1))
                .isEqualTo("x.yaml:1:1: network is missing; write, for example, network: "
                        + "{ layers: [{ output: { units: 1, activation: sigmoid, loss: mse } }] }");
        assertThat(problems.get(2)).endsWith("not " + "x".repeat(60) + "…");
        assertThat(problems.get(50)).isEqualTo("x.yaml: and 1953 more");
    }

    private String problem(String yaml) throws IOException {
        List<String> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private List<String> problems(String yaml) throws IOException {
        Files.writeString(directory.resolve("x.yaml"), yaml);
        InvalidInputException refused = catchThrowableOfType(
                InvalidInputException.class, () -> Configuration.read(Path.of("x.yaml"), directory));
        assertThat(refused).isNotNull();
        return refused.problems();
    }
}
