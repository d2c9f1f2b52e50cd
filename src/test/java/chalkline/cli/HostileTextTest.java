package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.EditedZip;
import chalkline.Seeds;
import chalkline.cli.Workplace.Outcome;
import chalkline.data.Npz;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Hostile text wherever people and files name something: in no output is there a character that moves a terminal's cursor, turns
 * the direction of writing or begins a line that Chalkline did not.
 */
@ExtendWith(Seeds.class)
class HostileTextTest {
    private static final String CONFIG = "configs/assignment-01.yaml";
    /** What a stranger would like to have printed as a line of its own. */
    private static final String FORGED = "AGREES  forged";

    private static final List<String> UNPRINTABLE = List.of(
            "\n" + FORGED + "\n",
            "\r" + FORGED,
            "\u2028" + FORGED,
            "\u2029" + FORGED,
            "\u0085" + FORGED,
            "\u000b" + FORGED,
            "\u001b[2J",
            "\u001b]0;owned\u0007",
            "\u009b31m",
            "\u0090q\u009c",
            "\u007f\b\b",
            "\t",
            "\u202e",
            "\u2066",
            "\u2067",
            "\u061c",
            "\u200f",
            "\ufeff",
            "\udb40\udc41");

    @TempDir
    private Path directory;

    private Workplace here;
    private Random random;

    /** A name that is nobody else's, since only what is printable differs otherwise. */
    private String hostile(String name) {
        return name
                + Stream.generate(() -> UNPRINTABLE.get(random.nextInt(UNPRINTABLE.size())))
                        .limit(3)
                        .collect(Collectors.joining("x"))
                + "y";
    }

    /** The same of what a column and a class may be called. */
    private String hostileName(String name) {
        return name
                + Stream.generate(() -> UNPRINTABLE.get(random.nextInt(UNPRINTABLE.size())))
                        .filter(text -> text.chars().noneMatch(Character::isISOControl))
                        .limit(3)
                        .collect(Collectors.joining("x"))
                + "y";
    }

    private static void assertClean(String what, String text) {
        text.codePoints()
                .filter(c -> c != '\n' && !Sentences.isPrintable(c))
                .findFirst()
                .ifPresent(c -> assertThat(text).as(what + " has U+%04X", c).isEmpty());
        assertThat(text.lines()).as(what).noneMatch(line -> line.strip().startsWith(FORGED));
    }

    private Outcome run(int code, String command, String... arguments) {
        Outcome outcome = here.run(command, arguments);
        assertClean(command + " on standard output", outcome.out());
        assertClean(command + " on standard error", outcome.err());
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        return outcome;
    }

    private void assertCleanFiles(String... files) throws IOException {
        for (String file : files) {
            assertClean(file, Files.readString(here.path(file)));
        }
    }

    private void begin(long seed) throws IOException {
        random = new Random(seed);
        Path place = directory.resolve("s" + seed);
        here = Workplace.in(Files.createDirectories(place));
    }

    @Test
    void namesOfColumnsAndClasses() throws IOException {
        for (long seed : Seeds.upTo(3)) {
            begin(seed);
            String feature = hostileName("feature");
            String label = hostileName("label");
            String kept = hostileName("kept");
            String more = hostileName("more");
            List<String> classes = List.of(hostileName("one"), hostileName("two"));
            StringBuilder csv = new StringBuilder();
            csv.append(cell(feature)).append(",b,").append(cell(label)).append(',');
            csv.append(cell(kept)).append(',').append(cell(more)).append('\n');
            for (int i = 0; i < 20; i++) {
                csv.append(i % 7).append(',').append(i % 5).append(',').append(cell(classes.get(i % 2)));
                csv.append(',').append(cell(hostile("=cmd" + i))).append(",1\n");
            }
            here.write("table.csv", csv.toString());
            here.write("job.yaml", """
                    name: job
                    network: { layers: [ output: { activation: softmax, loss: mcxent } ] }
                    data:
                      train: { file: table.csv, labels: [%s] }
                      columns: { %s: ignore, %s: ignore }
                      split: { test: 0.3 }
                    training: { epochs: 2 }
                    publish-if: { better-than-baseline: false }
                    """.formatted(json(label), json(kept), json(more)));
            run(0, "train", "job.yaml", "--run-dir", "run");
            assertCleanFiles("run/run.log", "run/report.html", "run/check.json", "run/evaluation.json");
            assertCleanFiles("run/environment.json", "run/metrics.jsonl", "run/config.resolved.yaml");
            run(0, "inspect", "models/job.zip");
            run(0, "inspect", "models/job.zip", "--config");
            run(0, "evaluate", "models/job.zip", "table.csv");
            run(0, "evaluate", "models/job.zip", "table.csv", "--json");
            Outcome predicted = run(0, "predict", "models/job.zip", "table.csv", "--keep", "b");
            assertThat(predicted.out().lines()).hasSize(21);
            run(0, "predict", "models/job.zip", "table.csv", "--json");
            run(0, "check", "models/job.zip", "--data", "table.csv", "--html", "check.html", "--json", "check.json");
            assertCleanFiles("check.html", "check.json");
        }
    }

    @Test
    void cellsThatArePutIntoPredictions() throws IOException {
        for (long seed : Seeds.upTo(5)) {
            begin(seed);
            Files.copy(Path.of("src/test/resources/hostile/config-esc.zip"), here.path("iris.zip"));
            String kept = hostileName("kept");
            here.write(
                    "rows.csv",
                    "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm," + cell(kept) + ","
                            + cell(hostile("no"))
                            + "\n5,3,1,0.2," + cell(hostile("=HYPERLINK(1)")) + ",1\n5,3,1,0.2," + cell(" @SUM(1)")
                            + ",1\n5,3,1,0.2,-5.5,1\n5,oops"
                            + cell(hostile("5")).replace("\"", "").replace("\n", " ")
                            + ",1,0.2,x,1\n");
            Outcome bad = here.run("predict", "iris.zip", "rows.csv");
            assertClean("predict on standard error", bad.err());
            assertThat(bad.code()).isEqualTo(ExitCode.UNUSABLE);
            Outcome rows = here.run("predict", "iris.zip", "rows.csv", "--keep-going", "--keep", kept);
            assertClean("predict", rows.out());
            assertClean("predict on standard error", rows.err());
            assertThat(rows.out().lines()).as(rows.err()).hasSize(5);
            assertThat(rows.out().lines().skip(1).limit(3).toList().get(0)).contains("'=HYPERLINK");
            assertThat(rows.out().lines().skip(2).findFirst().orElseThrow()).startsWith("' @SUM(1)");
            assertThat(rows.out().lines().skip(3).findFirst().orElseThrow()).startsWith("-5.5,");
            Outcome json = here.run("predict", "iris.zip", "rows.csv", "--keep-going", "--json", "--keep", kept);
            assertClean("predict --json", json.out());
            assertThat(json.out().lines()).hasSize(4);
        }
    }

    @Test
    void whatAModelZipSaysOfItself() throws IOException {
        for (long seed : Seeds.upTo(5)) {
            begin(seed);
            Path layers = Path.of("src/test/resources/hostile/layername-esc.zip");
            EditedZip.of(
                    layers,
                    here.path("layer.zip"),
                    "configuration.json",
                    "\"layerName\": \"layer1\"",
                    "\"layerName\": " + json(hostile("layer")));
            run(0, "inspect", "layer.zip");
            run(2, "inspect", "layer.zip", "--config");
            Path iris = Path.of("src/test/resources/hostile/config-esc.zip");
            EditedZip.of(
                    iris,
                    here.path("record.zip"),
                    "chalkline/record.json",
                    "\"Java\": \"",
                    json(hostile("Java")) + ": \"1\", \"Java\": \"",
                    "\"data/iris.csv\"",
                    json(hostile("iris.csv")));
            run(0, "inspect", "record.zip");
            run(0, "inspect", "record.zip", "--config");
            Map<String, byte[]> entries = EditedZip.entries(iris);
            entries.put(hostile("entry"), new byte[1]);
            EditedZip.write(here.path("entry.zip"), entries);
            run(2, "inspect", "entry.zip");
        }
    }

    @Test
    void sheetsAndTheirArrays() throws IOException {
        for (long seed : Seeds.upTo(3)) {
            begin(seed);
            Path folder = Files.createDirectory(here.path("class"));
            Path npz = folder.resolve(hostile("sheet").replace('/', '_') + ".npz");
            try (OutputStream out = Files.newOutputStream(npz)) {
                Npz.write(out, Map.of("loss", Matrix.of(1, 1, 289.0), hostile("Z9"), Matrix.of(1, 1, 1.0)));
            }
            Files.copy(Path.of("src/test/resources/hostile/npz-name-esc.npz"), folder.resolve("esc.npz"));
            Files.writeString(folder.resolve(hostile("bad").replace('/', '_') + ".yaml"), "answers: { loss: oops }");
            run(2, "mark", CONFIG, "class", "--csv", "points.csv", "--html", "class.html");
            run(2, "mark", CONFIG, "class");
            assertCleanFiles("points.csv", "class.html");
            assertThat(here.read("points.csv").lines()).hasSize(4);
            String one = here.path("").relativize(npz).toString();
            run(1, "mark", CONFIG, one, "--html", "one.html", "--json", "one.json");
            assertCleanFiles("one.html", "one.json");
        }
    }

    @Test
    void pathsAndOtherArguments() throws IOException {
        for (long seed : Seeds.upTo(3)) {
            begin(seed);
            String name = hostile("job").replace('/', '_');
            Files.copy(here.path(CONFIG), here.path(name + ".yaml"));
            Files.copy(here.path("data/iris.csv"), here.path(name + ".csv"));
            run(0, "check", name + ".yaml", "--html", name + ".html", "--npz", name);
            run(0, "derive", name + ".yaml", "--out", name + ".md");
            assertCleanFiles(name + ".md", name + ".html");
            run(0, "train", name + ".yaml", "--run-dir", name + "-run", "--set", "model=" + json(name + ".zip"));
            assertCleanFiles(name + "-run/run.log", name + "-run/report.html", name + "-run/environment.json");
            run(0, "train", name + ".yaml", "--dry-run", "--set", "model=" + json(name + ".zip"));
            run(0, "inspect", name + ".zip");
            run(0, "report", name + "-run");
            run(2, "predict", name + ".zip", name + ".csv");
            run(2, "predict", name + ".zip", name + ".nowhere");
            run(2, "check", name);
            run(2, name);
            run(2, "check", "--" + name);
            run(2, "check", CONFIG, name);
            run(2, "check", CONFIG, "--rows", name);
            run(2, "check", CONFIG, "--known", name);
            run(2, "train", CONFIG, "--set", name);
            run(2, "train", CONFIG, "--set", "training.epochs=" + name);
            run(2, "train", CONFIG, "--set", "name=" + json(name));
            run(2, "train", CONFIG, "--resume", name);
            here.write("broken.yaml", "name: job\n" + json(name) + ": " + json(name) + "\nnetwork: !<" + "tag> x\n");
            run(2, "check", "broken.yaml");
        }
    }

    /** Files that commands read. */
    private static final Set<String> INPUTS = Set.of("-C", "--confine", "--data", "--resume");

    private final Set<String> used = new TreeSet<>();

    /** Runs a command whose result does not matter, only what it prints; never is it a failure of the machine or a bug. */
    private void product(String command, String... arguments) {
        Outcome outcome = here.run(command, arguments);
        assertClean(command + " on standard output", outcome.out());
        assertClean(command + " on standard error", outcome.err());
        assertThat(outcome.code()).as(outcome.err()).isNotEqualTo(ExitCode.FAILED);
        used.add(command);
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                used.add(command + " " + argument);
            }
        }
    }

    /** What the command line offers: each command, and each option that names a file to write, or asks for JSON. */
    private static Set<String> outputs() {
        Set<String> outputs = new TreeSet<>();
        new CommandLine(new Main()).getSubcommands().forEach((command, line) -> {
            outputs.add(command);
            line.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .filter(option -> option.typeInfo().getType() == Path.class
                            || List.of(option.auxiliaryTypes()).contains(Path.class)
                            || option.longestName().equals("--json"))
                    .map(OptionSpec::longestName)
                    .filter(name -> !INPUTS.contains(name))
                    .forEach(name -> outputs.add(command + " " + name));
        });
        return outputs;
    }

    /** A product: all names are hostile at once, and every command writes everything that it can write. */
    @Test
    void everyNameInEveryOutput() throws IOException {
        for (long seed : Seeds.upTo(1)) {
            begin(seed);
            String label = hostileName("=label");
            String kept = hostileName("=kept");
            List<String> classes = List.of(hostileName("+one"), hostileName("@two"));
            String folder = hostile("folder").replace('/', '_');
            Files.createDirectory(here.path(folder));
            StringBuilder csv = new StringBuilder(
                    String.join(",", cell(hostileName("=feature")), "b", cell(label), cell(kept)) + "\n");
            for (int i = 0; i < 24; i++) {
                csv.append(i % 7).append(',').append(i % 5).append(',').append(cell(classes.get(i % 2)));
                csv.append(',').append(cell(hostile("=cmd" + i))).append('\n');
            }
            String table = folder + "/" + hostile("table").replace('/', '_') + ".csv";
            String job = folder + "/" + hostile("job").replace('/', '_') + ".yaml";
            String worksheet = folder + "/" + hostile("worksheet").replace('/', '_') + ".yaml";
            String model = folder + "/" + hostile("model").replace('/', '_') + ".zip";
            here.write(table, csv.toString());
            here.write(job, """
                    name: job
                    network: { layers: [ output: { activation: softmax, loss: mcxent } ] }
                    data:
                      train: { file: %s, labels: [%s] }
                      columns: { %s: ignore }
                      split: { test: 0.3 }
                    training: { epochs: 2 }
                    publish-if: { better-than-baseline: false }
                    model: %s
                    """.formatted(json(table), json(label), json(kept), json(model)));
            Files.copy(here.path(CONFIG), here.path(worksheet));
            String sheets = hostile("sheets").replace('/', '_');
            Files.createDirectory(here.path(sheets));
            String sheet = sheets + "/" + hostile("=student").replace('/', '_') + ".npz";
            try (OutputStream out = Files.newOutputStream(here.path(sheet))) {
                Npz.write(out, Map.of("loss", Matrix.of(1, 1, 289.0), hostile("Z9"), Matrix.of(1, 1, 1.0)));
            }
            here.write(
                    sheets + "/" + hostile("@other").replace('/', '_') + ".yaml",
                    "student: " + json(hostile("-student")) + "\nanswers: { loss: 289, " + json(hostile("dW9"))
                            + ": 1 }");
            Set<Path> own = files();

            String out = hostile("out").replace('/', '_');
            product("train", job, "--run-dir", out + "-run");
            product("train", table, "--label", label, "--dry-run");
            product("check", job, "--json", out + "/c.json", "--html", out + "/c.html", "--npz", out + "/c.npz");
            product("check", model, "--data", table, "--html", out + "/d.html", "--json", "-");
            product("doctor", job, "--json", out + "/doctor.json");
            product("derive", job, "--out", out + "/j.md", "--npz", out + "/j.npz");
            for (String ending : List.of(".md", ".tex", ".txt")) {
                product("derive", worksheet, "--out", out + "/w" + ending);
            }
            product("sheet", worksheet, "--out", out + "/sheet.yaml");
            product("sheet", worksheet, "--variants", "2", "--out", out + "/variants");
            product(
                    "mark",
                    worksheet,
                    sheets,
                    "--csv",
                    out + "/m.csv",
                    "--html",
                    out + "/m.html",
                    "--out",
                    out + "/feedback");
            product("mark", worksheet, sheet, "--json", out + "/s.json", "--html", out + "/s.html");
            product("mark", worksheet, sheet, "--results", out + "/results.json");
            product("predict", model, table, "--keep", kept, "--out", out + "/p.csv");
            product("predict", model, table, "--keep", kept, "--json");
            product("evaluate", model, table, "--json");
            product("inspect", model, "--scan", "--sarif", out + "/scan.sarif");
            product("inspect", model, "--config");
            product("report", out + "-run");
            product("runs", "--json");
            product("runs", out + "-run", out + "-run");

            assertThat(used).as("what the command line can write").containsAll(outputs());
            Set<Path> written = files();
            written.removeAll(own);
            assertThat(written).hasSizeGreaterThan(25);
            for (Path file : written) {
                if (!file.toString().matches("(?s).*[.](?:zip|npz)")) {
                    assertClean(file.toString(), Files.readString(file));
                }
                if (file.toString().endsWith(".csv")) {
                    assertThat(Files.readString(file).lines()).noneMatch(line -> line.matches("(?:.*,)?\"?[=+@].*"));
                }
            }
        }
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(here.directory())) {
            return all.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String cell(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** In a form that JSON and YAML read as this text. */
    private static String json(String text) {
        return text.chars()
                .mapToObj(c ->
                        c >= ' ' && c <= '~' && c != '"' && c != '\\' ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}
