package chalkline.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every command has: help, and the directory that relative paths are taken from. */
final class WorkingDirectory {
    @Option(
            names = "-C",
            paramLabel = "DIR",
            description = "Take relative paths from this directory instead of the working directory.")
    private Path directory = Path.of("");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    Path path() {
        return directory;
    }

    Path resolve(Path path) {
        return directory.resolve(path);
    }
}
