package chalkline.training;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.data.ClassWeights;
import chalkline.data.ColumnType;
import chalkline.data.CsvFormat;
import chalkline.data.DataSplit;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.files.Digests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A configuration's data, read, split, and prepared by what its training rows are like.
 *
 * @param table all rows, as the network takes them: those of the training file, then those of the validation and the test
 *     file where there are such files
 * @param trainingRows how many rows the training file has, which are the first
 * @param split which rows are for what
 * @param preprocessing fitted on the training rows
 * @param classWeights how much each class of the schema counts in the loss, where they differ
 * @param files that were read
 */
record JobData(
        Table table,
        int trainingRows,
        DataSplit split,
        Preprocessing preprocessing,
        Optional<List<Double>> classWeights,
        List<ModelRecord.DataFile> files) {

    static JobData of(Configuration configuration) {
        DataSpec data = configuration.data();
        boolean mayMiss = data.missing().policy() != DataSpec.MissingPolicy.REFUSE;
        Table train = read(data.train(), mayMiss);
        Schema schema = train.schema();
        if (!schema.classes().isEmpty() && data.labelNormalization() != DataSpec.Normalization.NONE) {
            throw configuration.problem(
                    "data.normalize-labels", "the labels are classes, but only labels that are numbers can be scaled");
        }
        DataSplit drawn = DataSplit.of(
                train,
                data.split().validation(),
                data.split().test(),
                data.split().stratified(),
                configuration.seed());
        Table all = train;
        int[] validation = drawn.validation();
        int[] test = drawn.test();
        if (data.train() instanceof DataSpec.Csv csv) {
            if (csv.validation().isPresent()) {
                int before = all.rows();
                all = all.and(part(csv.validation().get(), csv, schema, mayMiss));
                validation = IntStream.range(before, all.rows()).toArray();
            }
            if (csv.test().isPresent()) {
                int before = all.rows();
                all = all.and(part(csv.test().get(), csv, schema, mayMiss));
                test = IntStream.range(before, all.rows()).toArray();
            }
        }
        DataSplit split = new DataSplit(drawn.train(), validation, test);
        Preprocessing preprocessing = fit(data, all, split.train());
        return new JobData(
                preprocessing.prepare(all),
                train.rows(),
                split,
                preprocessing,
                classWeights(configuration, all, split.train()),
                files(configuration));
    }

    private static List<ModelRecord.DataFile> files(Configuration configuration) {
        return configuration.data().files().stream()
                .map(file -> described(file, configuration.directory()))
                .toList();
    }

    /** The file with the digest of its content. */
    static ModelRecord.DataFile described(Path file, Path directory) {
        return new ModelRecord.DataFile(shown(file, directory), Digests.sha256(file));
    }

    /** As the configuration names it, if it is below the directory that its names are taken from. */
    private static String shown(Path file, Path directory) {
        Path from = directory.toAbsolutePath().normalize();
        Path path = file.toAbsolutePath().normalize();
        return (path.startsWith(from) ? from.relativize(path) : path).toString().replace('\\', '/');
    }

    /** The same data, of which other rows are used. */
    JobData with(DataSplit other) {
        return new JobData(table, trainingRows, other, preprocessing, classWeights, files);
    }

    /** The rows of the training data, as they are. */
    static Table read(DataSpec.Source source, boolean mayMiss) {
        if (source instanceof DataSpec.Csv csv) {
            Map<String, ColumnType> types = new HashMap<>();
            csv.columns().forEach((name, type) -> types.put(name, columnType(type)));
            return Table.readCsv(csv.file(), csv.file().toString(), csv.labels(), format(csv), types, mayMiss);
        }
        DataSpec.Inline inline = (DataSpec.Inline) source;
        return Table.inline(inline.x(), inline.y(), inline.mask());
    }

    private static Table part(Path file, DataSpec.Csv csv, Schema schema, boolean mayMiss) {
        return Table.readCsv(file, file.toString(), schema, true, format(csv), mayMiss);
    }

    private static CsvFormat format(DataSpec.Csv csv) {
        return new CsvFormat(csv.separator(), csv.missingValues());
    }

    private static Preprocessing fit(DataSpec data, Table table, int... rows) {
        Imputer imputer =
                Imputer.fit(policy(data.missing().policy()), data.missing().constant(), table, rows);
        Table complete = table.with(imputer);
        return new Preprocessing(
                table.schema(),
                data.train() instanceof DataSpec.Csv csv ? format(csv) : CsvFormat.DEFAULT,
                imputer,
                Normalizer.fit(kind(data.normalization()), complete, rows),
                Normalizer.fitLabels(kind(data.labelNormalization()), complete, rows));
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
        if (!(asked.get() instanceof DataSpec.Given given)) {
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

    private static Normalizer.Kind kind(DataSpec.Normalization normalization) {
        return switch (normalization) {
            case NONE -> Normalizer.Kind.NONE;
            case STANDARDIZE -> Normalizer.Kind.STANDARDIZE;
            case MIN_MAX -> Normalizer.Kind.MIN_MAX;
        };
    }

    private static Imputer.Policy policy(DataSpec.MissingPolicy policy) {
        return switch (policy) {
            case REFUSE -> Imputer.Policy.REFUSE;
            case MEAN -> Imputer.Policy.MEAN;
            case MEDIAN -> Imputer.Policy.MEDIAN;
            case MOST_FREQUENT -> Imputer.Policy.MOST_FREQUENT;
            case CONSTANT -> Imputer.Policy.CONSTANT;
        };
    }

    private static ColumnType columnType(DataSpec.ColumnType type) {
        return switch (type) {
            case NUMERIC -> ColumnType.NUMERIC;
            case CATEGORICAL -> ColumnType.CATEGORICAL;
            case IGNORE -> ColumnType.IGNORE;
        };
    }
}
