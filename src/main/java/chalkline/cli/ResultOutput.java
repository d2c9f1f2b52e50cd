package chalkline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** A result on standard output, as text or as JSON, and as JSON in a file. */
final class ResultOutput {
    private ResultOutput() {}

    /**
     * Writes it.
     *
     * @param json the file for JSON, or {@code -} for JSON on standard output instead of text
     */
    static void write(
            PrintWriter out,
            WorkingDirectory directory,
            Optional<String> json,
            Supplier<String> asJson,
            Supplier<String> asText) {
        boolean toStandardOutput = json.filter("-"::equals).isPresent();
        json.filter(file -> !toStandardOutput)
                .ifPresent(file -> OutputFile.write(directory.resolve(Path.of(file)), asJson.get()));
        out.print(toStandardOutput ? asJson.get() : asText.get());
        out.flush();
    }
}
