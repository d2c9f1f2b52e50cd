package chalkline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path directory;

    private Path file;
    private Path previous;

    @BeforeEach
    void nameFiles() {
        file = directory.resolve("new/file");
        previous = directory.resolve("new/previous");
    }

    @Test
    void keepsWhatItReplaces() throws IOException {
        replace("one");
        assertThat(names()).containsExactly("file");
        replace("two");
        assertThat(file).hasContent("two");
        assertThat(previous).hasContent("one");
        replace("three");
        assertThat(file).hasContent("three");
        assertThat(previous).hasContent("two");
        assertThat(names()).containsExactly("file", "previous");
    }

    @Test
    void changesNothingWhereTheContentIsThereAlready() throws IOException {
        replace("one");
        replace("two");
        FileTime written = FileTime.fromMillis(1);
        Files.setLastModifiedTime(previous, written);
        replace("two");
        assertThat(file).hasContent("two");
        assertThat(previous).hasContent("one");
        assertThat(Files.getLastModifiedTime(previous)).isEqualTo(written);
    }

    /** As after a death between keeping the old file and renaming the new one. */
    @Test
    void keepsWhatIsKeptAlready() throws IOException {
        replace("one");
        Files.createLink(previous, file);
        replace("two");
        assertThat(file).hasContent("two");
        assertThat(previous).hasContent("one");
        assertThat(names()).containsExactly("file", "previous");
    }

    @Test
    void showsTheWholeFileBeforeItIsAnybodysFile() throws IOException {
        replace("one");
        assertThatThrownBy(() -> AtomicFile.replace(
                        file,
                        out -> out.write("two".getBytes(StandardCharsets.UTF_8)),
                        written -> {
                            assertThat(written).hasContent("two");
                            assertThat(AtomicFile.isLeftOver(written)).isTrue();
                            assertThat(file).hasContent("one");
                            throw new IllegalStateException("not this one");
                        },
                        previous))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("one");
        assertThat(names()).containsExactly("file");
    }

    @Test
    void leavesTheOldFileWhereWritingFails() throws IOException {
        replace("one");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write('t');
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(file + ": could not be written: No space left on device");
        assertThat(file).hasContent("one");
        assertThat(names()).containsExactly("file");
        assertThatThrownBy(() -> AtomicFile.write(directory, out -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(directory + ": cannot be written: it is a directory");
    }

    /** As after a kill: the next run deletes what nobody writes any more, and nothing that somebody does. */
    @Test
    void deletesWhatKilledProcessesLeft() throws IOException, InterruptedException {
        replace("one");
        Path living = Files.createFile(TemporaryName.beside(file));
        String name = living.getFileName().toString();
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        String own = "-" + ProcessHandle.current().pid() + "-";
        Path killed = Files.createFile(living.resolveSibling(name.replace(own, "-" + dead.pid() + "-")));
        Path elsewhere = Files.createFile(living.resolveSibling(name.replaceFirst("-[0-9a-f]{8}-", "-00000000-")));
        Path old = Files.createFile(living.resolveSibling(".chalkline-" + "0".repeat(36) + ".tmp"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(1));
        AtomicFile.requireReplaceable(file, previous, "cannot be written");
        assertThat(killed).doesNotExist();
        assertThat(old).doesNotExist();
        assertThat(living).exists();
        assertThat(elsewhere).exists();
        assertThat(AtomicFile.isLeftOver(living)).isTrue();
        assertThat(AtomicFile.isLeftOver(file)).isFalse();
    }

    private void replace(String content) {
        AtomicFile.replace(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)), written -> {}, previous);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
