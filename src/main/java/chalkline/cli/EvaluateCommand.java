package chalkline.cli;

import chalkline.data.Table;
import chalkline.network.Sentences;
import chalkline.report.EvaluationJson;
import chalkline.report.EvaluationText;
import chalkline.training.Judgement;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evaluate MODEL.zip CSV}. */
@Command(name = "evaluate", description = "Judge a model by the labels of a CSV file.")
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Mixin
    private EngineOption engines;

    @Parameters(
            index = "0",
            paramLabel = "MODEL.zip",
            description = "A model zip, saved by train or by Deeplearning4j itself.")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "CSV",
            converter = TablePath.class,
            description = "The rows, with labels; columns are found by name.")
    private Path csv;

    @Option(
            names = "--labels",
            paramLabel = "NAME",
            split = ",",
            description = "The label columns, for a model zip that carries no column schema.")
    private List<String> labels = List.of();

    @Mixin
    private Separator separator;

    @Option(names = "--json", description = "The result is JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = InputFile.of(csv, directory);
        SavedModel saved = separator
                .of(SavedModel.load(engines.make(), directory.resolve(model)))
                .withLabels(file, labels, separator.format(), true);
        Table table = saved.read(file, true);
        TableNotes.print(table, file, spec);
        Judgement judgement = saved.judge(table);
        spec.commandLine().getOut().print(json ? EvaluationJson.of(judgement) + "\n" : EvaluationText.of(judgement));
        if (table.rowsWithUnseen() > 0) {
            spec.commandLine()
                    .getErr()
                    .println(file + ": " + table.rowsWithUnseen() + " of " + table.rows()
                            + " rows have a category that no training row had");
        }
        spec.commandLine().getOut().flush();
        int none = judgement.evaluation().nonFinite();
        if (none > 0) {
            spec.commandLine()
                    .getErr()
                    .println(file + ": " + Sentences.counted(none, "row") + " of " + table.rows()
                            + " got no prediction, for the model's outputs are not finite, and count as wrong; predict"
                            + " --keep-going says which");
            return ExitCode.UNUSABLE;
        }
        return ExitCode.DONE;
    }
}
