package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.config.PublishSpec.Comparison;
import chalkline.config.PublishSpec.Condition;
import chalkline.config.PublishSpec.Metric;
import chalkline.config.TrainingSpec.Checkpoints;
import chalkline.config.TrainingSpec.Checks;
import chalkline.config.TrainingSpec.EarlyStopping;
import chalkline.config.TrainingSpec.Limits;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a run ends, what it is resumed from, what its model must reach, and values that are set from outside. */
class RunConfigurationTest {
    private static final String BASE = """
            name: run
            network: { layers: [{ output: { units: 1, activation: sigmoid, loss: mse } }] }
            data: { train: { x: [[1, 2]], y: [[1]] } }
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void writeAnotherModel() throws IOException {
        Files.writeString(directory.resolve("prod.zip"), "");
    }

    @Test
    void readsAllAndWritesItBack() throws IOException {
        Configuration read = read("""
                training:
                  max-steps: 700
                  max-minutes: 1.5
                  early-stopping: { patience: 10, min-delta: 0.001 }
                  checkpoints: { every-epochs: 2, every-steps: 50, every-minutes: 0.5, keep: 4 }
                  keep-runs: 20
                publish-if: { auc: ">= 0.98", log-loss: "<0.1", not-worse-than: prod.zip }
                """);

        assertThat(read.training().limits()).isEqualTo(new Limits(OptionalLong.of(700), OptionalDouble.of(1.5)));
        assertThat(read.training().earlyStopping()).contains(new EarlyStopping(10, 0.001));
        assertThat(read.training().checkpoints())
                .contains(new Checkpoints(OptionalInt.of(2), OptionalLong.of(50), OptionalDouble.of(0.5), 4));
        assertThat(read.publish())
                .isEqualTo(new PublishSpec(
                        List.of(
                                new Condition(Metric.AUC, Comparison.AT_LEAST, 0.98),
                                new Condition(Metric.LOG_LOSS, Comparison.BELOW, 0.1)),
                        Optional.of(directory.resolve("prod.zip")),
                        Optional.empty()));
        assertThat(read.resolved())
                .contains(
                        "\n  max-steps: 700\n  max-minutes: 1.5\n  early-stopping: { patience: 10, min-delta: 0.001 }\n"
                                + "  checkpoints: { every-epochs: 2, every-steps: 50, every-minutes: 0.5, keep: 4 }\n  keep-runs: 20\n",
                        "\npublish-if: { auc: \">= 0.98\", log-loss: \"< 0.1\", not-worse-than: prod.zip }\n");
        assertReadsBack(read);
    }

    @Test
    void hasDefaults() throws IOException {
        Configuration read = read("");
        assertThat(read.training().limits()).isEqualTo(Limits.NONE);
        assertThat(read.training().earlyStopping()).isEmpty();
        assertThat(read.publish()).isEqualTo(PublishSpec.USUAL);
        assertThat(read.resolved()).contains("\n  checkpoints: { every-minutes: 5, keep: 3 }\n");
        assertReadsBack(read);

        Configuration none = read("training: { checkpoints: none }");
        assertThat(none.training().checkpoints()).isEmpty();
        assertReadsBack(none);
        // The file may come to be with the first run.
        assertThat(read("publish-if: { not-worse-than: models/run.zip }")
                        .publish()
                        .notWorseThan())
                .contains(directory.resolve("models/run.zip"));
        assertThat(none.training().checks()).isEqualTo(Checks.FIRST);
        Configuration every = read("training: { check: every 100 }");
        assertThat(every.training().checks()).isEqualTo(new Checks(OptionalLong.of(100), OptionalDouble.empty()));
        assertThat(every.resolved()).contains("\n  check: every 100\n");
        assertReadsBack(every);
        Configuration share = read("training: { check: { share: 0.05 } }");
        assertThat(share.training().checks()).isEqualTo(new Checks(OptionalLong.empty(), OptionalDouble.of(0.05)));
        assertReadsBack(share);
        assertThat(read("training: { check: first }").training().checks()).isEqualTo(Checks.FIRST);
        assertThat(read("training: { checkpoints: { keep: 1 } }").training().checkpoints())
                .contains(new Checkpoints(OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.of(5), 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "training: { max-steps: 0 } | 4:24: training.max-steps: must be at least 1, not 0",
                "training: { max-minutes: 0 } | 4:26: training.max-minutes: must be greater than 0, not 0",
                "training: { early-stopping: { min-delta: 0 } } | 4:29: training.early-stopping: patience is missing; "
                        + "write, for example, patience: 10",
                "training: { early-stopping: { patience: 3, min-delta: -1 } } | 4:55: "
                        + "training.early-stopping.min-delta: must be at least 0, not -1",
                "training: { checkpoints: never } | 4:26: training.checkpoints: must be a map with the keys "
                        + "every-epochs, every-steps, every-minutes, keep, not never",
                "training: { checkpoints: { every-epoch: 1 } } | 4:28: training.checkpoints.every-epoch: unknown key, "
                        + "did you mean every-epochs?",
                "training: { check: always } | 4:20: training.check: must be first, every N such as every 100, or "
                        + "{ share: 0.05 }, not always",
                "training: { check: every 0 } | 4:20: training.check: must be at least 1, not 0",
                "training: { check: every few } | 4:20: training.check: must be a whole number, not few",
                "training: { check: { share: 1 } } | 4:29: training.check.share: must be greater than 0 and less than 1, "
                        + "not 1; every 1 checks every step",
                "training: { check: { share: half } } | 4:29: training.check.share: must be a number, not half",
                "publish-if: { auc: 0.98 } | 4:20: publish-if.auc: must be a comparison in quotation marks, such as "
                        + "\">= 0.9\", not 0.98",
                "publish-if: { rmse: \"<= much\" } | 4:21: publish-if.rmse: must be a number, not much",
                "publish-if: { acuracy: \"> 0.9\" } | 4:15: publish-if.acuracy: unknown key, did you mean accuracy?",
            })
    void saysWhatIsWrong(String line, String problem) throws IOException {
        assertThat(problems(line)).containsExactly("x.yaml:" + problem);
    }

    @Test
    void doesNotCompareWithAModelThatIsNotThere() throws IOException {
        assertThat(problems("publish-if: { not-worse-than: prd.zip }"))
                .containsExactly("x.yaml:4:31: publish-if.not-worse-than: there is no file prd.zip in " + directory);
    }

    @Test
    void setsValues() throws IOException {
        Configuration read = read(
                "training: { epochs: 3, updater: { sgd: { learning-rate: 0.5 } } }",
                "training.epochs=7",
                "seed=5",
                "network.layers[0].output.activation=tanh",
                "training.early-stopping.patience=2",
                "data.train.y=[[0.25]]",
                "training.epochs=8",
                "model=a=b.zip");
        assertThat(read.training().epochs()).isEqualTo(8);
        assertThat(read.training().earlyStopping()).contains(new EarlyStopping(2, 0));
        assertThat(read.seed()).isEqualTo(5);
        assertThat(read.model()).isEqualTo(directory.resolve("a=b.zip"));
        assertThat(read.resolved()).contains("learning-rate: 0.5", "activation: tanh", "    y:\n      - [0.25]\n");
        assertThat(read.toNetwork(2, 1).layer(1).activation().label()).isEqualTo("tanh");
        assertThat(read.text()).contains("epochs: 3");
        assertReadsBack(read);
    }

    @Test
    void namesTheOptionWhereASettingIsWrong() throws IOException {
        assertThat(problems(
                        "training: { epochs: 3 }", "training.epochs=many", "trainig.epochs=2", "training.bach-size=2"))
                .containsExactlyInAnyOrder(
                        "--set training.epochs=many: training.epochs: must be a whole number, not many",
                        "--set trainig.epochs=2: trainig: unknown key, did you mean training?",
                        "--set training.bach-size=2: training.bach-size: unknown key, did you mean batch-size?");
        assertThat(problems("", "seed")).containsExactly("--set seed: must be KEY=VALUE, such as training.epochs=3");
        assertThat(problems("", "a..b=1"))
                .containsExactly("--set a..b=1: must be KEY=VALUE, such as training.epochs=3");
        assertThat(problems("", "seed=")).containsExactly("--set seed=: seed: has no value; it must be a whole number");
        assertThat(problems("", "name.first=x")).containsExactly("--set name.first=x: name is run, which has no keys");
        assertThat(problems("", "name[0]=x")).containsExactly("--set name[0]=x: name is run, not a list");
        assertThat(problems("", "nobody[0]=x")).containsExactly("--set nobody[0]=x: nobody is not there");
        assertThat(problems("", "network.layers[1].dense.units=3"))
                .containsExactly("--set network.layers[1].dense.units=3: network.layers has 1 item, counted from 0");
        assertThat(problems("", "data.train.x=[[1"))
                .singleElement()
                .asString()
                .startsWith("--set data.train.x=[[1:1:")
                .contains("not valid YAML");
        Configuration narrow = read("", "network.inputs=2");
        InvalidInputException misfit = catchThrowableOfType(InvalidInputException.class, () -> narrow.toNetwork(3, 1));
        assertThat(misfit.problems()).singleElement().asString().startsWith("--set network.inputs=2: network.inputs: ");
    }

    @Test
    void knowsWhatDecidesTheNumbersOfARun() throws IOException {
        List<String> plain = read("").trajectory();
        assertThat(read("", "training.epochs=9", "training.max-steps=2", "training.checkpoints=none", "model=b.zip")
                        .trajectory())
                .isEqualTo(plain);
        assertThat(read("", "seed=9").trajectory()).isNotEqualTo(plain);
        assertThat(read("", "training.batch-size=9").trajectory()).isNotEqualTo(plain);
        assertThat(read("", "data.train.y=[[2]]").trajectory()).isNotEqualTo(plain);
    }

    private void assertReadsBack(Configuration configuration) throws IOException {
        Path file = directory.resolve("resolved.yaml");
        Files.writeString(file, configuration.resolved());
        Configuration again = Configuration.read(Path.of("resolved.yaml"), directory);
        assertThat(again.resolved()).isEqualTo(configuration.resolved());
        assertThat(again.training()).isEqualTo(configuration.training());
        assertThat(again.publish()).isEqualTo(configuration.publish());
    }

    private Configuration read(String lines, String... settings) throws IOException {
        Files.writeString(directory.resolve("x.yaml"), BASE + lines);
        return Configuration.read(Path.of("x.yaml"), directory, List.of(settings));
    }

    private List<String> problems(String lines, String... settings) {
        return catchThrowableOfType(InvalidInputException.class, () -> read(lines, settings))
                .problems();
    }
}
