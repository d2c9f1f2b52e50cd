package chalkline.cli;

import chalkline.dl4j.Dl4j;
import chalkline.report.InspectionText;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect MODEL.zip}. */
@Command(name = "inspect", description = "Show a model's layers, updater, columns, and what its numbers mean.")
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Parameters(paramLabel = "MODEL.zip", description = "A model zip, saved by train or by Deeplearning4j itself.")
    private Path model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SavedModel saved = SavedModel.load(new Dl4j(), directory.resolve(model));
        spec.commandLine()
                .getOut()
                .print(InspectionText.of(saved.shownName(), saved.model().inspect(), saved.preprocessing()));
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
