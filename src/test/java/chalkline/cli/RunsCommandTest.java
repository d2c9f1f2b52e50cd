package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler sees of runs: what is printed, listed, compared and kept. */
class RunsCommandTest {
    private static final String IRIS = "configs/iris.yaml";
    private static final String FEW = "training.epochs=2";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void listsRunsAndComparesTwo() {
        assertThat(here.run("runs").out()).isEqualTo("There are no runs\n");
        assertThat(here.run("runs", "nowhere").err())
                .isEqualTo(here.path("nowhere") + ": there is no such folder of runs\n");
        here.run("train", IRIS, "--set", FEW, "--run-dir", "runs/iris/a");
        here.run("train", IRIS, "--set", "training.epochs=3", "--run-dir", "runs/iris/b");
        here.run("train", IRIS, "--set", FEW, "--set", "publish-if.accuracy='> 1'", "--run-dir", "runs/iris/c");
        here.run("train", IRIS, "--set", FEW, "--overfit-batches", "1", "--run-dir", "runs/iris/d");

        Outcome listed = here.run("runs", "runs");
        assertThat(listed.code()).isZero();
        List<String> lines = listed.out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).matches("Run +Started +Data +Metric +Check +End");
        String row =
                " +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +[0-9a-f]{8} +accuracy 0\\.\\d+ \\((test|training)\\) +agrees +";
        assertThat(lines.get(1)).matches(".*runs/iris/a" + row + "published, replaced since");
        assertThat(lines.get(2)).matches(".*runs/iris/b" + row + "published, in use");
        assertThat(lines.get(3)).matches(".*runs/iris/c" + row + "not published: accuracy 0\\.\\d+ is not > 1\\.0");
        assertThat(lines.get(4)).matches(".*runs/iris/d" + row + "trial");
        assertThat(here.run("runs").out()).isEqualTo(listed.out());

        JsonArray json = JsonParser.parseString(
                        here.run("runs", "runs/iris", "--json").out())
                .getAsJsonArray();
        assertThat(json).hasSize(4);
        assertThat(json.get(1).getAsJsonObject().get("inUse").getAsBoolean()).isTrue();
        assertThat(json.get(1).getAsJsonObject().getAsJsonObject("metrics").has("logLoss"))
                .isTrue();

        Outcome compared = here.run("runs", "runs/iris/a", "runs/iris/c");
        assertThat(compared.code()).isZero();
        assertThat(compared.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "Configuration", " publish-if.accuracy > 1", "Metrics on test rows on test rows", "Environment")
                .noneMatch(line -> line.startsWith(" training.epochs"))
                .anyMatch(line -> line.matches(" accuracy (0\\.\\d+) \\1"));
        assertThat(here.run("runs", "runs/iris/a", IRIS).err())
                .isEqualTo(here.path(IRIS) + ": is no run directory: there is no environment.json\n");
    }

    @Test
    void keepsTheLastRunsAndThoseBehindAPublishedModel() throws IOException {
        String keep = "training.keep-runs=2";
        List<String> runs = new ArrayList<>();
        for (int epochs = 2; epochs <= 6; epochs++) {
            // From the third on nothing is published: the first two stay behind the model and the one before.
            String publish = "publish-if.accuracy='" + (epochs > 3 ? "> 1" : ">= 0") + "'";
            Outcome train =
                    here.run("train", IRIS, "--set", keep, "--set", publish, "--set", "training.epochs=" + epochs);
            here.names("runs/iris").stream()
                    .filter(each -> !runs.contains(each))
                    .forEach(runs::add);
            assertThat(train.err().contains("deleted 1 older run (training.keep-runs: 2)\n"))
                    .isEqualTo(epochs > 5);
        }
        assertThat(runs).hasSize(5);
        assertThat(here.names("runs/iris"))
                .containsExactlyInAnyOrder(runs.get(0), runs.get(1), runs.get(3), runs.get(4));

        // What a run did not leave is not deleted.
        here.write("runs/iris/" + runs.get(3) + "/notes.txt", "mine");
        here.run("train", IRIS, "--set", keep, "--set", "publish-if.accuracy='> 1'", "--set", FEW);
        here.run("train", IRIS, "--set", keep, "--set", "publish-if.accuracy='> 1'", "--set", FEW);
        assertThat(here.names("runs/iris"))
                .hasSize(5)
                .contains(runs.get(0), runs.get(1), runs.get(3))
                .doesNotContain(runs.get(4));
    }

    @Test
    void isQuietWhereAllIsWell() throws IOException {
        Outcome well = here.run("train", IRIS, "--set", FEW, "--quiet");
        assertThat(well.code()).isZero();
        assertThat(well.out() + well.err()).isEmpty();
        String run = "runs/iris/" + here.names("runs/iris").get(0);
        assertThat(here.read(run + "/run.log")).contains("epoch 2/2", "Saved  ");

        Outcome refused = here.run("train", IRIS, "--set", FEW, "--quiet", "--set", "publish-if.accuracy='> 1'");
        assertThat(refused.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("\nNOT PUBLISHED  accuracy ");

        Outcome inconclusive = here.run("train", "configs/assignment-01.yaml", "--quiet", "--set", "precision=float32");
        assertThat(inconclusive.code()).isZero();
        assertThat(inconclusive.out()).isEmpty();
        assertThat(inconclusive.err())
                .isEqualTo("WARNING  the checked step is inconclusive; training goes on, because "
                        + "training.on-deviation is continue\n");
    }

    @Test
    void theNextLineSaysAllThatWasSet() {
        Outcome train = here.run("train", IRIS, "--set", FEW, "--set", "data.missing={ constant: 0 }");
        assertThat(train.out())
                .contains("\nNext   check -C " + directory + " " + IRIS
                        + " --set training.epochs=2 --set 'data.missing={ constant: 0 }' --precision float64  |  ");
        assertThat(here.run(
                                "check",
                                IRIS,
                                "--set",
                                FEW,
                                "--set",
                                "data.missing={ constant: 0 }",
                                "--precision",
                                "float64")
                        .code())
                .isZero();
        assertThat(here.run("check", "models/iris.zip", "--data", "data/iris.csv", "--set", FEW)
                        .err())
                .startsWith("--set is for a configuration; a model is as it was saved\n");
    }

    @Test
    void namesTheProcessorAndTheKernel() {
        here.run("train", IRIS, "--set", FEW, "--run-dir", "run");
        var environment =
                JsonParser.parseString(here.read("run/environment.json")).getAsJsonObject();
        assertThat(environment.get("cpu").getAsString()).isNotBlank();
        assertThat(environment.get("kernel").getAsString())
                .matches("[a-z0-9_]+(, OpenBLAS [A-Z0-9]+)?, level [0-9]+, bits [0-9a-f]{8}");
    }

    @Test
    void provesThatAKillLosesNothing() throws IOException {
        Outcome proof = here.run("train", IRIS, "--prove-resume", "1", "--set", "training.epochs=200");
        assertThat(proof.err()).isEmpty();
        assertThat(proof.out().lines())
                .hasSize(3)
                .first()
                .asString()
                .matches("Whole   [0-9.]+ s, of which [0-9.]+ s from the checked step on: model [0-9a-f]{16}");
        assertThat(proof.out())
                .containsPattern(
                        "\nKill 1  after [0-9.]+ s of training, in epoch [0-9]+, resumed: model [0-9a-f]{16}\n")
                .containsPattern("\nPROVEN  1 kill, 2 equal models: SHA-256 [0-9a-f]{64}\n");
        assertThat(proof.code()).isZero();
        assertThat(here.names("runs/iris")).isEmpty();
        assertThat(Files.exists(here.path("models"))).isFalse();

        Outcome fails =
                here.run("train", IRIS, "--prove-resume", "1", "--set", "training.updater.sgd.learning-rate=1e30");
        assertThat(fails.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(fails.out())
                .contains("DIVERGED  ", "\nNOT PROVEN  the job ends with exit code 4 without any kill; ");
        assertThat(here.run("train", IRIS, "--prove-resume", "0").err())
                .isEqualTo("--prove-resume must be at least 1, not 0\n");
        assertThat(here.run("train", IRIS, "--prove-resume", "1", "--resume").err())
                .isEqualTo(
                        "--prove-resume goes with none of --resume, --overfit-batches, --master and standard input\n");
    }
}
