package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.config.Configuration;
import chalkline.network.Batch;
import chalkline.network.Conventions;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.StepId;
import chalkline.training.Job;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Worked examples by others, as they were published, right and wrong; the marks were fixed before the first run. */
class PublishedExamplesTest {
    private static final Path EXAMPLES = Path.of("src/test/resources/examples");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> list = Files.list(EXAMPLES)) {
            return list.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isMarkedAsExpected(Path example) throws IOException {
        Notation notation = notation(example);
        MarkedSheet marked = mark(example, example.resolve("answers.yaml"));
        YamlNode expected = YamlParser.parse("expected.yaml", Files.readString(example.resolve("expected.yaml")));
        Map<String, List<String>> actualMarks = new LinkedHashMap<>();
        Map<String, List<String>> expectedMarks = new LinkedHashMap<>();
        for (YamlNode.Entry step : ((YamlNode.Mapping) expected.at("marks").orElseThrow()).entries()) {
            String name = step.key().text();
            List<String> words = words(step.value());
            List<String> marks = inReadingOrder(marked.step(name).orElseThrow(), notation);
            expectedMarks.put(
                    name,
                    words.size() == 1 ? marks.stream().map(m -> words.get(0)).toList() : words);
            actualMarks.put(name, marks);
        }
        assertThat(actualMarks).isEqualTo(expectedMarks);
        assertThat(marked.firstWrong().map(MarkedStep::name).orElse("none"))
                .isEqualTo(words(expected.at("first-wrong").orElseThrow()).get(0));
    }

    private static Configuration configuration(Path example) {
        return Configuration.read(example.resolve("config.yaml"), Path.of(""));
    }

    static Notation notation(Path example) {
        return configuration(example).notation().orElseThrow();
    }

    /** The sheet of that file, marked against the configuration of that folder. */
    static MarkedSheet mark(Path example, Path sheet) {
        return Task.of(example).mark(sheet);
    }

    /** What a folder's sheets are marked against. */
    record Task(Network network, Batch batch, Map<StepId, Matrix> parameters, Notation notation) {
        static Task of(Path example) {
            Configuration configuration = configuration(example);
            Job job = Job.prepare(configuration);
            Map<StepId, Matrix> parameters = new LinkedHashMap<>();
            for (int l = 1; l <= job.network().depth(); l++) {
                Layer layer = job.network().layer(l);
                parameters.put(StepId.w(l), layer.weights().orElseThrow());
                if (layer.hasBias()) {
                    parameters.put(StepId.b(l), layer.biases().orElseThrow());
                }
            }
            return new Task(
                    job.network(),
                    job.firstBatch(),
                    parameters,
                    configuration.notation().orElseThrow());
        }

        Map<StepId, Matrix> steps() {
            return Marker.steps(network, batch, parameters);
        }

        MarkedSheet mark(Path sheet) {
            return Marker.mark(
                    network,
                    batch,
                    parameters,
                    AnswerSheet.read(sheet, sheet.toString(), steps(), notation, Conventions.NONE));
        }
    }

    /** The marks of a step, row by row as the person has it. */
    static List<String> inReadingOrder(MarkedStep step, Notation notation) {
        List<String> marks = new ArrayList<>();
        int rows = notation == Notation.WX_PLUS_B ? step.columns() : step.rows();
        for (int k = 0; k < step.entries().size(); k++) {
            int columns = step.entries().size() / rows;
            int i = k / columns;
            int j = k % columns;
            int index = notation == Notation.WX_PLUS_B ? j * step.columns() + i : k;
            marks.add(step.entries().get(index).mark().label());
        }
        return marks;
    }

    private static List<String> words(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return List.of(scalar.text());
        }
        return ((YamlNode.Sequence) node)
                .items().stream().flatMap(item -> words(item).stream()).toList();
    }
}
