package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How often a job reads its data file, counted in the bytes that the system handed to this process. */
@EnabledOnOs(OS.LINUX)
class DataReadOnceTest {
    private static final int ROWS = 1_000_000;

    @TempDir
    private Path directory;

    /** It is read for its digest and for its rows; once more only where somebody may have written to it meanwhile. */
    @Test
    void aFileThatNobodyTouchesIsDigestedOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("t.csv"), "x,y\n" + "1.25,2.5\n".repeat(ROWS));
        Configuration configuration = Configuration.parse("""
                name: t
                network: { layers: [{ output: { activation: identity, loss: mse } }] }
                data: { train: { file: t.csv, labels: [y] } }
                """, Path.of("t.yaml"), directory, List.of());
        Job.prepare(configuration);
        Instant now = Instant.now();
        Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofHours(1))));
        assertThat(timesRead(file, configuration)).isBetween(1.9, 2.5);
        Files.setLastModifiedTime(file, FileTime.from(now));
        assertThat(timesRead(file, configuration)).isBetween(2.9, 3.5);
    }

    private static double timesRead(Path file, Configuration configuration) throws IOException {
        long before = bytesRead();
        Job.prepare(configuration);
        return (double) (bytesRead() - before) / Files.size(file);
    }

    private static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }
}
