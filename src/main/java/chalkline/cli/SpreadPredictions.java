package chalkline.cli;

import chalkline.data.CsvParts;
import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import chalkline.training.Cluster;
import chalkline.training.Preprocessing;
import chalkline.training.SavedModel;
import java.io.IOException;
import java.io.Serializable;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predicts a file of a table on a machine of a cluster.
 *
 * @param preprocessing the model's, as entries of its zip
 * @param columns whose cells stand in the result
 * @param headers whether every file has the names of the columns, not just the first
 */
record SpreadPredictions(
        Predictions.Form form, Map<String, byte[]> preprocessing, List<String> columns, boolean headers)
        implements Cluster.FileWork<SpreadPredictions.Told> {

    /** What is told of a file. */
    record Told(Predictions.Counts counts, List<String> notes) implements Serializable {}

    /** The same for every file of a table. */
    static SpreadPredictions of(SavedModel saved, Path table, Predictions.Form form, boolean headers) {
        List<String> keep = saved.meant(table, form.keep());
        List<String> columns = saved.keptColumns(table, keep);
        return new SpreadPredictions(
                new Predictions.Form(keep, form.keepGoing(), form.json()),
                Map.copyOf(saved.preprocessing().orElseThrow().toEntries()),
                columns,
                headers);
    }

    /**
     * The files of a table, which other machines can find.
     *
     * @throws InvalidInputException where there is none, or something that is none
     */
    static List<Path> files(Path table) {
        try {
            List<Path> files = CsvParts.of(table);
            for (Path file : files) {
                if (!Files.isRegularFile(file) || InputFile.isStandardInput(file)) {
                    throw new InvalidInputException(
                            (InputFile.isStandardInput(file) ? "standard input" : file.toString())
                                    + (Files.exists(file)
                                            ? ": is not a file that a cluster can read; leave --master out"
                                            : ": no such file"));
                }
            }
            return files;
        } catch (IOException e) {
            throw FileFailure.of(table, "cannot be read", e);
        }
    }

    @Override
    public Told of(SavedModel model, int number, Path file, String shownName, Writer out) {
        SavedModel saved = model.with(
                Preprocessing.fromEntries(preprocessing, "the driver").orElseThrow());
        List<String> notes = new ArrayList<>();
        Predictions predictions =
                new Predictions(saved, form, Optional.of(columns), headers || number == 0, out, notes::add);
        saved.readInPassing(file, shownName, form.keep(), form.keepGoing(), predictions);
        return new Told(predictions.counts(), notes);
    }
}
