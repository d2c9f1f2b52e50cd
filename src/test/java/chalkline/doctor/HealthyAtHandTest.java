package chalkline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.report.DoctorText;
import chalkline.training.ConfigurationDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor on what is trained elsewhere, and learns: the example configurations, and public tables as train takes them. */
@Tag("slow")
class HealthyAtHandTest {
    private static final Path TABLES = Path.of("src/test/resources/tables").toAbsolutePath();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"breast-cancer-wisconsin", "friedman", "iris"})
    void exampleConfigurations(String name) {
        isSilent(Path.of("configs/" + name + ".yaml"), Path.of(""));
    }

    @ParameterizedTest
    @CsvSource({
        "abalone.csv, 9",
        "auto_imports.csv, 26",
        "bad-drivers.csv, Car Insurance Premiums ($)",
        "banknote_authentication.csv, 5",
        "breast-cancer-wisconsin.data, 11",
        "breast-cancer.csv, 10",
        "candy-data.csv, winpercent",
        "drinks.csv, total_litres_of_pure_alcohol",
        "ecoli.data, 9",
        "fandango_score_comparison.csv, Fandango_Stars",
        "german.csv, 21",
        "glass.csv, 10",
        "haberman.csv, 4",
        "hate_crimes.csv, hate_crimes_per_100k_splc",
        "horse-colic.csv, 24",
        "ionosphere.csv, 35",
        "new-thyroid.csv, 6",
        "penguins.csv, species",
        "wheat-seeds.csv, 8",
        "wine.csv, 14",
        "winequality-red.csv, 12"
    })
    void publicTables(String table, String label) throws IOException {
        Path csv = TABLES.resolve(table);
        List<String> labels = ConfigurationDraft.labels(csv, directory, List.of(label), List.of());
        Path file = directory.resolve("table.yaml");
        Files.writeString(
                file, ConfigurationDraft.of(csv, directory, labels, List.of()).text());
        isSilent(file, directory);
    }

    private static void isSilent(Path file, Path directory) {
        Examination examination = Practice.examine(file, directory);
        assertThat(examination.findings()).as(DoctorText.of(examination)).isEmpty();
    }
}
