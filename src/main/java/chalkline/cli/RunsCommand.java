package chalkline.cli;

import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import chalkline.report.RunsText;
import chalkline.training.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs [FOLDER]} and {@code runs RUN_DIR RUN_DIR}: what runs came to. */
@Command(
        name = "runs",
        description = {
            "List runs: when, on which data, how good, what the check said, whether the model is published.",
            "Of two run directories: in what their configurations, metrics and environments differ."
        })
final class RunsCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Parameters(
            arity = "0..2",
            paramLabel = "FOLDER|RUN_DIR",
            description = "A folder of runs, such as runs/iris (default: runs); or two run directories.")
    private List<Path> paths = List.of();

    @Option(names = "--json", description = "The list is JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (paths.size() == 2) {
            if (json) {
                throw new InvalidInputException("--json is for the list of runs, not for two of them");
            }
            RunRecord one = RunRecord.read(directory.resolve(paths.get(0)));
            RunRecord other = RunRecord.read(directory.resolve(paths.get(1)));
            out.print(RunsText.compare(one, configuration(one), other, configuration(other)));
        } else {
            Path folder = directory.resolve(paths.isEmpty() ? Path.of("runs") : paths.get(0));
            // Nobody has to have trained anything.
            List<RunRecord> runs = paths.isEmpty() && !Files.exists(folder) ? List.of() : RunRecord.in(folder);
            out.print(json ? RunsText.json(runs, directory.path()) : RunsText.list(runs, directory.path()));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String configuration(RunRecord run) {
        Path file = run.path().resolve("config.resolved.yaml");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be read", e);
        }
    }
}
