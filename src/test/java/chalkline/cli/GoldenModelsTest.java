package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.cli.Workplace.Outcome;
import chalkline.dl4j.Dl4j;
import chalkline.network.Precision;
import chalkline.training.States;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Models that were saved once and for all load as what they were, and predict what they predicted. */
class GoldenModelsTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    @ParameterizedTest
    @EnumSource(Precision.class)
    void predictsTheSameBits(Precision precision) throws IOException {
        assertThat(predictions("exact", precision, MODELS.resolve("exact.csv"))).isEqualTo(golden("exact", precision));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1e-5", "FLOAT64, 1e-13"})
    void predictsTheSameToTheLastPlaces(Precision precision, double tolerance) throws IOException {
        List<String> golden = golden("iris", precision).lines().toList();
        List<String> predicted =
                predictions("iris", precision, Path.of("data/iris.csv")).lines().toList();
        assertThat(predicted).hasSameSizeAs(golden).hasSize(151);
        assertThat(predicted.get(0)).isEqualTo(golden.get(0));
        for (int row = 1; row < golden.size(); row++) {
            String[] expected = golden.get(row).split(",");
            String[] actual = predicted.get(row).split(",");
            assertThat(actual).hasSameSizeAs(expected).startsWith(expected[0]);
            for (int k = 1; k < expected.length; k++) {
                assertThat(Double.parseDouble(actual[k]))
                        .as("row %d, column %d", row, k)
                        .isEqualTo(Double.parseDouble(expected[k]), within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exact, FLOAT32, 1c7832b2859b58bb8f1c6b54488a7aa5b8331acea5dc3c241035480345247148",
        "exact, FLOAT64, 1c7832b2859b58bb8f1c6b54488a7aa5b8331acea5dc3c241035480345247148",
        "iris, FLOAT32, c0ed993acc9d24676d27edf74bea89d957a82a3dd5fc13734cc5f8ad5f6c6ce2",
        "iris, FLOAT64, 1fcb6854da881a446891e0e46c7461d650152aeb841caa6ceefb15481ad4da61"
    })
    void loadsEveryBitOfParametersAndUpdater(String model, Precision precision, String sha256) {
        assertThat(States.sha256(new Dl4j().load(zip(model, precision)).model().state()))
                .isEqualTo(sha256);
    }

    @ParameterizedTest
    @CsvSource({
        "exact, FLOAT32, src/test/resources/golden/models/exact.csv",
        "exact, FLOAT64, src/test/resources/golden/models/exact.csv",
        "iris, FLOAT32, data/iris.csv",
        "iris, FLOAT64, data/iris.csv"
    })
    void theCheckAgrees(String model, Precision precision, String csv) {
        Outcome check = Workplace.runAsIs("check", zip(model, precision).toString(), "--data", csv);
        assertThat(check.code()).as(check.out() + check.err()).isZero();
        assertThat(check.out().lines().skip(1).findFirst().orElseThrow()).startsWith("AGREES  ");
    }

    private static Path zip(String model, Precision precision) {
        return MODELS.resolve(model + "-" + precision.label() + ".zip");
    }

    private static String golden(String model, Precision precision) throws IOException {
        return Files.readString(MODELS.resolve(model + "-" + precision.label() + ".predictions.csv"));
    }

    private static String predictions(String model, Precision precision, Path csv) {
        Outcome predict = Workplace.runAsIs("predict", zip(model, precision).toString(), csv.toString());
        assertThat(predict.code()).as(predict.err()).isZero();
        return predict.out();
    }
}
