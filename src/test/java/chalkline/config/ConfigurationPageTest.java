package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the configuration has every key and every name that a configuration may have. */
class ConfigurationPageTest {
    private static final Pattern KNOWN = Pattern.compile("(?:keys here are|\\(known:) ([^)\n]*)");

    /** A key that there is not in every section makes the readers list those that there are. */
    private static final String NO_SUCH_KEYS = """
            zzzzzzzz: 1
            name: n
            network:
              zzzzzzzz: 1
              inputs: 1
              layers:
                - dense: { zzzzzzzz: 1, units: 1, activation: relu, updater: { adam: { zzzzzzzz: 1 } } }
                - dropout: { zzzzzzzz: 1, retain-probability: 0.5 }
                - activation: { zzzzzzzz: 1, activation: relu }
                - output: { zzzzzzzz: 1, units: 1, activation: identity, loss: mse }
            data: { zzzzzzzz: 1, train: { zzzzzzzz: 1, file: data.csv, labels: [y] }, split: { zzzzzzzz: 1, test: 0.2 } }
            training:
              zzzzzzzz: 1
              updater: { zzzzzzzz: 1 }
              early-stopping: { zzzzzzzz: 1, patience: 1 }
              checkpoints: { zzzzzzzz: 1 }
              constraints: [ { max-norm: { zzzzzzzz: 1, max: 2 } } ]
            check: { zzzzzzzz: 1, known: [a] }
            publish-if: { zzzzzzzz: 1 }
            evaluate: { zzzzzzzz: 1, folds: 5 }
            """;

    @Test
    void everyKeyIsOnThePage() throws IOException {
        InvalidInputException refused = catchThrowableOfType(
                InvalidInputException.class,
                () -> Configuration.parse(NO_SUCH_KEYS, Path.of("n.yaml"), Path.of(""), List.of()));
        Matcher known = KNOWN.matcher(refused.getMessage());
        List<String> keys = known.results()
                .flatMap(result -> Arrays.stream(result.group(1).split(", ")))
                .distinct()
                .sorted()
                .toList();
        assertThat(keys)
                .contains("train", "patience", "publish-if", "l1-bias", "every-epochs", "rms-prop", "dimension");
        String page = page();
        assertThat(keys).allMatch(key -> page.matches("(?s).*[`{ \\[,]" + Pattern.quote(key) + "[`:, }].*"));
    }

    @Test
    void everyNameIsOnThePage() throws IOException {
        String page = page();
        assertThat(Stream.of(
                                Arrays.stream(Activation.Kind.values()).map(Activation.Kind::label),
                                Arrays.stream(Loss.Kind.values()).map(Loss.Kind::label),
                                Arrays.stream(Initialiser.Kind.values()).map(Initialiser.Kind::label))
                        .flatMap(names -> names))
                .allMatch(name -> page.matches("(?s).*`" + name + "[`:].*"));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("src/site/markdown/configuration.md"));
    }
}
