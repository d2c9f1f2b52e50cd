package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.Activation;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationConfigurationTest {
    @TempDir
    private Path directory;

    static Stream<Arguments> isReadAndWritten() {
        return Stream.concat(
                Activation.all().stream().map(each -> Arguments.of(each.label(), each, each.label())),
                Stream.of(
                        Arguments.of("{ elu: { alpha: 0.5 } }", Activation.elu(0.5), "{ elu: { alpha: 0.5 } }"),
                        Arguments.of("{ elu: { alpha: 1 } }", Activation.elu(1), "elu"),
                        Arguments.of(
                                "{ gelu: { precise: true } }", Activation.gelu(true), "{ gelu: { precise: true } }"),
                        Arguments.of("{ gelu: { precise: false } }", Activation.gelu(false), "gelu"),
                        Arguments.of(
                                "{ rrelu: { lower: 0.1, upper: 0.125 } }",
                                Activation.rrelu(0.1, 0.125),
                                "{ rrelu: { lower: 0.1, upper: 0.125 } }"),
                        Arguments.of(
                                "{ rrelu: { upper: 0.5 } }", Activation.rrelu(0.125, 0.5), "{ rrelu: { upper: 0.5 } }"),
                        Arguments.of(
                                "{ relu: { max: 6, negative-slope: 0.1 } }",
                                Activation.relu(6, 0, 0.1),
                                "{ relu: { max: 6, negative-slope: 0.1 } }")));
    }

    @ParameterizedTest
    @MethodSource
    void isReadAndWritten(String yaml, Activation activation, String written) throws IOException {
        Configuration configuration = read(yaml);
        assertThat(configuration.network().layers().get(0).activation()).isEqualTo(activation);
        assertThat(configuration.resolved()).contains("activation: " + written + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{ elu: { alpha: half } }; x.yaml:4:54: network.layers[0].dense.activation.elu.alpha:"
                        + " must be a number, not half",
                "{ tanh: { alpha: 1 } }; x.yaml:4:46: network.layers[0].dense.activation.tanh:"
                        + " has no parameters: write activation: tanh",
                "{ gelu: { precise: very } }; x.yaml:4:57: network.layers[0].dense.activation.gelu.precise:"
                        + " unknown precise very (known: true, false)",
                "{ relu: { max: 1, threshold: 2 } }; x.yaml:4:46: network.layers[0].dense.activation.relu:"
                        + " max is 1.0 but must be at least the threshold, 2.0",
                "{ elo: { alpha: 1 } }; x.yaml:4:40: network.layers[0].dense.activation:"
                        + " unknown activation elo, did you mean elu?",
                "{ rrelu: { lower: 0.4, upper: 0.2 } }; x.yaml:4:47: network.layers[0].dense.activation.rrelu:"
                        + " lower is 0.4 but must be at most upper, 0.2",
                "{ rrelu: { lower: 0.4 } }; x.yaml:4:47: network.layers[0].dense.activation.rrelu:"
                        + " lower is 0.4 but must be at most upper, 0.3333333333333333",
                "{ rrelu: { l: 0.1 } }; x.yaml:4:49: network.layers[0].dense.activation.rrelu.l: unknown key"
            })
    void saysWhatIsWrongAndWhere(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    private Configuration read(String activation) throws IOException {
        Path file = directory.resolve("x.yaml");
        Files.writeString(file, """
                name: x
                network:
                  layers:
                    - dense: { units: 2, activation: %s }
                    - output: { units: 1, activation: identity, loss: mse }
                data: { train: { x: [[1, 2]], y: [[3]] } }
                """.formatted(activation));
        return Configuration.read(Path.of("x.yaml"), directory);
    }
}
