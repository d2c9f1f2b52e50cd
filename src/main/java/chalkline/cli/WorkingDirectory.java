package chalkline.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The -C before the command, then the one behind it. */
    Path path() {
        Main main = (Main) command.parent().userObject();
        return main.directory().resolve(directory);
    }

    Path resolve(Path path) {
        return path().resolve(path);
    }
}
