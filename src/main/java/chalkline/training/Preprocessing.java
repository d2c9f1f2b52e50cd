package chalkline.training;

import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.ReadOptions;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Turns a file into a model's input, and the model's outputs into labels. It travels in the model file, so that columns and
 * units of predictions are those of training.
 *
 * @param schema the columns and their categories
 * @param format how files are written
 * @param imputer fitted on the training rows
 * @param normalizer of the features, fitted on the training rows
 * @param labelNormalizer of labels that are numbers, fitted on the training rows
 */
public record Preprocessing(
        Schema schema, CsvFormat format, Imputer imputer, Normalizer normalizer, Normalizer labelNormalizer) {
    /** The entry of a model file that holds the features' normaliser. */
    public static final String NORMALIZER = "chalkline/normalizer.json";

    private static final int ROWS_AT_A_TIME = 1024;
    private static final int MOST_PROBLEMS = 10;
    private static final String SCHEMA = "chalkline/schema.json";
    private static final String FORMAT = "chalkline/csv.json";
    private static final String IMPUTER = "chalkline/imputer.json";
    private static final String LABEL_NORMALIZER = "chalkline/label-normalizer.json";
    private static final List<String> ENTRIES = List.of(SCHEMA, FORMAT, IMPUTER, NORMALIZER, LABEL_NORMALIZER);

    /**
     * Reads a file as model input: columns by name, missing values filled in, numbers scaled.
     *
     * @throws InvalidInputException where the file does not fit
     */
    public Table read(Path csv, ReadOptions options) {
        return prepare(CsvTables.read(csv, csv.toString(), schema, format, options), csv.toString());
    }

    /** Rows with labels, each of which must be readable. */
    public ReadOptions labelled() {
        return ReadOptions.labelled(imputer.policy().gaps());
    }

    /** Rows without labels, each of which must be readable. */
    public ReadOptions unlabelled() {
        return ReadOptions.unlabelled(imputer.policy().gaps());
    }

    /**
     * The same in parts of about a thousand rows, in the order of the file.
     *
     * @param shownName the file, for messages
     * @param receiver takes the tables one by one
     * @throws InvalidInputException if the file does not fit; parts before the first bad row have been received by then
     */
    void readInParts(Path csv, String shownName, ReadOptions options, Consumer<Table> receiver) {
        CsvTables.readInParts(
                csv,
                shownName,
                schema,
                format,
                options,
                ROWS_AT_A_TIME,
                part -> receiver.accept(prepare(part, shownName)));
    }

    /** Prepares rows given by column names. */
    Table read(List<? extends Map<String, ?>> rows) {
        return prepare(CsvTables.ofRows(rows, schema, format, imputer.policy().gaps()));
    }

    /** The same for files of another format. */
    Preprocessing with(CsvFormat other) {
        return new Preprocessing(schema, other, imputer, normalizer, labelNormalizer);
    }

    private Table prepare(Table table, String shownName) {
        try {
            return prepare(table);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(shownName + ": " + e.problems().get(0), e);
        }
    }

    /** Prepares a table that was read by its schema. */
    public Table prepare(Table table) {
        return table.with(imputer).with(normalizer, labelNormalizer);
    }

    /**
     * The model's outputs for these rows, N × outputs: probabilities of classes, or labels in their own unit. They are
     * computed in parts to save memory.
     */
    Matrix predict(Model model, Table table, int... rows) {
        return outputs(model::predict, table, rows);
    }

    /** The same of anything that gives outputs for inputs as a network takes them. */
    Matrix outputs(UnaryOperator<Matrix> predictor, Table table, int... rows) {
        double[] outputs = new double[Math.multiplyExact(rows.length, schema.outputs())];
        for (int from = 0; from < rows.length; from += ROWS_AT_A_TIME) {
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + ROWS_AT_A_TIME));
            double[] some = labelNormalizer
                    .invert(predictor.apply(table.features(chunk)))
                    .toArray();
            System.arraycopy(some, 0, outputs, from * schema.outputs(), some.length);
        }
        return Matrix.of(rows.length, schema.outputs(), outputs);
    }

    /**
     * Why the outputs for a row are no prediction, with its largest input; empty where all are finite.
     *
     * @param i the row of the outputs
     * @param row of the table
     */
    static Optional<String> whyNone(Table table, Matrix outputs, int i, int row) {
        if (ModelEvaluation.isFinite(outputs, i)) {
            return Optional.empty();
        }
        Matrix inputs = table.features(row);
        int largest = 0;
        for (int j = 1; j < inputs.columns(); j++) {
            largest = Math.abs(inputs.get(j)) > Math.abs(inputs.get(largest)) ? j : largest;
        }
        return Optional.of("the model's outputs are not finite, and so no prediction; its largest input is "
                + inputs.get(largest) + ", from "
                + Sentences.quoted(table.schema().inputNames().get(largest)));
    }

    /**
     * Checks that all outputs of {@link #predict} are finite.
     *
     * @throws InvalidInputException where an output is not finite, with the place of each such row
     */
    static void requirePredictions(Table table, Matrix outputs) {
        List<String> problems = new ArrayList<>();
        int more = 0;
        for (int i = 0; i < outputs.rows(); i++) {
            int row = i;
            Optional<String> why = whyNone(table, outputs, i, i).map(reason -> table.place(row) + ": " + reason);
            if (problems.size() < MOST_PROBLEMS) {
                why.ifPresent(problems::add);
            } else {
                more += why.isPresent() ? 1 : 0;
            }
        }
        if (more > 0) {
            problems.add("and " + Sentences.counted(more, "more row") + " without a prediction");
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    /** How good the model is on these rows, which have labels; numbers are judged in their own unit. */
    ModelEvaluation evaluate(Model model, Table table, int... rows) {
        return ModelEvaluation.of(schema, predict(model, table, rows), table, rows);
    }

    /** As entries of a model file. */
    public Map<String, byte[]> toEntries() {
        return Map.of(
                SCHEMA, bytes(schema.toJson()),
                FORMAT, bytes(format.toJson()),
                IMPUTER, bytes(imputer.toJson()),
                NORMALIZER, bytes(normalizer.toJson()),
                LABEL_NORMALIZER, bytes(labelNormalizer.toJson()));
    }

    /**
     * From a model file's entries; empty where the file was written by somebody else and has none of them.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where an entry cannot be used or one of them is missing
     */
    public static Optional<Preprocessing> fromEntries(Map<String, byte[]> entries, String where) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : ENTRIES) {
            if (entries.containsKey(name)) {
                texts.put(name, new String(entries.get(name), StandardCharsets.UTF_8));
            }
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        for (String name : ENTRIES) {
            if (!texts.containsKey(name)) {
                throw new InvalidInputException(where + ": has the entry \""
                        + ENTRIES.stream()
                                .filter(texts::containsKey)
                                .findFirst()
                                .orElseThrow()
                        + "\" but not \"" + name + "\", which belongs to it");
            }
        }
        Schema schema = Schema.fromJson(texts.get(SCHEMA), where + "!" + SCHEMA);
        Normalizer ofLabels = Normalizer.fromJson(
                texts.get(LABEL_NORMALIZER), schema.outputs(), "label", where + "!" + LABEL_NORMALIZER);
        if (!schema.classes().isEmpty() && ofLabels.kind() != Normalizer.Kind.NONE) {
            throw new InvalidInputException(where + "!" + LABEL_NORMALIZER + ": classes are not scaled");
        }
        return Optional.of(new Preprocessing(
                schema,
                CsvFormat.fromJson(texts.get(FORMAT), where + "!" + FORMAT),
                Imputer.fromJson(texts.get(IMPUTER), schema, where + "!" + IMPUTER),
                Normalizer.fromJson(texts.get(NORMALIZER), schema.inputs(), "input", where + "!" + NORMALIZER),
                ofLabels));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
