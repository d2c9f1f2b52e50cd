package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.network.InvalidInputException;
import chalkline.network.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code network: { from: FILE }}: what is read of it, written of it, and refused beside it. */
class NetworkFileConfigurationTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(directory.resolve("net.json"), "{}");
    }

    @Test
    void readsTheFileAndWritesItBack() throws IOException {
        Configuration silent = read("""
                name: more
                network: { from: net.json }
                data: { train: { x: [[1]], y: [[1]] } }
                """);
        assertThat(silent.network().from())
                .contains(new NetworkSpec.NetworkFile(directory.resolve("net.json"), true, true));
        assertThat(silent.network().layers()).isEmpty();
        assertThat(silent.resolved())
                .contains("network:\n  from: net.json\n")
                .doesNotContain("seed", "precision", "updater", "layers");
        assertSame(read(silent.resolved()), silent);

        Configuration saying = read("""
                name: more
                seed: 7
                precision: float64
                network: { from: net.json }
                data: { train: { x: [[1]], y: [[1]] } }
                training: { batch-size: 3, epochs: 2 }
                """);
        assertThat(saying.network().from())
                .contains(new NetworkSpec.NetworkFile(directory.resolve("net.json"), false, false));
        assertThat(saying.seed()).isEqualTo(7);
        assertThat(saying.precision()).isEqualTo(Precision.FLOAT64);
        assertThat(saying.resolved()).contains("seed: 7\nprecision: float64\n").doesNotContain("updater");
        assertSame(read(saying.resolved()), saying);
    }

    @Test
    void decidesTheTrajectoryByItsContentNotByItsName() throws IOException {
        Files.writeString(directory.resolve("same.json"), "{}");
        String yaml = """
                name: more
                network: { from: %s }
                data: { train: { x: [[1]], y: [[1]] } }
                """;
        List<String> one = read(yaml.formatted("net.json")).trajectory();
        assertThat(read(yaml.formatted("same.json")).trajectory()).isEqualTo(one);
        assertThat(one).contains("network:").noneMatch(line -> line.contains("net.json"));
    }

    @Test
    void refusesWhatTheFileDecides() throws IOException {
        String theFiles = ": comes from the file that network.from names: leave one of the two out";
        assertThat(problems("""
                name: more
                network:
                  from: net.json
                  inputs: 3
                  layers: [{ output: { units: 1, activation: sigmoid, loss: mse } }]
                data: { train: { x: [[1]], y: [[1]] } }
                training:
                  updater: adam
                  bias-updater: adam
                  l2: 0.1
                  gradient-normalization: clip-l2-per-layer
                """))
                .containsExactly(
                        "late.yaml:4:11: network.inputs" + theFiles,
                        "late.yaml:5:11: network.layers" + theFiles,
                        "late.yaml:8:12: training.updater" + theFiles,
                        "late.yaml:9:17: training.bias-updater" + theFiles,
                        "late.yaml:10:7: training.l2" + theFiles,
                        "late.yaml:11:27: training.gradient-normalization" + theFiles);
    }

    @Test
    void refusesAFileThatIsNotThere() throws IOException {
        assertThat(problems("""
                name: more
                network: { from: nowhere.zip }
                data: { train: { x: [[1]], y: [[1]] } }
                """))
                .containsExactly("late.yaml:2:18: network.from: there is no file nowhere.zip in " + directory);
        assertThat(problems("""
                name: more
                network: { form: net.json }
                data: { train: { x: [[1]], y: [[1]] } }
                """)).containsExactly("late.yaml:2:12: network.form: unknown key, did you mean from?");
    }

    private static void assertSame(Configuration again, Configuration given) {
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("file", "text")
                .isEqualTo(given);
    }

    private List<String> problems(String yaml) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(yaml))
                .getMessage()
                .lines()
                .toList();
    }

    private Configuration read(String yaml) throws IOException {
        Files.writeString(directory.resolve("late.yaml"), yaml);
        return Configuration.read(Path.of("late.yaml"), directory);
    }
}
