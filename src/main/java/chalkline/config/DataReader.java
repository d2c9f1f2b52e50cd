package chalkline.config;

import chalkline.config.DataSpec.ClassWeights;
import chalkline.config.DataSpec.ColumnType;
import chalkline.config.DataSpec.Csv;
import chalkline.config.DataSpec.Missing;
import chalkline.config.DataSpec.MissingPolicy;
import chalkline.config.DataSpec.Normalization;
import chalkline.config.DataSpec.Split;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Reads the {@code data} section. */
final class DataReader {
    private static final List<String> OF_FILES =
            List.of("validation", "test", "separator", "columns", "missing-values", "missing");

    private final Path directory;
    private final Precision precision;
    private final IntFunction<Optional<String>> refusesMask;

    /**
     * @param directory what paths are taken from
     * @param refusesMask why labels of the network cannot have a mask of that many columns, where they cannot
     */
    DataReader(Path directory, Precision precision, IntFunction<Optional<String>> refusesMask) {
        this.directory = directory;
        this.precision = precision;
        this.refusesMask = refusesMask;
    }

    Optional<DataSpec> read(YamlValue field) {
        Optional<YamlMap> optional = field.section(
                "train",
                "validation",
                "test",
                "separator",
                "columns",
                "missing-values",
                "missing",
                "normalize",
                "normalize-labels",
                "split",
                "class-weights");
        if (optional.isEmpty()) {
            return Optional.empty();
        }
        YamlMap section = optional.get();
        Optional<DataSpec.Source> source =
                section.require("train", "{ file: data.csv, labels: [y] }").flatMap(train -> source(train, section));
        Missing missing = section.get("missing").flatMap(DataReader::missing).orElse(Missing.REFUSED);
        Normalization normalization =
                section.get("normalize").flatMap(DataReader::normalization).orElse(Normalization.STANDARDIZE);
        Normalization ofLabels = section.get("normalize-labels")
                .flatMap(DataReader::normalization)
                .orElse(Normalization.NONE);
        Split split = section.get("split").flatMap(f -> split(f, section)).orElse(Split.NONE);
        boolean masked = source.filter(DataSpec.Inline.class::isInstance)
                .flatMap(train -> ((DataSpec.Inline) train).mask())
                .isPresent();
        if (masked && !split.equals(Split.NONE)) {
            section.get("split").ifPresent(both -> both.problem("goes without a mask: leave one of them out"));
        }
        Optional<ClassWeights> weights = section.get("class-weights").flatMap(DataReader::classWeights);
        return source.map(train -> new DataSpec(train, missing, normalization, ofLabels, split, weights));
    }

    private static Optional<Normalization> normalization(YamlValue field) {
        return field.oneOf("normalization", Normalization.values(), Normalization::label);
    }

    private Optional<DataSpec.Source> source(YamlValue train, YamlMap data) {
        Optional<YamlMap> section = train.section("file", "labels", "x", "y", "mask");
        if (section.isEmpty()) {
            return Optional.empty();
        }
        boolean csv = section.get().has("file") || section.get().has("labels");
        boolean inline = section.get().has("x")
                || section.get().has("y")
                || section.get().has("mask");
        if (csv == inline) {
            train.problem("must be either a file with labels, { file: data.csv, labels: [y] }, or x and y, "
                    + "{ x: [[1, 2]], y: [[3]] }");
            return Optional.empty();
        }
        if (csv) {
            return csv(section.get(), data);
        }
        OF_FILES.forEach(key -> data.get(key)
                .ifPresent(field -> field.problem("is about a file, but the examples are given as x and y")));
        return inline(section.get());
    }

    private Optional<DataSpec.Source> csv(YamlMap train, YamlMap data) {
        Optional<Path> file = train.require("file", "data.csv").flatMap(this::existing);
        Optional<List<String>> labels = train.require("labels", "[y]").flatMap(DataReader::labels);
        char separator = data.get("separator").flatMap(DataReader::separator).orElse(Csv.DEFAULT_SEPARATOR);
        Map<String, ColumnType> columns = data.get("columns")
                .map(f -> columns(f, labels.orElse(List.of())))
                .orElse(Map.of());
        List<String> missingValues =
                data.get("missing-values").flatMap(DataReader::missingValues).orElse(Csv.DEFAULT_MISSING_VALUES);
        Optional<Path> validation = data.get("validation").flatMap(this::part);
        Optional<Path> test = data.get("test").flatMap(this::part);
        return file.isPresent() && labels.isPresent()
                ? Optional.of(new Csv(file.get(), labels.get(), separator, columns, missingValues, validation, test))
                : Optional.empty();
    }

    private Optional<Path> part(YamlValue field) {
        return field.section("file")
                .flatMap(section -> section.require("file", "data.csv"))
                .flatMap(this::existing);
    }

    private Optional<Path> existing(YamlValue field) {
        return ConfigurationReader.existing(field, directory);
    }

    private static Optional<List<String>> labels(YamlValue field) {
        List<String> labels = new ArrayList<>();
        for (YamlValue item : field.items("a list of column names, such as [y]").orElse(List.of())) {
            Optional<String> label = item.text();
            if (label.isPresent() && label.get().isBlank()) {
                item.problem("must be a column name, not blank");
            } else if (label.isPresent() && labels.contains(label.get())) {
                item.problem("the column " + Sentences.shown(label.get()) + " is given twice");
            } else {
                label.ifPresent(labels::add);
            }
        }
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels);
    }

    private static Optional<Character> separator(YamlValue field) {
        Optional<String> text = field.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().equals("tab")) {
            return Optional.of('\t');
        }
        char c = text.get().length() == 1 ? text.get().charAt(0) : 'x';
        boolean usable = !Character.isLetterOrDigit(c)
                && !Character.isSurrogate(c)
                && (c == '\t' || !Character.isISOControl(c))
                && "\"'.+-_ ".indexOf(c) < 0;
        if (!usable) {
            field.problem("must be one character such as \",\", \";\" or \"|\", or tab, not "
                    + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return Optional.of(c);
    }

    private static Map<String, ColumnType> columns(YamlValue field, List<String> labels) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        field.entries("a map of column names, such as { zip-code: categorical, id: ignore }")
                .orElse(Map.of())
                .forEach((name, value) -> {
                    Optional<ColumnType> type = value.oneOf("column type", ColumnType.values(), ColumnType::label);
                    boolean label = labels.contains(name);
                    if (label && type.equals(Optional.of(ColumnType.IGNORE))) {
                        value.problem("a label cannot be ignored: take it off data.train.labels");
                    } else if (label && labels.size() > 1 && type.equals(Optional.of(ColumnType.CATEGORICAL))) {
                        value.problem("classes need one label column, not " + labels.size());
                    } else {
                        type.ifPresent(t -> types.put(name, t));
                    }
                });
        return types;
    }

    private static Optional<List<String>> missingValues(YamlValue field) {
        if (field.node() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
            return Optional.of(List.of());
        }
        return field.items("a list of texts, such as [NA, \"-999\"]")
                .map(items ->
                        items.stream().flatMap(item -> item.text().stream()).toList());
    }

    private static Optional<Missing> missing(YamlValue field) {
        if (field.node() instanceof YamlNode.Mapping) {
            return field.section("constant")
                    .flatMap(section -> section.require("constant", "0"))
                    .flatMap(YamlValue::decimal)
                    .map(constant -> new Missing(MissingPolicy.CONSTANT, constant.doubleValue()));
        }
        MissingPolicy[] named = Arrays.stream(MissingPolicy.values())
                .filter(policy -> policy != MissingPolicy.CONSTANT)
                .toArray(MissingPolicy[]::new);
        if (field.node() instanceof YamlNode.Scalar scalar && scalar.text().equals("constant")) {
            field.problem("a constant needs its value: { constant: 0 }");
            return Optional.empty();
        }
        return field.oneOf("policy for missing values", named, MissingPolicy::label)
                .map(policy -> new Missing(policy, 0));
    }

    private static Optional<ClassWeights> classWeights(YamlValue field) {
        if (field.node() instanceof YamlNode.Scalar scalar) {
            if (scalar.text().equals("balanced")) {
                return Optional.of(new DataSpec.Balanced());
            }
            field.problem("must be balanced, or a weight for each class, such as { benign: 1, malignant: 2 }, not "
                    + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        field.entries("balanced, or a weight for each class, such as { benign: 1, malignant: 2 }")
                .orElse(Map.of())
                .forEach((name, value) -> {
                    Optional<BigDecimal> weight = value.decimal();
                    if (weight.isPresent() && weight.get().signum() < 0) {
                        value.problem("must be 0 or greater, not " + YamlProblems.shown(value.node()));
                    } else {
                        weight.ifPresent(w -> weights.put(name, w.doubleValue()));
                    }
                });
        return weights.isEmpty() ? Optional.empty() : Optional.of(new DataSpec.Given(weights));
    }

    private Optional<DataSpec.Source> inline(YamlMap section) {
        Optional<Matrix> x = section.require("x", "[[1, 2]]").flatMap(field -> field.matrix(precision));
        Optional<Matrix> y = section.require("y", "[[3]]").flatMap(field -> field.matrix(precision));
        if (x.isEmpty() || y.isEmpty()) {
            return Optional.empty();
        }
        if (x.get().rows() != y.get().rows()) {
            section.get("y")
                    .ifPresent(field -> field.problem("one row an example: y is "
                            + y.get().shape() + " but x is " + x.get().shape()));
            return Optional.empty();
        }
        Optional<YamlValue> maskField = section.get("mask");
        Optional<Matrix> mask =
                maskField.flatMap(field -> field.matrix(precision)).filter(m -> isMask(maskField.get(), m, y.get()));
        return maskField.isPresent() && mask.isEmpty()
                ? Optional.empty()
                : Optional.of(new DataSpec.Inline(x.get(), y.get(), mask));
    }

    private boolean isMask(YamlValue field, Matrix mask, Matrix y) {
        refusesMask.apply(mask.columns()).ifPresent(field::problem);
        if (mask.rows() != y.rows() || mask.columns() != 1 && mask.columns() != y.columns()) {
            field.problem("one row an example, of one number or of one for each label: mask is " + mask.shape()
                    + " but y is " + y.shape());
            return false;
        }
        boolean whole = false;
        for (int i = 0; i < mask.rows(); i++) {
            boolean all = true;
            for (int j = 0; j < mask.columns(); j++) {
                double entry = mask.get(i, j);
                if (entry != 0 && entry != 1) {
                    field.problem("must be 1 where a label counts and 0 where it does not, not " + entry + " in row "
                            + (i + 1));
                    return false;
                }
                all &= entry == 1;
            }
            whole |= all;
        }
        if (!whole) {
            field.problem("must leave at least one example whole, by which the model can be judged");
        }
        return whole;
    }

    private static Optional<Split> split(YamlValue field, YamlMap data) {
        Optional<YamlMap> section = field.section("validation", "test", "stratify");
        Optional<BigDecimal> validation = fraction(section.flatMap(s -> s.get("validation")));
        Optional<BigDecimal> test = fraction(section.flatMap(s -> s.get("test")));
        boolean stratify =
                section.flatMap(s -> s.get("stratify")).flatMap(YamlValue::bool).orElse(true);
        if (validation.isEmpty() || test.isEmpty()) {
            return Optional.empty();
        }
        if (validation.get().add(test.get()).compareTo(BigDecimal.ONE) >= 0) {
            field.problem("validation and test leave nothing to train on: together they must be less than 1");
            return Optional.empty();
        }
        notTwice(data, "validation", section, validation.get());
        notTwice(data, "test", section, test.get());
        return Optional.of(new Split(validation.get().doubleValue(), test.get().doubleValue(), stratify));
    }

    private static void notTwice(YamlMap data, String part, Optional<YamlMap> split, BigDecimal fraction) {
        if (fraction.signum() > 0 && data.has(part)) {
            split.flatMap(section -> section.get(part))
                    .ifPresent(field -> field.problem("the " + part + " rows come from data." + part
                            + ", so none can be split off: leave one of the two out"));
        }
    }

    private static Optional<BigDecimal> fraction(Optional<YamlValue> field) {
        if (field.isEmpty()) {
            return Optional.of(BigDecimal.ZERO);
        }
        Optional<BigDecimal> fraction = field.get().decimal();
        if (fraction.isPresent()
                && (fraction.get().signum() < 0 || fraction.get().compareTo(BigDecimal.ONE) >= 0)) {
            field.get()
                    .problem("must be a fraction from 0 to less than 1, not "
                            + YamlProblems.shown(field.get().node()));
            return Optional.empty();
        }
        return fraction;
    }
}
