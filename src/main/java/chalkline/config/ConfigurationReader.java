package chalkline.config;

import chalkline.config.TrainingSpec.EngineName;
import chalkline.config.TrainingSpec.OnDeviation;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions;
import chalkline.data.InferenceOptions.WholeLabels;
import chalkline.files.Addresses;
import chalkline.network.Conventions;
import chalkline.network.Defaults;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.network.Updater;
import chalkline.yaml.ConventionsReader;
import chalkline.yaml.YamlFile;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    static Configuration read(Path file, Path directory, List<String> settings) {
        return parse(YamlFile.read(file, directory), file, directory, settings);
    }

    static Configuration parse(String text, Path file, Path directory, List<String> settings) {
        YamlNode root = Configuration.set(YamlParser.parse(file.toString(), text), settings);
        YamlProblems problems = new YamlProblems(file.toString(), root);
        return new ConfigurationReader(directory).read(file, text, new YamlValue("", root, problems), settings);
    }

    private Configuration read(Path file, String text, YamlValue document, List<String> settings) {
        YamlProblems problems = document.problems();
        YamlMap root = document.section(
                        "name",
                        "seed",
                        "precision",
                        "notation",
                        "network",
                        "data",
                        "training",
                        "check",
                        "points",
                        "conventions",
                        "model",
                        "publish-if",
                        "evaluate")
                .orElseThrow(problems::exception);
        Optional<String> name = root.require("name", "my-network").flatMap(ConfigurationReader::name);
        long seed = root.get("seed").flatMap(ConfigurationReader::seed).orElse(Configuration.DEFAULT_SEED);
        Precision precision = root.get("precision")
                .flatMap(field -> field.oneOf("precision", Precision.values(), Precision::label))
                .orElse(Precision.FLOAT32);
        Optional<YamlValue> notationField = root.get("notation");
        Optional<Notation> notation =
                notationField.flatMap(field -> field.oneOf("notation", Notation.values(), Notation::label));
        Optional<YamlMap> ofTraining = root.get("training").flatMap(ConfigurationReader::sectionOfTraining);
        TrainingSpec training = training(ofTraining);
        boolean sums = !ofTraining
                .flatMap(section -> section.get("mini-batch"))
                .flatMap(YamlValue::bool)
                .orElse(true);
        NetworkReader network =
                new NetworkReader(precision, notation, notationField.isEmpty(), training.defaults(), sums);
        root.require("network", "{ layers: [{ output: { units: 1, activation: sigmoid, loss: mse } }] }")
                .ifPresent(field -> network.read(field, directory));
        if (network.isFromFile()) {
            for (String key : ExtrasReader.keysAnd("updater", "bias-updater", "mini-batch")) {
                ofTraining.flatMap(section -> section.get(key)).ifPresent(f -> f.problem(NetworkReader.OF_THE_FILE));
            }
        }
        Optional<DataSpec> data = root.require("data", "{ train: { file: data.csv, labels: [y] } }")
                .flatMap(new DataReader(directory, precision, network::refusesMask, network.givesWeights())::read);
        // Examples that are worked by hand come one after the other as they are written.
        boolean asWritten = network.givesWeights()
                && data.flatMap(ConfigurationReader::inline).isPresent();
        boolean shuffle = ofTraining
                .flatMap(section -> section.get("shuffle"))
                .flatMap(YamlValue::bool)
                .orElse(!asWritten);
        Optional<Matrix> x = data.flatMap(ConfigurationReader::inline).map(DataSpec.Inline::x);
        Optional<Matrix> y = data.flatMap(ConfigurationReader::inline).map(DataSpec.Inline::y);
        network.checkShapes(problems, columns(x), columns(y));
        Optional<Path> model = root.get("model").flatMap(this::model);
        Path modelFile = model.orElseGet(() -> directory.resolve("models").resolve(name.orElse("") + ".zip"));
        // The first run has no model to compare with yet.
        PublishSpec publish = RunReader.publish(
                root.get("publish-if"),
                field -> path(field)
                        .map(directory::resolve)
                        .filter(modelFile::equals)
                        .or(() -> existing(field, directory)));
        boolean ofFile = data.filter(source -> source.file().isPresent()).isPresent();
        Optional<EvaluationSpec> evaluate = root.get("evaluate").flatMap(field -> RunReader.evaluate(field, ofFile));
        List<String> known = RunReader.known(root.get("check"));
        Map<String, BigDecimal> points = RunReader.points(root.get("points"));
        Conventions conventions = ConventionsReader.read(root.get("conventions"), Conventions.NONE);
        if (problems.count() > 0) {
            throw problems.exception()
                    .and(data.map(ConfigurationReader::problemsOfData).orElse(List.of()));
        }
        NetworkSpec spec = network.spec(!root.has("seed"), !root.has("precision"));
        if (!root.has("seed")) {
            spec.leftOut()
                    .ifPresent(layer -> problems.add(
                            layer,
                            "has no weights, but another layer has: give them, or have them drawn with seed: "
                                    + Configuration.DEFAULT_SEED));
            problems.throwIfAny();
        }
        return new Configuration(
                file,
                directory,
                text,
                name.orElseThrow(),
                seed,
                precision,
                notation,
                spec,
                data.orElseThrow(),
                training.shuffled(shuffle),
                modelFile,
                publish,
                evaluate,
                known,
                points,
                conventions,
                settings);
    }

    /** Problems of the data, reported together with those of the configuration. */
    private static List<String> problemsOfData(DataSpec data) {
        if (!(data.train() instanceof DataSpec.Csv csv)) {
            return List.of();
        }
        InferenceOptions options =
                data.inferenceOptions(WholeLabels.CLASSES_IF_FEW).orElseThrow();
        try {
            CsvTables.infer(csv.file(), csv.file().toString(), csv.format(), options);
            return List.of();
        } catch (InvalidInputException e) {
            return e.problems();
        }
    }

    private static Optional<String> name(YamlValue field) {
        Optional<String> name = field.text();
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            field.problem("names files, so it must be letters, digits and . _ - after a first letter, digit or _, "
                    + "at most 100, not " + Sentences.shown(name.get()));
            return Optional.empty();
        }
        return name;
    }

    private static Optional<Long> seed(YamlValue field) {
        Optional<Long> seed = field.whole(Long.MIN_VALUE, Long.MAX_VALUE);
        if (seed.equals(Optional.of(0L))) {
            field.problem("0 means a random seed in Deeplearning4j: choose any other whole number");
            return Optional.empty();
        }
        return seed;
    }

    private Optional<Path> model(YamlValue field) {
        Optional<Path> path = path(field);
        if (path.isPresent() && !path.get().toString().endsWith(".zip")) {
            field.problem("must end in .zip, not " + Sentences.shown(path.get().toString()));
            return Optional.empty();
        }
        return path.map(directory::resolve);
    }

    /** The path as written. */
    static Optional<Path> path(YamlValue field) {
        return field.text().flatMap(text -> {
            if (Addresses.isOne(text)) {
                field.problem("must be a path, not the address " + Sentences.shown(text)
                        + ": give the path under which that file system is mounted here");
                return Optional.empty();
            }
            try {
                if (!text.isBlank()) {
                    return Optional.of(Path.of(text));
                }
                field.problem("must be a path, not " + YamlProblems.shown(field.node()));
            } catch (InvalidPathException e) {
                field.problem(YamlProblems.shown(field.node()) + " " + Sentences.noPath(e));
            }
            return Optional.empty();
        });
    }

    /** A readable file. */
    static Optional<Path> existing(YamlValue field, Path directory) {
        String place = " in " + (directory.toString().isEmpty() ? "the working directory" : directory);
        return path(field).flatMap(path -> existing(field, directory.resolve(path), path.toString(), place));
    }

    /** The same of a path that is known already. */
    static Optional<Path> existing(YamlValue field, Path resolved, String name, String place) {
        String shown = Sentences.shown(name);
        if (!Files.exists(resolved)) {
            field.problem("there is no file " + shown + place);
        } else if (!Files.isRegularFile(resolved)) {
            field.problem(shown + " is not a file");
        } else if (!Files.isReadable(resolved)) {
            field.problem(shown + " may not be read");
        } else {
            return Optional.of(resolved);
        }
        return Optional.empty();
    }

    private static Optional<DataSpec.Inline> inline(DataSpec data) {
        return data.train() instanceof DataSpec.Inline inline ? Optional.of(inline) : Optional.empty();
    }

    private static OptionalInt columns(Optional<Matrix> matrix) {
        return matrix.map(m -> OptionalInt.of(m.columns())).orElse(OptionalInt.empty());
    }

    static Optional<YamlMap> sectionOfTraining(YamlValue field) {
        return field.section(ExtrasReader.keysAnd(
                "engine",
                "updater",
                "bias-updater",
                "mini-batch",
                "batch-size",
                "shuffle",
                "epochs",
                "max-steps",
                "max-minutes",
                "early-stopping",
                "checkpoints",
                "keep-runs",
                "check",
                "on-deviation"));
    }

    static TrainingSpec training(Optional<YamlMap> section) {
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
        return new TrainingSpec(
                section.flatMap(s -> s.get("engine"))
                        .flatMap(field -> field.oneOf("engine", EngineName.values(), EngineName::label))
                        .orElse(EngineName.DL4J),
                updater,
                biasUpdater,
                defaults,
                batchSize,
                true,
                epochs,
                RunReader.checks(section),
                onDeviation,
                RunReader.limits(section),
                RunReader.earlyStopping(section),
                RunReader.checkpoints(section),
                RunReader.keepRuns(section));
    }

    private static int count(Optional<YamlValue> field, int otherwise) {
        return field.flatMap(f -> f.whole(1, Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(otherwise);
    }
}
