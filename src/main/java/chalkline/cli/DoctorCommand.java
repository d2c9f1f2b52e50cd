package chalkline.cli;

import chalkline.doctor.Budget;
import chalkline.doctor.Doctor;
import chalkline.doctor.Examination;
import chalkline.report.DoctorText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code doctor CONFIG}: why it does not learn. */
@Command(
        name = "doctor",
        description = {
            "Find out why a configuration does not learn: from what it says, from its data, and by training copies for a few"
                    + " seconds, as it stands and with each remedy.",
            "Exits 0 where nothing is found, 1 where something is."
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Parameters(paramLabel = "CONFIG", description = "A YAML configuration.")
    private Path config;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the findings as JSON; - is standard output.")
    private Optional<Path> json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        directory.requireConfined(config, List.of());
        Examination examination = Doctor.examine(config, directory.path(), Engines::make, Budget.USUAL);
        ResultOutput.write(
                spec.commandLine().getOut(),
                directory,
                json,
                () -> DoctorText.json(examination),
                () -> DoctorText.of(examination));
        return examination.findings().isEmpty() ? ExitCode.DONE : ExitCode.DEVIATES;
    }
}
