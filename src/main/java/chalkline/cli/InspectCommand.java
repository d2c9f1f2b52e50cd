package chalkline.cli;

import chalkline.network.InvalidInputException;
import chalkline.report.InspectionText;
import chalkline.training.Engine;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect MODEL.zip}. */
@Command(name = "inspect", description = "Show a model's layers, updater, columns, and what its numbers mean.")
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Parameters(paramLabel = "MODEL.zip", description = "A model zip, saved by train or by Deeplearning4j itself.")
    private Path model;

    @Option(names = "--config", description = "Print only the configuration that it was trained from, as YAML.")
    private boolean config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Engine engine = Engines.make();
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
