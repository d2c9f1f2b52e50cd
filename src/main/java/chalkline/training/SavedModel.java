package chalkline.training;

import chalkline.check.Finding;
import chalkline.check.KnownDifference;
import chalkline.data.ColumnType;
import chalkline.data.CsvFormat;
import chalkline.data.CsvParts;
import chalkline.data.CsvTables;
import chalkline.data.Imputer;
import chalkline.data.InferenceOptions;
import chalkline.data.InferenceOptions.Gaps;
import chalkline.data.InferredSchema;
import chalkline.data.Normalizer;
import chalkline.data.ReadOptions;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A model from a file, with the entries that travel with it.
 *
 * @param model the model
 * @param preprocessing how a table becomes its input; absent where the file was not saved by Chalkline
 * @param record its origin; empty if the file does not say
 * @param linear the linear model that was fitted beside it, where there is one
 * @param scaling how data was scaled, where the file was not saved by Chalkline but says so
 * @param findings about the file
 * @param shownName the file, for messages
 */
public record SavedModel(
        Model model,
        Optional<Preprocessing> preprocessing,
        Optional<ModelRecord> record,
        Optional<LinearModel> linear,
        Optional<SavedScaling> scaling,
        List<Finding> findings,
        String shownName) {
    public SavedModel {
        findings = List.copyOf(findings);
    }

    /**
     * Loads a model file.
     *
     * @throws InvalidInputException where it is not a model that is safe to load
     */
    public static SavedModel load(Engine engine, Path file) {
        Engine.Loaded stored = engine.load(file);
        Optional<Preprocessing> preprocessing = Preprocessing.fromEntries(stored.entries(), file.toString());
        SavedModel loaded = new SavedModel(
                stored.model(),
                preprocessing,
                ModelRecord.fromEntries(stored.entries(), file.toString()),
                preprocessing.flatMap(known -> LinearModel.fromEntries(
                        stored.entries(),
                        known.schema().inputs(),
                        known.schema().outputs(),
                        file.toString())),
                preprocessing.isPresent() ? Optional.empty() : stored.scaling(),
                stored.findings(),
                file.toString());
        ModelParts.requireOneModel(loaded);
        return loaded;
    }

    /** The engine's known differences that training it may meet; none if the check does not cover it. */
    public List<KnownDifference> knownDifferences(Engine engine) {
        try {
            return engine.knownDifferences().of(model.network(shownName));
        } catch (InvalidInputException notCovered) {
            return List.of();
        }
    }

    /** The same model for tables that are prepared so. */
    public SavedModel with(Preprocessing other) {
        return new SavedModel(model, Optional.of(other), record, linear, scaling, findings, shownName);
    }

    /** The same model, for CSV files with another separator than those it was trained on. */
    public SavedModel withSeparator(char separator) {
        return preprocessing
                .map(known -> with(known.with(known.format().with(separator))))
                .orElse(this);
    }

    /**
     * The same model with a column schema, where its file carries none: the label columns are these, every other column of
     * the file is a feature, in the file's order, and data is scaled as the model's file says.
     *
     * @param labels names of the label columns; where there is a schema, none or those of the schema
     * @param labelsRead whether the file has the labels too; without, they only name the outputs, and features are numbers
     * @throws InvalidInputException where the file does not fit the model
     */
    public SavedModel withLabels(Path csv, List<String> labels, CsvFormat format, boolean labelsRead) {
        if (preprocessing.isPresent() || labels.isEmpty()) {
            requireOwnLabels(labels);
            return this;
        }
        if (!labelsRead) {
            return with(foreign(unread(csv, labels, format), format, csv));
        }
        InferredSchema inferred = inferred(csv, labels, format);
        return with(foreign(inferred.schema(), inferred.format(), csv));
    }

    /** The inferred schema, but with every column besides the labels as a feature, even one that counts the rows. */
    private static InferredSchema inferred(Path csv, List<String> labels, CsvFormat format) {
        InferenceOptions options = InferenceOptions.of(labels).with(Gaps.REFUSED);
        InferredSchema first = CsvTables.infer(csv, csv.toString(), format, options);
        Map<String, ColumnType> numbers = first.schema().identifiers().stream()
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toMap(name -> name, name -> ColumnType.NUMERIC));
        return numbers.isEmpty() ? first : CsvTables.infer(csv, csv.toString(), format, options.with(numbers));
    }

    private void requireOwnLabels(List<String> labels) {
        preprocessing.map(known -> known.schema().labels()).ifPresent(own -> {
            if (!labels.isEmpty() && !labels.equals(own)) {
                throw new InvalidInputException(
                        shownName + ": its labels are " + String.join(",", own) + ", not " + String.join(",", labels));
            }
        });
    }

    private Schema unread(Path csv, List<String> labels, CsvFormat format) {
        if (!Files.isRegularFile(csv) && Files.exists(csv)) {
            throw new InvalidInputException(csv + ": --labels goes with a file, which can be read twice");
        }
        List<String> features = CsvTables.columns(csv, csv.toString(), format).stream()
                .filter(name -> !labels.contains(name))
                .toList();
        if (features.isEmpty()) {
            throw new InvalidInputException(csv + ": has no column besides " + String.join(",", labels));
        }
        return new Schema(features, labels, List.of());
    }

    private Preprocessing foreign(Schema schema, CsvFormat format, Path csv) {
        Inspection inspection = model.inspect();
        requireWidth(csv, "feature", schema.inputs(), inspection.inputs());
        requireWidth(csv, "label", schema.outputs(), inspection.outputs());
        if (scaling.isEmpty()) {
            return new Preprocessing(schema, format, Imputer.NONE, Normalizer.NONE, Normalizer.NONE);
        }
        SavedScaling saved = scaling.get();
        Normalizer features =
                saved.features().orElseThrow(() -> new InvalidInputException(shownName + ": " + saved.sentence()));
        ModelParts parts = new ModelParts(shownName);
        parts.requireColumns(saved, features, "inputs", schema.inputs());
        parts.requireColumns(saved, saved.labels(), "outputs", schema.outputs());
        if (!schema.classes().isEmpty() && saved.labels().kind() != Normalizer.Kind.NONE) {
            throw new InvalidInputException(shownName + ": " + saved.entry() + " scales labels, which the classes of "
                    + csv + " are not: give a column of 0 and 1 for each class");
        }
        return new Preprocessing(schema, format, Imputer.NONE, features, saved.labels());
    }

    /**
     * Reads a CSV file as model input: columns by name, missing values filled in, numbers scaled.
     *
     * @param labelsRequired whether the labels are read too
     * @throws InvalidInputException where the file does not fit the model, or the model carries no column schema
     */
    public Table read(Path csv, boolean labelsRequired) {
        Preprocessing known = preprocessingFor(csv);
        return known.read(csv, labelsRequired ? known.labelled() : known.unlabelled());
    }

    /**
     * Reads a file of another model with its labels; rows that this model cannot read are {@link Table#unusable}.
     *
     * @param format how the other model's file is written
     */
    Table read(Path csv, CsvFormat format, boolean dropUnlabelled) {
        Preprocessing known = preprocessingFor(csv);
        CsvFormat mixed = new CsvFormat(
                format.separator(),
                format.encoding(),
                format.encodingDecides(),
                format.names(),
                known.format().missingValues(),
                format.header());
        return known.with(mixed).read(csv, known.labelled().goingOn(true).dropping(dropUnlabelled));
    }

    /**
     * Reads a CSV file without labels, as {@link #read} does, but in parts to save memory. A file is checked to its end before
     * its first part is handed on; a pipe, which can be read only once, is not. A file without rows gives one empty part.
     *
     * @param keep columns whose cells are kept, besides those of identifiers; several in one text with commas between
     * @param keepGoing whether rows that cannot be read stay, as {@link Table#unusable}
     * @param receiver takes the rows, in the order of the file
     * @throws InvalidInputException where the file does not fit the model, or the model carries no column schema
     */
    public void readInParts(Path csv, List<String> keep, boolean keepGoing, Consumer<Table> receiver) {
        preprocessingFor(csv);
        List<String> meant = meant(csv, keep);
        if (CsvParts.isRereadable(csv) && !keepGoing) {
            readInPassing(csv, csv.toString(), meant, keepGoing, part -> {
                if (part.rows() > 0) {
                    predict(part);
                }
            });
        }
        readInPassing(csv, csv.toString(), meant, keepGoing, receiver);
    }

    /**
     * The same, but parts are handed on before what follows them was checked.
     *
     * @param shownName the file, for messages
     * @param keep names of columns, each one
     */
    public void readInPassing(
            Path csv, String shownName, List<String> keep, boolean keepGoing, Consumer<Table> receiver) {
        Preprocessing known = preprocessingFor(csv);
        known.readInParts(csv, shownName, known.unlabelled().goingOn(keepGoing).keeping(keep), receiver);
    }

    /** The columns of a file that {@link #readInParts} keeps, given these texts. */
    public List<String> meant(Path csv, List<String> keep) {
        return CsvTables.meant(keep, keep.isEmpty() || !CsvParts.isRereadable(csv) ? List.of() : columns(csv));
    }

    /** The columns of a file whose cells are kept: those of identifiers, and these. */
    public List<String> keptColumns(Path csv, List<String> keep) {
        List<String> columns = columns(csv);
        return Stream.concat(
                        preprocessingFor(csv).schema().identifiers().stream().filter(columns::contains), keep.stream())
                .distinct()
                .toList();
    }

    private List<String> columns(Path csv) {
        return CsvTables.columns(csv, csv.toString(), preprocessingFor(csv).format());
    }

    private Preprocessing preprocessingFor(Path csv) {
        return preprocessing.orElseThrow(() -> new InvalidInputException(shownName
                + ": carries no column schema, so nobody knows which column of " + csv + " is which input:"
                + " --labels NAME,… names the label columns, and every other column is then a feature"));
    }

    private static int[] all(Table table) {
        return IntStream.range(0, table.rows()).toArray();
    }

    /**
     * Predictions for all rows of a table that {@link #read} gave, N × outputs: the probability of each class, or each label
     * in its own unit. Outputs that are not finite are no prediction; {@link #whyNone} says why.
     */
    public Matrix outputs(Table table) {
        return preprocessing.orElseThrow().predict(model, table, all(table));
    }

    /**
     * The same, all of them finite.
     *
     * @throws InvalidInputException where an output is not, with the place of each such row
     */
    public Matrix predict(Table table) {
        Matrix outputs = outputs(table);
        Preprocessing.requirePredictions(table, outputs);
        return outputs;
    }

    /** Why the row of {@link #outputs} is no prediction; empty where it is one. */
    public static Optional<String> whyNone(Table table, Matrix outputs, int row) {
        return table.unusable(row).or(() -> Preprocessing.whyNone(table, outputs, row, row));
    }

    /** How good the model is on rows of a table that {@link #read} gave with its labels. */
    public ModelEvaluation evaluate(Table table, int... rows) {
        return preprocessing.orElseThrow().evaluate(model, table, rows);
    }

    /** The same of all rows, with what is said beside it. */
    public Judgement judge(Table table) {
        return Judgement.of(preprocessing.orElseThrow(), model, linear, table, "all rows", all(table));
    }

    /**
     * The first rows of a CSV file for a step of the model's network.
     *
     * @param labels the label columns, needed where the model carries no column schema: every other column is then a
     *     feature, in the file's order
     * @throws InvalidInputException where the file does not fit the model
     */
    public Sample sample(Path csv, List<String> labels, int rows) {
        requireOwnLabels(labels);
        if (preprocessing.isEmpty() && labels.isEmpty()) {
            throw new InvalidInputException(
                    shownName + ": carries no column schema, so --labels must name the label columns of " + csv);
        }
        Table table = preprocessing.isPresent() ? read(csv, true) : foreign(csv, labels);
        requireWidth(csv, "feature", table.schema().inputs(), model.inspect().inputs());
        requireWidth(csv, "label", table.schema().outputs(), model.inspect().outputs());
        return Sample.first(model.network(shownName), table, rows);
    }

    private Table foreign(Path csv, List<String> labels) {
        InferredSchema inferred = inferred(csv, labels, CsvFormat.DEFAULT);
        Table table = CsvTables.read(
                csv, csv.toString(), inferred.schema(), inferred.format(), ReadOptions.labelled(Gaps.REFUSED));
        boolean scaled = scaling.isEmpty() || scaling.get().features().isPresent();
        return scaled ? foreign(table.schema(), inferred.format(), csv).prepare(table) : table;
    }

    /** Adds to a checked step what was found in the file, and how data is scaled. */
    public List<Finding> findingsOfACheck() {
        return Stream.concat(
                        findings.stream(),
                        scaling.stream().map(saved -> new Finding(StepId.X, Finding.Code.NORMALIZER, saved.sentence())))
                .toList();
    }

    private void requireWidth(Path csv, String kind, int columns, long needed) {
        if (columns != needed) {
            throw new InvalidInputException(csv + ": has " + columns + " " + kind
                    + " columns (a class counting as one), but " + shownName + " needs " + needed);
        }
    }
}
