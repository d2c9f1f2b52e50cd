package chalkline.dl4j;

import chalkline.network.InvalidInputException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that holds, at any moment and after any failure, either all of its old content or all of its new one. */
public final class AtomicFile {

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
        Path place;
        Path temporary;
        try {
            if (Files.isDirectory(target)) {
                throw new InvalidInputException(target + ": cannot be written: it is a directory");
            }
            // Through a link, so that the link stays one.
            place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
            Files.createDirectories(place.getParent());
            temporary = place.resolveSibling(".chalkline-" + UUID.randomUUID() + ".tmp");
        } catch (IOException e) {
            throw unwritable(target, e);
        }
        try {
            try (FileOutputStream out = open(target, temporary)) {
                content.writeTo(out);
                out.getFD().sync();
            }
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": could not be written: " + Sentences.reason(e), e);
        } finally {
            delete(temporary);
        }
        syncDirectory(place.getParent());
    }

    /**
     * A FileOutputStream, because a channel is closed when its thread is interrupted, which is when checkpoints are
     * due.
     */
    private static FileOutputStream open(Path target, Path temporary) {
        try {
            return new FileOutputStream(temporary.toFile());
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static InvalidInputException unwritable(Path target, IOException e) {
        String reason = Sentences.reason(e);
        if (e instanceof FileAlreadyExistsException obstacle) {
            reason = obstacle.getFile() + " is not a directory";
        } else if (e instanceof AccessDeniedException denied) {
            reason = "no permission to write " + denied.getFile();
        }
        return new InvalidInputException(target + ": cannot be written: " + reason, e);
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
