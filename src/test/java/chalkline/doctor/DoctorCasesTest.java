package chalkline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.dl4j.Dl4j;
import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The doctor on published training programs that do not learn, and on their repaired twins: {@code -Dcases=DIR}, a folder a
 * case with {@code faulty.yaml}, {@code fixed.yaml} and {@code case.json}. Writes the table to {@code -Dtable=FILE}.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "cases", matches = ".+")
class DoctorCasesTest {
    /** Faults that do no harm on the data given. */
    private static final Set<String> HARMLESS =
            Set.of("04", "05", "16", "68", "77", "83", "85", "87", "89", "90", "93");

    private record Row(
            String name,
            List<String> causes,
            List<String> found,
            double seconds,
            List<String> onTwin,
            double twinSeconds) {
        boolean isHealthy() {
            return causes.contains("none") || HARMLESS.contains(name.substring(0, 2)) || name.contains("control");
        }

        boolean isRight() {
            return isHealthy() ? found.isEmpty() : found.stream().limit(2).anyMatch(causes::contains);
        }

        String text() {
            return "| " + name + " | " + String.join(", ", causes) + " | " + String.join(", ", found) + " | "
                    + (isRight() ? "yes" : "NO") + (isHealthy() ? " (healthy)" : "") + " | "
                    + String.join(", ", onTwin) + " | " + Math.round(seconds * 10) / 10.0 + " | "
                    + Math.round(twinSeconds * 10) / 10.0 + " |";
        }
    }

    @Test
    void namesTheCausesAndIsSilentOnTheTwins() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("cases")))) {
            String only = System.getProperty("only", "");
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                if (!folder.getFileName().toString().matches(".*(" + only + ").*")) {
                    continue;
                }
                JsonValue about = JsonValue.parse("case.json", Files.readString(folder.resolve("case.json")));
                long start = System.nanoTime();
                List<String> found = codes(folder, "faulty.yaml");
                long then = System.nanoTime();
                List<String> twin =
                        Files.exists(folder.resolve("fixed.yaml")) ? codes(folder, "fixed.yaml") : List.of();
                Row row = new Row(
                        folder.getFileName().toString(),
                        about.get("causes").texts(),
                        found,
                        (then - start) / 1e9,
                        twin,
                        (System.nanoTime() - then) / 1e9);
                rows.add(row);
                System.out.println(row.text());
            }
        }
        long ill = rows.stream().filter(row -> !row.isHealthy()).count();
        long named =
                rows.stream().filter(row -> !row.isHealthy() && row.isRight()).count();
        long alarms =
                rows.stream().filter(row -> row.isHealthy() && !row.isRight()).count();
        long onTwins = rows.stream().filter(row -> !row.onTwin().isEmpty()).count();
        System.out.println(named + " of " + ill + " named, " + alarms + " false on healthy, " + onTwins + " on twins");
        assertThat(onTwins).isZero();
        assertThat(alarms).isZero();
        assertThat((double) named / ill).isGreaterThanOrEqualTo(0.8);
    }

    private static List<String> codes(Path folder, String file) {
        try {
            Examination examination = Doctor.examine(Path.of(file), folder, new Dl4j(), Budget.USUAL);
            if (Boolean.getBoolean("shown")) {
                System.out.println("== " + folder.getFileName() + " " + file);
                System.out.println(chalkline.report.DoctorText.of(examination));
            }
            return examination.findings().stream()
                    .map(each -> each.code().label())
                    .toList();
        } catch (InvalidInputException e) {
            return List.of("unusable: " + e.getMessage());
        }
    }
}
