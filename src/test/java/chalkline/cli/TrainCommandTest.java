package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.cli.Workplace.Outcome;
import chalkline.config.Configuration;
import chalkline.training.Job;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
                                + "       check.json  checkpoints/  config.resolved.yaml  config.yaml  "
                                + "environment.json  evaluation.json  metrics.jsonl  report.html  "
                                + "result.json  run.log  trace.npz\n"
                                + "Next   check -C " + directory
                                + " configs/assignment-01.yaml --precision float32  |  inspect "
                                + here.path("models/assignment-01.zip") + "\n");
        assertThat(here.names("models")).containsExactly("assignment-01.zip");
        assertThat(here.names("run"))
                .containsExactly(
                        ".lock",
                        "check.json",
                        "checkpoints",
                        "config.resolved.yaml",
                        "config.yaml",
                        "environment.json",
                        "evaluation.json",
                        "metrics.jsonl",
                        "report.html",
                        "result.json",
                        "run.log",
                        "trace.npz");
        assertThat(here.read("run/config.yaml")).isEqualTo(here.read(WORKSHEET));
        assertThat(here.read("run/check.json"))
                .isEqualTo(here.run("check", WORKSHEET, "--json", "-").out());
        JsonObject metrics = json("run/metrics.jsonl");
        assertThat(metrics.keySet())
                .containsExactly("epoch", "iteration", "loss", "gradientNorms", "updateNorms", "parameterNorms");
        // Gradient descent subtracts a tenth of the gradient.
        assertThat(metrics.getAsJsonObject("updateNorms").get("b2").getAsDouble())
                .isCloseTo(3.8360997e-8, within(1e-15));
        // The derivation's dW1 and db1 have rows and entries in the ratio of x = [20, 3, 4, 1].
        JsonObject gradientNorms = metrics.getAsJsonObject("gradientNorms");
        assertThat(gradientNorms.keySet()).containsExactly("W1", "b1", "W2", "b2");
        assertThat(gradientNorms.get("b2").getAsDouble()).isCloseTo(3.8360997e-7, within(1e-14));
        assertThat(gradientNorms.get("W1").getAsDouble())
                .isCloseTo(gradientNorms.get("b1").getAsDouble() * Math.sqrt(425), within(1e-18));
        assertThat(metrics.getAsJsonObject("parameterNorms").get("b2").getAsDouble())
                .isCloseTo(0.5 + 3.836e-8, within(1e-11));
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
        assertThat(json("run/metrics.jsonl").keySet())
                .containsExactly(
                        "epoch",
                        "iteration",
                        "loss",
                        "validationLoss",
                        "gradientNorms",
                        "updateNorms",
                        "parameterNorms");
    }

    @Test
    void savesNothingWhereTrainingDiverges() throws IOException {
        Files.createDirectories(here.path("models"));
        here.write("models/iris.zip", "the model of last night");
        here.edited(IRIS, "diverging.yaml", "learning-rate: 0.1", "learning-rate: 1e30");
        Outcome train = here.run("train", "diverging.yaml", "--run-dir", "run");
        assertThat(train.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(train.out())
                .contains("\nDIVERGED  in epoch 1, step 2: Z2 of layer 2 is Infinity in row 48 of "
                        + here.path("data/iris.csv")
                        + "; no model was saved. A smaller learning-rate is the usual cure\nRun    " + here.path("run")
                        + "\n");
        assertThat(train.hasStackTrace()).isFalse();
        assertThat(here.names("models")).containsExactly("iris.zip");
        assertThat(here.read("models/iris.zip")).isEqualTo("the model of last night");
        assertThat(here.names("run")).contains("check.json").doesNotContain("evaluation.json");
    }

    @Test
    void namesTheRowOrTheParameterThatIsNotFinite() throws IOException {
        here.edited("data/iris.csv", "far.csv", "\n7,3.2,4.7,1.4,versicolor", "\n3e38,3e38,3e38,3e38,versicolor");
        Outcome far = here.run(
                "train",
                IRIS,
                "--set",
                "data.train.file=far.csv",
                "--set",
                "data.normalize=none",
                "--set",
                "data.split.test=0",
                "--run-dir",
                "far");
        assertThat(far.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(far.out())
                .containsPattern("\nDIVERGED  in epoch 1, step [1-9]: Z1 of layer 1 is (NaN|-?Infinity) in row 51 of "
                        + here.path("far.csv") + "; no model was saved\\. ");

        // The loss of the only step is finite; what the step leaves is not. Nothing of it is kept, not even a
        // checkpoint.
        Outcome parameter = here.run(
                "train",
                IRIS,
                "--set",
                "training.updater.sgd.learning-rate=1e40",
                "--max-steps",
                "1",
                "--set",
                "training.checkpoints={every-steps: 1}",
                "--run-dir",
                "parameter");
        assertThat(parameter.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(parameter.out())
                .containsPattern(
                        "\nDIVERGED  in epoch 1, step 1: W1.next of layer 1 is (NaN|-?Infinity); no model was ");
        assertThat(here.names("parameter")).doesNotContain("checkpoints");
        assertThat(here.names("models")).isEmpty();

        // Nobody is trained on the far row; it is only watched.
        String seed = "seed="
                + IntStream.range(1, 100)
                        .filter(each -> Arrays.stream(Job.prepare(Configuration.read(
                                                Path.of(IRIS),
                                                directory,
                                                List.of("seed=" + each, "data.split={ validation: 0.5 }")))
                                        .split()
                                        .validation())
                                .anyMatch(row -> row == 50))
                        .findFirst()
                        .orElseThrow();
        Outcome watched = here.run(
                "train",
                IRIS,
                "--set",
                seed,
                "--set",
                "data.split={ validation: 0.5 }",
                "--set",
                "data.train.file=far.csv",
                "--set",
                "data.normalize=none",
                "--run-dir",
                "watched");
        assertThat(watched.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(watched.out())
                .containsPattern(
                        "\nDIVERGED  in epoch \\d+, step \\d+: the validation loss is (NaN|Infinity) in row 51 of "
                                + here.path("far.csv") + "; no model was saved\\. ");
        assertThat(here.read("watched/metrics.jsonl")).containsPattern("\"validationLoss\":\"(NaN|Infinity)\"");

        // Found only after a thousand steps, and located all the same.
        Outcome late = here.run(
                "train",
                IRIS,
                "--set",
                "training.updater.sgd.learning-rate=1e15",
                "--set",
                "training.batch-size=1",
                "--run-dir",
                "late");
        assertThat(late.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(late.out()).containsPattern("\nDIVERGED  in epoch \\d+, step \\d+: \\S+ of layer [12] is ");
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
                                + "no model was saved\nRun    " + here.path("run") + "\n"
                                + "       check.json  config.resolved.yaml  config.yaml  environment.json  report.html  "
                                + "result.json  run.log  trace.npz\n");
        assertThat(here.names("models")).isEmpty();
        assertThat(here.names("run")).doesNotContain("metrics.jsonl");
    }

    @Test
    void saysHowManyStepsWereCheckedWhileTraining() throws IOException {
        here.edited(WORKSHEET, "every.yaml", "  epochs: 1", "  epochs: 7\n  check: every 3");
        Outcome train = here.run("train", "every.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.out()).contains("\nChecked  2 of 7 steps while training: 2 agree\nTrained  7 epochs");
        assertThat(here.read("run/checks.jsonl"))
                .isEqualTo("{\"iteration\":3,\"verdict\":\"agrees\"}\n{\"iteration\":6,\"verdict\":\"agrees\"}\n");
    }

    @Test
    void stopsWhereALaterStepDoesNotAgreeAndItWasAskedTo() throws IOException {
        here.edited(WORKSHEET, "late.yaml", "float64", "float32", "  epochs: 1", "  epochs: 7\n  check: every 3");
        Outcome train = here.run("train", "late.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.err())
                .contains("WARNING  step 3 was checked and is inconclusive; training goes on, because "
                        + "training.on-deviation is continue\n")
                .doesNotContain("step 6");
        assertThat(train.out())
                .contains("\nStep 3 of the training:\n")
                .contains(
                        "\nChecked  2 of 7 steps while training: 2 are inconclusive; the first that does not agree is "
                                + "step 3\n");
        assertThat(here.names("run")).contains("check-step.json");
        assertThat(here.read("run/result.json"))
                .contains("\"checked\": {\n    \"steps\": 2,\n    \"agrees\": 0,\n    \"deviates\": 0,\n    "
                        + "\"inconclusive\": 2,\n    \"first\": 3\n  }");
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
