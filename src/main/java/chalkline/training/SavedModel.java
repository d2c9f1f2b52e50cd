package chalkline.training;

import chalkline.data.CsvFormat;
import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A model from a file, with what travels with it.
 *
 * @param model the model
 * @param preprocessing how a table becomes its input; absent where the file was not saved by Chalkline
 * @param record where it comes from; absent where the file does not say
 * @param shownName the file, for messages
 */
public record SavedModel(
        Model model, Optional<Preprocessing> preprocessing, Optional<ModelRecord> record, String shownName) {

    /**
     * Loads a model file.
     *
     * @throws InvalidInputException where it is not a model that is safe to load
     */
    public static SavedModel load(Engine engine, Path file) {
        Engine.Loaded stored = engine.load(file);
        return new SavedModel(
                stored.model(),
                Preprocessing.fromEntries(stored.entries(), file.toString()),
                ModelRecord.fromEntries(stored.entries(), file.toString()),
                file.toString());
    }

    /** The same model, for CSV files with another separator than those it was trained on. */
    public SavedModel withSeparator(char separator) {
        return new SavedModel(
                model,
                preprocessing.map(known ->
                        known.with(new CsvFormat(separator, known.format().missingValues()))),
                record,
                shownName);
    }

    /**
     * Reads a CSV file as the model needs it: columns by name, missing values filled in, numbers scaled.
     *
     * @param labelsRequired whether the labels are read too
     * @throws InvalidInputException where the file does not fit the model, or the model carries no column schema
     */
    public Table read(Path csv, boolean labelsRequired) {
        return preprocessingFor(csv).read(csv, labelsRequired);
    }

    /**
     * Reads a CSV file without its labels, as {@link #read} does, but some rows at a time, in the memory that these take. A
     * file is looked through to its end before the first rows are handed on; what can be read only once, as a pipe, is not.
     *
     * @param receiver takes the rows, in the order of the file
     * @throws InvalidInputException where the file does not fit the model, or the model carries no column schema
     */
    public void readInParts(Path csv, Consumer<Table> receiver) {
        Preprocessing known = preprocessingFor(csv);
        if (Files.isRegularFile(csv)) {
            known.readInParts(csv, false, part -> {});
        }
        known.readInParts(csv, false, receiver);
    }

    private Preprocessing preprocessingFor(Path csv) {
        return preprocessing.orElseThrow(() -> new InvalidInputException(
                shownName + ": carries no column schema, so nobody knows which column of " + csv + " is which input"));
    }

    /**
     * Predictions for rows of a table that {@link #read} gave, N × outputs: the probability of each class, or each label
     * in its own unit.
     */
    public Matrix predict(Table table, int... rows) {
        return preprocessing.orElseThrow().predict(model, table, rows);
    }

    /** How good the model is on rows of a table that {@link #read} gave with its labels. */
    public ModelEvaluation evaluate(Table table, int... rows) {
        return preprocessing.orElseThrow().evaluate(model, table, rows);
    }

    /**
     * The first rows of a CSV file for a step of the model's network.
     *
     * @param labels the label columns, needed where the model carries no column schema: every other column is then a
     *     feature, in the file's order, its numbers as they are
     * @throws InvalidInputException where the file does not fit the model
     */
    public Sample sample(Path csv, List<String> labels, int rows) {
        if (preprocessing.isPresent()
                && !labels.isEmpty()
                && !labels.equals(preprocessing.get().schema().labels())) {
            throw new InvalidInputException(shownName + ": its labels are "
                    + String.join(",", preprocessing.get().schema().labels()) + ", not " + String.join(",", labels));
        }
        if (preprocessing.isEmpty() && labels.isEmpty()) {
            throw new InvalidInputException(
                    shownName + ": carries no column schema, so --labels must name the label columns of " + csv);
        }
        Table table = preprocessing.isPresent() ? read(csv, true) : Table.readCsv(csv, csv.toString(), labels);
        Network network = model.network(shownName);
        requireWidth(csv, "feature", table.schema().inputs(), network.inputs());
        requireWidth(csv, "label", table.schema().outputs(), network.outputs());
        return Sample.first(network, table, rows);
    }

    private void requireWidth(Path csv, String kind, int columns, int needed) {
        if (columns != needed) {
            throw new InvalidInputException(csv + ": has " + columns + " " + kind
                    + " columns (a class counting as one), but " + shownName + " needs " + needed);
        }
    }
}
