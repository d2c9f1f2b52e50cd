package chalkline.cli;

import chalkline.files.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A text that a person wants in a file: written as a whole or not at all. */
final class OutputFile {
    private OutputFile() {}

    static void write(Path file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
