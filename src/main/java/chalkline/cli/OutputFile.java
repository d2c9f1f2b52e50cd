package chalkline.cli;

import chalkline.training.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a person asked for. */
final class OutputFile {
    private OutputFile() {}

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be written", e);
        }
    }
}
