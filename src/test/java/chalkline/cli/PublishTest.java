package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which model takes the place of the one before, and what becomes of that. */
class PublishTest {
    private static final String IRIS = "configs/iris.yaml";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void keepsThePreviousModel() throws IOException {
        assertThat(train("first", "training.epochs=1").code()).isZero();
        byte[] first = model();
        Outcome second = train("second", "training.epochs=2");
        assertThat(second.code()).isZero();
        assertThat(second.out())
                .contains("\nSaved  " + here.path("models/iris.zip") + " (reloaded: identical); the one before is "
                        + here.path("models/iris.previous.zip") + "\n");
        assertThat(previous()).isEqualTo(first);
        assertThat(model()).isNotEqualTo(first);

        // The same model once more: it is there already, and what was before it stays.
        byte[] now = model();
        assertThat(train("third", "training.epochs=2").code()).isZero();
        assertThat(model()).isEqualTo(now);
        assertThat(previous()).isEqualTo(first);
        assertThat(here.names("models")).containsExactly("iris.previous.zip", "iris.zip");
    }

    @Test
    void leavesTheOldModelWhereTheNewOneDoesNotReachItsBounds() throws IOException {
        String accuracy = "publish-if.accuracy=\"> 0.9\"";
        Outcome none = train("none", "training.epochs=1", accuracy);
        assertThat(none.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(none.out())
                .containsPattern("\nNOT PUBLISHED  accuracy 0\\.6\\d+ is not > 0\\.9; "
                        + here.path("models/iris.zip") + " is not written\nKept   " + here.path("none/model.zip")
                        + "\nRun    ");
        assertThat(here.names("models")).isEmpty();
        assertThat(here.run("evaluate", "none/model.zip", "data/iris.csv").code())
                .isZero();

        assertThat(train("good", accuracy).code()).isZero();
        byte[] good = model();
        Outcome bad = train("bad", "training.epochs=1", accuracy, "publish-if.auc=\">= 0.9999\"");
        assertThat(bad.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(bad.out())
                .containsPattern(
                        "\nNOT PUBLISHED  accuracy 0\\.6\\d+ is not > 0\\.9; auc 0\\.8\\d+ is not >= 0\\.9999; "
                                + here.path("models/iris.zip") + " stays as it was\n");
        assertThat(model()).isEqualTo(good);
        assertThat(here.names("models")).containsExactly("iris.zip");
    }

    @Test
    void leavesTheOldModelWhereTheNewOneIsWorse() throws IOException {
        String notWorse = "publish-if.not-worse-than=models/iris.zip";
        assertThat(train("first", notWorse).code()).isZero();
        byte[] first = model();
        Outcome worse = train("worse", notWorse, "training.epochs=1");
        assertThat(worse.code()).isEqualTo(ExitCode.DEVIATES);
        assertThat(worse.out())
                .containsPattern("\nNOT PUBLISHED  accuracy 0\\.6\\d+ is worse than 0\\.97\\d+ of "
                        + here.path("models/iris.zip") + "; " + here.path("models/iris.zip") + " stays as it was\n");
        assertThat(model()).isEqualTo(first);

        // As good is good enough, by the figures that conditions name.
        assertThat(train("again", notWorse, "publish-if.auc=\"> 0.5\"").code()).isZero();
    }

    @Test
    void learnsBeforeTrainingThatNothingCanBeCompared() throws IOException {
        here.write("other.zip", "no zip");
        Outcome unreadable = train("unreadable", "publish-if.not-worse-than=other.zip");
        assertThat(unreadable.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(unreadable.err().lines()).containsExactly(here.path("other.zip") + ": is not a zip file");

        here.run("train", "configs/assignment-01-rescaled.yaml");
        Outcome ofOthers = train("others", "publish-if.not-worse-than=models/assignment-01-rescaled.zip");
        assertThat(ofOthers.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ofOthers.hasStackTrace()).isFalse();

        Outcome ofNumbers = train("numbers", "publish-if.rmse=\"< 1\"");
        assertThat(ofNumbers.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(ofNumbers.err().lines())
                .containsExactly(
                        "--set publish-if.rmse=\"< 1\": publish-if.rmse: there is no such figure of a model that "
                                + "predicts classes; there are accuracy, f1, auc, log-loss");
        assertThat(here.names("numbers")).isEmpty();
    }

    @Test
    void replacesTheFileThatALinkLeadsTo() throws IOException {
        Files.createDirectories(here.path("store"));
        Files.createDirectories(here.path("models"));
        here.write("store/current.zip", "the model of last night");
        Files.createSymbolicLink(here.path("models/iris.zip"), here.path("store/current.zip"));
        assertThat(train("run", "training.epochs=1").code()).isZero();
        assertThat(Files.isSymbolicLink(here.path("models/iris.zip"))).isTrue();
        assertThat(here.run("predict", "store/current.zip", "data/iris.csv").code())
                .isZero();
        assertThat(here.read("models/iris.previous.zip")).isEqualTo("the model of last night");
    }

    private Outcome train(String run, String... settings) {
        String[] arguments = new String[3 + 2 * settings.length];
        arguments[0] = IRIS;
        arguments[1] = "--run-dir";
        arguments[2] = run;
        for (int k = 0; k < settings.length; k++) {
            arguments[3 + 2 * k] = "--set";
            arguments[4 + 2 * k] = settings[k];
        }
        return here.run("train", arguments);
    }

    private byte[] model() throws IOException {
        return Files.readAllBytes(here.path("models/iris.zip"));
    }

    private byte[] previous() throws IOException {
        return Files.readAllBytes(here.path("models/iris.previous.zip"));
    }
}
