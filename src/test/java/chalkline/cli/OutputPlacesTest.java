package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.ChildProcess;
import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Results go where they were sent, and models only where they can be replaced. */
@EnabledOnOs(OS.LINUX)
class OutputPlacesTest {
    private static final String CONFIG = "configs/assignment-01.yaml";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    private Outcome check(String json) {
        return here.run("check", CONFIG, "--json", json);
    }

    private String usualJson() {
        return here.run("check", CONFIG, "--json", "-").out();
    }

    @Test
    void writesToADeviceAndLeavesItOne() {
        assertThat(check("/dev/null").code()).isZero();
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        Outcome full = check("/dev/full");
        assertThat(full.code()).isEqualTo(ExitCode.FAILED);
        assertThat(full.err()).isEqualTo("/dev/full: could not be written: No space left on device\n");
        assertThat(here.run("check", CONFIG, "--npz", "/dev/null").code()).isZero();
    }

    @Test
    void writesToAPipe() throws IOException, InterruptedException {
        Path pipe = pipe("pipe");
        Process reader = ChildProcess.start(new ProcessBuilder("cat", pipe.toString()));
        assertThat(check("pipe").code()).isZero();
        String read = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(read).isEqualTo(usualJson());
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    private Path pipe(String name) throws IOException, InterruptedException {
        assertThat(ChildProcess.run(new ProcessBuilder("mkfifo", here.path(name).toString()))
                        .code())
                .isZero();
        return here.path(name);
    }

    /** Also where standard output is a file: another file in its place would leave the shell's empty. */
    @Test
    void writesToStandardOutputWhateverThatIs() throws IOException, InterruptedException {
        List<String> command = here.javaCommand(
                List.of(), System.getProperty("java.class.path"), "check", CONFIG, "--json", "/dev/stdout");
        Path file = here.write("out.txt", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
                .redirectError(here.path("stderr").toFile());
        assertThat(ChildProcess.start(builder).waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(here.read("stderr")).isEmpty();
        assertThat(here.read("out.txt")).startsWith("{\n").contains("\nassignment-01: one Deeplearning4j fit");
    }

    /** A name without an ending is a folder on a cluster alone. */
    @Test
    void writesPredictionsWhereverTheyAreSent() throws IOException, InterruptedException {
        here.run(
                "train",
                "configs/iris.yaml",
                "--engine",
                "direct",
                "--max-steps",
                "2",
                "--set",
                "publish-if.better-than-baseline=false");
        String usual = here.run("predict", "models/iris.zip", "data/iris.csv", "--engine", "direct")
                .out();
        assertThat(usual.lines()).hasSize(151);
        for (String name : List.of("predictions.csv", "predictions")) {
            assertThat(predict(name).out()).isEmpty();
            assertThat(here.read(name)).isEqualTo(usual);
        }
        Process reader = ChildProcess.start(
                new ProcessBuilder("cat", pipe("predictions-pipe").toString()));
        predict("predictions-pipe");
        assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(usual);
    }

    private Outcome predict(String out) {
        Outcome outcome = here.run("predict", "models/iris.zip", "data/iris.csv", "--engine", "direct", "--out", out);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void followsLinksAndKeepsModes() throws IOException {
        here.write("target.json", "old");
        Files.setPosixFilePermissions(here.path("target.json"), PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(here.path("link.json"), Path.of("target.json"));
        Files.createSymbolicLink(here.path("dangling.json"), Path.of("later/../new.json"));
        Files.createDirectory(here.path("later"));
        Files.createSymbolicLink(here.path("circle.json"), Path.of("circle.json"));
        for (String name : List.of("link.json", "dangling.json")) {
            assertThat(check(name).code()).isZero();
            assertThat(here.path(name)).isSymbolicLink();
            assertThat(here.read(name)).isEqualTo(usualJson());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(here.path("target.json"))))
                .isEqualTo("rw-r-----");
        assertThat(here.path("new.json")).isRegularFile();
        Outcome circle = check("circle.json");
        assertThat(circle.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(circle.err())
                .isEqualTo(here.path("circle.json") + ": cannot be written: its links lead in a circle\n");
    }

    @Test
    void refusesAModelPlaceBeforeTraining() throws IOException, InterruptedException {
        pipe("pipe.zip");
        refused("pipe.zip", ": it is a device or a pipe, which cannot be replaced as a whole");
        String longName = "a".repeat(245) + ".zip";
        Outcome tooLong = here.run("train", CONFIG, "--set", "model=" + longName);
        assertThat(tooLong.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(tooLong.err())
                .startsWith(here.path("a".repeat(245) + ".previous.zip") + ": the model cannot be saved here: ")
                .hasLineCount(1);
        Files.createDirectory(here.path("b.previous.zip"));
        refused("b.zip", ": " + here.path("b.previous.zip") + ", where the file before goes, is not a regular file");
        assertThat(here.names("runs")).isEmpty();
    }

    @Test
    void saysOfAPlaceThatIsNoneWhy() {
        String longName = "a".repeat(300) + ".json";
        Outcome tooLong = check(longName);
        assertThat(tooLong.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(tooLong.err())
                .endsWith(": cannot be written: File name too long\n")
                .hasLineCount(1);
        unwritable("/proc/nowhere", "nothing can be created in /proc: No such file or directory");
        unwritable("/dev/fd/987", "nothing can be created in /dev/fd: No such file or directory");
        unwritable(CONFIG + "/x.json", here.path(CONFIG) + " is not a directory");
        Outcome blank = check("");
        assertThat(blank.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(blank.err()).startsWith("Invalid value for option '--json': a path cannot be blank\n");
    }

    private void unwritable(String place, String why) {
        Outcome outcome = check(place);
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo(here.path("").resolve(place) + ": cannot be written: " + why + "\n");
    }

    private void refused(String model, String why) {
        Outcome outcome = here.run("train", CONFIG, "--set", "model=" + model);
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo(here.path(model) + ": the model cannot be saved here" + why + "\n");
    }

    @Test
    void leavesTheModelOfAnotherConfigurationAlone() throws IOException {
        assertThat(here.run("train", CONFIG, "--set", "model=m.zip").code()).isZero();
        assertThat(here.run("train", CONFIG, "--set", "model=m.previous.zip", "--set", "seed=7")
                        .code())
                .isZero();
        byte[] others = Files.readAllBytes(here.path("m.previous.zip"));
        Outcome outcome = here.run("train", CONFIG, "--set", "model=m.zip", "--set", "training.epochs=2");
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.err())
                .isEqualTo("--set model=m.zip: model: the model that it replaces would go to "
                        + here.path("m.previous.zip")
                        + ", which is the model of another configuration: choose another name\n");
        assertThat(here.path("m.previous.zip")).hasBinaryContent(others);
        assertThat(here.names("")).noneMatch(name -> name.startsWith(".chalkline"));
    }
}
