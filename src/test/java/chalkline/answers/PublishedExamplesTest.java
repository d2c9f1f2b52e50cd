package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.config.Configuration;
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
        Configuration configuration = Configuration.read(example.resolve("config.yaml"), Path.of(""));
        Job job = Job.prepare(configuration);
        Network network = job.network();
        Notation notation = configuration.notation().orElseThrow();
        Map<StepId, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= network.depth(); l++) {
            parameters.put(StepId.w(l), network.layer(l).weights().orElseThrow());
            parameters.put(StepId.b(l), network.layer(l).biases().orElseThrow());
        }
        Path answers = example.resolve("answers.yaml");
        MarkedSheet marked = Marker.mark(
                network,
                job.firstBatch(),
                parameters,
                AnswerSheet.read(
                        answers, answers.toString(), Marker.steps(network, job.firstBatch(), parameters), notation));

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

    private static List<String> inReadingOrder(MarkedStep step, Notation notation) {
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
