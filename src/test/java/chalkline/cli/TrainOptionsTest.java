package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chalkline.cli.Workplace.Outcome;
import chalkline.training.Cluster;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a run goes on, what it leaves out, and what it takes from the command line. */
class TrainOptionsTest {
    private static final String IRIS = "configs/iris.yaml";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void setsValuesAndKeepsThemWithTheRun() {
        Outcome train = here.run(
                "train", IRIS, "--set", "training.epochs=2", "--set", "training.batch-size=35", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.out()).contains("\nTrained  2 epochs, 6 steps: ");
        assertThat(here.read("run/config.yaml")).isEqualTo(here.read(IRIS));
        assertThat(here.read("run/config.resolved.yaml")).contains("\n  batch-size: 35\n  epochs: 2\n");
        assertThat(json("run/environment.json").getAsJsonArray("settings").toString())
                .isEqualTo("[\"training.epochs=2\",\"training.batch-size=35\"]");

        Outcome wrong = here.run("train", IRIS, "--set", "training.epochs=2.5");
        assertThat(wrong.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(wrong.err().lines())
                .containsExactly("--set training.epochs=2.5: training.epochs: must be a whole number, not 2.5");
    }

    @Test
    void aClusterNeedsABuildThatHasOne() {
        assumeTrue(ServiceLoader.load(Cluster.class).findFirst().isEmpty(), "this build has Spark");

        Outcome train = here.run("train", IRIS, "--master", "spark://127.0.0.1:7077");
        assertThat(train.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(train.err().lines())
                .containsExactly("--master spark://127.0.0.1:7077: this build of Chalkline has no Spark; make one with "
                        + "mvn -Pspark -DskipTests package, and run it with Spark's jars: java -cp "
                        + "'target/chalkline.jar:target/lib/*:SPARK_HOME/jars/*' chalkline.cli.Main …");
        assertThat(here.path("runs")).doesNotExist();

        Outcome none = here.run("train", IRIS, "--partitions", "0");
        assertThat(none.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(none.err().lines()).containsExactly("--partitions must be at least 1, not 0");
    }

    @Test
    void endsAfterTheStepsThatItMayTake() {
        Outcome train = here.run("train", IRIS, "--max-steps", "10", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.out()).contains("\nTrained  1 epoch, 10 steps: ", "\nEnded  training.max-steps were taken\n");
        assertThat(here.read("run/metrics.jsonl")
                        .lines()
                        .map(line -> JsonParser.parseString(line).getAsJsonObject())
                        .map(record -> record.get("epoch") + " " + record.get("iteration") + " "
                                + record.has("gradientNorms")))
                .containsExactly("1 7 true", "2 10 false");

        Outcome wrong = here.run("train", IRIS, "--max-steps", "0");
        assertThat(wrong.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(wrong.err().lines()).containsExactly("--max-steps must be at least 1, not 0");
    }

    @Test
    void endsAfterTheTimeThatItMayTakeWithAModel() {
        Outcome guess = here.run("train", IRIS, "--set", "training.max-minutes=1e-9");
        assertThat(guess.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(guess.out())
                .containsPattern(
                        "\nNOT PUBLISHED  log-loss [0-9.]+ is no better than 1\\.0986[0-9]+, that of always giving "
                                + "each class its share of the rows \\(publish-if: \\{ better-than-baseline: false } publishes it "
                                + "all the same\\); ");
        Outcome train = here.run(
                "train", IRIS, "--set", "training.max-minutes=1e-9", "--set", "publish-if.better-than-baseline=false");
        assertThat(train.code()).isZero();
        assertThat(train.out())
                .contains("\nTrained  0 epochs, 1 step: ", "\nEnded  training.max-minutes were spent\n", "\nSaved  ");
    }

    @Test
    void endsWhereTheValidationLossBecomesNoBetterWithTheBestModel() throws IOException {
        List<String> early = List.of(
                "--set", "data.split.validation=0.2",
                "--set", "training.updater.sgd.learning-rate=2",
                "--set", "training.early-stopping.patience=3",
                "--set", "training.checkpoints={every-epochs: 1, keep: 2}",
                "--run-dir", "run");
        Outcome train = run("train", IRIS, early);
        assertThat(train.code()).isZero();
        List<Double> losses = here.read("run/metrics.jsonl")
                .lines()
                .map(line -> JsonParser.parseString(line)
                        .getAsJsonObject()
                        .get("validationLoss")
                        .getAsDouble())
                .toList();
        int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow()) + 1;
        assertThat(losses).hasSize(best + 3).hasSizeLessThan(100);
        assertThat(train.out())
                .contains("\nEnded  the validation loss became no better; the model is that of epoch " + best
                        + ", with the best validation loss, ");
        // Its file, kept although three later checkpoints were written, predicts the same.
        List<String> checkpoints = here.names("run/checkpoints");
        assertThat(checkpoints).hasSize(3);
        assertThat(here.run("predict", "run/checkpoints/" + checkpoints.get(0), "data/iris.csv")
                        .out())
                .isEqualTo(
                        here.run("predict", "models/iris.zip", "data/iris.csv").out());

        Outcome unwatched = here.run("train", IRIS, "--set", "training.early-stopping.patience=3");
        assertThat(unwatched.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(unwatched.err().lines())
                .containsExactly("--set training.early-stopping.patience=3: training.early-stopping: needs rows to "
                        + "watch; write, for example, data.split.validation: 0.2");
    }

    @Test
    void learnsAFewBatchesByHeartAndSavesNoModel() throws IOException {
        Outcome train =
                here.run("train", IRIS, "--overfit-batches", "1", "--set", "training.epochs=300", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.out())
                .contains("\nTrained  300 epochs, 300 steps: ", "\nEvaluation on 16 training rows\n  accuracy  1.0000 ")
                .contains("\nTRIAL  on 1 mini-batch, the same in every epoch: no model is saved\n");
        assertThat(here.names("models")).isEmpty();
        assertThat(here.names("run")).doesNotContain("checkpoints");

        Outcome resume = here.run("train", IRIS, "--overfit-batches", "1", "--run-dir", "run", "--resume");
        assertThat(resume.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(resume.err().lines()).containsExactly("--overfit-batches leaves nothing to resume");
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        List<String> before = here.names("");
        Outcome dry = here.run("train", IRIS, "--dry-run");
        assertThat(dry.code()).isZero();
        assertThat(dry.err()).isEmpty();
        assertThat(dry.out())
                .startsWith(here.run("check", IRIS).out())
                .endsWith("DRY RUN  iris: nothing was trained and nothing is written\n"
                        + "Data     105 rows to train on, 0 to watch, 45 to test\n"
                        + "Network  4 -> 10 -> 3: 83 parameters, float32\n"
                        + "Steps    at most 700: epochs 100, mini-batches 7\n"
                        + "Model    " + here.path("models/iris.zip") + " would be written\n"
                        + "data:\n  columns: # as " + here.path("data/iris.csv") + " shows them\n"
                        + "    sepal_length_cm: numeric # 1 input; 0 missing, as \"5.1\"\n"
                        + "    sepal_width_cm: numeric # 1 input; 0 missing, as \"3.5\"\n"
                        + "    petal_length_cm: numeric # 1 input; 0 missing, as \"1.4\"\n"
                        + "    petal_width_cm: numeric # 1 input; 0 missing, as \"0.2\"\n"
                        + "    species: categorical # 3 classes: setosa, versicolor, virginica; 0 missing, as "
                        + "\"setosa\"\n");
        assertThat(here.names("")).isEqualTo(before);

        here.edited("configs/assignment-01.yaml", "stop.yaml", "float64", "float32");
        assertThat(here.run("train", "stop.yaml", "--dry-run").code()).isZero();
        assertThat(here.run("train", "stop.yaml", "--dry-run", "--set", "training.on-deviation=stop")
                        .code())
                .isEqualTo(ExitCode.DEVIATES);
    }

    private Outcome run(String command, String config, List<String> options) {
        return here.run(
                command, Stream.concat(Stream.of(config), options.stream()).toArray(String[]::new));
    }

    private JsonObject json(String file) {
        return JsonParser.parseString(here.read(file)).getAsJsonObject();
    }
}
