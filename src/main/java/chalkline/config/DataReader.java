package chalkline.config;

import chalkline.config.DataSpec.ClassWeights;
import chalkline.config.DataSpec.Csv;
import chalkline.config.DataSpec.Missing;
import chalkline.config.DataSpec.Split;
import chalkline.data.ColumnType;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.Unseen;
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
import java.util.stream.Stream;

/** Reads the {@code data} section. */
final class DataReader {
    private static final List<String> OF_FILES = List.of(
            "validation",
            "test",
            "separator",
            "encoding",
            "names",
            "header",
            "columns",
            "missing-values",
            "missing",
            "missing-labels",
            "unseen");

    private static final String DROP_ROWS = "drop-rows";
    private static final String FILE_ORDER = "file";

    private final TableFileReader tables;
    private final Precision precision;
    private final IntFunction<Optional<String>> refusesMask;
    private final boolean givenWeights;

    /**
     * @param directory what paths are taken from
     * @param refusesMask why the network's labels cannot have a mask of that many columns; empty where they can
     * @param givenWeights whether the configuration gives weights: inline data beside them is not standardised
     */
    DataReader(Path directory, Precision precision, IntFunction<Optional<String>> refusesMask, boolean givenWeights) {
        this.tables = new TableFileReader(directory);
        this.precision = precision;
        this.refusesMask = refusesMask;
        this.givenWeights = givenWeights;
    }

    Optional<DataSpec> read(YamlValue field) {
        Optional<YamlMap> optional = field.section(Stream.of(
                        Stream.of("train"),
                        OF_FILES.stream(),
                        Stream.of("normalize", "normalize-labels", "split", "class-weights"))
                .flatMap(keys -> keys)
                .toArray(String[]::new));
        if (optional.isEmpty()) {
            return Optional.empty();
        }
        YamlMap section = optional.get();
        Optional<DataSpec.Source> source =
                section.require("train", "{ file: data.csv, labels: [y] }").flatMap(train -> source(train, section));
        Missing missing = section.get("missing").flatMap(DataReader::missing).orElse(Missing.USUAL);
        boolean asWritten =
                givenWeights && source.filter(DataSpec.Inline.class::isInstance).isPresent();
        Normalizer.Kind normalization = section.get("normalize")
                .flatMap(DataReader::normalization)
                .orElse(asWritten ? Normalizer.Kind.NONE : Normalizer.Kind.STANDARDIZE);
        Optional<Normalizer.Kind> ofLabels = section.get("normalize-labels").flatMap(DataReader::normalization);
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

    static Optional<Normalizer.Kind> normalization(YamlValue field) {
        return field.oneOf("normalization", Normalizer.Kind.values(), Normalizer.Kind::label);
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
        Optional<Path> file = train.require("file", "data.csv").flatMap(tables::read);
        Optional<List<String>> labels = train.require("labels", "[y]").flatMap(DataReader::labels);
        Map<String, ColumnType> columns = data.get("columns")
                .map(f -> new ColumnTypeReader(labels.orElse(List.of())).read(f))
                .orElse(Map.of());
        Unseen unseen = data.get("unseen")
                .flatMap(f -> f.oneOf("policy for unseen categories", Unseen.values(), Unseen::label))
                .orElse(Unseen.ZEROS);
        boolean dropUnlabelled = data.get("missing-labels")
                .flatMap(f -> f.oneOf("policy for missing labels", new String[] {"refuse", DROP_ROWS}, name -> name))
                .equals(Optional.of(DROP_ROWS));
        Optional<Path> validation = data.get("validation").flatMap(this::part);
        Optional<Path> test = data.get("test").flatMap(this::part);
        return file.isPresent() && labels.isPresent()
                ? Optional.of(new Csv(
                        file.get(),
                        labels.get(),
                        CsvFormatReader.read(data),
                        columns,
                        unseen,
                        dropUnlabelled,
                        validation,
                        test))
                : Optional.empty();
    }

    private Optional<Path> part(YamlValue field) {
        return field.section("file")
                .flatMap(section -> section.require("file", "data.csv"))
                .flatMap(tables::read);
    }

    static Optional<List<String>> labels(YamlValue field) {
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

    private static Optional<Missing> missing(YamlValue field) {
        if (field.node() instanceof YamlNode.Mapping) {
            return field.section("constant")
                    .flatMap(section -> section.require("constant", "0"))
                    .flatMap(YamlValue::decimal)
                    .map(constant -> new Missing(Imputer.Policy.CONSTANT, constant.doubleValue()));
        }
        Imputer.Policy[] named = Arrays.stream(Imputer.Policy.values())
                .filter(policy -> policy != Imputer.Policy.CONSTANT)
                .toArray(Imputer.Policy[]::new);
        if (field.node() instanceof YamlNode.Scalar scalar && scalar.text().equals("constant")) {
            field.problem("a constant needs its value: { constant: 0 }");
            return Optional.empty();
        }
        return field.oneOf("policy for missing values", named, Imputer.Policy::label)
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
        return weights.isEmpty() ? Optional.empty() : Optional.of(new DataSpec.ByClass(weights));
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
        Optional<YamlMap> section = field.section("validation", "test", "stratify", "order", "group", "time");
        Optional<BigDecimal> validation = fraction(section.flatMap(s -> s.get("validation")));
        Optional<BigDecimal> test = fraction(section.flatMap(s -> s.get("test")));
        boolean stratify =
                section.flatMap(s -> s.get("stratify")).flatMap(YamlValue::bool).orElse(true);
        boolean inFileOrder = section.flatMap(s -> s.get("order"))
                .flatMap(f -> f.oneOf("order", new String[] {"random", FILE_ORDER}, name -> name))
                .equals(Optional.of(FILE_ORDER));
        if (inFileOrder) {
            section.flatMap(s -> s.get("stratify"))
                    .ifPresent(f -> f.problem("draws rows of every class, but order: file draws none: leave one out"));
        }
        Optional<String> group = column("group", section, data);
        Optional<String> time = column("time", section, data);
        List<String> ways = Stream.of("stratify", "order", "group", "time")
                .filter(key -> section.filter(s -> s.has(key)).isPresent())
                .toList();
        if (ways.size() > 1 && (group.isPresent() || time.isPresent())) {
            String last = ways.get(ways.size() - 1);
            section.flatMap(s -> s.get(last))
                    .ifPresent(f -> f.problem("cannot go with " + ways.get(0) + ": leave one of them out"));
        }
        if (validation.isEmpty() || test.isEmpty()) {
            return Optional.empty();
        }
        if (validation.get().add(test.get()).compareTo(BigDecimal.ONE) >= 0) {
            field.problem("validation and test leave nothing to train on: together they must be less than 1");
            return Optional.empty();
        }
        notTwice(data, "validation", section, validation.get());
        notTwice(data, "test", section, test.get());
        return Optional.of(new Split(
                validation.get().doubleValue(), test.get().doubleValue(), stratify, inFileOrder, group, time));
    }

    private static Optional<String> column(String key, Optional<YamlMap> split, YamlMap data) {
        Optional<YamlValue> field = split.flatMap(section -> section.get(key));
        boolean inline = data.get("train")
                .filter(train -> train.node() instanceof YamlNode.Mapping map
                        && map.entries().stream()
                                .anyMatch(entry -> entry.key().text().equals("x")))
                .isPresent();
        if (inline) {
            field.ifPresent(f -> f.problem("names a column of a file, but the examples are given as x and y"));
        }
        return field.flatMap(YamlValue::text);
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
