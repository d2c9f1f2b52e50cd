package chalkline.cli;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A table on the command line: a file, or {@code -} for standard input. */
final class InputFile {
    private static final Path STANDARD_INPUT = Path.of("-");
    /** The name of the file that standard input is copied to. */
    private static final String NAME = "standard-input.csv";

    private InputFile() {}

    /** Whether the file is a copy of standard input. */
    static boolean isStandardInput(Path file) {
        return file.endsWith(NAME) && file.isAbsolute();
    }

    /** The file. Standard input is copied to a temporary file, deleted when the process ends. */
    static Path of(Path given, WorkingDirectory directory) {
        if (!given.equals(STANDARD_INPUT)) {
            return directory.resolve(given);
        }
        try {
            Path folder = Files.createTempDirectory("chalkline-");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve(NAME);
            file.toFile().deleteOnExit();
            if (Files.copy(System.in, file, StandardCopyOption.REPLACE_EXISTING) == 0) {
                throw new InvalidInputException("standard input is empty; its first line must be column names");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read: " + e.getMessage(), e);
        }
    }
}
