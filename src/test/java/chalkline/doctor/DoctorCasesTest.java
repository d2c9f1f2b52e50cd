package chalkline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.report.DoctorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The doctor on published training programs that do not learn, and on their repaired twins: a folder a case with {@code
 * faulty.yaml}, {@code fixed.yaml} and {@code case.json}, in src/test/resources/training or in {@code -Dcases=DIR}. Writes the
 * table to {@code -Dtable=FILE}.
 */
@Tag("slow")
class DoctorCasesTest {
    /** Faults that do no harm on the data given. */
    private static final Set<String> HARMLESS =
            Set.of("04", "05", "16", "68", "77", "83", "85", "87", "89", "90", "93");

    private record Row(String name, List<String> causes, Visit faulty, Visit fixed) {
        boolean isHealthy() {
            return causes.contains("none") || HARMLESS.contains(name.substring(0, 2)) || name.contains("control");
        }

        boolean isRight() {
            return isHealthy()
                    ? faulty.codes().isEmpty()
                    : faulty.codes().stream().limit(2).anyMatch(causes::contains);
        }

        String text() {
            return "| " + name + " | " + (isHealthy() ? "healthy" : String.join(", ", causes)) + " | "
                    + String.join(", ", faulty.codes()) + " | " + (isRight() ? "yes" : "no") + " | "
                    + String.join(", ", fixed.codes()) + " | " + faulty.shown() + " | " + fixed.shown() + " |";
        }
    }

    /** What was found, in how many seconds of the processor. */
    private record Visit(List<String> codes, double seconds) {
        String shown() {
            return String.format(Locale.ROOT, "%.1f", seconds);
        }
    }

    @Test
    void namesTheCausesAndIsSilentOnTheTwins() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("cases", "src/test/resources/training")))) {
            String only = System.getProperty("only", "");
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                String name = folder.getFileName().toString();
                if (name.matches(".*(" + only + ").*")) {
                    JsonValue about = JsonValue.parse("case.json", Files.readString(folder.resolve("case.json")));
                    Visit fixed = Files.exists(folder.resolve("fixed.yaml"))
                            ? visit(folder, "fixed.yaml")
                            : new Visit(List.of(), 0);
                    rows.add(new Row(name, about.get("causes").texts(), visit(folder, "faulty.yaml"), fixed));
                    System.out.println(rows.get(rows.size() - 1).text());
                }
            }
        }
        long ill = rows.stream().filter(row -> !row.isHealthy()).count();
        long named =
                rows.stream().filter(row -> !row.isHealthy() && row.isRight()).count();
        long alarms =
                rows.stream().filter(row -> row.isHealthy() && !row.isRight()).count();
        long onTwins =
                rows.stream().filter(row -> !row.fixed().codes().isEmpty()).count();
        String summary = named + " of " + ill + " named; " + alarms + " of " + (rows.size() - ill)
                + " healthy ones and " + onTwins + " of the repaired twins with a finding.";
        System.out.println(summary);
        if (System.getProperty("table") != null) {
            write(Path.of(System.getProperty("table")), summary, rows);
        }
        assertThat(onTwins).isZero();
        assertThat(alarms).isZero();
        assertThat((double) named / ill).isGreaterThanOrEqualTo(0.8);
    }

    private static void write(Path page, String summary, List<Row> rows) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- table -->\n";
        String end = "<!-- end of table -->";
        String table = rows.stream()
                .map(Row::text)
                .collect(Collectors.joining(
                        "\n",
                        summary + "\n\n| program | causes on record | found | named | found on the twin | s | s |\n"
                                + "|---|---|---|---|---|---|---|\n",
                        "\n"));
        Files.writeString(
                page,
                text.substring(0, text.indexOf(begin) + begin.length()) + table + text.substring(text.indexOf(end)));
    }

    private static Visit visit(Path folder, String file) {
        Stopwatch watch = new Stopwatch();
        try {
            Examination examination = Practice.examine(Path.of(file), folder);
            if (Boolean.getBoolean("shown")) {
                System.out.println("== " + folder.getFileName() + " " + file + "\n" + DoctorText.of(examination));
            }
            return new Visit(
                    examination.findings().stream()
                            .map(each -> each.code().label())
                            .toList(),
                    watch.seconds());
        } catch (InvalidInputException e) {
            return new Visit(List.of("unusable: " + e.getMessage()), watch.seconds());
        }
    }
}
