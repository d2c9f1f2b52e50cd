package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.ChildProcess;
import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are ended before their end, and go on as if nobody had. */
class ResumeTest {
    private static final String IRIS = "configs/iris.yaml";
    private static final String DROPOUT = "network.layers[0].dense.retain-probability=0.8";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void goesOnInTheMiddleOfAnEpochWithTheSameBits() throws IOException {
        assertThat(here.run("train", IRIS, "--set", DROPOUT, "--set", "training.epochs=6", "--run-dir", "whole")
                        .code())
                .isZero();
        byte[] whole = Files.readAllBytes(here.path("models/iris.zip"));
        String metrics = here.read("whole/metrics.jsonl");

        here.run("train", IRIS, "--set", DROPOUT, "--max-steps", "17", "--run-dir", "run");
        assertThat(Files.readAllBytes(here.path("models/iris.zip"))).isNotEqualTo(whole);
        assertThat(here.read("run/metrics.jsonl").lines()).hasSize(3);
        Outcome resumed = here.run(
                "train", IRIS, "--set", DROPOUT, "--set", "training.epochs=6", "--run-dir", "run", "--resume", "last");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err().lines()).first().isEqualTo("resuming " + here.path("run") + " after step 17");
        assertThat(resumed.out()).startsWith("Trained  6 epochs, 42 steps: ");
        assertThat(Files.readAllBytes(here.path("models/iris.zip"))).isEqualTo(whole);
        assertThat(here.read("run/metrics.jsonl")).isEqualTo(metrics);
        assertThat(here.read("run/config.resolved.yaml")).contains("epochs: 6").doesNotContain("max-steps");

        // Once more from the same moment, its file named; and from the end, where nothing is left to do.
        for (String from : List.of("run/checkpoints/step-0000000017.zip", "run")) {
            assertThat(here.run("train", IRIS, "--set", DROPOUT, "--set", "training.epochs=6", "--resume", from)
                            .code())
                    .isZero();
            assertThat(Files.readAllBytes(here.path("models/iris.zip"))).isEqualTo(whole);
            assertThat(here.read("run/metrics.jsonl")).isEqualTo(metrics);
        }
    }

    @Test
    void findsTheLastRun() throws IOException {
        Outcome none = here.run("train", IRIS, "--resume", "--max-steps", "8");
        assertThat(none.code()).isZero();
        assertThat(none.err().lines())
                .startsWith(
                        "--resume: there is no checkpoint in " + here.path("runs/iris") + ", so training begins anew");
        String first = here.names("runs/iris").get(0);
        here.run("train", IRIS, "--max-steps", "9", "--set", "training.checkpoints=none");
        Outcome resumed = here.run("train", IRIS, "--max-steps", "12", "--resume");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err().lines())
                .first()
                .isEqualTo("resuming " + here.path("runs/iris/" + first) + " after step 8");
        assertThat(resumed.out()).contains("Trained  1 epoch, 12 steps: ");
    }

    @Test
    void beginsAnewWhereARunWasKilledBeforeItsFirstCheckpoint() throws IOException {
        // What a kill in the first epoch leaves.
        here.run("train", IRIS, "--max-steps", "3", "--set", "training.checkpoints=none", "--run-dir", "run");
        Files.delete(here.path("run/result.json"));
        Outcome resumed = here.run("train", IRIS, "--max-steps", "8", "--run-dir", "run", "--resume");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err().lines())
                .startsWith("--resume: there is no checkpoint in " + here.path("run") + ", so training begins anew");
        assertThat(here.read("run/metrics.jsonl").lines()).hasSize(2);

        // A run that came to its end is never written over, nor is anything else.
        for (String other : List.of("done", "data")) {
            if (other.equals("done")) {
                here.run("train", IRIS, "--max-steps", "3", "--set", "training.checkpoints=none", "--run-dir", other);
            }
            Outcome refused = here.run("train", IRIS, "--run-dir", other, "--resume");
            assertThat(refused.code()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(refused.err())
                    .endsWith(here.path(other) + ": the run directory is there already; a run is never written over\n");
        }
    }

    @Test
    void hasACheckpointAfterTheFirstEpoch() throws IOException {
        here.run("train", IRIS, "--max-steps", "30", "--run-dir", "run");
        assertThat(here.names("run/checkpoints")).containsExactly("step-0000000007.zip", "step-0000000030.zip");
        here.run("train", IRIS, "--max-steps", "30", "--set", "training.checkpoints=none", "--run-dir", "none");
        assertThat(here.names("none/checkpoints")).isEmpty();
    }

    @Test
    void refusesWhatWouldNotBeTheSameRun() throws IOException {
        here.run("train", IRIS, "--max-steps", "8", "--run-dir", "run");
        String checkpoint = here.path("run/checkpoints/step-0000000008.zip").toString();
        assertRefused(
                checkpoint + ": cannot be resumed with " + IRIS
                        + ": it was trained with \"seed: 42\", the configuration " + "says \"seed: 43\"",
                "--run-dir",
                "run",
                "--resume",
                "last",
                "--set",
                "seed=43");
        // A key that only one of the two has is not held against the line that happens to be in its place.
        assertRefused(
                checkpoint + ": cannot be resumed with " + IRIS
                        + ": it was trained without \"l2: 0.1\", which the configuration says",
                "--resume",
                "run",
                "--set",
                "training.l2=0.1");
        here.edited("data/iris.csv", "data/iris.csv", "5.1,3.5,1.4,0.2", "5.1,3.5,1.4,0.3");
        assertRefused(
                checkpoint + ": cannot be resumed: the data is no longer the data that it was trained on",
                "--resume",
                "run");
        assertRefused(here.path("nowhere") + ": there is no such run directory", "--resume", "nowhere");
        assertRefused(
                here.path("models/iris.zip")
                        + ": is not in the checkpoints of a run directory, where its run could go on",
                "--resume",
                "models/iris.zip");
        assertRefused("--resume run names its run already: leave --run-dir out", "--resume", "run", "--run-dir", "run");
        String earlier = "; delete it, and --resume goes on from step-0000000008.zip";
        Files.copy(here.path("models/iris.zip"), here.path("run/checkpoints/step-0000000009.zip"));
        assertRefused(
                here.path("run/checkpoints/step-0000000009.zip")
                        + ": is a model, but no checkpoint that a run can be resumed from" + earlier,
                "--resume",
                "run");
        here.write("run/checkpoints/step-0000000009.zip", "PK");
        assertRefused(
                here.path("run/checkpoints/step-0000000009.zip") + ": is not a zip file" + earlier, "--resume", "run");
    }

    @Test
    void leavesARunAloneThatSomebodyTrains() throws IOException {
        here.run("train", IRIS, "--max-steps", "8", "--run-dir", "run");
        String metrics = here.read("run/metrics.jsonl");
        try (FileChannel other = FileChannel.open(here.path("run/.lock"), StandardOpenOption.WRITE)) {
            assertThat(other.lock().isValid()).isTrue();
            assertRefused(here.path("run") + ": the run is being trained by another process", "--resume", "run");
        }
        assertThat(here.read("run/metrics.jsonl")).isEqualTo(metrics);
        assertThat(here.run("train", IRIS, "--max-steps", "9", "--resume", "run")
                        .code())
                .isZero();
    }

    @Test
    void needsTheRecordsOfTheEpochsBefore() throws IOException {
        here.run("train", IRIS, "--max-steps", "14", "--run-dir", "run");
        Files.delete(here.path("run/metrics.jsonl"));
        assertRefused(
                here.path("run/metrics.jsonl") + ": has 0 records, but the checkpoint was written after 2 epochs",
                "--resume",
                "run");
    }

    @Test
    void namesTheCheckpointBeforeADamagedOne() throws IOException {
        String every = "training.checkpoints={ every-steps: 7, keep: 3 }";
        here.run("train", IRIS, "--set", every, "--max-steps", "14", "--run-dir", "run");
        Path last = here.path("run/checkpoints/step-0000000014.zip");
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(
                last
                        + ": is damaged or cut off: the zip's last record is not at its end; delete it, and --resume goes on"
                        + " from step-0000000007.zip",
                "--set",
                every,
                "--resume",
                "run");
        Path before = here.path("run/checkpoints/step-0000000007.zip");
        byte[] whole = Files.readAllBytes(before);
        Files.write(before, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(
                last + ": is damaged or cut off: the zip's last record is not at its end",
                "--set",
                every,
                "--resume",
                "run");
        Files.write(before, whole);
        Files.delete(last);
        Outcome resumed = here.run("train", IRIS, "--set", every, "--max-steps", "14", "--resume", "run");
        assertThat(resumed.err().lines()).first().isEqualTo("resuming " + here.path("run") + " after step 7");
        assertThat(last).isRegularFile();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no such signals")
    void endsOnASignalWithACheckpoint(String signal, int code) throws IOException, InterruptedException {
        String epochs = "training.epochs=100000";
        List<String> command = here.javaCommand(
                List.of(),
                System.getProperty("java.class.path"),
                "train",
                IRIS,
                "--set",
                DROPOUT,
                "--set",
                epochs,
                "--run-dir",
                "run");
        Process process = here.start(receiving(signal, code, command));
        while (!Files.exists(here.path("run/metrics.jsonl"))) {
            assertThat(process.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(code("kill", "-" + signal, Long.toString(process.pid()))).isZero();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(code);
        assertThat(here.read("stderr")).isEmpty();
        List<String> checkpoints = here.names("run/checkpoints");
        // That of the first epoch is the other one.
        assertThat(checkpoints).hasSizeBetween(1, 2);
        String last = checkpoints.get(checkpoints.size() - 1);
        int steps = Integer.parseInt(last.replaceAll("\\D", ""));
        assertThat(out)
                .contains("\nINTERRUPTED  after " + steps + " step")
                .contains("\nSaved  " + here.path("run/checkpoints/" + last) + "\nRun    ")
                .endsWith("\nNext   train -C " + directory + " " + IRIS + " --set " + "'" + DROPOUT + "'" + " --set "
                        + epochs + " --resume " + here.path("run") + "\n");
        assertThat(here.names("models")).isEmpty();

        String end = Integer.toString(steps + 10);
        here.run("train", IRIS, "--set", DROPOUT, "--set", epochs, "--max-steps", end, "--run-dir", "whole");
        byte[] whole = Files.readAllBytes(here.path("models/iris.zip"));
        Files.delete(here.path("models/iris.zip"));
        assertThat(here.run("train", IRIS, "--set", DROPOUT, "--set", epochs, "--max-steps", end, "--resume", "run")
                        .code())
                .isZero();
        assertThat(Files.readAllBytes(here.path("models/iris.zip"))).isEqualTo(whole);
        assertThat(here.read("run/metrics.jsonl")).isEqualTo(here.read("whole/metrics.jsonl"));
    }

    /**
     * The command so that it receives the signal. A script's background job ignores SIGINT, and so do all its children, this
     * test among them; GNU's env gives a child the default again.
     */
    private static List<String> receiving(String signal, int killed, List<String> command)
            throws IOException, InterruptedException {
        String killItself = "kill -" + signal + " $$";
        if (code("sh", "-c", killItself) == killed) {
            return command;
        }
        String defaultSignal = "--default-signal=" + signal;
        Assumptions.assumeTrue(
                code("env", defaultSignal, "sh", "-c", killItself) == killed,
                "SIG" + signal + " is ignored here, as in a script's background job, and env cannot change that");
        return Stream.concat(Stream.of("env", defaultSignal), command.stream()).toList();
    }

    private static int code(String... command) throws IOException, InterruptedException {
        return ChildProcess.run(new ProcessBuilder(command)).code();
    }

    private void assertRefused(String sentence, String... options) {
        String[] arguments = new String[1 + options.length];
        arguments[0] = IRIS;
        System.arraycopy(options, 0, arguments, 1, options.length);
        Outcome refused = here.run("train", arguments);
        assertThat(refused.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines()).last().isEqualTo(sentence);
    }
}
