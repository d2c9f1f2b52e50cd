package chalkline.cli;

import chalkline.modelzip.Danger;
import chalkline.modelzip.ZipScan;
import chalkline.network.InvalidInputException;
import chalkline.report.InspectionText;
import chalkline.report.ScanReport;
import chalkline.training.Engine;
import chalkline.training.Environment;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect MODEL.zip}. */
@Command(name = "inspect", description = "Show a model's layers, updater, columns, and what its numbers mean.")
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Mixin
    private EngineOption engines;

    @Parameters(paramLabel = "MODEL.zip", description = "A model zip, saved by train or by Deeplearning4j itself.")
    private Path model;

    @Option(names = "--config", description = "Print only the configuration that it was trained from, as YAML.")
    private boolean config;

    @Option(
            names = "--scan",
            description =
                    "Say what in the zip is dangerous to whoever loads it, without loading it: exit 0 where nothing "
                            + "is, 1 where something is, 2 where it cannot be read.")
    private boolean scan;

    @Option(names = "--sarif", paramLabel = "FILE", description = "With --scan, write the findings as SARIF 2.1.0 too.")
    private Optional<Path> sarif;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (sarif.isPresent() && !scan) {
            throw new ParameterException(spec.commandLine(), "--sarif goes with --scan");
        }
        if (scan) {
            return scan(directory.resolve(model));
        }
        Engine engine = engines.make();
        SavedModel saved = SavedModel.load(engine, directory.resolve(model));
        spec.commandLine()
                .getOut()
                .print(
                        config
                                ? configuration(saved)
                                : text(saved) + InspectionText.known(saved.knownDifferences(engine)));
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }

    private int scan(Path file) {
        List<Danger> dangers = ZipScan.of(file, file.toString());
        sarif.ifPresent(target ->
                OutputFile.write(directory.resolve(target), ScanReport.sarif(file, Environment.version(), dangers)));
        spec.commandLine().getOut().print(ScanReport.text(file.toString(), dangers));
        spec.commandLine().getOut().flush();
        return dangers.isEmpty() ? ExitCode.DONE : ExitCode.DEVIATES;
    }

    private static String text(SavedModel saved) {
        return InspectionText.of(saved);
    }

    private static String configuration(SavedModel saved) {
        return saved.record()
                .orElseThrow(() -> new InvalidInputException(
                        saved.shownName() + ": carries no record of its training, and so no configuration"))
                .configuration();
    }
}
