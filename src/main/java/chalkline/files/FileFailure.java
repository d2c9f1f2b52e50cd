package chalkline.files;

import chalkline.network.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that cannot be written, in words: the system's own exceptions mostly repeat the file's name and no more. */
public final class FileFailure {
    private FileFailure() {}

    /**
     * What to throw: an {@link InvalidInputException} where the place is the matter, which whoever chose it can change; an
     * {@link UncheckedIOException} where the machine is, as with a full disk.
     *
     * @param what went wrong: "cannot be written"
     */
    public static RuntimeException of(Path file, String what, IOException failure) {
        String sentence = file + ": " + what + ": " + reason(file, failure);
        boolean place = failure instanceof NoSuchFileException
                || failure instanceof FileNotFoundException
                || failure instanceof AccessDeniedException
                || failure instanceof FileAlreadyExistsException
                || Files.isDirectory(file);
        return place ? new InvalidInputException(sentence, failure) : new UncheckedIOException(sentence, failure);
    }

    private static String reason(Path file, IOException failure) {
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        if (failure instanceof NoSuchFileException missing) {
            Path parent = Path.of(missing.getFile()).toAbsolutePath().getParent();
            return (Files.isDirectory(parent) ? "nothing can be created in " : "there is no directory ") + parent;
        }
        if (failure instanceof AccessDeniedException denied) {
            return "no permission to write " + denied.getFile();
        }
        if (failure instanceof FileAlreadyExistsException obstacle) {
            return obstacle.getFile() + " is not a directory";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
