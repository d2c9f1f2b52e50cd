package chalkline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** A result on standard output, as text or as JSON, and as JSON in a file. */
final class ResultOutput {
    private ResultOutput() {}

    /** Whether the JSON is the result on standard output. */
    static boolean isStandardOutput(Optional<Path> json) {
        return json.equals(Optional.of(Path.of("-")));
    }

    /**
     * Writes it.
     *
     * @param json the file for JSON, or {@code -} for JSON on standard output instead of text
     */
    static void write(
            PrintWriter out,
            WorkingDirectory directory,
            Optional<Path> json,
            Supplier<String> asJson,
            Supplier<String> asText) {
        boolean toStandardOutput = isStandardOutput(json);
        json.filter(file -> !toStandardOutput)
                .ifPresent(file -> OutputFile.write(directory.resolve(file), asJson.get()));
        out.print(toStandardOutput ? asJson.get() : asText.get());
        out.flush();
    }
}
