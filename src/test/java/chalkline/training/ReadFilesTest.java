package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.config.Configuration;
import chalkline.files.Digests;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The digest in a model's record is of the bytes that were trained on, whoever writes to the file meanwhile. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a file that is read cannot be replaced there")
class ReadFilesTest {
    private static final String ROWS = "x,y\n1,2\n2,4\n3,6\n4,8\n";
    private static final String OTHERS = "x,y\n1,9\n2,4\n3,6\n4,8\n";
    private static final FileTime LAST_YEAR = FileTime.from(Instant.now().minus(Duration.ofDays(365)));

    @TempDir
    private Path directory;

    private Path file;

    /** What somebody does to the file. */
    private interface Deed {
        void to(Path file) throws IOException;
    }

    @BeforeEach
    void tableOfLastYear() throws IOException {
        file = Files.writeString(directory.resolve("t.csv"), ROWS);
        Files.setLastModifiedTime(file, LAST_YEAR);
    }

    private Job prepare(Deed before, Deed after) {
        Configuration configuration = Configuration.parse("""
                name: t
                network: { layers: [{ output: { activation: identity, loss: mse } }] }
                data: { train: { file: t.csv, labels: [y] } }
                """, Path.of("t.yaml"), directory, List.of());
        return Job.prepare(
                configuration,
                () -> {
                    throw new IllegalStateException("no engine is needed");
                },
                (path, format, options) -> {
                    try {
                        before.to(path);
                        var table = TableFiles.HERE.inferAndRead(path, format, options);
                        after.to(path);
                        return table;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void theDigestIsOfTheFile() throws IOException {
        Deed none = path -> {};
        String digest = Digests.sha256(ROWS.getBytes(StandardCharsets.UTF_8));
        assertThat(prepare(none, none).dataFiles()).containsExactly(new ModelRecord.DataFile("t.csv", digest));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        assertThat(prepare(none, none).dataFiles()).containsExactly(new ModelRecord.DataFile("t.csv", digest));
    }

    private static void replace(Path path, String content) throws IOException {
        Path other = Files.writeString(path.resolveSibling("other"), content);
        Files.setLastModifiedTime(other, LAST_YEAR);
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path path, String content) throws IOException {
        Files.writeString(path, content);
        Files.setLastModifiedTime(path, LAST_YEAR);
    }

    static Stream<Arguments> deeds() {
        Deed none = path -> {};
        Deed swap = path -> replace(path, OTHERS);
        Deed swapBack = path -> replace(path, ROWS);
        Deed overwrite = path -> write(path, OTHERS);
        Deed restore = path -> write(path, ROWS);
        Deed append = path -> Files.writeString(path, "5,10\n", StandardOpenOption.APPEND);
        return Stream.of(
                Arguments.of("swapped before", swap, none),
                Arguments.of("swapped after", none, swap),
                Arguments.of("swapped and swapped back", swap, swapBack),
                Arguments.of("overwritten", overwrite, none),
                Arguments.of("overwritten after", none, overwrite),
                Arguments.of("overwritten and restored", overwrite, restore),
                Arguments.of("appended to", append, none),
                Arguments.of("appended to after", none, append));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deeds")
    void aFileThatIsWrittenToWhileItIsReadIsRefused(String what, Deed before, Deed after) {
        assertThatThrownBy(() -> prepare(before, after))
                .as(what)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("data.train")
                .hasMessageEndingWith("its file was changed while it was read; train again");
    }

    @Test
    void aNetworksFileThatIsReplacedWhileItIsReadIsRefused() throws IOException {
        Path zip = directory.resolve("net.zip");
        Files.copy(Path.of("src/test/resources/golden/models/iris-float64.zip"), zip);
        Configuration configuration = Configuration.parse("""
                name: t
                network: { from: net.zip }
                data: { train: { file: t.csv, labels: [y] } }
                """, Path.of("t.yaml"), directory, List.of());
        Engine swapping = new DelegatingEngine() {
            @Override
            public Model build(Network network) {
                return dl4j.build(network);
            }

            @Override
            public Network network(Path from, OptionalLong seed, Optional<Precision> precision) {
                try {
                    Files.copy(
                            Path.of("src/test/resources/golden/models/iris-float32.zip"),
                            from,
                            StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return super.network(from, seed, precision);
            }
        };
        assertThatThrownBy(() -> Job.prepare(configuration, () -> swapping))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("was changed while it was read; train again");
    }
}
