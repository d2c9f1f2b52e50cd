package chalkline.cli;

import chalkline.report.RunPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report RUN_DIR}: writes a run's page from its files. */
@Command(name = "report", description = "Write RUN_DIR/report.html, a page for a browser, from what a run left.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Parameters(paramLabel = "RUN_DIR", description = "The directory of a run, as train prints it.")
    private Path run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path resolved = directory.resolve(run);
        Path page = resolved.resolve("report.html");
        OutputFile.write(page, RunPage.of(resolved, directory.path()));
        spec.commandLine().getOut().println("Wrote  " + page);
        return ExitCode.DONE;
    }
}
