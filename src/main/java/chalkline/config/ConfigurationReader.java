package chalkline.config;

import chalkline.config.DataSpec.Normalization;
import chalkline.config.DataSpec.Split;
import chalkline.config.TrainingSpec.OnDeviation;
import chalkline.network.Defaults;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Updater;
import chalkline.yaml.Field;
import chalkline.yaml.Problems;
import chalkline.yaml.Section;
import chalkline.yaml.YamlFile;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the keys of a configuration into its records. Every key is read before anything is refused. */
final class ConfigurationReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    private final Path directory;

    private ConfigurationReader(Path directory) {
        this.directory = directory;
    }

    static Configuration read(Path file, Path directory) {
        String text = YamlFile.read(file, directory);
        YamlNode root = YamlParser.parse(file.toString(), text);
        Problems problems = new Problems(file.toString(), root);
        return new ConfigurationReader(directory).read(file, text, new Field("", root, problems));
    }

    private Configuration read(Path file, String text, Field document) {
        Problems problems = document.problems();
        Section root = document.section("name", "seed", "precision", "notation", "network", "data", "training", "model")
                .orElseThrow(problems::exception);
        Optional<String> name = root.require("name", "my-network").flatMap(ConfigurationReader::name);
        long seed = root.get("seed").flatMap(ConfigurationReader::seed).orElse(Configuration.DEFAULT_SEED);
        Precision precision = root.get("precision")
                .flatMap(field -> field.oneOf("precision", Precision.values(), Precision::label))
                .orElse(Precision.FLOAT32);
        Optional<Field> notationField = root.get("notation");
        Optional<Notation> notation =
                notationField.flatMap(field -> field.oneOf("notation", Notation.values(), Notation::label));
        TrainingSpec training = training(root.get("training")
                .flatMap(field -> field.section(
                        ExtrasReader.keysAnd("updater", "bias-updater", "batch-size", "epochs", "on-deviation"))));
        NetworkReader network = new NetworkReader(precision, notation, notationField.isEmpty(), training.defaults());
        root.require("network", "{ layers: [{ output: { units: 1, activation: sigmoid, loss: mse } }] }")
                .ifPresent(network::read);
        Optional<DataSpec> data = root.require("data", "{ train: { file: data.csv, labels: [y] } }")
                .flatMap(field -> data(field, precision, network));
        Optional<Matrix> x = data.flatMap(ConfigurationReader::inline).map(DataSpec.Inline::x);
        Optional<Matrix> y = data.flatMap(ConfigurationReader::inline).map(DataSpec.Inline::y);
        network.checkShapes(problems, columns(x), columns(y));
        Optional<Path> model = root.get("model").flatMap(this::model);
        problems.throwIfAny();
        return new Configuration(
                file,
                directory,
                text,
                name.orElseThrow(),
                seed,
                precision,
                notation,
                network.spec(),
                data.orElseThrow(),
                training,
                model.orElseGet(() -> directory.resolve("models").resolve(name.orElseThrow() + ".zip")));
    }

    private static Optional<String> name(Field field) {
        Optional<String> name = field.text();
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            field.problem("names files, so it must be letters, digits and . _ - after a first letter, digit or _, "
                    + "at most 100, not " + Problems.shown(name.get()));
            return Optional.empty();
        }
        return name;
    }

    private static Optional<Long> seed(Field field) {
        Optional<Long> seed = field.whole(Long.MIN_VALUE, Long.MAX_VALUE);
        if (seed.equals(Optional.of(0L))) {
            field.problem("0 means a random seed in Deeplearning4j: choose any other whole number");
            return Optional.empty();
        }
        return seed;
    }

    private Optional<Path> model(Field field) {
        Optional<Path> path = path(field);
        if (path.isPresent() && !path.get().toString().endsWith(".zip")) {
            field.problem("must end in .zip, not " + Problems.shown(path.get().toString()));
            return Optional.empty();
        }
        return path.map(directory::resolve);
    }

    private static Optional<Path> path(Field field) {
        return field.text().flatMap(text -> {
            try {
                if (!text.isBlank()) {
                    return Optional.of(Path.of(text));
                }
            } catch (InvalidPathException e) {
                // What this system does not take for a path is refused like a blank one.
            }
            field.problem("must be a path, not " + Problems.shown(field.node()));
            return Optional.empty();
        });
    }

    private Optional<DataSpec> data(Field field, Precision precision, NetworkReader network) {
        Optional<Section> section = field.section("train", "normalize", "split");
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Optional<DataSpec.Source> source = section.get()
                .require("train", "{ file: data.csv, labels: [y] }")
                .flatMap(train -> source(train, precision, network));
        Normalization normalization = section.get()
                .get("normalize")
                .flatMap(normalize -> normalize.oneOf("normalization", Normalization.values(), Normalization::label))
                .orElse(Normalization.STANDARDIZE);
        Split split =
                section.get().get("split").flatMap(ConfigurationReader::split).orElse(Split.NONE);
        boolean masked = source.filter(DataSpec.Inline.class::isInstance)
                .flatMap(train -> ((DataSpec.Inline) train).mask())
                .isPresent();
        if (masked && !split.equals(Split.NONE)) {
            section.get().get("split").ifPresent(both -> both.problem("goes without a mask: leave one of them out"));
        }
        return source.map(train -> new DataSpec(train, normalization, split));
    }

    private Optional<DataSpec.Source> source(Field train, Precision precision, NetworkReader network) {
        Optional<Section> section = train.section("file", "labels", "x", "y", "mask");
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
        return csv ? csv(section.get()) : inline(section.get(), precision, network);
    }

    private Optional<DataSpec.Source> csv(Section section) {
        Optional<Path> file = section.require("file", "data.csv").flatMap(this::existing);
        Optional<List<String>> labels = section.require("labels", "[y]").flatMap(ConfigurationReader::labels);
        return file.isPresent() && labels.isPresent()
                ? Optional.of(new DataSpec.Csv(file.get(), labels.get()))
                : Optional.empty();
    }

    private Optional<Path> existing(Field field) {
        Optional<Path> path = path(field);
        if (path.isEmpty()) {
            return path;
        }
        Path resolved = directory.resolve(path.get());
        String shown = Problems.shown(path.get().toString());
        if (!Files.exists(resolved)) {
            field.problem("there is no file " + shown + " in "
                    + (directory.toString().isEmpty() ? "the working directory" : directory));
        } else if (!Files.isRegularFile(resolved)) {
            field.problem(shown + " is not a file");
        } else if (!Files.isReadable(resolved)) {
            field.problem(shown + " may not be read");
        } else {
            return Optional.of(resolved);
        }
        return Optional.empty();
    }

    private static Optional<List<String>> labels(Field field) {
        List<String> labels = new ArrayList<>();
        for (Field item : field.items("a list of column names, such as [y]").orElse(List.of())) {
            Optional<String> label = item.text();
            if (label.isPresent() && label.get().isBlank()) {
                item.problem("must be a column name, not blank");
            } else if (label.isPresent() && labels.contains(label.get())) {
                item.problem("the column " + Problems.shown(label.get()) + " is given twice");
            } else {
                label.ifPresent(labels::add);
            }
        }
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels);
    }

    private static Optional<DataSpec.Source> inline(Section section, Precision precision, NetworkReader network) {
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
        Optional<Field> maskField = section.get("mask");
        Optional<Matrix> mask = maskField
                .flatMap(field -> field.matrix(precision))
                .filter(m -> isMask(maskField.get(), m, y.get(), network));
        return maskField.isPresent() && mask.isEmpty()
                ? Optional.empty()
                : Optional.of(new DataSpec.Inline(x.get(), y.get(), mask));
    }

    private static boolean isMask(Field field, Matrix mask, Matrix y, NetworkReader network) {
        network.refusesMask(mask.columns()).ifPresent(field::problem);
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

    private static Optional<DataSpec.Inline> inline(DataSpec data) {
        return data.train() instanceof DataSpec.Inline inline ? Optional.of(inline) : Optional.empty();
    }

    private static OptionalInt columns(Optional<Matrix> matrix) {
        return matrix.map(m -> OptionalInt.of(m.columns())).orElse(OptionalInt.empty());
    }

    private static Optional<Split> split(Field field) {
        Optional<Section> section = field.section("validation", "test");
        Optional<BigDecimal> validation = fraction(section.flatMap(s -> s.get("validation")));
        Optional<BigDecimal> test = fraction(section.flatMap(s -> s.get("test")));
        if (validation.isEmpty() || test.isEmpty()) {
            return Optional.empty();
        }
        if (validation.get().add(test.get()).compareTo(BigDecimal.ONE) >= 0) {
            field.problem("validation and test leave nothing to train on: together they must be less than 1");
            return Optional.empty();
        }
        return Optional.of(new Split(validation.get().doubleValue(), test.get().doubleValue()));
    }

    private static Optional<BigDecimal> fraction(Optional<Field> field) {
        if (field.isEmpty()) {
            return Optional.of(BigDecimal.ZERO);
        }
        Optional<BigDecimal> fraction = field.get().decimal();
        if (fraction.isPresent()
                && (fraction.get().signum() < 0 || fraction.get().compareTo(BigDecimal.ONE) >= 0)) {
            field.get()
                    .problem("must be a fraction from 0 to less than 1, not "
                            + Problems.shown(field.get().node()));
            return Optional.empty();
        }
        return fraction;
    }

    private static TrainingSpec training(Optional<Section> section) {
        Updater updater = section.flatMap(s -> s.get("updater"))
                .flatMap(UpdaterReader::read)
                .orElse(TrainingSpec.DEFAULT_UPDATER);
        Optional<Updater> biasUpdater =
                section.flatMap(s -> s.get("bias-updater")).flatMap(UpdaterReader::read);
        Defaults defaults =
                section.map(s -> ExtrasReader.read(s, Defaults.NONE)).orElse(Defaults.NONE);
        int batchSize = count(section.flatMap(s -> s.get("batch-size")), TrainingSpec.DEFAULT_BATCH_SIZE);
        int epochs = count(section.flatMap(s -> s.get("epochs")), TrainingSpec.DEFAULT_EPOCHS);
        OnDeviation onDeviation = section.flatMap(s -> s.get("on-deviation"))
                .flatMap(field -> field.oneOf("reaction", OnDeviation.values(), OnDeviation::label))
                .orElse(OnDeviation.CONTINUE);
        return new TrainingSpec(updater, biasUpdater, defaults, batchSize, epochs, onDeviation);
    }

    private static int count(Optional<Field> field, int otherwise) {
        return field.flatMap(f -> f.whole(1, Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(otherwise);
    }
}
