package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people get wrong: every mistake named with its place, exit 2, nothing left behind. */
class UnusableInputTest {
    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void namesEveryMistakeOfAConfiguration() throws IOException {
        here.write("wrong.yaml", """
                name: wrong
                notation: Wx+b
                colour: blue
                network:
                  inputs: 3
                  layers:
                    - dense: { units: 2, activation: relu, weights: [[1, 2], [3, 4], [5, 6]] }
                    - output: { units: one, activation: sigmoid, loss: mse }
                data:
                  train: { file: nowhere.csv, labels: [y] }
                training:
                  updater: { sgd: { learning-rate: -0.1 } }
                """);
        for (String command : List.of("train", "check")) {
            Outcome outcome = here.run(command, "wrong.yaml");
            assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err().lines())
                    .containsExactly(
                            "wrong.yaml:3:1: colour: unknown key; the keys here are name, seed, precision, notation, "
                                    + "network, data, training, check, points, conventions, model, publish-if, evaluate",
                            "wrong.yaml:7:53: network.layers[0].dense.weights: layer 1: W is 3×2 in Wx+b notation but "
                                    + "must be 2×3: the network has 3 inputs and this layer has 2 units; its shape is "
                                    + "that of xW+b notation",
                            "wrong.yaml:8:24: network.layers[1].output.units: must be a whole number, not one",
                            "wrong.yaml:10:18: data.train.file: there is no file nowhere.csv in " + directory,
                            "wrong.yaml:12:36: training.updater.sgd.learning-rate: must be 0 or positive, not -0.1");
        }
        assertThat(here.names("")).containsExactly("configs", "data", "wrong.yaml");
    }

    @Test
    void asksForTheNotationWhereWeightsAreGiven() throws IOException {
        here.edited("configs/assignment-01.yaml", "unclear.yaml", "notation: Wx+b", "");
        refused(
                here.run("check", "unclear.yaml"),
                "unclear.yaml:15:11: network.layers[0].dense.weights: weights need a notation at the top of the file: "
                        + "notation: Wx+b where W is nOut × nIn, notation: xW+b where it is nIn × nOut");
    }

    @Test
    void namesEveryBadCell() throws IOException {
        List<String> rows = new ArrayList<>(here.read("data/iris.csv").lines().toList());
        rows.set(2, "4.9cm,3,1.4,0.2,setosa");
        rows.set(4, "4.6,3.1,,0.2,setosa");
        rows.set(5, "5,3.6,1.4,NaN,setosa");
        rows.set(7, "1e999,3.4,1.4,0.3,setosa");
        rows.set(8, "5,3.4,1.5,0.2,");
        rows.set(9, "4.4,2.9,1.4,0.2");
        Path csv = here.write("data/iris.csv", String.join("\n", rows));
        refused(
                here.run("train", "configs/iris.yaml"),
                csv + ":3: column \"sepal_length_cm\": \"4.9cm\" is not a number, nor is 1 cell more; write "
                        + "data.missing-values: [\"4.9cm\", \"1e999\"], or data.columns: { sepal_length_cm: categorical }",
                csv + ":8: column \"sepal_length_cm\": \"1e999\" is too large for float64",
                csv + ":9: column \"species\" is empty; write data.missing-labels: drop-rows",
                csv + ":10: 4 cells, but the header has 5 columns");
        assertThat(here.names("")).containsExactly("configs", "data");
    }

    @Test
    void refusesANumberThatFloat32CannotHold() throws IOException {
        here.edited("configs/assignment-01.yaml", "large.yaml", "[[20, 3, 4]]", "[[1e39, 3, 4]]", "float64", "float32");
        refused(
                here.run("train", "large.yaml"),
                "large.yaml:28:10: data.train.x[0][0]: 1e39 is too large for float32, which ends at 3.4028235E38");
    }

    @Test
    void namesFilesThatAreNotThere() {
        refused(here.run("train", "a.yaml"), "a.yaml: there is no such file in " + directory);
        refused(here.run("check", "."), ".: is a directory, not a configuration");
        refused(here.run("inspect", "a.zip"), here.path("a.zip") + ": there is no such file");
        refused(here.run("predict", "a.zip", "data/iris.csv"), here.path("a.zip") + ": there is no such file");
        refused(here.run("check", "a.zip", "--data", "data/iris.csv"), here.path("a.zip") + ": there is no such file");
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        refused(here.run("inspect", "data/iris.csv"), here.path("data/iris.csv") + ": is not a zip file");
        refused(here.run("inspect", "data"), here.path("data") + ": is not a file, but a directory");
        zip("hostile.zip", "configuration.json", "coefficients.bin", "preprocessor.bin");
        refused(
                here.run("predict", "hostile.zip", "data/iris.csv"),
                here.path("hostile.zip") + ": the entry \"preprocessor.bin\" is refused: it holds a serialized Java "
                        + "object, and reading one can run any code");
        zip("photos.zip", "beach.jpg");
        refused(
                here.run("inspect", "photos.zip"),
                here.path("photos.zip") + ": the entry \"beach.jpg\" does not belong into a model zip");
        refused(here.run("train", "photos.zip"), "photos.zip: is a zip file, not a configuration");
    }

    private void zip(String file, String... entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(here.path(file));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(1);
            }
        }
    }

    private static void refused(Outcome outcome, String... sentences) {
        assertThat(outcome.err().lines()).containsExactly(sentences);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
    }
}
