package chalkline.cli;

import chalkline.data.Table;
import chalkline.network.Precision;
import chalkline.report.PredictionRows;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code predict MODEL.zip CSV}. */
@Command(name = "predict", description = "Predict every row of a CSV file; the result is CSV on standard output.")
final class PredictCommand implements Callable<Integer> {
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
            description = "The rows; columns are found by name. - for standard input.")
    private Path csv;

    @Option(
            names = "--labels",
            paramLabel = "NAME",
            split = ",",
            description = "The names of the outputs, for a model zip that carries no column schema.")
    private List<String> labels = List.of();

    @Mixin
    private Separator separator;

    @Option(
            names = "--keep",
            paramLabel = "COLUMN",
            description = "A column that stands in the result as it is, besides those that tell rows apart; or several "
                    + "with commas between. May be repeated.")
    private List<String> keep = List.of();

    @Option(
            names = "--keep-going",
            description = "A row that cannot be predicted stays in the result, with the reason in the column error.")
    private boolean keepGoing;

    @Option(names = "--json", description = "The result is JSON, an object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = InputFile.of(csv, directory);
        SavedModel saved = separator
                .of(SavedModel.load(engines.make(), directory.resolve(model)))
                .withLabels(file, labels, separator.format(), false);
        Predictions predictions = new Predictions(saved, file);
        saved.readInParts(file, keep, keepGoing, predictions);
        spec.commandLine().getOut().flush();
        predictions.sayCounts();
        return ExitCode.DONE;
    }

    /** Writes the predictions of each part of the file, and before the first the messages for the whole. */
    private final class Predictions implements Consumer<Table> {
        private final SavedModel saved;
        private final Path file;
        private PredictionRows out;
        private final Set<String> said = new HashSet<>();
        private long rows;
        private long unseen;
        private long unusable;

        Predictions(SavedModel saved, Path file) {
            this.saved = saved;
            this.file = file;
        }

        @Override
        public void accept(Table part) {
            if (out == null) {
                TableNotes.printIgnored(part, file, spec);
                out = new PredictionRows(
                        spec.commandLine().getOut(),
                        part.schema(),
                        Precision.named(saved.model().inspect().dataType()).orElse(Precision.FLOAT64),
                        part.keptColumns(),
                        json,
                        keepGoing);
            }
            // What encoding it is may show only in a later part.
            TableNotes.print(part.notes().stream().filter(said::add).toList(), file, spec);
            if (part.rows() > 0) {
                unusable += out.write(part, keepGoing ? saved.outputs(part) : saved.predict(part));
            }
            out.flush();
            rows += part.rows();
            unseen += part.rowsWithUnseen();
        }

        void sayCounts() {
            if (unseen > 0) {
                spec.commandLine()
                        .getErr()
                        .println(file + ": " + unseen + " of " + rows
                                + " rows have a category that no training row had; the column unseen says which");
            }
            if (unusable > 0) {
                spec.commandLine()
                        .getErr()
                        .println(file + ": " + unusable + " of " + rows
                                + " rows cannot be predicted; the column error says why");
            }
        }
    }
}
