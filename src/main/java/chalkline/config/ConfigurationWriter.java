package chalkline.config;

import chalkline.config.DataSpec.Csv;
import chalkline.config.DataSpec.Inline;
import chalkline.config.NetworkSpec.LayerSpec;
import chalkline.data.Imputer;
import chalkline.data.YamlText;
import chalkline.network.Activation;
import chalkline.network.Conventions;
import chalkline.network.Defaults;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a configuration out as YAML that reads back as the same configuration. */
final class ConfigurationWriter {
    /** A double and its remainder hold about 32 digits of a written decimal. */

    /** 20 is written in full, 2E+30 is not. */
    private static final int LONGEST_PLAIN_NUMBER = 15;

    private final Configuration configuration;
    private final StringBuilder yaml = new StringBuilder();

    ConfigurationWriter(Configuration configuration) {
        this.configuration = configuration;
    }

    String write() {
        line(0, "name: " + YamlText.of(configuration.name()));
        Optional<NetworkSpec.NetworkFile> from = configuration.network().from();
        if (from.filter(NetworkSpec.NetworkFile::ownSeed).isEmpty()) {
            line(0, "seed: " + configuration.seed());
        }
        if (from.filter(NetworkSpec.NetworkFile::ownPrecision).isEmpty()) {
            line(0, "precision: " + configuration.precision().label());
        }
        configuration.notation().ifPresent(notation -> line(0, "notation: " + notation.label()));
        network();
        data();
        training();
        if (!configuration.known().isEmpty()) {
            line(
                    0,
                    "check: { known: ["
                            + configuration.known().stream().map(YamlText::of).collect(Collectors.joining(", "))
                            + "] }");
        }
        if (!configuration.points().isEmpty()) {
            line(
                    0,
                    "points: { "
                            + configuration.points().entrySet().stream()
                                    .map(each -> YamlText.of(each.getKey()) + ": "
                                            + each.getValue().toPlainString())
                                    .collect(Collectors.joining(", "))
                            + " }");
        }
        if (!configuration.conventions().equals(Conventions.NONE)) {
            line(0, configuration.conventions().line(Conventions.NONE));
        }
        line(0, "model: " + path(configuration.model()));
        publish();
        return yaml.toString();
    }

    private void network() {
        NetworkSpec network = configuration.network();
        line(0, "network:");
        if (network.from().isPresent()) {
            line(1, "from: " + path(network.from().get().file()));
            return;
        }
        network.inputs().ifPresent(inputs -> line(1, "inputs: " + inputs));
        line(1, "layers:");
        for (int i = 0; i < network.layers().size(); i++) {
            LayerSpec layer = network.layers().get(i);
            line(2, "- " + network.kind(i) + ":");
            layer.units().ifPresent(units -> line(4, "units: " + units));
            if (layer.kind() != Layer.Kind.DROPOUT) {
                line(4, "activation: " + activation(layer.activation()));
            }
            if (i == network.layers().size() - 1) {
                line(4, "loss: " + loss(network.loss().orElseThrow()));
            }
            layer.retainProbability().ifPresent(p -> line(4, "retain-probability: " + number(p)));
            if (layer.kind() != Layer.Kind.DENSE) {
                continue;
            }
            if (!layer.hasBias()) {
                line(4, "has-bias: false");
            }
            if (layer.layerNorm()) {
                line(4, "layer-norm: true");
            }
            if (layer.weights().isPresent()) {
                Notation notation = configuration.notation().orElseThrow();
                matrix(4, "weights", notation.convert(layer.weights().get()));
            } else {
                line(4, "weight-init: " + layer.initialiser().label());
            }
            layer.biases().ifPresent(b -> line(4, "biases: " + row(b, 0)));
            layer.updater().ifPresent(updater -> line(4, "updater: " + UpdaterWriter.write(updater)));
            layer.biasUpdater().ifPresent(updater -> line(4, "bias-updater: " + UpdaterWriter.write(updater)));
            ExtrasWriter.lines(layer.extras(), configuration.training().defaults())
                    .forEach(extra -> line(4, extra));
        }
    }

    private static String activation(Activation activation) {
        List<String> set = new ArrayList<>();
        for (int i = 0; i < activation.parameters().size(); i++) {
            if (!activation.isUsual(i)) {
                Activation.Parameter parameter = activation.kind().parameters().get(i);
                set.add(parameter.name() + ": "
                        + (parameter.flag() ? activation.shown(i) : number(activation.parameter(i))));
            }
        }
        return set.isEmpty()
                ? activation.label()
                : "{ " + activation.label() + ": { " + String.join(", ", set) + " } }";
    }

    private static String loss(Loss loss) {
        return loss.weightRow()
                .map(weights -> "{ " + loss.label() + ": { weights: " + row(weights, 0) + " } }")
                .orElse(loss.label());
    }

    private void data() {
        DataSpec data = configuration.data();
        line(0, "data:");
        line(1, "train:");
        if (data.train() instanceof Csv csv) {
            line(2, "file: " + path(csv.file()));
            line(2, "labels: " + YamlText.list(csv.labels()));
            csv.validation().ifPresent(file -> line(1, "validation: { file: " + path(file) + " }"));
            csv.test().ifPresent(file -> line(1, "test: { file: " + path(file) + " }"));
            csv.format().separator().ifPresent(c -> line(1, "separator: " + YamlText.of(String.valueOf(c))));
            csv.format().encoding().ifPresent(name -> line(1, "encoding: " + YamlText.of(name)));
            if (!csv.format().names().isEmpty()) {
                line(1, "names: " + YamlText.list(csv.format().names()));
            }
            csv.format().header().ifPresent(has -> line(1, "header: " + has));
            if (!csv.columns().isEmpty()) {
                line(1, "columns:");
                csv.columns().forEach((name, type) -> line(2, YamlText.of(name) + ": " + type.toYaml()));
            }
            line(1, "missing-values: " + YamlText.list(csv.format().missingValues()));
            line(1, "missing: " + missing(data.missing()));
            line(1, "missing-labels: " + (csv.dropUnlabelled() ? "drop-rows" : "refuse"));
            line(1, "unseen: " + csv.unseen().label());
        } else if (data.train() instanceof Inline inline) {
            matrix(2, "x", inline.x());
            matrix(2, "y", inline.y());
            inline.mask().ifPresent(mask -> matrix(2, "mask", mask));
        }
        line(1, "normalize: " + data.normalization().label());
        data.labelNormalization().ifPresent(kind -> line(1, "normalize-labels: " + kind.label()));
        line(
                1,
                "split: { validation: " + number(data.split().validation()) + ", test: "
                        + number(data.split().test())
                        + way(data.split())
                        + " }");
        data.classWeights().ifPresent(this::classWeights);
    }

    private static String way(DataSpec.Split split) {
        String drawn = split.inFileOrder() ? ", order: file" : ", stratify: " + split.stratified();
        return split.group()
                .map(column -> ", group: " + YamlText.of(column))
                .or(() -> split.time().map(column -> ", time: " + YamlText.of(column)))
                .orElse(drawn);
    }

    private static String missing(DataSpec.Missing missing) {
        return missing.policy() == Imputer.Policy.CONSTANT
                ? "{ constant: " + number(missing.constant()) + " }"
                : missing.policy().label();
    }

    private void classWeights(DataSpec.ClassWeights weights) {
        if (weights instanceof DataSpec.ByClass given) {
            line(1, "class-weights:");
            given.weights().forEach((name, weight) -> line(2, YamlText.of(name) + ": " + number(weight)));
        } else {
            line(1, "class-weights: balanced");
        }
    }

    private void training() {
        TrainingSpec training = configuration.training();
        line(0, "training:");
        if (training.engine() != TrainingSpec.EngineName.DL4J) {
            line(1, "engine: " + training.engine().label());
        }
        if (configuration.network().from().isEmpty()) {
            line(1, "updater: " + UpdaterWriter.write(training.updater()));
            training.biasUpdater().ifPresent(updater -> line(1, "bias-updater: " + UpdaterWriter.write(updater)));
            ExtrasWriter.lines(training.defaults(), Defaults.NONE).forEach(extra -> line(1, extra));
            configuration.network().loss().filter(Loss::isSum).ifPresent(loss -> line(1, "mini-batch: false"));
        }
        line(1, "batch-size: " + training.batchSize());
        if (!training.shuffle() || configuration.data().train() instanceof Inline) {
            line(1, "shuffle: " + training.shuffle());
        }
        line(1, "epochs: " + training.epochs());
        training.limits().steps().ifPresent(steps -> line(1, "max-steps: " + steps));
        training.limits().minutes().ifPresent(minutes -> line(1, "max-minutes: " + number(minutes)));
        training.earlyStopping()
                .ifPresent(early -> line(
                        1,
                        "early-stopping: { patience: " + early.patience() + ", min-delta: " + number(early.minDelta())
                                + " }"));
        line(
                1,
                "checkpoints: "
                        + training.checkpoints()
                                .map(ConfigurationWriter::checkpoints)
                                .orElse("none"));
        training.keepRuns().ifPresent(runs -> line(1, "keep-runs: " + runs));
        line(1, "check: " + checks(training.checks()));
        line(1, "on-deviation: " + training.onDeviation().label());
    }

    private static String checks(TrainingSpec.Checks checks) {
        if (checks.every().isPresent()) {
            return "every " + checks.every().getAsLong();
        }
        return checks.share().isPresent() ? "{ share: " + number(checks.share().getAsDouble()) + " }" : "first";
    }

    private static String checkpoints(TrainingSpec.Checkpoints checkpoints) {
        List<String> when = new ArrayList<>();
        checkpoints.everyEpochs().ifPresent(epochs -> when.add("every-epochs: " + epochs));
        checkpoints.everySteps().ifPresent(steps -> when.add("every-steps: " + steps));
        checkpoints.everyMinutes().ifPresent(minutes -> when.add("every-minutes: " + number(minutes)));
        return "{ " + String.join(", ", when) + ", keep: " + checkpoints.keep() + " }";
    }

    private void publish() {
        List<String> demands = new ArrayList<>();
        for (PublishSpec.Condition condition : configuration.publish().conditions()) {
            demands.add(condition.metric().label() + ": \""
                    + condition.comparison().label() + " " + number(condition.bound()) + "\"");
        }
        configuration.publish().notWorseThan().ifPresent(other -> demands.add("not-worse-than: " + path(other)));
        configuration.publish().betterThanBaseline().ifPresent(must -> demands.add("better-than-baseline: " + must));
        configuration.evaluate().ifPresent(this::evaluate);
        if (!demands.isEmpty()) {
            line(0, "publish-if: { " + String.join(", ", demands) + " }");
        }
    }

    private void evaluate(EvaluationSpec spec) {
        List<String> parts = new ArrayList<>(List.of("folds: " + spec.folds()));
        spec.group().ifPresent(column -> parts.add("group: " + YamlText.of(column)));
        spec.time().ifPresent(column -> parts.add("time: " + YamlText.of(column)));
        line(0, "evaluate: { " + String.join(", ", parts) + " }");
    }

    private void matrix(int indent, String key, Matrix matrix) {
        line(indent, key + ":");
        for (int i = 0; i < matrix.rows(); i++) {
            line(indent + 1, "- " + row(matrix, i));
        }
    }

    private static String row(Matrix matrix, int i) {
        List<String> cells = new ArrayList<>();
        for (int j = 0; j < matrix.columns(); j++) {
            cells.add(number(matrix.decimal(i * matrix.columns() + j).orElseThrow()));
        }
        return "[" + String.join(", ", cells) + "]";
    }

    static String number(double value) {
        return number(BigDecimal.valueOf(value));
    }

    private static String number(BigDecimal value) {
        BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        boolean tens = shortest.scale() < 0 && shortest.scale() > -LONGEST_PLAIN_NUMBER;
        return tens ? shortest.toPlainString() : shortest.toString();
    }

    /** The path relative to the directory that relative paths are resolved against. */
    private String path(Path path) {
        Path directory = configuration.directory();
        boolean inside = !directory.toString().isEmpty() && path.startsWith(directory);
        return YamlText.of((inside ? directory.relativize(path) : path).toString());
    }

    private void line(int indent, String text) {
        yaml.append("  ".repeat(indent)).append(text).append('\n');
    }
}
