package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a model besides its own figures: the linear model beside it, folds, features, probabilities. */
class JudgementTest {
    private static final List<String> SHORT = List.of("--set", "training.epochs=20", "--run-dir", "run");

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void writeTables() throws IOException {
        here = Workplace.in(directory);
        Random random = new Random(5);
        StringBuilder numbers = new StringBuilder("day,shop,a,noise,y\n");
        StringBuilder classes = new StringBuilder("a,noise,bought\n");
        for (int row = 0; row < 120; row++) {
            double a = random.nextGaussian();
            double noise = random.nextGaussian();
            numbers.append(LocalDate.of(2025, 1, 1).plusDays(row * 7 % 120))
                    .append(",shop ")
                    .append(row % 8)
                    .append(',')
                    .append(a)
                    .append(',')
                    .append(noise)
                    .append(',')
                    .append(3 * a + 0.1 * random.nextGaussian())
                    .append('\n');
            classes.append(a)
                    .append(',')
                    .append(noise)
                    .append(',')
                    .append(a + 0.3 * random.nextGaussian() > 0 ? "yes" : "no")
                    .append('\n');
        }
        here.write("numbers.csv", numbers.toString());
        here.write("classes.csv", classes.toString());
    }

    private Outcome train(String table, String label, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(table, "--label", label));
        arguments.addAll(SHORT);
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return here.run("train", arguments.toArray(String[]::new));
    }

    private JsonObject evaluation() {
        return JsonParser.parseString(here.read("run/evaluation.json")).getAsJsonObject();
    }

    @Test
    void aTableThatNeedsNoNetworkShowsIt() {
        Outcome train = train("numbers.csv", "y");
        assertThat(train.out())
                .containsPattern(
                        "\n  ridge regression on the same rows: RMSE 0\\.\\d+   R² 0\\.99\\d+; the network is no better\n");
        assertThat(evaluation().getAsJsonObject("linear").get("kind").getAsString())
                .isEqualTo("ridge regression");
        assertThat(evaluation()
                        .getAsJsonArray("importance")
                        .get(0)
                        .getAsJsonObject()
                        .get("feature")
                        .getAsString())
                .isEqualTo("a");
        // It travels in the model, and is fitted on its rows.
        Outcome evaluate = here.run("evaluate", "models/numbers.zip", "numbers.csv");
        assertThat(evaluate.out())
                .containsPattern("\n  ridge regression on the same rows: RMSE 0\\.\\d+   R² 0\\.99\\d+; ");
        assertThat(here.run("evaluate", "models/numbers.zip", "numbers.csv", "--json")
                        .json()
                        .getAsJsonObject("linear")
                        .get("r2")
                        .getAsDouble())
                .isGreaterThan(0.99);
    }

    @Test
    void theReportHasFeaturesProbabilitiesAndThresholds() {
        Outcome train = train("classes.csv", "bought");
        assertThat(train.out())
                .containsPattern("\n  F1 macro  0\\.\\d{4}   weighted 0\\.\\d{4}   ROC-AUC ")
                .containsPattern(
                        "\n  logistic regression on the same rows: accuracy [01]\\.\\d{4}   log loss 0\\.\\d+");
        JsonObject calibration = evaluation().getAsJsonObject("calibration");
        assertThat(calibration.get("class").getAsString()).isEqualTo("yes");
        assertThat(calibration.get("brier").getAsDouble()).isBetween(0.0, 0.2);
        assertThat(calibration.getAsJsonArray("thresholds")).hasSize(9);
        int rows = 0;
        for (var bin : calibration.getAsJsonArray("bins")) {
            rows += bin.getAsJsonObject().get("rows").getAsInt();
        }
        assertThat(rows).isEqualTo(evaluation().get("rows").getAsInt());
        assertThat(here.read("run/report.html"))
                .contains(
                        "F1, macro: the mean over the classes",
                        "F1, weighted by the rows of each class",
                        "logistic regression",
                        "values are dealt to other rows",
                        "Brier score",
                        "Rows by their probability of yes",
                        "What calling a row yes from a probability on comes to");
    }

    @Test
    void foldsAreDrawnGroupedOrInTime() {
        Outcome drawn = train("numbers.csv", "y", "evaluate={ folds: 3 }");
        assertThat(drawn.out())
                .contains("\nCross-validation  3 folds, random\n")
                .containsPattern("\n  rmse [0-9.]+ ± [0-9.]+   linear model 0\\.\\d+ ± 0\\.\\d+\n  R² [-0-9.]+ ± ");
        JsonObject folds = evaluation().getAsJsonObject("crossValidation");
        assertThat(folds.getAsJsonArray("network")).hasSize(3);
        assertThat(here.read("run/report.html")).contains("Mean ± standard deviation over 3 folds, random");
        String again = here.read("run/evaluation.json");

        for (String[] each : new String[][] {{"group: shop", "by shop"}, {"time: day", "in time order by day"}}) {
            deleteRun();
            Outcome made = train("numbers.csv", "y", "evaluate={ folds: 3, " + each[0] + " }");
            assertThat(made.out()).contains("\nCross-validation  3 folds, " + each[1] + "\n");
        }
        deleteRun();
        train("numbers.csv", "y", "evaluate={ folds: 3 }");
        assertThat(here.read("run/evaluation.json")).isEqualTo(again);
        assertThat(here.read("run/config.resolved.yaml")).contains("\nevaluate: { folds: 3 }\n");
    }

    private void deleteRun() {
        try {
            Files.move(here.path("run"), here.path("run-" + System.nanoTime()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhichFoldsCannotBeMade() {
        assertRefused("evaluate={ folds: 1 }", "evaluate.folds: must be at least 2, not 1");
        assertRefused("evaluate={ group: shop }", "evaluate: folds is missing; write, for example, folds: 5");
        assertRefused(
                "evaluate={ folds: 3, group: shop, time: day }",
                "evaluate: has folds by group or in time order, not both: leave one of the two out");
        assertRefused("evaluate={ folds: 9, group: shop }", "evaluate.folds: 9 parts cannot be made of 8 groups");
        assertRefused(
                "evaluate={ folds: 3, time: shop }",
                "evaluate.time: \"shop\" is no column of dates or numbers that the network takes");
        assertRefused("evaluate={ folds: 3, group: town }", "evaluate.group: ");
        Outcome inline = here.run("train", "configs/assignment-01.yaml", "--set", "evaluate={ folds: 3 }");
        assertThat(inline.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(inline.err())
                .contains("evaluate: needs the rows of a file; x and y in the configuration are not cut into folds\n");
    }

    private void assertRefused(String setting, String sentence) {
        Outcome refused = train("numbers.csv", "y", setting);
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(refused.err()).contains(sentence);
    }
}
