package chalkline.cli;

import chalkline.data.Table;
import chalkline.dl4j.Dl4j;
import chalkline.network.Precision;
import chalkline.report.PredictionCsv;
import chalkline.training.SavedModel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code predict MODEL.zip CSV}. */
@Command(name = "predict", description = "Predict every row of a CSV file; the result is CSV on standard output.")
final class PredictCommand implements Callable<Integer> {
    private static final int ROWS_AT_A_TIME = 1024;

    @Mixin
    private WorkingDirectory directory;

    @Parameters(index = "0", paramLabel = "MODEL.zip", description = "A model zip that train saved.")
    private Path model;

    @Parameters(index = "1", paramLabel = "CSV", description = "The rows; columns are found by name.")
    private Path csv;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SavedModel saved = SavedModel.load(new Dl4j(), directory.resolve(model));
        Table table = saved.read(directory.resolve(csv), false);
        UnusedColumns.note(table, directory.resolve(csv), spec);
        PredictionCsv out = new PredictionCsv(
                spec.commandLine().getOut(),
                table.schema(),
                Precision.named(saved.model().inspect().dataType()).orElse(Precision.FLOAT64));
        for (int from = 0; from < table.rows(); from += ROWS_AT_A_TIME) {
            int[] rows = IntStream.range(from, Math.min(table.rows(), from + ROWS_AT_A_TIME))
                    .toArray();
            out.write(saved.predict(table, rows));
        }
        out.flush();
        return ExitCode.DONE;
    }
}
