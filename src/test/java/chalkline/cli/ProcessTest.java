package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: exit codes, streams, and what happens where the machine gives no more. */
class ProcessTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private static Path directory;

    private static Workplace here;

    @BeforeAll
    static void train() throws IOException {
        here = Workplace.in(directory);
        here.edited("configs/iris.yaml", "short.yaml", "epochs: 100", "epochs: 1");
        assertThat(here.run("train", "short.yaml", "--run-dir", "first").code()).isZero();
    }

    private static Outcome java(List<String> options, String command, String... arguments)
            throws IOException, InterruptedException {
        return here.process(here.javaCommand(options, CLASS_PATH, command, arguments));
    }

    @Test
    void separatesResultsFromProgressAndReturnsTheCode() throws IOException, InterruptedException {
        Outcome train = java(List.of(), "train", "configs/assignment-01.yaml", "--run-dir", "separate");
        assertThat(train.code()).isZero();
        assertThat(train.err().lines()).containsExactly("epoch 1/1  loss 289");
        assertThat(train.out())
                .startsWith(here.run("check", "configs/assignment-01.yaml").out())
                .contains("\nTrained  1 epoch, 1 step: ", "\n  MAE   17   R² undefined\n");
        assertThat(here.read("separate/run.log")).contains("INFO", " - epoch 1/1  loss 289\n");

        Outcome check = java(List.of(), "check", "configs/assignment-01.yaml", "--precision", "float32", "--json", "-");
        assertThat(check.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(check.err()).isEmpty();
        assertThat(check.json().get("verdict").getAsString()).isEqualTo("inconclusive");
    }

    @Test
    void writesUtf8WithoutALocale() throws IOException, InterruptedException {
        here.edited("data/iris.csv", "flowers.csv", "setosa", "Borsten-Schwertlilie", "virginica", "ヒオウギ");
        here.edited(
                "short.yaml", "flowers.yaml", "data/iris.csv", "flowers.csv", "models/iris.zip", "models/flowers.zip");
        assertThat(here.run("train", "flowers.yaml", "--run-dir", "flowers").code())
                .isZero();
        Outcome predict = java(List.of(), "predict", "models/flowers.zip", "flowers.csv");
        assertThat(predict.code()).isZero();
        assertThat(predict.out())
                .startsWith("species,p_Borsten-Schwertlilie,p_versicolor,p_ヒオウギ\n")
                .isEqualTo(
                        here.run("predict", "models/flowers.zip", "flowers.csv").out());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a broken pipe is another error there")
    void endsQuietlyWhereNobodyReadsOn() throws IOException, InterruptedException {
        Process process =
                here.start(here.javaCommand(List.of(), CLASS_PATH, "predict", "models/iris.zip", "data/iris.csv"));
        process.getInputStream().close();
        assertThat(process.waitFor()).isZero();
        assertThat(here.read("stderr")).isEmpty();
    }

    static boolean hasFullDevice() {
        return Files.exists(Path.of("/dev/full")) && Files.exists(Path.of("/bin/bash"));
    }

    @Test
    @EnabledIf("hasFullDevice")
    void failsWhereStandardOutputTakesNoMore() throws IOException, InterruptedException {
        Outcome predict = here.process(bash(
                "exec \"$@\" > /dev/full",
                here.javaCommand(List.of(), CLASS_PATH, "predict", "models/iris.zip", "data/iris.csv")));
        assertThat(predict.code()).isEqualTo(ExitCode.FAILED);
        assertThat(predict.err()).startsWith("standard output could not be written: ");
        assertThat(predict.err().lines()).hasSize(1);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the file-size limit is ulimit's")
    void keepsTheOldModelWhereTheDiskTakesNoMore() throws IOException, InterruptedException {
        here.edited("short.yaml", "wide.yaml", "units: 10", "units: 2000", "name: iris", "name: wide");
        byte[] old = Files.readAllBytes(here.path("models/iris.zip"));
        // 24 KB a file are enough for the run's files, not for the model's 14000 parameters.
        Outcome train = here.process(bash(
                "ulimit -f 24; exec \"$@\"",
                here.javaCommand(
                        List.of(),
                        CLASS_PATH,
                        "train",
                        "wide.yaml",
                        "--run-dir",
                        "wide",
                        "--set",
                        "training.checkpoints=none")));
        assertThat(train.code()).isEqualTo(ExitCode.FAILED);
        assertThat(train.err().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .startsWith(here.path("models/iris.zip") + ": could not be written: ");
        assertThat(train.hasStackTrace()).isFalse();
        assertThat(Files.readAllBytes(here.path("models/iris.zip"))).isEqualTo(old);
        assertThat(here.names("models")).allMatch(name -> name.endsWith(".zip"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the file-size limit is ulimit's")
    void saysWhichCheckpointTheDiskTakesNoMoreOf() throws IOException, InterruptedException {
        here.edited("short.yaml", "broad.yaml", "units: 10", "units: 2000", "models/iris.zip", "models/broad.zip");
        Outcome train = here.process(bash(
                "ulimit -f 24; exec \"$@\"",
                here.javaCommand(
                        List.of(),
                        CLASS_PATH,
                        "train",
                        "broad.yaml",
                        "--run-dir",
                        "broad",
                        "--set",
                        "training.checkpoints.every-steps=3")));
        assertThat(train.code()).isEqualTo(ExitCode.FAILED);
        assertThat(train.err().lines())
                .singleElement()
                .asString()
                .startsWith(here.path("broad/checkpoints/step-0000000003.zip") + ": could not be written: ");
        assertThat(train.hasStackTrace()).isFalse();
        assertThat(here.names("broad/checkpoints")).isEmpty();
        assertThat(here.names("models")).doesNotContain("broad.zip");
    }

    @Test
    void saysThatMemoryIsOutAndHowToGiveMore() throws IOException, InterruptedException {
        String row = "1,".repeat(999) + "1\n";
        try (BufferedWriter csv = Files.newBufferedWriter(here.path("large.csv"))) {
            csv.write(IntStream.rangeClosed(1, 1000).mapToObj(k -> "c" + k).collect(Collectors.joining(",", "", "\n")));
            for (int i = 0; i < 10_000; i++) {
                csv.write(row);
            }
        }
        here.edited(
                "short.yaml",
                "large.yaml",
                "data/iris.csv",
                "large.csv",
                "[species]",
                "[c1]",
                "softmax",
                "sigmoid",
                "mcxent",
                "mse",
                "{ test: 0.3 }",
                "{ test: 0.5 }");
        Outcome train = java(List.of("-Xmx64m"), "train", "large.yaml", "--run-dir", "large");
        assertThat(train.code()).isEqualTo(ExitCode.FAILED);
        assertThat(train.out()).isEmpty();
        assertThat(train.err())
                .isEqualTo("out of memory: Java heap space; give Java more with -Xmx, or train on fewer rows at a time"
                        + System.lineSeparator());
    }

    @Test
    void leavesNoDumpWhereTheNetworkIsTooLarge() throws IOException, InterruptedException {
        here.edited("short.yaml", "huge.yaml", "units: 10,", "units: 1000000,");
        Outcome train = java(List.of("-Xmx64m"), "train", "huge.yaml", "--run-dir", "huge");
        assertThat(train.code()).isEqualTo(ExitCode.FAILED);
        assertThat(train.err())
                .startsWith("out of memory: ")
                .endsWith("; give Java more with -Xmx, or train on fewer rows at a time" + System.lineSeparator());
        assertThat(train.err().lines()).hasSize(1);
        assertThat(here.names("")).noneMatch(name -> name.contains("dump"));
        assertThat(here.names("huge")).doesNotContain("metrics.jsonl");
    }

    @Test
    void saysWhichLibraryIsMissing() throws IOException, InterruptedException {
        String without = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.contains("deeplearning4j-nn"))
                .collect(Collectors.joining(File.pathSeparator));
        Outcome inspect = here.process(here.javaCommand(List.of(), without, "inspect", "models/iris.zip"));
        assertThat(inspect.code()).isEqualTo(ExitCode.FAILED);
        assertThat(inspect.err().lines())
                .singleElement()
                .asString()
                .startsWith("a library that Chalkline needs cannot be loaded: java.lang.NoClassDefFoundError: "
                        + "org/deeplearning4j/");
    }

    private static List<String> bash(String script, List<String> command) {
        List<String> line = new ArrayList<>(List.of("/bin/bash", "-c", script, "bash"));
        line.addAll(command);
        return line;
    }
}
