package chalkline.cli;

import chalkline.files.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file that a result is written to. */
final class OutputFile {
    private OutputFile() {}

    static void write(Path file, String text) {
        AtomicFile.deliver(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
