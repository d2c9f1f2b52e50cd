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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that cannot be written, in words: the system's own exceptions mostly repeat the file's name and no more. */
public final class FileFailure {
    /** What the system said, behind the name of the file that it was asked for. */
    private static final Pattern IN_BRACKETS = Pattern.compile(".*\\(([^()]+)\\)", Pattern.DOTALL);

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
        if (failure instanceof FileNotFoundException) {
            Matcher said = IN_BRACKETS.matcher(String.valueOf(failure.getMessage()));
            String why = said.matches() ? said.group(1) : "it cannot be opened";
            Path parent = file.toAbsolutePath().getParent();
            return Files.exists(file) ? why : "nothing can be created in " + parent + ": " + why;
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
