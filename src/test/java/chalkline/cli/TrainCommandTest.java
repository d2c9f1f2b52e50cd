package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    private static final String WORKSHEET = "configs/assignment-01.yaml";
    private static final String IRIS = "configs/iris.yaml";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void leavesAModelAndARun() throws IOException {
        Outcome train = here.run("train", WORKSHEET, "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.err()).isEqualTo("epoch 1/1  loss 289" + System.lineSeparator());
        assertThat(train.out())
                .startsWith(here.run("check", WORKSHEET).out())
                .endsWith(
                        "Trained  1 epoch, 1 step: training loss 289.00000038361 -> 289.0000003836 (moved by -1.2e-11)\n"
                                + "Evaluation on 1 training row\n"
                                + "  RMSE  17   always the mean: 0\n"
                                + "  MAE   17   R² undefined\n"
                                + "Saved  " + here.path("models/assignment-01.zip") + " (reloaded: identical)\n"
                                + "Run    " + here.path("run") + "\n"
                                + "Next   check -C " + directory
                                + " configs/assignment-01.yaml --precision float32  |  inspect "
                                + here.path("models/assignment-01.zip") + "\n");
        assertThat(here.names("models")).containsExactly("assignment-01.zip");
        assertThat(here.names("run"))
                .containsExactly(
                        "check.json",
                        "config.resolved.yaml",
                        "config.yaml",
                        "environment.json",
                        "evaluation.json",
                        "metrics.jsonl",
                        "report.html",
                        "run.log",
                        "trace.npz");
        assertThat(here.read("run/config.yaml")).isEqualTo(here.read(WORKSHEET));
        assertThat(here.read("run/check.json"))
                .isEqualTo(here.run("check", WORKSHEET, "--json", "-").out());
        JsonObject metrics = json("run/metrics.jsonl");
        assertThat(metrics.keySet()).containsExactly("epoch", "iteration", "loss");
        assertThat(metrics.get("loss").getAsDouble()).isCloseTo(289.00000038360997609, within(1e-12));
        JsonObject environment = json("run/environment.json");
        assertThat(environment.get("Deeplearning4j").getAsString()).isEqualTo("1.0.0-M2.1");
        assertThat(environment.get("java").getAsString())
                .endsWith(Runtime.version().toString());
        JsonObject evaluation = json("run/evaluation.json");
        assertThat(evaluation.get("on").getAsString()).isEqualTo("training");
        assertThat(evaluation.get("rmse").getAsDouble()).isBetween(17.0, 17.0000001);
        assertThat(here.read("run/run.log")).contains(" - epoch 1/1  loss 289\n", " - Saved  ");
        try (ZipFile trace = new ZipFile(here.path("run/trace.npz").toFile())) {
            List<String> arrays = trace.stream().map(ZipEntry::getName).toList();
            assertThat(arrays).contains("Z1.npy", "A2.npy", "loss.npy", "dZ2.npy", "dW1.npy", "W1.next.npy");
            byte[] dW2 = trace.getInputStream(trace.getEntry("dW2.npy")).readAllBytes();
            assertThat(new String(dW2, StandardCharsets.ISO_8859_1)).contains("'shape': (1, 3)");
        }
    }

    @Test
    void quotesPathsWithSpacesInTheNextCommand() throws IOException {
        Workplace spaced = Workplace.in(Files.createDirectory(here.path("my work")));
        assertThat(spaced.run("train", WORKSHEET).out())
                .endsWith("Next   check -C \"" + spaced.directory()
                        + "\" configs/assignment-01.yaml --precision float32  |" + "  inspect \""
                        + spaced.path("models/assignment-01.zip") + "\"\n");
    }

    @Test
    void readsItsOwnResolvedConfiguration() {
        here.run("train", WORKSHEET, "--run-dir", "run");
        assertThat(here.run("check", "run/config.resolved.yaml").out())
                .isEqualTo(here.run("check", WORKSHEET).out());
    }

    @Test
    void neverWritesOverARun() throws IOException {
        here.run("train", WORKSHEET);
        here.run("train", WORKSHEET);
        assertThat(here.names("runs/assignment-01"))
                .hasSize(2)
                .allMatch(name -> name.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d(-2)?"));
        Files.createDirectory(here.path("mine"));
        Outcome train = here.run("train", WORKSHEET, "--run-dir", "mine");
        assertThat(train.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(train.out()).isEmpty();
        assertThat(train.err().lines())
                .containsExactly(
                        here.path("mine") + ": the run directory is there already; a run is never written over");
        assertThat(here.names("mine")).isEmpty();
    }

    @Test
    void refusesARunDirectoryInAFile() throws IOException {
        here.write("file", "");
        Outcome train = here.run("train", WORKSHEET, "--run-dir", "file/run");
        assertThat(train.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(train.err().lines())
                .containsExactly(here.path("file/run") + ": the run directory cannot be created: " + here.path("file")
                        + " is not a directory");
    }

    @Test
    void learnsTheRescaledWorksheetInEveryEpoch() {
        Outcome train = here.run("train", "configs/assignment-01-rescaled.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        List<Double> losses = losses("run");
        assertThat(losses).hasSize(10).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(losses).doesNotHaveDuplicates();
        assertThat(losses.get(9)).isLessThan(losses.get(0) / 10);
        assertThat(train.err().lines()).hasSize(10);
    }

    @Test
    void tellsTheIrisesApartTwiceTheSame() throws IOException {
        assertThat(here.run("train", IRIS, "--run-dir", "first").code()).isZero();
        byte[] first = Files.readAllBytes(here.path("models/iris.zip"));
        JsonObject evaluation = json("first/evaluation.json");
        assertThat(evaluation.get("on").getAsString()).isEqualTo("test");
        assertThat(evaluation.get("rows").getAsInt()).isEqualTo(45);
        assertThat(evaluation.get("accuracy").getAsDouble()).isGreaterThanOrEqualTo(0.93);

        assertThat(here.run("train", IRIS, "--run-dir", "second").code()).isZero();
        assertThat(Files.readAllBytes(here.path("models/iris.zip"))).isEqualTo(first);
        for (String file : List.of("metrics.jsonl", "evaluation.json", "check.json", "config.resolved.yaml")) {
            assertThat(here.read("second/" + file)).isEqualTo(here.read("first/" + file));
        }

        here.edited(IRIS, "other.yaml", "seed: 42", "seed: 43", "epochs: 100", "epochs: 2");
        assertThat(here.run("train", "other.yaml", "--run-dir", "third").code()).isZero();
        assertThat(losses("third")).doesNotContainAnyElementsOf(losses("first"));
        assertThat(Files.readAllBytes(here.path("models/iris.zip"))).isNotEqualTo(first);
    }

    @Test
    void writesTheValidationLoss() throws IOException {
        here.edited(
                IRIS, "validation.yaml", "{ test: 0.3 }", "{ validation: 0.2, test: 0.2 }", "epochs: 100", "epochs: 1");
        Outcome train = here.run("train", "validation.yaml", "--run-dir", "run");
        assertThat(train.err()).matches("epoch 1/1  loss \\S+  validation loss \\S+\\R");
        assertThat(json("run/metrics.jsonl").keySet()).containsExactly("epoch", "iteration", "loss", "validationLoss");
    }

    @Test
    void savesNothingWhereTrainingDiverges() throws IOException {
        Files.createDirectories(here.path("models"));
        here.write("models/iris.zip", "the model of last night");
        here.edited(IRIS, "diverging.yaml", "learning-rate: 0.1", "learning-rate: 1e30");
        Outcome train = here.run("train", "diverging.yaml", "--run-dir", "run");
        assertThat(train.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(train.out())
                .endsWith("DIVERGED  in epoch 1, step 2: the loss is NaN; no model was saved. "
                        + "A smaller learning-rate is the usual cure\nRun    " + here.path("run") + "\n");
        assertThat(train.hasStackTrace()).isFalse();
        assertThat(here.names("models")).containsExactly("iris.zip");
        assertThat(here.read("models/iris.zip")).isEqualTo("the model of last night");
        assertThat(here.names("run")).contains("check.json").doesNotContain("evaluation.json");
    }

    @Test
    void stopsBeforeTrainingWhereTheCheckDoesNotAgreeAndItWasAskedTo() throws IOException {
        here.edited(WORKSHEET, "stop.yaml", "float64", "float32", "  epochs: 1", "  epochs: 1\n  on-deviation: stop");
        Outcome train = here.run("train", "stop.yaml", "--run-dir", "run");
        assertThat(train.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(train.err()).isEmpty();
        assertThat(train.out())
                .endsWith(
                        "STOPPED  before training: the checked step is inconclusive, and training.on-deviation is stop; "
                                + "no model was saved\nRun    " + here.path("run") + "\n");
        assertThat(here.names("models")).isEmpty();
        assertThat(here.names("run")).doesNotContain("metrics.jsonl");
    }

    @Test
    void warnsAndGoesOnWhereTheCheckDoesNotAgree() throws IOException {
        here.edited(WORKSHEET, "float32.yaml", "float64", "float32");
        Outcome train = here.run("train", "float32.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.err().lines())
                .containsExactly(
                        "WARNING  the checked step is inconclusive; training goes on, because training.on-deviation is "
                                + "continue",
                        "epoch 1/1  loss 289");
        assertThat(here.read("run/run.log")).contains("WARNING  the checked step is inconclusive");
        assertThat(here.names("models")).containsExactly("assignment-01.zip");
    }

    @Test
    void learnsBeforeTrainingThatTheModelCannotBeSaved() throws IOException {
        here.write("file", "");
        here.edited(IRIS, "file.yaml", "models/iris.zip", "file/iris.zip");
        Outcome inFile = here.run("train", "file.yaml");
        assertThat(inFile.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(inFile.out()).isEmpty();
        assertThat(inFile.err().lines())
                .containsExactly(here.path("file/iris.zip") + ": the model cannot be saved here: " + here.path("file")
                        + " is not a directory");

        Files.createDirectories(here.path("models/iris.zip"));
        Outcome directory = here.run("train", IRIS);
        assertThat(directory.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(directory.err().lines())
                .containsExactly(here.path("models/iris.zip") + ": the model cannot be saved here: it is a directory");
        assertThat(here.names("runs")).isEmpty();
    }

    private List<Double> losses(String run) {
        return here.read(run + "/metrics.jsonl")
                .lines()
                .map(line -> JsonParser.parseString(line)
                        .getAsJsonObject()
                        .get("loss")
                        .getAsDouble())
                .toList();
    }

    private JsonObject json(String file) {
        return JsonParser.parseString(here.read(file)).getAsJsonObject();
    }
}
