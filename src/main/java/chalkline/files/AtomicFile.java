package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Consumer;

/** A file that holds, at any moment and after any failure, either all of its old content or all of its new one. */
public final class AtomicFile {
    private static final String TEMPORARY = ".chalkline-";

    /** Writes the new content. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Replaces the file's content; missing directories above it are made.
     *
     * @throws InvalidInputException where no file can be written at this place
     * @throws UncheckedIOException where writing began and failed, as on a full disk
     */
    public static void write(Path target, Content content) {
        write(target, content, (temporary, place) -> {});
    }

    /**
     * Replaces the file's content, which is looked at before it takes its place, and keeps what was there before under
     * another name. A file that has the same content already is left alone, and so is what was kept before it: doing it
     * twice is doing it once.
     *
     * @param inspection is shown the complete new file; what it throws leaves everything as it was
     * @param previous where the old content goes, if there is any; in the same folder
     * @throws InvalidInputException where no file can be written at this place
     * @throws UncheckedIOException where writing began and failed, as on a full disk
     */
    public static void replace(Path target, Content content, Consumer<Path> inspection, Path previous) {
        write(target, content, (temporary, place) -> {
            inspection.accept(temporary);
            if (Files.exists(place) && Files.mismatch(temporary, place) >= 0) {
                keep(place, previous);
            }
        });
    }

    /** What is done when the new content is on the disk under a name that nobody reads. */
    private interface BeforeRenaming {
        void run(Path temporary, Path place) throws IOException;
    }

    private static void write(Path target, Content content, BeforeRenaming before) {
        Path place;
        Path temporary;
        try {
            if (Files.isDirectory(target)) {
                throw new InvalidInputException(target + ": cannot be written: it is a directory");
            }
            // Through a link, so that the link stays one.
            place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
            Files.createDirectories(place.getParent());
            temporary = temporary(place);
        } catch (IOException e) {
            throw FileFailure.of(target, "cannot be written", e);
        }
        try {
            try (FileOutputStream out = open(target, temporary)) {
                content.writeTo(out);
                out.getFD().sync();
            }
            before.run(temporary, place);
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": could not be written: " + Sentences.reason(e), e);
        } finally {
            delete(temporary);
        }
        syncDirectory(place.getParent());
    }

    /** Gives the file a second name, at once: at no moment is there no file under either name. */
    private static void keep(Path place, Path previous) throws IOException {
        Path link = temporary(place);
        try {
            try {
                Files.createLink(link, place);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(place, link);
            }
            Files.move(link, previous, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            // Still there where both were names of one file already: renaming does nothing then.
            delete(link);
        }
    }

    private static Path temporary(Path place) {
        return place.resolveSibling(TEMPORARY + UUID.randomUUID() + ".tmp");
    }

    /** Whether a file of that name is what a killed process left of one that it was writing: nobody reads it. */
    public static boolean isLeftOver(Path file) {
        return file.getFileName().toString().matches("\\.chalkline-[0-9a-f-]{36}\\.tmp");
    }

    /**
     * A FileOutputStream, because a channel is closed when its thread is interrupted, which is when checkpoints are
     * due.
     */
    private static FileOutputStream open(Path target, Path temporary) {
        try {
            return new FileOutputStream(temporary.toFile());
        } catch (IOException e) {
            throw FileFailure.of(target, "cannot be written", e);
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // What made the write fail is being reported; a left-over hides nothing and is never read.
        }
    }

    /** Makes the new name durable where the system lets a directory be opened; Windows does not. */
    private static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The content is on the disk under the old name or the new: the promise holds without this.
        }
    }
}
