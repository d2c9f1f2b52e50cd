package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which dates and numbers are written, one a column, as {@code train TABLE --label NAME} reads them. */
class ColumnFormsTest {
    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void workplace() {
        here = new Workplace(directory);
    }

    /** Writes a table with a column of each, and a label. */
    private void write(String table, Map<String, IntFunction<String>> columns, int rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(String.join(";", columns.keySet()) + ";y"));
        for (int i = 0; i < rows; i++) {
            int row = i;
            lines.add(columns.values().stream().map(cell -> cell.apply(row)).collect(Collectors.joining(";", "", ";"))
                    + i % 7 + ".25");
        }
        here.write(table, String.join("\n", lines) + "\n");
    }

    private static IntFunction<String> time(String pattern) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return i ->
                LocalDateTime.of(2023, 1, 31, 8, 5, 9).plusMinutes(31_237L * i).format(formatter);
    }

    @Test
    void datesAreDatesHoweverTheyAreWritten() throws IOException {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("mail", time("EEE, dd MMM yyyy HH:mm:ss 'GMT'"));
        columns.put("log", time("dd/MMM/yyyy:HH:mm:ss '+0100'"));
        columns.put("unix", time("EEE MMM dd HH:mm:ss yyyy"));
        columns.put("browser", time("M/d/yyyy, h:mm:ss a"));
        columns.put("compact", time("yyyyMMddHHmmss"));
        columns.put("month", time("yyyyMM"));
        columns.put("quarter", time("'Q'q yyyy"));
        columns.put("week", time("YYYY-'W'ww"));
        columns.put(
                "german",
                i -> i % 28 + 1 + List.of(". März ", ". Mai ", ". Dezember ").get(i % 3) + "2025");
        columns.put("spoken", i -> List.of("May 3rd, 2025", "March 22nd, 2024").get(i % 2));
        columns.put("lap", i -> "%d:%02d.%d".formatted(50 + i, i, i % 10));
        write("dates.csv", columns, 30);
        Outcome dry = here.run("train", "dates.csv", "--label", "y", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "    mail: { date: \"dd MMM yyyy HH:mm\" } # 1 input, in days; 0 missing, as \"Tue, 31 Jan 2023 ",
                        "    log: { date: \"dd/MMM/yyyy HH:mm\" } # ",
                        "    unix: { date: \"MMM dd HH:mm yyyy\" } # ",
                        "    browser: { date: \"MM/dd/yyyy hh:mm a\" } # ",
                        "    compact: { date: yyyyMMddHHmmss } # ",
                        "    month: { date: yyyyMM } # ",
                        "    quarter: { date: quarter } # ",
                        "    week: { date: week } # ",
                        "    german: { date: \"dd. MMM yyyy\" } # ",
                        "    spoken: { date: \"MMM dd, yyyy\" } # ",
                        "    lap: { date: time } # ");
    }

    @Test
    void numbersWithSignsAreNumbersAndWhatIsOpenIsAsked() throws IOException {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("rupees", i -> "Rs. %d,%02d,%03d".formatted(i % 9 + 1, i, i));
        columns.put("sap", i -> i + (i % 2 == 0 ? "" : "-"));
        columns.put("installs", i -> List.of("0", "1,000,000+", "500+").get(i % 3));
        columns.put("size", i -> i % 9 == 0 ? "varies" : i + (i % 2 == 0 ? "M" : "k"));
        columns.put("limit", i -> (i % 5 == 0 ? "<" : "") + (i + 0.5));
        columns.put("weight", i -> i + (i % 2 == 0 ? " kg" : " lb"));
        columns.put("place", i -> i + (i % 2 == 0 ? "°N" : "°S"));
        columns.put("share", i -> i == 7 ? "7" : i + "%");
        columns.put("feet", i -> i % 3 + 4 + "'" + i % 4 + "\"");
        write("numbers.csv", columns, 40);
        Outcome refused = here.run("train", "numbers.csv", "--label", "y");
        assertThat(refused.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(refused.err())
                .contains(
                        "column \"size\": \"varies\" is not a number, as 35 other texts are; add --set "
                                + "'data.missing-values=[varies]' or ",
                        "    --set 'data.columns.size={ number: { unit: { k: 1000, M: 1000000 } } }' # with what one ",
                        "column \"limit\" has numbers of several units: \"<0.5\" but \"1.5\", which has none; ",
                        "    --set 'data.columns.weight={ number: { unit: { kg: 1, lb: 1 } } }' # with what one of each",
                        "    --set 'data.columns.place={ number: { unit: { \"°N\": 1, \"°S\": -1 } } }' # with what one ",
                        "column \"share\" has numbers of several units: \"0%\" but \"7\", which has none; add one of ",
                        "    --set 'data.columns.share={ number: { unit: { \"%\": 0.01, \"\": 0.01 } } }' # with what one "
                                + "of each unit counts, and a number without one\n");
        String[] pasted = {
            "data.missing-values=[varies]",
            "data.columns.size={ number: { unit: { k: 1000, M: 1000000 } } }",
            "data.columns.limit={ number: { unit: { \"<\": 1, \"\": 1 } } }",
            "data.columns.weight={ number: { unit: { kg: 1, lb: 0.4536 } } }",
            "data.columns.place={ number: { unit: { \"°N\": 1, \"°S\": -1 } } }",
            "data.columns.share={ number: { unit: { \"%\": 0.01, \"\": 0.01 } } }"
        };
        List<String> line = new ArrayList<>(List.of("numbers.csv", "--label", "y", "--set", "training.epochs=1"));
        line.addAll(List.of("--set", "publish-if={ better-than-baseline: false }"));
        for (String option : pasted) {
            line.addAll(List.of("--set", option));
        }
        Outcome train = here.run("train", line.toArray(String[]::new));
        assertThat(train.code()).as(train.err()).isZero();
        assertThat(here.read("numbers.yaml"))
                .contains(
                        "    rupees: { number: { thousands: \",\", unit: Rs. } } # ",
                        "    sap: numeric # ",
                        "    installs: { number: { thousands: \",\", unit: \"+\" } } # ",
                        "    feet: categorical # ");
        assertThat(train.err())
                .contains(
                        "numbers.csv: feet has texts that begin with digits, such as \"4'0\"\", which count as categories");

        // Where every training row had its per cent, a bare number is not silently a hundred times as much.
        write("shares.csv", Map.of("share", i -> i + "%"), 40);
        here.run("train", "shares.csv", "--label", "y", "--set", "publish-if={ better-than-baseline: false }");
        here.write("none.csv", "");
        Outcome none = here.run("predict", "models/shares.zip", "none.csv");
        assertThat(none.code()).isZero();
        assertThat(none.out()).isEqualTo("y\n");
        assertThat(none.err()).isEqualTo(here.path("none.csv") + ": nothing stands in it, not even names of columns\n");
        here.write("new.csv", "share\n5\n");
        assertThat(here.run("predict", "models/shares.zip", "new.csv").err())
                .isEqualTo(here.path("new.csv") + ":2: column \"share\": \"5\" is not a number with the unit %\n");
    }

    @Test
    void aTextThatNeverRecursIsAnIdentifierInAShortTableToo() throws IOException {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("name", i -> "person " + (char) ('a' + i));
        columns.put("team", i -> i % 3 == 0 ? "red" : "blue");
        columns.put("x", i -> i * i % 5 + "");
        write("few.csv", columns, 12);
        Outcome dry = here.run("train", "few.csv", "--label", "y", "--dry-run");
        assertThat(dry.err())
                .contains(
                        "    name: identifier # left out: it has 12 different texts in 12 rows, so hardly any comes twice;",
                        "    team: categorical # 2 inputs: blue, red;");
    }

    /** A series of decimals is a measurement; a separator too many behind the names is no column. */
    @Test
    void decimalsThatCountUpAreNoIdentifier() throws IOException {
        here.write(
                "series.csv",
                IntStream.range(0, 30)
                        .mapToObj(i -> i + ".5," + i % 7 + "," + i % 5 + ".25\n")
                        .collect(Collectors.joining("", "height,x,y,\n", "")));
        Outcome dry = here.run("train", "series.csv", "--label", "y", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("    height: numeric # 1 input; 0 missing, as \"0.5\"\n");
    }

    /** Excel's first line decides, though other characters part the cells as evenly; parts of dates are named. */
    @Test
    void theLineOfExcelSaysWhatParts() throws IOException {
        here.write(
                "excel.csv",
                IntStream.range(0, 30)
                        .mapToObj(i -> "2024-01-%02d|%d,5|%d,25\n".formatted(i % 28 + 1, i % 7, i % 5))
                        .collect(Collectors.joining("", "sep=|\nday|x|y\n", "")));
        Outcome dry = here.run(
                "train",
                "excel.csv",
                "--label",
                "y",
                "--dry-run",
                "--set",
                "data.columns.day={ date: { parts: [days, weekday] } }");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "    day: { date: { format: iso, parts: [days, weekday] } } # 3 inputs: days, weekday; 0 missing",
                        "    x: { number: { decimal: \",\", thousands: \".\" } } # 1 input; 0 missing, as \"0,5\"\n");
    }

    /** Where the year may stand first or last, nobody but a person knows; which century was read is said. */
    @Test
    void yearsOfTwoDigitsAreAskedForOrShown() throws IOException {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("log", time("yy-MM-dd"));
        columns.put("us", i -> "%d/%d/%02d".formatted(i % 12 + 1, i % 28 + 1, i % 30 + 1));
        columns.put("points", time("dd.MM.yy"));
        columns.put("hours", i -> "%02d.%02d.%02d".formatted(i % 24, i + 1, i));
        write("short.csv", columns, 40);
        Outcome refused = here.run("train", "short.csv", "--label", "y");
        assertThat(refused.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(refused.err())
                .contains(
                        "column \"log\": \"23-01-31\" can be read in more than one way; add one of these options:\n"
                                + "    --set 'data.columns.log={ date: dd-MM-yy }' # \"23-01-31\" is 2031-01-23\n"
                                + "    --set 'data.columns.log={ date: yy-MM-dd }' # \"23-01-31\" is 2023-01-31\n",
                        "column \"points\": \"31.01.23\" can be read in more than one way; add one of these options:\n"
                                + "    --set 'data.columns.points={ date: dd.MM.yy }' # \"31.01.23\" is 2023-01-31\n"
                                + "    --set 'data.columns.points={ date: yy.MM.dd }' # \"31.01.23\" is 2031-01-23\n")
                .doesNotContain("column \"us\"", "column \"hours\"");

        write(
                "born.csv",
                Map.of("born", i -> List.of("14/03/93", "28/11/30", "02/02/70").get(i % 3)),
                40);
        assertThat(here.run("train", "born.csv", "--label", "y", "--dry-run").err())
                .contains("born.csv: born is read as { date: dd/MM/yy }: 1970-02-02 to 2030-11-28\n");
    }

    @Test
    void aSeasonIsNoMonth() throws IOException {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("season", i -> "%d-%02d".formatted(2003 + i % 9, 4 + i % 9));
        columns.put("longer", i -> "%d/%02d".formatted(2003 + i % 20, 4 + i % 20));
        columns.put("month", i -> "%d-%02d".formatted(2003 + i % 9, i % 12 + 1));
        write("seasons.csv", columns, 60);
        Outcome dry = here.run("train", "seasons.csv", "--label", "y", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "    season: categorical # 9 inputs: ",
                        "    longer: categorical # 20 inputs: ",
                        "    month: { date: yyyy-MM } # ");
    }

    /** What a number without a unit counts beside others, and units of time. */
    @Test
    void unitsCountWhatTheySay() throws IOException {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("views", i -> i % 3 == 0 ? i + 700 + "" : i + ".7k");
        columns.put("took", i -> i + List.of(" min", " h", " s").get(i % 3));
        write("units.csv", columns, 40);
        assertThat(here.run("train", "units.csv", "--label", "y").err())
                .contains(
                        "    --set 'data.columns.views={ number: { unit: { k: 1000, \"\": 1 } } }' # with what one of each",
                        "    --set 'data.columns.took={ number: { unit: { min: 60, h: 3600, s: 1 } } }' # with what one ");
    }

    /** One line makes all of them missing, and the rows are those of all. */
    @Test
    void allTextsThatMayBeMissingAreNamed() throws IOException {
        write("marks.csv", Map.of("kind", i -> List.of("a", "*", "b", "n/a").get(i % 4)), 40);
        Outcome dry = here.run("train", "marks.csv", "--label", "y", "--dry-run");
        assertThat(dry.err())
                .contains("kind has texts such as \"*\" or \"n/a\" in 20 rows, which count as a category "
                        + "(data.missing-values: [\"*\", n/a] makes them missing values)");
    }

    /** A label's unit is said as it is learnt, and what was said of a column is no reason for itself. */
    @ParameterizedTest
    @CsvSource({
        "%d.5%%, 'in fractions: 5% is 0.05'",
        "19%02d-03-04, in days since 1970-01-01",
        "%d:30:00, in days: 06:00 is 0.25"
    })
    void predictionsSayWhatTheyCount(String form, String unit) throws IOException {
        here.write(
                "unit.csv",
                IntStream.range(10, 50)
                        .mapToObj(i -> "n%d,%d,%s\n".formatted(i, i * i % 7, form.formatted(i)))
                        .collect(Collectors.joining("", "n,x,z\n", "")));
        Outcome dry = here.run("train", "unit.csv", "--label", "z", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "predictions are " + unit + " (data.normalize-labels",
                        "# the label, a number " + unit + ";",
                        "    n: identifier # left out\n");
    }

    /** Where a known number is written with thousands, that is what has to be said. */
    @Test
    void thousandsInAKnownNumberAreNamed() throws IOException {
        here.write(
                "sales.csv",
                IntStream.range(0, 40)
                        .mapToObj(i -> "%d;%s\n".formatted(i * i % 7, i < 10 ? "$9" + i : "$1,0%02d.54".formatted(i)))
                        .collect(Collectors.joining("", "x;z\n", "")));
        Outcome refused = here.run(
                "train", "sales.csv", "--label", "z", "--dry-run", "--set", "data.columns.z={ number: { unit: $ } }");
        assertThat(refused.err())
                .contains("column \"z\": \"$1,010.54\" is not a number (and 29 more rows like it); add --set "
                        + "'data.columns.z={ number: { thousands: \",\", unit: \"$\" } }'\n");
    }
}
