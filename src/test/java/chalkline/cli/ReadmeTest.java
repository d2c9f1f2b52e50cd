package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.training.Job;
import chalkline.training.ModelEvaluation;
import chalkline.training.Predictor;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the page of commands show is what the program prints. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    private Workplace place;

    @BeforeEach
    void copyConfigurations() throws IOException {
        place = Workplace.in(directory);
    }

    @Test
    void theFirstCommandsOutput() throws IOException {
        String printed = place.run("train", "configs/assignment-01.yaml").out().replace(directory + "/", "");
        assertThat(lines(printed)).containsAll(lines(block("one Deeplearning4j fit")));
    }

    @Test
    void theMarkedWorksheet() throws IOException {
        Files.copy(Path.of("configs/assignment-01.answers.yaml"), place.path("configs/assignment-01.answers.yaml"));
        String printed = place.run(
                        "mark", "configs/assignment-01.yaml", directory + "/configs/assignment-01.answers.yaml")
                .out()
                .replace(directory + "/", "");
        assertThat(lines(printed)).containsAll(lines(block("NO MISTAKE")));
    }

    @Test
    void theIrisConfigurationIsTheCommittedOneWithoutItsDefaults() throws IOException {
        place.write("readme.yaml", block("name: iris"));
        String printed = place.run("train", "readme.yaml").out();
        assertThat(printed).contains("accuracy  0.9778");
        assertThat(Files.readString(Path.of("README.md"))).contains("reaches 0.9778 on the 45 test rows");
    }

    @Test
    void theJavaSnippet() throws IOException {
        place.run("train", "configs/iris.yaml");
        Predictor irises = Predictor.load(new Dl4j(), place.path("models/iris.zip"));
        Map<String, Double> row =
                Map.of("sepal_length_cm", 5.1, "sepal_width_cm", 3.5, "petal_length_cm", 1.4, "petal_width_cm", 0.2);
        Optional<String> species = irises.predict(row).label();
        assertThat(species).contains("setosa");
        Job job = Job.prepare(Configuration.read(place.path("configs/iris.yaml"), place.path("")));
        RunDirectory run = RunDirectory.create(place.path("runs/iris/from-java"));
        TrainingRun.Result result = TrainingRun.of(job, new Dl4j(), run, new TrainingObserver() {});
        ModelEvaluation evaluation = result.judgement().orElseThrow().evaluation();
        assertThat(evaluation.metrics().get("accuracy")).isGreaterThan(0.9);
        // The same lines stand in the page.
        String source = Files.readString(Path.of("src/test/java/chalkline/cli/ReadmeTest.java"))
                .replace("place.path(", "Path.of(");
        for (String each : List.of("Predictor irises", "Job job")) {
            assertThat(lines(block(each))).allSatisfy(line -> assertThat(source).contains(line));
        }
    }

    @Test
    void itFitsOnAScreenAndAHalf() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(120);
    }

    private static String block(String containing) throws IOException {
        Matcher blocks = BLOCK.matcher(
                Files.readString(Path.of("README.md")) + Files.readString(Path.of("src/site/markdown/commands.md")));
        List<String> found = new ArrayList<>();
        while (blocks.find()) {
            if (blocks.group(2).contains(containing)) {
                found.add(blocks.group(2));
            }
        }
        assertThat(found).as("blocks with %s", containing).hasSize(1);
        return found.get(0);
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
