package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a process waits for, SIGTERM ends it, and its exit code says what it came to. */
@EnabledOnOs(OS.LINUX)
class WaitsTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void aPipeThatNobodyWritesIntoIsLeft() throws IOException, InterruptedException {
        assertThat(ChildProcess.run(
                                new ProcessBuilder("mkfifo", here.path("pipe").toString()))
                        .code())
                .isZero();
        Process process = here.start(here.javaCommand(List.of(), CLASS_PATH, "check", "pipe"));
        while (process.isAlive() && !opensThePipe(process)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        terminate(process);
        assertThat(process.waitFor()).isEqualTo(TERMINATED);
    }

    /** Its thread has the name. */
    private static boolean opensThePipe(Process process) throws IOException, InterruptedException {
        String jstack =
                Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
        return ChildProcess.run(new ProcessBuilder(jstack, Long.toString(process.pid())))
                .output()
                .contains("\"opening ");
    }

    @Test
    void whatComesToNoEndIsEnded() throws IOException, InterruptedException {
        assertThat(probe("stuck")).isEqualTo(ExitCode.FAILED);
        assertThat(here.read("stderr"))
                .isEqualTo("interrupted, but no checkpoint was written within 1 s; the run can be resumed from the one "
                        + "before\n");
    }

    @Test
    void whatWasPublishedIsPublished() throws IOException, InterruptedException {
        assertThat(probe("published")).isEqualTo(ExitCode.DONE);
        assertThat(here.read("stderr")).isEmpty();
    }

    private int probe(String kind) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(here.javaCommand(List.of(), CLASS_PATH, "check"));
        line = new ArrayList<>(line.subList(0, line.indexOf(Main.class.getName())));
        line.addAll(List.of(InterruptionProbe.class.getName(), kind));
        Process process = here.start(line);
        byte[] ready = process.getInputStream().readNBytes("READY\n".length());
        assertThat(new String(ready, StandardCharsets.UTF_8)).isEqualTo("READY\n");
        terminate(process);
        return process.waitFor();
    }

    private static void terminate(Process process) throws IOException, InterruptedException {
        assertThat(ChildProcess.run(new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())))
                        .code())
                .isZero();
    }
}
