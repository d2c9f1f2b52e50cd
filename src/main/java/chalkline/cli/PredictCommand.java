package chalkline.cli;

import chalkline.data.Table;
import chalkline.dl4j.Dl4j;
import chalkline.network.Precision;
import chalkline.report.PredictionCsv;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

    @Parameters(
            index = "0",
            paramLabel = "MODEL.zip",
            description = "A model zip, saved by train or by Deeplearning4j itself.")
    private Path model;

    @Parameters(index = "1", paramLabel = "CSV", description = "The rows; columns are found by name.")
    private Path csv;

    @Option(
            names = "--labels",
            paramLabel = "NAME",
            split = ",",
            description = "The names of the outputs, for a model zip that carries no column schema.")
    private List<String> labels = List.of();

    @Mixin
    private Separator separator;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SavedModel saved = separator
                .of(SavedModel.load(new Dl4j(), directory.resolve(model)))
                .withLabels(directory.resolve(csv), labels, separator.format(), false);
        Path file = directory.resolve(csv);
        saved.readInParts(file, new Predictions(saved, file));
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }

    /** Writes what is predicted of each part of the file; with the first one, what is said once. */
    private final class Predictions implements Consumer<Table> {
        private final SavedModel saved;
        private final Path file;
        private PredictionCsv out;

        Predictions(SavedModel saved, Path file) {
            this.saved = saved;
            this.file = file;
        }

        @Override
        public void accept(Table part) {
            if (out == null) {
                UnusedColumns.note(part, file, spec);
                out = new PredictionCsv(
                        spec.commandLine().getOut(),
                        part.schema(),
                        Precision.named(saved.model().inspect().dataType()).orElse(Precision.FLOAT64));
            }
            out.write(saved.predict(part, IntStream.range(0, part.rows()).toArray()));
            out.flush();
        }
    }
}
