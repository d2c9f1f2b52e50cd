package chalkline.cli;

import chalkline.files.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A result that a person wants in a file, or has another program read. */
final class OutputFile {
    private OutputFile() {}

    static void write(Path file, String text) {
        AtomicFile.deliver(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
