package chalkline.training;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.data.ClassWeights;
import chalkline.data.CsvFormat;
import chalkline.data.CsvParts;
import chalkline.data.CsvTables;
import chalkline.data.DataSplit;
import chalkline.data.Imputer;
import chalkline.data.InferenceOptions.WholeLabels;
import chalkline.data.InferredSchema;
import chalkline.data.InferredTable;
import chalkline.data.Normalizer;
import chalkline.data.ReadOptions;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A configuration's data: read, split, and prepared with what was fitted on the training rows.
 *
 * @param table all rows, as the network takes them: those of the training file, then those of the validation and the test
 *     file where there are such files
 * @param trainingRows how many rows the training file has, which are the first
 * @param split which rows are for what
 * @param preprocessing fitted on the training rows
 * @param classWeights how much each class of the schema counts in the loss, where they differ
 * @param files that were read
 * @param inferred what the training file shows of its columns; empty where the configuration itself has the data
 */
record JobData(
        Table table,
        int trainingRows,
        DataSplit split,
        Preprocessing preprocessing,
        Optional<List<Double>> classWeights,
        List<ModelRecord.DataFile> files,
        Optional<InferredSchema> inferred) {

    /**
     * How the network uses labels from files.
     *
     * @param names whether whole numbers are names of classes
     * @param scaled whether other numbers are standardised where the configuration says nothing
     */
    record LabelUse(boolean names, boolean scaled) {}

    static JobData of(Configuration configuration, LabelUse labels, TableFiles tables) {
        DataSpec data = configuration.data();
        ReadFiles read = ReadFiles.watched(() -> parts(data), configuration.directory());
        Optional<InferredTable> file = data.train() instanceof DataSpec.Csv csv
                ? Optional.of(infer(csv, data, labels, tables))
                : Optional.empty();
        Optional<InferredSchema> inferred = file.map(InferredTable::inferred);
        Table train = file.map(InferredTable::table).orElseGet(() -> inline((DataSpec.Inline) data.train()));
        Schema schema = train.schema();
        if (!schema.classes().isEmpty()
                && data.labelNormalization()
                        .filter(kind -> kind != Normalizer.Kind.NONE)
                        .isPresent()) {
            throw configuration.problem(
                    "data.normalize-labels", "the labels are classes, but only labels that are numbers can be scaled");
        }
        CsvFormat format = inferred.map(InferredSchema::format).orElse(CsvFormat.DEFAULT);
        DataSplit drawn = split(train, new RowColumns(configuration, schema, format));
        Table all = train;
        int[] validation = drawn.validation();
        int[] test = drawn.test();
        if (data.train() instanceof DataSpec.Csv csv) {
            if (csv.validation().isPresent()) {
                int before = all.rows();
                all = all.and(read(csv, csv.validation().get(), inferred.orElseThrow(), data));
                validation = IntStream.range(before, all.rows()).toArray();
            }
            if (csv.test().isPresent()) {
                int before = all.rows();
                all = all.and(read(csv, csv.test().get(), inferred.orElseThrow(), data));
                test = IntStream.range(before, all.rows()).toArray();
            }
        }
        DataSplit split = new DataSplit(drawn.train(), validation, test);
        // They are gone through again and again.
        all = all.holding(validation).holding(test);
        Normalizer.Kind ofLabels = data.labelNormalization()
                .orElse(
                        labels.scaled()
                                        && inferred.isPresent()
                                        && schema.classes().isEmpty()
                                ? Normalizer.Kind.STANDARDIZE
                                : Normalizer.Kind.NONE);
        Preprocessing preprocessing = fit(data, format, ofLabels, all, split.train());
        return new JobData(
                preprocessing.prepare(all),
                train.rows(),
                split,
                preprocessing,
                classWeights(configuration, all, split.train()),
                read.unchanged()
                        .orElseThrow(() -> configuration.problem(
                                "data.train", "its file was changed while it was read; train again")),
                inferred);
    }

    private static DataSplit split(Table train, RowColumns columns) {
        Configuration configuration = columns.configuration();
        DataSpec.Split parts = configuration.data().split();
        double validation = parts.validation();
        double test = parts.test();
        if (parts.group().isPresent()) {
            String key = "data.split.group";
            try {
                return DataSplit.grouped(
                        columns.groups(key, parts.group().get()), validation, test, configuration.seed());
            } catch (InvalidInputException e) {
                throw e.problems().get(0).contains(": " + key) ? e : configuration.problem(key, e.getMessage());
            }
        }
        if (parts.time().isPresent()) {
            int feature = columns.time("data.split.time", parts.time().get());
            return DataSplit.inTime(train, feature, validation, test);
        }
        return parts.inFileOrder()
                ? DataSplit.inOrder(train, validation, test)
                : DataSplit.of(train, validation, test, parts.stratified(), configuration.seed());
    }

    private static List<Path> parts(DataSpec data) {
        return data.files().stream().flatMap(file -> parts(file).stream()).toList();
    }

    private static List<Path> parts(Path file) {
        try {
            return CsvParts.of(file);
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be read", e);
        }
    }

    /** The same data, of which other rows are used, prepared by what its training rows are like. */
    JobData fold(Configuration configuration, DataSplit other) {
        Table raw = table.with(Imputer.NONE).with(Normalizer.NONE, Normalizer.NONE);
        Preprocessing fitted = fit(
                configuration.data(),
                preprocessing.format(),
                preprocessing.labelNormalizer().kind(),
                raw,
                other.train());
        return new JobData(
                fitted.prepare(raw),
                trainingRows,
                other,
                fitted,
                classWeights(configuration, raw, other.train()),
                files,
                inferred);
    }

    /** The same data with another split. */
    JobData with(DataSplit other) {
        return new JobData(table, trainingRows, other, preprocessing, classWeights, files, inferred);
    }

    /** The examples in the configuration. */
    static Table inline(DataSpec.Inline examples) {
        return Table.inline(examples.x(), examples.y(), examples.mask());
    }

    private static InferredTable infer(DataSpec.Csv csv, DataSpec data, LabelUse labels, TableFiles tables) {
        return tables.inferAndRead(
                csv.file(),
                csv.format(),
                data.inferenceOptions(labels.names() ? WholeLabels.CLASSES : WholeLabels.NUMBERS)
                        .orElseThrow());
    }

    private static Table read(DataSpec.Csv csv, Path file, InferredSchema inferred, DataSpec data) {
        return CsvTables.read(
                file,
                file.toString(),
                inferred.schema(),
                inferred.format(),
                ReadOptions.labelled(data.missing().policy().gaps()).dropping(csv.dropUnlabelled()));
    }

    private static Preprocessing fit(
            DataSpec data, CsvFormat format, Normalizer.Kind ofLabels, Table table, int... rows) {
        Imputer imputer = Imputer.fit(data.missing().policy(), data.missing().constant(), table, rows);
        Table complete = table.with(imputer);
        return new Preprocessing(
                table.schema(),
                format,
                imputer,
                Normalizer.fit(data.normalization(), complete, rows),
                Normalizer.fitLabels(ofLabels, complete, rows));
    }

    private static Optional<List<Double>> classWeights(Configuration configuration, Table table, int... rows) {
        Optional<DataSpec.ClassWeights> asked = configuration.data().classWeights();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        List<String> classes = table.schema().classes();
        if (classes.isEmpty()) {
            throw configuration.problem("data.class-weights", "the labels are numbers, not classes");
        }
        if (!(asked.get() instanceof DataSpec.ByClass given)) {
            return Optional.of(ClassWeights.balanced(table, rows));
        }
        List<String> unknown = given.weights().keySet().stream()
                .filter(name -> !classes.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw configuration.problem(
                    "data.class-weights." + unknown.get(0),
                    "there is no such class; the classes are " + String.join(", ", classes));
        }
        List<Double> weights = new ArrayList<>();
        classes.forEach(name -> weights.add(given.weights().getOrDefault(name, 1.0)));
        return Optional.of(weights);
    }
}
