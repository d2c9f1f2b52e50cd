package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Python;
import chalkline.cli.Workplace.Outcome;
import chalkline.config.Configuration;
import chalkline.network.Matrix;
import chalkline.training.Job;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Public tables as they are, each given as {@code train TABLE --label NAME} and nothing else, five seeds each, beside scikit-learn's
 * multi-layer perceptron of the same shape with its own defaults, trained on the same rows and those that are watched. {@code mvn
 * test -Ptables} makes {@code target/tables.md}. Where the tables come from: {@code src/test/resources/tables/README.md}.
 */
@Tag("tables")
class PublicTablesTest {
    private static final int SEEDS = 5;
    private static final Path TABLES = Path.of("src/test/resources/tables");

    /** The tables and their labels; one without names has its label by its place. */
    private static final Map<String, String> LABELS = labels(
            "abalone.csv", "9",
            "auto_imports.csv", "26",
            "bad-drivers.csv", "Car Insurance Premiums ($)",
            "banknote_authentication.csv", "5",
            "breast-cancer-wisconsin.data", "11",
            "breast-cancer.csv", "10",
            "candy-data.csv", "winpercent",
            "drinks.csv", "total_litres_of_pure_alcohol",
            "ecoli.data", "9",
            "fandango_score_comparison.csv", "Fandango_Stars",
            "german.csv", "21",
            "glass.csv", "10",
            "haberman.csv", "4",
            "hate_crimes.csv", "hate_crimes_per_100k_splc",
            "horse-colic.csv", "24",
            "ionosphere.csv", "35",
            "new-thyroid.csv", "6",
            "penguins.csv", "species",
            "wheat-seeds.csv", "8",
            "wine.csv", "14",
            "winequality-red.csv", "12",
            "like-a-shop.csv", "Umsatz",
            "like-a-bank.csv", "balance",
            "like-a-survey.csv", "left");

    private static final String SCIKIT_LEARN = """
            import csv, sklearn, warnings
            import numpy as np
            from sklearn.neural_network import MLPClassifier, MLPRegressor
            warnings.filterwarnings("ignore")
            print(sklearn.__version__)
            for seed, name in enumerate(sys.argv[1:]):
                rows = [line.split(",") for line in open(name).read().split()]
                train, test = ([row[1:] for row in rows if row[0] == part] for part in ("train", "test"))
                classes = "." not in train[0][-1]
                x, y, z, t = (np.array(a, dtype=float) for a in (
                    [r[:-1] for r in train], [r[-1] for r in train], [r[:-1] for r in test], [r[-1] for r in test]))
                Model = MLPClassifier if classes else MLPRegressor
                print(Model(hidden_layer_sizes=(100,), random_state=seed).fit(x, y).score(z, t))
            """;

    @TempDir
    private Path directory;

    /** One table's scores over the seeds. */
    private record Scores(String table, String metric, boolean firstTry, double[] ours, double[] theirs) {
        boolean isAsGood() {
            return mean(ours) >= mean(theirs) - deviation(theirs);
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.3f ± %.3f | %.3f ± %.3f | %s |",
                    table,
                    firstTry ? "yes" : "no",
                    metric.equals("r2") ? "R²" : metric,
                    mean(ours),
                    deviation(ours),
                    mean(theirs),
                    deviation(theirs),
                    isAsGood() ? "yes" : "no");
        }
    }

    private static Map<String, String> labels(String... pairs) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int k = 0; k < pairs.length; k += 2) {
            labels.put(pairs[k], pairs[k + 1]);
        }
        return labels;
    }

    @Test
    void mostTrainAtTheFirstTryAndAsWellAsScikitLearn() throws IOException {
        Workplace here = new Workplace(directory);
        writeLookAlikes();
        List<Scores> all = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        String version = "";
        for (Map.Entry<String, String> each : LABELS.entrySet()) {
            String table = each.getKey();
            if (Files.exists(TABLES.resolve(table))) {
                Files.copy(TABLES.resolve(table), directory.resolve(table));
            }
            double[] ours = new double[SEEDS];
            List<Object> files = new ArrayList<>();
            boolean firstTry = true;
            String metric = "";
            for (int seed = 1; seed <= SEEDS; seed++) {
                String run = table + "-" + seed;
                Outcome train = here.run(
                        "train",
                        table,
                        "--label",
                        each.getValue(),
                        "--set",
                        "seed=" + seed,
                        "--run-dir",
                        run,
                        "--quiet");
                if (seed == 1 && train.code() != ExitCode.DONE) {
                    firstTry = false;
                    refused.add(table + " exits " + train.code() + ": " + train.err());
                }
                if (!Files.exists(here.path(run + "/evaluation.json"))) {
                    break;
                }
                JsonObject evaluation = JsonParser.parseString(here.read(run + "/evaluation.json"))
                        .getAsJsonObject();
                metric = evaluation.has("logLoss") ? "accuracy" : "r2";
                ours[seed - 1] = evaluation.get(metric).getAsDouble();
                files.add(rows(
                        Job.prepare(Configuration.read(here.path(run + "/config.resolved.yaml"), directory)), run));
            }
            if (files.size() == SEEDS) {
                List<String> printed = new Python("sklearn", "python3-sklearn").run(SCIKIT_LEARN, files.toArray());
                version = printed.get(0);
                double[] theirs = printed.stream()
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                all.add(new Scores(table, metric, firstTry, ours, theirs));
            }
        }
        String page = "| table | at the first try | on test rows | `train` alone | scikit-learn " + version
                + ", 100 units | within one deviation, or better |\n|---|---|---|---|---|---|\n"
                + all.stream().map(Scores::row).collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(Path.of("target/tables.md"), page);
        System.out.println(page + String.join("\n", refused));
        assertThat(all).as(String.join("\n", refused)).hasSize(LABELS.size());
        assertThat(all.stream().filter(Scores::firstTry).count())
                .as(String.join("\n", refused))
                .isGreaterThanOrEqualTo((long) Math.ceil(0.9 * LABELS.size()));
        assertThat(all.stream().filter(Scores::isAsGood).count()).as(page).isGreaterThanOrEqualTo((long)
                Math.ceil(0.8 * LABELS.size()));
    }

    /** What the network is given, and what scikit-learn is: the part, the inputs, and the label as a class or a number. */
    private Path rows(Job job, String run) throws IOException {
        List<String> lines = new ArrayList<>();
        int[] fitted = IntStream.concat(
                        Arrays.stream(job.split().train()),
                        Arrays.stream(job.split().validation()))
                .toArray();
        for (int row : fitted) {
            lines.add("train," + line(job, row));
        }
        for (int row : job.split().test()) {
            lines.add("test," + line(job, row));
        }
        return Files.write(directory.resolve(run + ".rows"), lines);
    }

    private static String line(Job job, int row) {
        Matrix inputs = job.table().features(row);
        String label = job.table().hasClasses()
                ? Integer.toString(job.table().classOf(row))
                : Double.toString(job.table().targets(row).get(0));
        return DoubleStream.of(inputs.values()).mapToObj(Double::toString).collect(Collectors.joining(",")) + ","
                + label;
    }

    private static double mean(double... values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    private static double deviation(double... values) {
        double mean = mean(values);
        return Math.sqrt(
                DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }

    /** Tables that look like people's exports, and learn like them. */
    private void writeLookAlikes() throws IOException {
        Random random = new Random(17);
        List<String> shop =
                new ArrayList<>(List.of("Bericht erstellt am 31.12.2025", "", "Datum;Filiale;Größe;Rabatt;Umsatz"));
        List<String> bank = new ArrayList<>(List.of(",customer_id,opened,income,share,active,balance"));
        List<String> survey = new ArrayList<>(List.of("employee,satisfaction,hours,department,salary,left"));
        for (int row = 0; row < 400; row++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double noise = random.nextGaussian();
            LocalDate day = LocalDate.of(2024, 1, 15).plusDays(row);
            double turnover = 5000 + 900 * a + 400 * Math.abs(b) + (row % 3) * 700 + 200 * noise;
            shop.add(day.format(DateTimeFormatter.ofPattern("dd.MM.yyyy")) + ";"
                    + List.of("Köln", "Münster", "Bonn").get(row % 3) + ";" + german(100 + 10 * a) + ";"
                    + german(5 + Math.abs(b)) + " %;" + String.format(Locale.GERMANY, "%,.2f €", turnover));
            double income = Math.max(500, 4000 + 1500 * a);
            bank.add(row + ",C" + (100000 + random.nextInt(900000)) + "," + day + ","
                    + String.format(Locale.US, "\"$%,.2f\"", income) + ","
                    + String.format(Locale.ROOT, "%.1f%%", 50 + 10 * b) + "," + (noise > 0 ? "TRUE" : "False") + ","
                    + (row % 17 == 0 ? "NA" : String.format(Locale.ROOT, "%.1f", 0.4 * income + 300 * b * b)));
            boolean left = a + 0.7 * b * b - 0.8 + 0.4 * noise > 0;
            survey.add("E-" + row + "," + (row % 11 == 0 ? "N/A" : String.format(Locale.ROOT, "%.2f", 3 - a)) + ","
                    + Math.round(40 + 5 * b) + "," + List.of("NA", "EU", "APAC").get(row % 3) + ","
                    + List.of("low", "medium", "high", "").get(random.nextInt(4)) + "," + (left ? 1 : 0));
        }
        write("like-a-shop.csv", shop, Charset.forName("windows-1252"), "\r\n");
        write("like-a-bank.csv", bank, StandardCharsets.UTF_8, "\n");
        survey.set(0, "\uFEFF" + survey.get(0));
        write("like-a-survey.csv", survey, StandardCharsets.UTF_8, "\n");
    }

    private static String german(double value) {
        return String.format(Locale.GERMANY, "%.2f", value);
    }

    private void write(String table, List<String> lines, Charset charset, String end) throws IOException {
        Files.write(directory.resolve(table), (String.join(end, lines) + end).getBytes(charset));
    }
}
