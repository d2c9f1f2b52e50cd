package chalkline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PipeEndTest {
    @TempDir
    private Path directory;

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(ChildProcess.run(new ProcessBuilder("mkfifo", pipe.toString()))
                        .code())
                .isZero();
        return pipe;
    }

    @Test
    void waitsForTheOtherEnd() throws IOException, InterruptedException {
        Path pipe = pipe();
        ChildProcess.start(new ProcessBuilder("/bin/sh", "-c", "sleep 0.3; echo late > " + pipe));
        try (InputStream in = PipeEnd.read(pipe)) {
            assertThat(in.readAllBytes()).asString().isEqualTo("late\n");
        }
    }

    @Test
    void doesNotWaitForEver() throws IOException, InterruptedException {
        Path pipe = pipe();
        assertThatThrownBy(() -> PipeEnd.read(pipe, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("it is a pipe, and nobody writes into it: waited for 1 s");
        assertThatThrownBy(() -> PipeEnd.write(directory.resolve("missing/file"), false, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing/file");
    }
}
