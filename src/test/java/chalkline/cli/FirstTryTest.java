package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.ChildProcess;
import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables with the mess that tables have, trained with {@code train TABLE --label NAME} and nothing else. */
@Timeout(300)
class FirstTryTest {
    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void workplace() {
        here = new Workplace(directory);
    }

    /** Germans' Excel: Windows-1252, semicolons, decimal commas, groups of thousands, euros, per cent, dates, TRUE. */
    private static String shop(int rows) {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("Nr;Datum;Preis;Menge;Rabatt;aktiv;Ort;Umsatz\n");
        for (int i = 0; i < rows; i++) {
            double price = 1 + 3000 * random.nextDouble();
            int count = 1 + random.nextInt(50);
            int discount = random.nextInt(30);
            LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(600));
            csv.append("K%04d;%s;%s €;%s;%d%%;%s;%s;%s\n"
                    .formatted(
                            i,
                            day.format(DateTimeFormatter.ofPattern("dd.MM.yyyy")),
                            String.format(Locale.GERMANY, "%,.2f", price),
                            random.nextInt(20) == 0 ? "" : count,
                            discount,
                            random.nextBoolean() ? "TRUE" : "False",
                            List.of("Köln", "Bonn", "Zürich").get(random.nextInt(3)),
                            String.format(Locale.GERMANY, "%.2f", price * count * (100 - discount) / 1e5)));
        }
        return csv.toString();
    }

    @Test
    void aTableFromGermanExcelIsReadAsItIsMeant() throws IOException {
        Files.write(here.path("shop.csv"), shop(160).getBytes(Charset.forName("windows-1252")));
        Outcome dry = here.run("train", "shop.csv", "--label", "Umsatz", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "    Nr: identifier # left out\n",
                        "    Datum: { date: dd.MM.yyyy } # 1 input, in days; 0 missing, as \"",
                        "    Preis: { number: { decimal: \",\", thousands: \".\", unit: \"€\" } } # 1 input; 0 missing, as ",
                        "    Rabatt: { number: { unit: \"%\" } } # 1 input; 0 missing, as ",
                        "    aktiv: boolean # 1 input; 0 missing, as ",
                        "    Ort: categorical # 3 inputs: Bonn, Köln, Zürich; 0 missing, as ",
                        "    Umsatz: { number: { decimal: \",\", thousands: \".\" } } # the label, a number; 0 missing",
                        "\nData  not UTF-8, so it was read as Windows-1252; data.encoding says otherwise where it is "
                                + "neither\n",
                        "\nLabel  Umsatz is standardised: y = (Umsatz - ");
        assertThat(here.names("")).containsExactly("shop.csv");

        Outcome train = here.run("train", "shop.csv", "--label", "Umsatz", "--run-dir", "run");
        assertThat(train.code()).as(train.out() + train.err()).isZero();
        assertThat(train.err()).startsWith("configuration shop.yaml written\n");
        assertThat(here.read("shop.yaml"))
                .startsWith("# Written by: train shop.csv --label Umsatz\nname: shop\n")
                .contains("    Preis: { number: { decimal: \",\", thousands: \".\", unit: \"€\" } } # ");
        JsonObject test =
                JsonParser.parseString(here.read("run/evaluation.json")).getAsJsonObject();
        assertThat(test.get("r2").getAsDouble()).isGreaterThan(0.5);

        // In UTF-8, with other columns in front, read by the types of the day it was trained on.
        here.write("new.csv", "x;Ort;aktiv;Rabatt;Menge;Preis;Datum;Nr\n1;Rom;true;5%;7;1.200,50 €;01.02.2025;K9\n");
        Outcome predict = here.run("predict", "models/shop.zip", "new.csv");
        assertThat(predict.out()).startsWith("Nr,Umsatz,unseen\nK9,").endsWith(",Ort\n");
        assertThat(predict.err().lines())
                .containsExactly(
                        here.path("new.csv") + ": the model does not use the column x",
                        here.path("new.csv")
                                + ": 1 of 1 rows have a category that no training row had; the column unseen "
                                + "says which");

        // The second night the configuration is there.
        Outcome again = here.run("train", "shop.csv", "--label", "Umsatz", "--set", "training.epochs=1");
        assertThat(again.err())
                .startsWith(
                        "configuration shop.yaml, which is there already; without it the columns are looked at anew\n");
        Outcome other = here.run("train", "shop.csv", "--label", "Menge");
        assertThat(other.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(other.err())
                .isEqualTo(
                        "shop.yaml: is there already, and is not about the labels Menge of shop.csv; move it away, or "
                                + "train shop.yaml\n");
    }

    @Test
    void whatCanBeReadInTwoWaysIsRefusedWithTheLinesToChooseFrom() throws IOException {
        StringBuilder csv = new StringBuilder("day,price,size,y\n");
        for (int i = 1; i < 25; i++) {
            csv.append("0%d/0%d/2025,\"%d,%d00\",%d%s,%d.5\n"
                    .formatted(i % 9 + 1, i % 7 + 1, i, i % 9 + 1, i, i % 2 == 0 ? "MB" : "GB", i));
        }
        here.write("t.csv", csv.toString());
        Outcome refused = here.run("train", "t.csv", "--label", "y");
        assertThat(refused.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(refused.err()).isEqualTo("""
                        t.csv:2: column "day": "08/01/2025" can be read in more than one way; add one of these options:
                            --set 'data.columns.day={ date: dd/MM/yyyy }' # "08/01/2025" is 2025-01-08
                            --set 'data.columns.day={ date: MM/dd/yyyy }' # "08/01/2025" is 2025-08-01
                        t.csv:2: column "price": "1,200" can be read in more than one way; add one of these options:
                            --set 'data.columns.price={ number: { thousands: "," } }' # "1,200" is 1200
                            --set 'data.columns.price={ number: { decimal: ",", thousands: "." } }' # "1,200" is 1.2
                        t.csv:2: column "size" has numbers of several units: "1GB" and "2MB"; add one of these options:
                            --set 'data.columns.size={ number: { unit: { GB: 1000, MB: 1 } } }' # with what one of each unit counts
                            --set 'data.columns.size=categorical' # each text is an input of its own
                            --set 'data.columns.size=ignore' # the column is left out
                        """);
        assertThat(here.names("")).containsExactly("t.csv");
        Outcome pasted = run("train t.csv --label y --dry-run"
                + " --set 'data.columns.day={ date: MM/dd/yyyy }' # \"08/01/2025\" is 2025-08-01");
        assertThat(pasted.err()).doesNotContain("\"day\"").contains("\"price\"", "\"size\"");

        here.write("t.yaml", """
                name: t
                network: { layers: [{ output: { activation: identity, loss: mse } }] }
                data:
                  train: { file: t.csv, labels: [y] }
                  columns:
                    day: { date: { format: MM/dd/yyyy, parts: [days, weekday, month] } }
                    price: { number: { thousands: "," } }
                    size: { number: { unit: { GB: 1000, MB: 1 } } }
                """);
        Outcome dry = here.run("train", "t.yaml", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("\nNetwork  7 -> 1: ", "    day: { date: { format: MM/dd/yyyy, parts: ");
        here.edited("t.yaml", "open.yaml", "    price: { number: { thousands: \",\" } }\n", "");
        assertThat(here.run("train", "open.yaml", "--dry-run").err()).isEqualTo(here.path("t.csv") + """
                        :2: column "price": "1,200" can be read in more than one way; paste one of these lines below data.columns:
                            price: { number: { thousands: "," } } # "1,200" is 1200
                            price: { number: { decimal: ",", thousands: "." } } # "1,200" is 1.2
                        """);
    }

    /** Runs a line as it would be pasted into a shell. */
    private Outcome run(String line) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + line).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] all = words.split("\0");
        return here.run(all[0], Arrays.copyOfRange(all, 1, all.length));
    }

    /** All options that a refusal names, the first for each mistake, pasted behind the command as they are. */
    private Outcome mended(String command) throws IOException {
        Outcome refused = run(command);
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.UNUSABLE);
        Matcher options = Pattern.compile("(?:; add |; add one of these options:\n +)(--set '(?:[^']|'\\\\'')*')")
                .matcher(refused.err());
        StringBuilder line = new StringBuilder(command);
        while (options.find()) {
            line.append(' ').append(options.group(1));
        }
        Outcome mended = run(line.toString());
        assertThat(mended.code()).as(line + "\n" + mended.err()).isZero();
        return mended;
    }

    /** Each column has a mistake of another kind, and some have names that shells and YAML would take apart. */
    @Test
    void everyRemedyWorksWhenItIsPasted() throws IOException {
        here.write(
                "t.csv",
                "when,it's a \"day\",\"a.b, c=d [€]\",price,note,note,y\n"
                        + rows(
                                40,
                                i -> "%s,0%d/0%d/2025,%d%s,%s,%d,%s,%s"
                                        .formatted(
                                                i == 30
                                                        ? "it's soon"
                                                        : LocalDate.of(2025, 1, 1)
                                                                .plusDays(i),
                                                i % 7 + 1,
                                                i % 9 + 1,
                                                i,
                                                i % 2 == 0 ? "MB" : "GB",
                                                i == 9 ? "on request" : i == 10 ? "free" : i + ".5",
                                                i % 5,
                                                i == 3 ? "inf" : i * 2.25,
                                                i % 6)));
        Outcome twice = here.run("train", "t.csv", "--label", "y");
        assertThat(twice.err())
                .isEqualTo(
                        "t.csv:1: column name \"note\" occurs twice, in columns 5 and 6; add --set 'data.names=[when, "
                                + "\"it'\\''s a \\\"day\\\"\", \"a.b, c=d [€]\", price, note, note_2, y]'\n");
        String names = "--set " + twice.err().replaceFirst("(?s).*--set ", "").strip();
        Outcome dry = mended("train t.csv --label y --dry-run " + names);
        assertThat(dry.err())
                .contains(
                        "  missing-values: [\"it's soon\", \"on request\", free, inf]\n",
                        "    when: { date: iso } # 1 input, in days; 1 missing",
                        "    \"it's a \\\"day\\\"\": { date: dd/MM/yyyy } # ",
                        "    \"a.b, c=d [€]\": { number: { unit: { MB: 1, GB: 1000 } } } # ",
                        "    price: numeric # 1 input; 2 missing",
                        "    note_2: numeric # 1 input; 1 missing");
    }

    /** A comment above the names, numbers that stand for nothing, dates of two forms, thousands and millions. */
    @Test
    void whatTheProgramsLeftBehindThatWroteATableIsSaid() throws IOException {
        here.write(
                "sensor.csv",
                "# station 7, v1.2\n# units: °C\ntemperature;pressure;rain\n"
                        + rows(
                                60,
                                i -> i % 9 == 4
                                        ? "-200;9999;1,5"
                                        : "%d,25;10%02d;%d,5".formatted(i % 30, i % 20, i % 7)));
        Outcome dry = here.run("train", "sensor.csv", "--label", "temperature", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.err())
                .contains(
                        "sensor.csv: passed over before the names: \"# station 7, v1.2\", \"# units: °C\"\n",
                        "sensor.csv: temperature is read as { number: { decimal: \",\", thousands: \".\" } }; it has -200 in 7 "
                                + "rows, far from all other values; if that stands for a missing value, write "
                                + "data.missing-values: [\"-200\"]\n",
                        "sensor.csv: pressure has 9999 in 7 rows, far from all other values; ");
        Outcome known = run(
                "train sensor.csv --label temperature --dry-run" + " --set 'data.missing-values=[\"-200\", \"9999\"]'");
        assertThat(known.err())
                .contains("  missing-labels: drop-rows # 7 have none\n", "    pressure: numeric # 1 input; 7 missing")
                .doesNotContain("far from");

        here.write(
                "dates.csv",
                "day,size,y\n"
                        + rows(
                                40,
                                i -> "%s,%d%s,%d.5"
                                        .formatted(
                                                i % 2 == 0
                                                        ? "2025-01-%02d".formatted(i % 28 + 1)
                                                        : "%02d.02.2025".formatted(i % 28 + 1),
                                                i,
                                                i % 3 == 0 ? "M" : "k",
                                                i % 7)));
        assertThat(here.run("train", "dates.csv", "--label", "y").err()).isEqualTo("""
                        dates.csv:2: column "size" has numbers of several units: "0M" and "1k"; add one of these options:
                            --set 'data.columns.size={ number: { unit: { M: 1000000, k: 1000 } } }' # with what one of each unit counts
                            --set 'data.columns.size=categorical' # each text is an input of its own
                            --set 'data.columns.size=ignore' # the column is left out
                        dates.csv:3: column "day" has dates in several forms: "2025-01-01" but "02.02.2025"; add one of these options:
                            --set 'data.columns.day=ignore' # the column is left out
                            --set 'data.columns.day=categorical' # each text is an input of its own
                        """);
        mended("train dates.csv --label y --dry-run");

        here.write(
                "ledger.csv",
                "debt,change,y\n"
                        + rows(40, i -> i % 3 == 0 ? "(%d.50),−%d.5,1".formatted(i, i) : i + ".5," + i + ".5,0"));
        Outcome ledger = here.run("train", "ledger.csv", "--label", "y", "--dry-run");
        assertThat(ledger.code()).as(ledger.err()).isZero();
        assertThat(ledger.err())
                .contains("    debt: numeric # 1 input; 0 missing", "    change: numeric # 1 input; 0 missing");
        here.write("total.csv", "x,y\n" + rows(40, i -> i % 7 + "," + i % 5 + ".5") + "Total,80\n");
        Outcome total = here.run("train", "total.csv", "--label", "y");
        assertThat(total.err())
                .isEqualTo(
                        "total.csv:42: column \"x\": \"Total\" is not a number; add --set 'data.missing-values=[Total]' or --set "
                                + "'data.columns.x=categorical'\n");
        here.write("tilde.csv", "x~y\n" + rows(40, i -> i % 7 + "~" + i % 5 + ".5"));
        assertThat(here.run("train", "tilde.csv", "--label", "y").err())
                .isEqualTo(
                        "tilde.csv: no column \"y\"; the columns are \"x~y\"; is the separator '~'?; add --set 'data.separator=\"~\"'\n");
        mended("train tilde.csv --label y --dry-run");
        here.write("book.csv", "PK\u0003\u0004 and more");
        assertThat(here.run("train", "book.csv", "--label", "y").err())
                .isEqualTo("book.csv: is an Excel workbook or another zip file, not text; save it as CSV\n");
        assertThat(here.run("train", "absent.csv", "--label", "y").err())
                .isEqualTo("absent.csv: there is no such file, nor a folder with tables\n");
    }

    @Test
    void aGivenEncodingDecides() throws IOException {
        String table = "Ort,x,y\n" + rows(40, i -> (i % 2 == 0 ? "Köln," : "Bonn,") + i % 7 + "," + i % 9 + ".5");
        Files.write(here.path("windows.csv"), table.getBytes(Charset.forName("windows-1252")));
        here.write("utf-8.csv", table);
        here.write("marked.csv", "\uFEFF" + table);
        Outcome other = here.run("train", "windows.csv", "--label", "y", "--set", "data.encoding=UTF-8");
        assertThat(other.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(other.err())
                .isEqualTo(
                        "windows.csv: not UTF-8 text, which data.encoding says it is; leave data.encoding out, and the "
                                + "file decides\n");
        Outcome marked = here.run("train", "marked.csv", "--label", "y", "--set", "data.encoding=cp1252");
        assertThat(marked.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(marked.err())
                .isEqualTo("marked.csv: begins with the byte order mark of UTF-8, but data.encoding says windows-1252; "
                        + "leave data.encoding out, and the mark decides\n");
        Outcome forced =
                here.run("train", "utf-8.csv", "--label", "y", "--set", "data.encoding=Windows-1252", "--dry-run");
        assertThat(forced.code()).as(forced.err()).isZero();
        assertThat(forced.err())
                .contains("  encoding: Windows-1252\n", "    Ort: categorical # 2 inputs: Bonn, KÃ¶ln; 0 missing");
        for (String given : List.of("utf8", "UTF-8")) {
            assertThat(here.run("train", "marked.csv", "--label", "y", "--set", "data.encoding=" + given, "--dry-run")
                            .err())
                    .contains("    Ort: categorical # 2 inputs: Bonn, Köln; 0 missing");
        }

        // It travels with the model.
        Outcome train = run("train windows.csv --label y --set data.encoding=latin1 --set training.epochs=1"
                + " --set publish-if.better-than-baseline=false");
        assertThat(train.code()).as(train.err()).isZero();
        assertThat(here.run("predict", "models/windows.zip", "windows.csv").err())
                .isEmpty();
        assertThat(here.run("predict", "models/windows.zip", "utf-8.csv").err())
                .contains(" rows have a category that no ");
    }

    /** The first night's model, made of three categories, tabs, gzip, a row number without a name. */
    private void firstNight() throws IOException {
        Random random = new Random(6);
        StringBuilder csv = new StringBuilder("\tcolour\tsize\tclass\n");
        for (int i = 0; i < 120; i++) {
            int colour = random.nextInt(3);
            double size = random.nextDouble();
            csv.append(i + "\t" + (colour == 2 ? "" : List.of("red", "blue").get(colour)) + "\t")
                    .append(random.nextInt(15) == 0 ? "#N/A" : String.format(Locale.ROOT, "%.3f", size))
                    .append('\t')
                    .append(colour + (size > 0.5 ? 1 : 0))
                    .append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(csv.toString().getBytes(Charset.forName("UTF-8")));
        }
        Files.write(here.path("nights.tsv.gz"), bytes.toByteArray());
        here.write("night.yaml", """
                name: night
                network:
                  layers:
                    - dense: { units: 16, activation: relu }
                    - output: { activation: softmax, loss: mcxent }
                data:
                  train: { file: nights.tsv.gz, labels: [class] }
                  split: { test: 0.3 }
                training: { updater: { adam: { learning-rate: 0.02 } }, epochs: 60 }
                publish-if: { not-worse-than: models/night.zip }
                """);
        Outcome train = here.run("train", "night.yaml");
        assertThat(train.code()).as(train.out() + train.err()).isZero();
        assertThat(train.out())
                .contains(
                        "Column  (no name) is left out: it has no name, and numbers the rows\n",
                        "Column  class holds whole numbers, taken for the names of classes\n");
    }

    @Test
    void newValuesDoNotStopTheNight() throws IOException {
        firstNight();
        here.write("delta.csv", "size\tcolour\t\n0.25\tgreen\t7\n\t\t8\nlarge\tred\t9\n0.75\n");
        Outcome stopped = here.run("predict", "models/night.zip", "delta.csv");
        assertThat(stopped.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(stopped.err().lines())
                .containsExactly(
                        here.path("delta.csv") + ":4: column \"size\": \"large\" is not a number",
                        here.path("delta.csv") + ":5: 1 cell, but the header has 3 columns");
        Outcome goesOn = here.run("predict", "models/night.zip", "delta.csv", "--keep-going", "--keep", "colour");
        assertThat(goesOn.code()).isZero();
        List<String> lines = goesOn.out().lines().toList();
        assertThat(lines).hasSize(5).first().isEqualTo(",colour,class,p_0,p_1,p_2,p_3,unseen,error");
        assertThat(lines.get(1)).startsWith("7,green,").endsWith(",colour,");
        assertThat(lines.get(2)).startsWith("8,,").endsWith(",,");
        assertThat(lines.get(3))
                .isEqualTo("9,red,,,,,,,\"" + here.path("delta.csv")
                        + ":4: column \"\"size\"\": \"\"large\"\" is not a number\"");
        assertThat(lines.get(4))
                .endsWith(",,,,,,\"" + here.path("delta.csv") + ":5: 1 cell, but the header has 3 columns\"");
        assertThat(goesOn.err())
                .endsWith(here.path("delta.csv") + ": 2 of 4 rows cannot be predicted; the column error says why\n");

        here.write("empty.csv", "size\tcolour\tclass\n");
        Outcome empty = here.run("predict", "models/night.zip", "empty.csv");
        assertThat(empty.code()).isZero();
        assertThat(empty.out()).isEqualTo("class,p_0,p_1,p_2,p_3,unseen\n");
        here.write("one.csv", "size\tcolour\tclass\n0.9\tred\t1\n");
        JsonObject row = JsonParser.parseString(here.run("predict", "models/night.zip", "one.csv", "--json")
                        .out())
                .getAsJsonObject();
        assertThat(row.get("class").getAsString()).isEqualTo("1");
        assertThat(row.get("p_1").getAsDouble()).isGreaterThan(0.5);
        JsonObject judged = JsonParser.parseString(here.run("evaluate", "models/night.zip", "one.csv", "--json")
                        .out())
                .getAsJsonObject();
        assertThat(judged.get("accuracy").getAsDouble()).isEqualTo(1);
    }

    @Test
    void aModelIsComparedOnWhatBothCanRead() throws IOException {
        firstNight();
        List<String> rows = new ArrayList<>(List.of("colour,size,class"));
        Random random = new Random(7);
        for (int i = 0; i < 120; i++) {
            boolean green = i % 6 == 0;
            double size = random.nextDouble();
            int colour = random.nextInt(3);
            rows.add((green ? "green" : List.of("red", "blue", "").get(colour)) + "," + size + ","
                    + (green ? 7 : colour + (size > 0.5 ? 1 : 0)));
        }
        here.write("tomorrow.csv", String.join("\n", rows));
        here.edited("night.yaml", "tomorrow.yaml", "nights.tsv.gz", "tomorrow.csv");
        Outcome train = here.run("train", "tomorrow.yaml");
        assertThat(train.code()).as(train.out() + train.err()).isZero();
        assertThat(train.out())
                .containsPattern("\nCompared  " + here.path("models/night.zip") + " cannot read [0-9]+ of 36 rows \\("
                        + here.path("tomorrow.csv")
                        + ":[0-9]+: column \"class\": \"7\" is not one of the classes \"0\", "
                        + "\"1\", \"2\", \"3\"\\), so the models were compared on the other [0-9]+\n");
    }

    @Test
    void aFolderOfFilesIsOneTable() throws IOException {
        Files.createDirectory(here.path("days"));
        here.write("days/1.csv", "x,y\n" + "1.5,2\n2.5,4\n".repeat(20));
        here.write("days/2.csv", "y,x\n" + "6,3.5\n8,4.5\n".repeat(20));
        for (String files : List.of("days", "days/*.csv")) {
            here.write("days.yaml", """
                    name: days
                    network: { layers: [{ output: { activation: identity, loss: mse } }] }
                    data: { train: { file: "%s", labels: [y] } }
                    training: { epochs: 60 }
                    """.formatted(files));
            assertThat(here.run("train", "days.yaml").code()).isZero();
            assertThat(here.run("inspect", "models/days.zip").out())
                    .contains("Trained on  days/1.csv  SHA-256 ", "Trained on  days/2.csv  SHA-256 ");
        }
        assertThat(here.run("evaluate", "models/days.zip", "days").out()).startsWith("Evaluation on all 80 rows\n");
    }

    private static String rows(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void aTableWithoutNamesIsLearntFromByTheColumnsPlaces() throws IOException {
        here.write("flowers.data", rows(90, i -> 4 + i % 7 / 2.0 + "," + (i % 3 + 0.25) + ",kind-" + i % 3));
        Outcome unnamed = here.run("train", "flowers.data", "--label", "species");
        assertThat(unnamed.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(unnamed.err())
                .startsWith(
                        "flowers.data: no column \"species\"; the first line has values, not names, so the columns are "
                                + "\"column_1\", \"column_2\", \"column_3\"; --label 3 is column_3, and data.names: [NAME, …] names "
                                + "them all\n");
        Outcome train = here.run("train", "flowers.data", "--label", "3", "--set", "training.epochs=30");
        assertThat(train.code()).as(train.out() + train.err()).isZero();
        assertThat(train.err())
                .contains(
                        "flowers.data: the first line has values, not names, so the columns are called column_1, column_2, …; "
                                + "data.header: true says otherwise\n");
        assertThat(here.read("flowers.data.yaml")).contains("  header: false\n", "labels: [column_3]");
        // The model knows that its files have no names.
        here.write("new.data", "4.5,0.25,?\n5,2.25,?\n");
        assertThat(here.run("predict", "models/flowers.data.zip", "new.data")
                        .out()
                        .lines())
                .hasSize(3)
                .first()
                .isEqualTo("column_3,p_kind-0,p_kind-1,p_kind-2");
        Outcome named =
                here.run("train", "flowers.data", "--label", "kind", "--set", "data.names=[a, b, kind]", "--dry-run");
        assertThat(named.err()).startsWith("flowers.data.yaml: is there already, and is not about the labels kind");
    }

    @Test
    void rowsWithoutALabelAreLeftOutAndTheConfigurationSaysSo() throws IOException {
        here.write(
                "air.csv",
                "Ozone,Wind\n" + rows(60, i -> (i % 6 == 0 ? "NA" : 10 + i % 11 + ".5") + "," + i % 11 / 10.0));
        Outcome train = here.run("train", "air.csv", "--label", "Ozone", "--set", "training.epochs=20");
        assertThat(train.code()).as(train.out() + train.err()).isZero();
        assertThat(train.out()).contains("\nData  10 rows without a label are left out\n");
        assertThat(here.read("air.yaml")).contains("  missing-labels: drop-rows # 10 have none\n");
        here.edited("air.yaml", "strict.yaml", "  missing-labels: drop-rows # 10 have none\n", "");
        assertThat(here.run("train", "strict.yaml").err())
                .isEqualTo(
                        here.path("air.csv") + ":2: column \"Ozone\": \"NA\" is a missing value (and 9 more rows like "
                                + "it); write data.missing-labels: drop-rows\n");
    }

    @Test
    void whatMendsATableCanBeGivenWhileThereIsNoConfiguration() throws IOException {
        here.write(
                "t.csv",
                "price,price,\"sold, in units\"\n" + rows(40, i -> "\"1,%03d\",%d,%d.5".formatted(i, i % 7, i % 5)));
        Outcome twice = here.run("train", "t.csv", "--label", "sold, in units");
        assertThat(twice.err())
                .isEqualTo(
                        "t.csv:1: column name \"price\" occurs twice, in columns 1 and 2; add --set 'data.names=[price, "
                                + "price_2, \"sold, in units\"]'\n");
        Outcome mended = here.run(
                "train",
                "t.csv",
                "--label",
                "sold, in units",
                "--set",
                "data.names=[price, day, \"sold, in units\"]",
                "--set",
                "data.columns={ price: { number: { thousands: \",\" } } }",
                "--dry-run");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(mended.err())
                .contains(
                        "  names: [price, day, \"sold, in units\"]\n",
                        "    price: { number: { thousands: \",\" } } # 1 input; 0 missing, as \"1,000\"\n",
                        "    \"sold, in units\": numeric # the label, a number; 0 missing");
    }

    @Test
    void spreadsheetsTitlesAndEmptyRowsAreNoRows() throws IOException {
        here.write(
                "report.csv",
                "Weather station 7\n\nday;hour;temp;rain\n"
                        + rows(
                                40,
                                i -> "%02d/01/2024;%02d.30.00;%d,5;%s"
                                        .formatted(i % 28 + 1, i % 24, i, i % 9 == 0 ? "#DIV/0!" : i % 3))
                        + ";;;\n;;;\n");
        Outcome dry = here.run("train", "report.csv", "--label", "temp", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "Data     28 rows to train on, 6 to watch, 6 to test\n",
                        "Data  passed over before the names: \"Weather station 7\"\n",
                        "    day: { date: dd/MM/yyyy } # 1 input, in days; 0 missing, as \"01/01/2024\"\n",
                        "    hour: { date: time } # 1 input, in days; 0 missing, as \"00.30.00\"\n",
                        "    rain: numeric # 1 input; 5 missing, as \"1\"\n");
    }

    @Test
    void keysCodesDaysAndWordsAreWhatTheyAre() throws IOException {
        here.write(
                "shop.csv",
                "customer_id,zip,day,model,answer,score,y\n"
                        + rows(
                                60,
                                i -> "%d,%05d,202401%02d,%s,%s,%s,%d.5"
                                        .formatted(
                                                700_000 + 37 * i,
                                                501 + i % 4,
                                                i % 28 + 1,
                                                i == 7 ? "800" : "car " + i % 25,
                                                i % 5 == 0 ? "NA" : "yes",
                                                i % 8 == 0 ? ".." : i % 9 + 0.5,
                                                i % 7)));
        Outcome dry = here.run("train", "shop.csv", "--label", "y", "--dry-run");
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.err())
                .contains(
                        "    customer_id: identifier # left out: it is called so, its numbers are whole, and hardly any "
                                + "comes twice; 0 missing",
                        "    zip: categorical # 4 inputs: 00501, 00502, 00503, 00504; 0 missing, as \"00501\"\n",
                        "    day: { date: yyyyMMdd } # 1 input, in days; 0 missing, as \"20240101\"\n",
                        "    model: categorical # 26 inputs: 800, car 0, ",
                        "    score: numeric # 1 input; 8 missing, as \"1.5\"\n",
                        "shop.csv: answer has texts such as \"NA\" in 12 rows, which count as a category "
                                + "(data.missing-values: [NA] makes them missing values)\n");
        Outcome nonsense = here.run("train", "shop.csv", "--label", "model", "--set", "data.columns={ y: ignore }");
        assertThat(nonsense.code()).isEqualTo(ExitCode.UNUSABLE);
        here.write("names.csv", "name,x\n" + rows(40, i -> "person " + i + "," + i % 7));
        assertThat(here.run("train", "names.csv", "--label", "name").err())
                .startsWith(
                        "names.csv: label column \"name\" has 40 different texts in 40 rows, so hardly any class has two "
                                + "rows to learn from; add --set 'data.columns.name=categorical' (they are classes all the same)\n");
    }

    @Test
    void standardInputIsATable() throws IOException, InterruptedException {
        here.write("t.csv", "x,y\n" + rows(60, i -> i % 11 + "," + 2 * (i % 11) + ".5"));
        List<String> line = here.javaCommand(
                List.of(),
                System.getProperty("java.class.path"),
                "train",
                "-",
                "--label",
                "y",
                "--set",
                "training.epochs=3");
        Process process = ChildProcess.start(new ProcessBuilder(line)
                .redirectInput(here.path("t.csv").toFile())
                .redirectError(here.path("stderr").toFile()));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out + here.read("stderr")).isIn(ExitCode.DONE, ExitCode.DEVIATES);
        assertThat(here.read("stderr"))
                .startsWith(
                        "no configuration is written for standard input; the run directory has the one that was used\n");
        assertThat(here.names("runs")).containsExactly("standard-input");
        assertThat(here.run("train", "-").err())
                .isEqualTo("-: is a table; --label must name the column that is to be predicted\n");
    }

    @Test
    void whatIsWrongWithTheConfigurationAndWithTheDataIsSaidTogether() throws IOException {
        here.write("t.csv", "x,y\n1,2\nabc,3\n4,5\n");
        here.write("t.yaml", """
                name: t
                network: { layers: [{ output: { activation: identity, loss: mse } }] }
                data: { train: { file: t.csv, labels: [y] } }
                training: { epoch: 3 }
                """);
        Outcome train = here.run("train", "t.yaml");
        assertThat(train.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(train.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("t.yaml:4:13: training.epoch: unknown key"))
                .anyMatch(line -> line.startsWith(here.path("t.csv") + ":3: column \"x\": \"abc\" is not a number"));
    }

    @Test
    void aStrayCellAmongDatesOrPricesIsNamed() throws IOException {
        StringBuilder csv = new StringBuilder("day,price,x,y\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i == 41 ? "tbd" : LocalDate.of(2025, 1, 1).plusDays(i))
                    .append(i == 7 ? ",call us," : ",\"$1,%03d.50\",".formatted(i))
                    .append(i % 7)
                    .append(',')
                    .append(0.25 + i)
                    .append('\n');
        }
        here.write("stray.csv", csv.toString());
        Outcome refused = here.run("train", "stray.csv", "--label", "y", "--dry-run");
        assertThat(refused.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(refused.err().lines())
                .startsWith(
                        "stray.csv:9: column \"price\": \"call us\" is not a number, as 59 other texts are; add --set "
                                + "'data.missing-values=[tbd, \"call us\"]' or --set 'data.columns.price=categorical'",
                        "stray.csv:43: column \"day\": \"tbd\" is not a date, as 59 other texts are; add --set "
                                + "'data.missing-values=[tbd, \"call us\"]' or --set 'data.columns.day=categorical'");
        Outcome mended = here.run(
                "train", "stray.csv", "--label", "y", "--dry-run", "--set", "data.missing-values=[tbd, call us]");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(mended.out())
                .contains(
                        "    day: { date: iso } # 1 input, in days; 1 missing, as ",
                        "    price: { number: { thousands: \",\", unit: \"$\" } } # 1 input; 1 missing, as ");
    }

    @Test
    void aModelOfNumbersThatIsNoBetterThanTheMeanIsNotPublished() throws IOException {
        Random random = new Random(8);
        here.write(
                "noise.csv",
                "a,b,y\n"
                        + rows(
                                80,
                                i -> random.nextDouble() + "," + random.nextDouble() + ","
                                        + (1000 + 50 * random.nextGaussian())));
        Files.createDirectory(here.path("models"));
        here.write("models/noise.zip", "yesterday's");
        Outcome train = here.run("train", "noise.csv", "--label", "y");
        assertThat(train.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(train.out())
                .containsPattern(
                        "\nLabel  y is standardised: y = \\(y - [0-9.]+\\) / [0-9.]+ in the loss and in the checked step; "
                                + "predictions are in its own unit \\(data.normalize-labels: none leaves it as it is\\)\n")
                .containsPattern(
                        "\nNOT PUBLISHED  rmse [0-9.]+ is no better than [0-9.]+, that of always saying the mean "
                                + "\\(publish-if: \\{ better-than-baseline: false } publishes it all the same\\); ");
        assertThat(here.read("models/noise.zip")).isEqualTo("yesterday's");
        Outcome anyway = run("train noise.csv --label y --set 'publish-if={ better-than-baseline: false }'");
        assertThat(anyway.code()).as(anyway.err()).isZero();
    }

    /** The words of Keras, PyTorch and scikit-learn, each with the one to write. */
    @Test
    void wordsOfOtherLibrariesAreUnderstood() throws IOException {
        here.write("t.csv", "x,y\n" + rows(40, i -> i % 7 + "," + i % 5 + ".5"));
        here.write("t.yaml", """
                name: t
                network:
                  layers:
                    - dense: { units: 4, activation: linear, kernel_initializer: glorot_uniform }
                    - output: { activation: logistic, loss: binary_crossentropy }
                    - output: { activation: identity, loss: mean_squared_error }
                data: { train: { path: t.csv, target: [y] }, na_values: ["-9"] }
                training: { optimizer: adam, num_epochs: 3 }
                """);
        Outcome train = here.run("train", "t.yaml");
        assertThat(train.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(train.err())
                .contains(
                        "t.yaml:4:38: network.layers[0].dense.activation: unknown activation linear, which is identity here",
                        "dense.kernel_initializer: unknown key, which is weight-init here\n",
                        "output.activation: unknown activation logistic, which is sigmoid here",
                        "output.loss: unknown loss binary_crossentropy, which is xent here",
                        "output.loss: unknown loss mean_squared_error, which is mse here",
                        "data.train.path: unknown key, which is file here\n",
                        "data.train.target: unknown key, which is labels here\n",
                        "data.na_values: unknown key, which is missing-values here\n",
                        "training.optimizer: unknown key, which is updater here\n",
                        "training.num_epochs: unknown key, which is epochs here\n");
    }

    @Test
    void aColumnWithACommaInItsNameCanBeKept() throws IOException {
        StringBuilder csv = new StringBuilder("\"last, first\",x,y\n");
        for (int i = 0; i < 40; i++) {
            csv.append("\"Doe, %d\",%d,%s\n".formatted(i, i % 9, i % 9 > 4 ? "big" : "small"));
        }
        here.write("people.csv", csv.toString());
        here.run("train", "people.csv", "--label", "y", "--set", "publish-if.better-than-baseline=false");
        Outcome kept = here.run("predict", "models/people.zip", "people.csv", "--keep", "last, first", "--keep", "x,y");
        assertThat(kept.code()).as(kept.err()).isZero();
        assertThat(kept.out().lines().findFirst().orElseThrow()).startsWith("\"last, first\",x,y,");
        assertThat(kept.out().lines().skip(1).findFirst().orElseThrow()).startsWith("\"Doe, 0\",0,small,");
    }

    @Test
    void aTableNeedsALabel() throws IOException {
        here.write("t.csv", "x,y\n1,2\n");
        Outcome train = here.run("train", "t.csv");
        assertThat(train.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(train.err()).isEqualTo("t.csv: is a table; --label must name the column that is to be predicted\n");
    }
}
