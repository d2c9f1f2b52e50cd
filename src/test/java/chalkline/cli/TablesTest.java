package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.GeneratedTables;
import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed configurations of whole tables, from the file to predictions. */
class TablesTest {
    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
        for (String file : List.of(
                "configs/breast-cancer-wisconsin.yaml",
                "data/breast-cancer-wisconsin.csv",
                "configs/friedman.yaml",
                "data/friedman.csv",
                "configs/million-rows.yaml")) {
            Files.copy(Path.of(file), here.path(file));
        }
    }

    private JsonObject evaluation(String run) {
        return JsonParser.parseString(here.read(run + "/evaluation.json")).getAsJsonObject();
    }

    @Test
    void breastCancerIsToldApart() {
        Outcome train = here.run("train", "configs/breast-cancer-wisconsin.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        JsonObject test = evaluation("run");
        assertThat(test.get("on").getAsString()).isEqualTo("test");
        assertThat(test.get("rows").getAsInt()).isEqualTo(171);
        assertThat(test.get("accuracy").getAsDouble()).isGreaterThanOrEqualTo(0.95);
        assertThat(test.get("auc").getAsDouble()).isGreaterThanOrEqualTo(0.98);
        // 64 of 171 test rows are malignant: the share of both classes is that of the whole table.
        assertThat(test.get("baselineAccuracy").getAsDouble()).isEqualTo(107 / 171.0);
    }

    @Test
    void aFormulaWithNoiseIsLearntAndPredictedInItsOwnUnit() {
        Outcome train = here.run("train", "configs/friedman.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        JsonObject test = evaluation("run");
        // The noise alone has 1; always saying the mean has nearly 5.
        assertThat(test.get("rmse").getAsDouble()).isBetween(0.9, 2.0);
        assertThat(test.get("baselineRmse").getAsDouble()).isGreaterThan(4);
        assertThat(test.get("r2").getAsDouble()).isGreaterThan(0.8);

        List<String> predicted = here.run("predict", "models/friedman.zip", "data/friedman.csv")
                .out()
                .lines()
                .toList();
        List<String> rows = here.read("data/friedman.csv").lines().toList();
        assertThat(predicted).hasSize(rows.size()).first().isEqualTo("y");
        double squares = 0;
        for (int i = 1; i < rows.size(); i++) {
            double y = Double.parseDouble(rows.get(i).substring(rows.get(i).lastIndexOf(',') + 1));
            squares += Math.pow(Double.parseDouble(predicted.get(i)) - y, 2);
        }
        assertThat(Math.sqrt(squares / 600)).isBetween(0.5, 2.0);
        assertThat(here.run("inspect", "models/friedman.zip").out())
                .contains("Features normalised  standardize\nMissing values  median\nLabels normalised  standardize\n");
    }

    @Test
    void theMillionRowsConfigurationTrainsOnTheFirstThousands() throws IOException {
        generate(4_000);
        Outcome train = here.run("train", "configs/million-rows.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(evaluation("run").get("rows").getAsInt()).isEqualTo(400);
    }

    @Test
    @Tag("slow")
    void aMillionRowsTrainInAGigabyte() throws IOException, InterruptedException {
        generate(1_000_000);
        Outcome train = here.process(here.javaCommand(
                List.of("-Xmx1g", "-XX:TieredStopAtLevel=4"),
                System.getProperty("java.class.path"),
                "train",
                "configs/million-rows.yaml",
                "--run-dir",
                "run"));
        assertThat(train.err()).startsWith("epoch 1/1  loss ");
        assertThat(train.code()).isZero();
        assertThat(evaluation("run").get("rows").getAsInt()).isEqualTo(100_000);
        assertThat(evaluation("run").get("accuracy").getAsDouble()).isGreaterThan(0.94);
    }

    private void generate(int rows) throws IOException {
        try (Writer out = Files.newBufferedWriter(here.path("data/million-rows.csv"))) {
            GeneratedTables.rule(rows, out);
        }
    }
}
