package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** A file that holds, at any moment and after any failure, either all of its old content or all of its new one. */
public final class AtomicFile {
    private static final String UNWRITABLE = "cannot be written";
    private static final int BUFFER = 1 << 16;

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
     * @param inspection gets the complete new file; if it throws, nothing is changed
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

    /**
     * Writes a result where a person wants it: a file is replaced, as by {@link #write}; to a device, a pipe or what the process
     * has open already, as {@code /dev/stdout}, it is written.
     *
     * @throws InvalidInputException where nothing can be written at this place
     * @throws UncheckedIOException where writing began and failed
     */
    public static void deliver(Path target, Content content) {
        OutputPlace place = placeOf(target, UNWRITABLE);
        if (place.kind() == OutputPlace.Kind.FILE) {
            write(target, content);
            TemporaryName.deleteAbandoned(place.path().getParent());
            return;
        }
        try {
            place.send(content);
        } catch (FileNotFoundException e) {
            throw FileFailure.of(target, UNWRITABLE, e);
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": could not be written: " + Sentences.reason(e), e);
        }
    }

    /**
     * Sees that {@link #replace} can be done later. Nothing stays behind, what the files hold stays as it is, and what killed
     * processes left beside them is deleted.
     *
     * @param what to say where it cannot: "cannot be written"
     * @throws InvalidInputException where it cannot
     */
    public static void requireReplaceable(Path target, Path previous, String what) {
        Path place = regular(target, what);
        Path directory = place.getParent();
        try {
            while (!Files.exists(directory)) {
                requirePossible(directory, what);
                directory = directory.getParent();
            }
            if (!Files.isDirectory(directory)) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            requirePossible(place, what);
            Path old = previous.toAbsolutePath();
            requirePossible(old, what);
            if (Files.exists(old, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)) {
                throw new InvalidInputException(
                        target + ": " + what + ": " + old + ", where the file before goes, is not a regular file");
            }
            TemporaryName.deleteAbandoned(directory);
            Path trial = TemporaryName.beside(directory.resolve("any"));
            Storage.of(trial).create(trial).close();
            Storage.of(trial).delete(trial);
        } catch (IOException e) {
            throw FileFailure.of(target, what, e);
        }
    }

    /** A name that is too long shows only where its folder exists. */
    private static void requirePossible(Path file, String what) throws IOException {
        Path existing = file.getParent();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            Files.readAttributes(
                    existing.resolve(file.getFileName()), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            // It can be made.
        } catch (FileSystemException e) {
            throw new InvalidInputException(file + ": " + what + ": " + reason(e), e);
        }
    }

    private static OutputPlace placeOf(Path target, String what) {
        try {
            return OutputPlace.of(target);
        } catch (FileSystemException e) {
            throw new InvalidInputException(target + ": " + what + ": " + reason(e), e);
        } catch (IOException e) {
            throw FileFailure.of(target, what, e);
        }
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? Sentences.reason(e) : e.getReason();
    }

    /** Where the file is, links followed. */
    private static Path regular(Path target, String what) {
        OutputPlace place = placeOf(target, what);
        if (place.kind() != OutputPlace.Kind.FILE) {
            throw new InvalidInputException(
                    target + ": " + what + ": it is a device or a pipe, which cannot be replaced as a whole");
        }
        return place.path();
    }

    /** What is done when the new content is on the disk under a name that nobody reads. */
    private interface BeforeRenaming {
        void run(Path temporary, Path place) throws IOException;
    }

    private static void write(Path target, Content content, BeforeRenaming before) {
        Path place = regular(target, UNWRITABLE);
        Path temporary = TemporaryName.beside(place);
        Storage storage = Storage.of(place);
        try {
            storage.createDirectories(place.getParent());
            requirePossible(place, UNWRITABLE);
        } catch (IOException e) {
            throw FileFailure.of(target, UNWRITABLE, e);
        }
        try {
            try (Storage.Output out = open(target, temporary)) {
                keepOwnerAndMode(place, temporary);
                OutputStream buffered = new BufferedOutputStream(out, BUFFER);
                content.writeTo(buffered);
                buffered.flush();
                out.force();
            }
            before.run(temporary, place);
            storage.rename(temporary, place);
            storage.forceDirectory(place.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": could not be written: " + Sentences.reason(e), e);
        } finally {
            delete(temporary);
        }
    }

    /** Before anything is in the new file that only readers of the old one may see. */
    private static void keepOwnerAndMode(Path place, Path temporary) throws IOException {
        PosixFileAttributeView now = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (now == null || !Files.exists(place)) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(place, PosixFileAttributes.class);
        now.setPermissions(PosixFilePermissions.fromString("rw-------"));
        try {
            if (!now.readAttributes().group().equals(old.group())) {
                now.setGroup(old.group());
            }
            if (!now.readAttributes().owner().equals(old.owner())) {
                now.setOwner(old.owner());
            }
        } catch (IOException e) {
            // Only the administrator can give a file away: it is then of whoever replaced it.
        }
        now.setPermissions(old.permissions());
    }

    /** Gives the file a second name, at once and before its own is another's: at no moment is there no file under either. */
    private static void keep(Path place, Path previous) throws IOException {
        Path link = TemporaryName.beside(place);
        Storage storage = Storage.of(place);
        try {
            storage.link(place, link);
            storage.rename(link, previous);
            storage.forceDirectory(place.getParent());
        } finally {
            // Still there where both were names of one file already: renaming does nothing then.
            delete(link);
        }
    }

    /** Whether a file of that name is what a killed process left of one that it was writing: nobody reads it. */
    public static boolean isLeftOver(Path file) {
        return TemporaryName.isOne(file);
    }

    private static Storage.Output open(Path target, Path temporary) {
        try {
            return Storage.of(temporary).create(temporary);
        } catch (IOException e) {
            throw FileFailure.of(target, UNWRITABLE, e);
        }
    }

    private static void delete(Path temporary) {
        try {
            Storage.of(temporary).delete(temporary);
        } catch (IOException e) {
            // What made the write fail is being reported; a left-over hides nothing and is never read.
        }
    }
}
