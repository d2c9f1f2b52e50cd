package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.cli.Workplace.Outcome;
import chalkline.modelzip.ConfigurationGuard;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.DeserializationFeature;

/** The list of vulnerabilities in what Deeplearning4j's jars hold of other projects: of these versions, and out of reach. */
class ShadedLibrariesTest {
    private static final Pattern ROW =
            Pattern.compile("\\| (CVE-\\d+-\\d+) \\| (\\S+) (\\S+) \\| (.+?) \\| no\\b.*\\|");
    private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");
    private static final Map<String, String> GROUPS = Map.of(
            "snakeyaml", "org.yaml",
            "woodstox-core", "com.fasterxml.woodstox",
            "guava", "com.google.guava",
            "protobuf-java", "com.google.protobuf",
            "jackson-databind", "com.fasterxml.jackson.core",
            "jackson-core", "com.fasterxml.jackson.core");

    @TempDir
    private static Path directory;

    private static List<Matcher> rows;

    @BeforeAll
    static void readTheList() throws IOException {
        rows = Files.readAllLines(Path.of("src/site/markdown/supply-chain.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
        assertThat(rows).hasSize(18);
    }

    @Test
    void theListIsOfTheVersionsThatAreThere() throws IOException {
        for (Matcher row : rows) {
            Properties artifact = new Properties();
            String group = GROUPS.get(row.group(2));
            String place = "META-INF/maven/" + group + "/" + row.group(2) + "/pom.properties";
            // A test's own library may have another.
            List<String> versions = new ArrayList<>();
            for (URL url : Collections.list(getClass().getClassLoader().getResources(place))) {
                try (InputStream in = url.openStream()) {
                    artifact.load(in);
                    versions.add(artifact.getProperty("version"));
                }
            }
            assertThat(versions).as(row.group(1)).contains(row.group(3));
        }
    }

    @Test
    void whatTheListSaysIsNotLoadedIsNot() throws IOException, InterruptedException {
        Workplace here = Workplace.in(directory);
        here.edited("configs/iris.yaml", "short.yaml", "epochs: 100", "epochs: 1");
        List<String> loaded = new ArrayList<>();
        for (String[] command : new String[][] {
            {"train", "short.yaml"},
            {"check", "models/iris.zip", "--data", "data/iris.csv"},
            {"predict", "models/iris.zip", "data/iris.csv"},
            {"evaluate", "models/iris.zip", "data/iris.csv"},
            {"inspect", "models/iris.zip", "--scan"}
        }) {
            Path log = here.path("classes-" + command[0] + ".txt");
            String[] arguments = Stream.of(command).skip(1).toArray(String[]::new);
            Outcome outcome = here.process(here.javaCommand(
                    List.of("-Xlog:class+load:file=" + log),
                    System.getProperty("java.class.path"),
                    command[0],
                    arguments));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            try (Stream<String> lines = Files.lines(log)) {
                lines.map(LOADED::matcher).filter(Matcher::find).forEach(line -> loaded.add(line.group(1)));
            }
        }
        // The log is a log of what is loaded.
        assertThat(loaded).contains("org.nd4j.shade.jackson.databind.ObjectMapper", Main.class.getName());
        for (Matcher row : rows) {
            String needs = row.group(4);
            if (needs.startsWith("`")) {
                String name = needs.substring(1, needs.length() - 1);
                assertThat(loaded)
                        .as(row.group(1))
                        .noneMatch(each -> name.endsWith(".") ? each.startsWith(name) : each.equals(name));
            }
        }
    }

    @Test
    void jacksonUnwrapsNoArraysAndSeesNoDeepOnes() {
        assertThat(NeuralNetConfiguration.mapper().isEnabled(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS))
                .isFalse();
        String deep = "{\"confs\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> ConfigurationGuard.check(deep.getBytes(StandardCharsets.UTF_8), "configuration.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("configuration.json");
        String value = "{\"backpropType\":[\"Standard\"]}";
        assertThatThrownBy(() -> ConfigurationGuard.check(value.getBytes(StandardCharsets.UTF_8), "configuration.json"))
                .isInstanceOf(InvalidInputException.class);
    }
}
