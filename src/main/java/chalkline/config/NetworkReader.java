package chalkline.config;

import chalkline.config.NetworkSpec.LayerSpec;
import chalkline.config.NetworkSpec.NetworkFile;
import chalkline.config.Shapes.LayerShape;
import chalkline.network.Activation;
import chalkline.network.Defaults;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
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
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Reads the {@code network} section. It keeps what is readable, so that shapes are checked despite other mistakes. */
final class NetworkReader {
    /** Wide enough for any table; a typing mistake is caught before memory runs out. */
    private static final int WIDEST = 1_000_000;
    /** Deeplearning4j takes a minute to build this many; dense networks in use have some tens. */
    private static final int MOST_LAYERS = 1000;

    /** The sentence for a key whose value comes from the network's file. */
    static final String OF_THE_FILE = "comes from the file that network.from names: leave one of the two out";

    private final Precision precision;
    private final Optional<Notation> notation;
    private final Defaults defaults;
    private final boolean sums;
    private final List<LayerShape> shapes = new ArrayList<>();
    private final List<LayerSpec> layers = new ArrayList<>();
    private boolean fromFile;
    private Optional<Path> file = Optional.empty();
    private OptionalInt inputs = OptionalInt.empty();
    private Optional<Loss> loss = Optional.empty();
    /** Whether the next given weights have to report the missing notation. */
    private boolean notationMissing;

    /**
     * @param notationMissing whether there is no {@code notation}, which given weights need; a wrong one was reported
     * @param defaults what holds for layers without their own
     * @param sums whether the loss is a sum over the examples
     */
    NetworkReader(
            Precision precision,
            Optional<Notation> notation,
            boolean notationMissing,
            Defaults defaults,
            boolean sums) {
        this.sums = sums;
        this.defaults = defaults;
        this.precision = precision;
        this.notation = notation;
        this.notationMissing = notationMissing;
    }

    /**
     * @param directory what the path of a file is resolved against
     */
    void read(YamlValue network, Path directory) {
        Optional<YamlMap> section = network.section("from", "inputs", "layers");
        if (section.isEmpty()) {
            return;
        }
        if (section.get().has("from")) {
            fromFile = true;
            file = section.get().get("from").flatMap(field -> ConfigurationReader.existing(field, directory));
            for (String key : List.of("inputs", "layers")) {
                section.get().get(key).ifPresent(field -> field.problem(OF_THE_FILE));
            }
            return;
        }
        inputs = width(section.get().get("inputs"));
        List<YamlValue> items = section.get()
                .require("layers", "[{ output: { units: 1, activation: sigmoid, loss: mse } }]")
                .flatMap(field -> field.items("a list of layers"))
                .orElse(List.of());
        if (items.size() > MOST_LAYERS) {
            section.get()
                    .get("layers")
                    .orElseThrow()
                    .problem("has " + items.size() + " layers; at most " + MOST_LAYERS + " can be trained");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            readLayer(items.get(i), i == items.size() - 1);
        }
    }

    /** Whether the network is to come from a file, even if that file does not exist. */
    boolean isFromFile() {
        return fromFile;
    }

    /**
     * The network; only valid if no problem was reported.
     *
     * @param ownSeed whether the seed comes from the network's file
     * @param ownPrecision whether the precision comes from it
     */
    /** Whether weights of any layer are given. */
    boolean givesWeights() {
        return layers.stream().anyMatch(layer -> layer.weights().isPresent());
    }

    NetworkSpec spec(boolean ownSeed, boolean ownPrecision) {
        return file.map(path -> NetworkSpec.of(new NetworkFile(path, ownSeed, ownPrecision)))
                .orElseGet(() -> new NetworkSpec(Optional.empty(), inputs, layers, Optional.of(loss.orElseThrow())));
    }

    void checkShapes(YamlProblems problems, OptionalInt features, OptionalInt outputs) {
        new Shapes(problems, notation).check(inputs, shapes, loss, features, outputs);
    }

    /** Why this network's labels cannot have a mask of that many columns; empty where they can. */
    Optional<String> refusesMask(int columns) {
        if (layers.isEmpty()) {
            return Optional.empty();
        }
        LayerSpec last = layers.get(layers.size() - 1);
        if (last.kind() == Layer.Kind.ACTIVATION) {
            return Optional.of("goes with an output layer, not with a loss layer");
        }
        boolean softmax = last.activation().kind() == Activation.Kind.SOFTMAX;
        return loss.filter(judge -> columns > 1
                        && (judge.kind() == Loss.Kind.COSINE_PROXIMITY || softmax && judge.kind() == Loss.Kind.MCXENT))
                .map(judge -> "Deeplearning4j masks whole examples alone with " + judge.label()
                        + (judge.kind() == Loss.Kind.MCXENT ? " and softmax" : "") + ": one number a row");
    }

    private void readLayer(YamlValue item, boolean last) {
        Optional<YamlValue> layer = item.choice("layer", List.of("dense", "output", "activation", "dropout", "loss"));
        String kind = layer.map(field -> field.path().substring(item.path().length() + 1))
                .orElse("");
        boolean judged = kind.equals("output") || kind.equals("loss");
        if (layer.isPresent() && judged != last) {
            item.problem(
                    last ? "the last layer must be output or loss, not " + kind : "only the last layer can be " + kind);
        }
        Optional<YamlMap> section = layer.flatMap(field -> switch (kind) {
            case "dense" ->
                field.section(ExtrasReader.keysAnd(
                        "units",
                        "activation",
                        "weights",
                        "biases",
                        "weight-init",
                        "has-bias",
                        "layer-norm",
                        "retain-probability",
                        "updater",
                        "bias-updater"));
            case "output" ->
                field.section(ExtrasReader.keysAnd(
                        "units",
                        "activation",
                        "loss",
                        "weights",
                        "biases",
                        "weight-init",
                        "has-bias",
                        "retain-probability",
                        "updater",
                        "bias-updater"));
            case "loss" -> field.section("activation", "loss");
            case "activation" -> field.section("activation");
            default -> field.section("retain-probability");
        });
        if (section.isEmpty()) {
            shapes.add(new LayerShape(
                    item.path(),
                    false,
                    OptionalInt.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
            return;
        }
        String path = layer.get().path();
        switch (kind) {
            case "dense", "output" -> readDense(path, section.get(), judged);
            case "dropout" -> readDropout(path, section.get());
            default -> readActivation(path, section.get(), judged);
        }
    }

    private void readDropout(String path, YamlMap section) {
        OptionalDouble probability = probability(section.require("retain-probability", "0.5"));
        keepsWidth(path, Optional.empty());
        if (probability.isPresent()) {
            layers.add(LayerSpec.withoutParameters(Layer.Kind.DROPOUT, Activation.IDENTITY, probability));
        }
    }

    private void readActivation(String path, YamlMap section, boolean judged) {
        Optional<Activation> activation = activation(section, judged ? "softmax" : "relu");
        if (judged) {
            loss = loss(section, activation, false);
        }
        keepsWidth(path, activation);
        activation.ifPresent(
                f -> layers.add(LayerSpec.withoutParameters(Layer.Kind.ACTIVATION, f, OptionalDouble.empty())));
    }

    private void keepsWidth(String path, Optional<Activation> activation) {
        shapes.add(
                new LayerShape(path, true, OptionalInt.empty(), false, activation, Optional.empty(), Optional.empty()));
    }

    private static Optional<Activation> activation(YamlMap section, String example) {
        return section.require("activation", example).flatMap(ActivationReader::read);
    }

    /** Deeplearning4j's retain probability. 0 is refused: Deeplearning4j reads it as no dropout. */
    private static OptionalDouble probability(Optional<YamlValue> field) {
        Optional<BigDecimal> number = field.flatMap(YamlValue::decimal);
        if (number.isPresent() && (number.get().signum() <= 0 || number.get().compareTo(BigDecimal.ONE) > 0)) {
            field.get()
                    .problem("is the probability to keep an entry, so it must be greater than 0 and at most 1, not "
                            + YamlProblems.shown(field.get().node()));
            return OptionalDouble.empty();
        }
        return number.map(p -> OptionalDouble.of(p.doubleValue())).orElse(OptionalDouble.empty());
    }

    private void readDense(String path, YamlMap section, boolean output) {
        Optional<YamlValue> unitsField = output ? section.get("units") : section.require("units", "3");
        OptionalInt units = width(unitsField);
        Optional<Activation> activation = activation(section, output ? "sigmoid" : "relu");
        boolean hasBias = section.get("has-bias").flatMap(YamlValue::bool).orElse(true);
        Optional<YamlValue> layerNorm = output ? Optional.empty() : section.get("layer-norm");
        Defaults extras = ExtrasReader.read(section, defaults);
        if (!extras.constraints().isEmpty()) {
            layerNorm
                    .filter(field -> field.bool().orElse(false))
                    .ifPresent(field -> field.problem("goes without constraints: leave one of them out"));
        }
        OptionalDouble retainProbability = probability(section.get("retain-probability"));
        Optional<YamlValue> weightsField = section.get("weights");
        Optional<Matrix> weights = weightsField.flatMap(this::weights);
        Optional<Matrix> biases = section.get("biases").flatMap(field -> field.vector(precision));
        Optional<YamlValue> initField = section.get("weight-init");
        Optional<Initialiser> initialiser = initField.flatMap(NetworkReader::initialiser);
        if (weightsField.isPresent()) {
            initField.ifPresent(field -> field.problem("draws nothing where weights are given: leave one of them out"));
        }
        if (output) {
            loss = loss(section, activation, true);
        }
        if (!hasBias) {
            section.get("biases").ifPresent(field -> field.problem("are given where has-bias is false: leave one out"));
        }
        shapes.add(new LayerShape(path, false, units, unitsField.isEmpty(), activation, weights, biases));
        activation.ifPresent(f -> layers.add(new LayerSpec(
                Layer.Kind.DENSE,
                units,
                f,
                initialiser.orElse(Initialiser.XAVIER),
                hasBias,
                layerNorm.flatMap(YamlValue::bool).orElse(false),
                weights,
                biases,
                retainProbability,
                section.get("updater").flatMap(UpdaterReader::read),
                section.get("bias-updater").flatMap(UpdaterReader::read),
                extras)));
    }

    private Optional<Loss> loss(YamlMap section, Optional<Activation> activation, boolean dense) {
        return section.require("loss", "mse")
                .flatMap(field -> new LossReader(precision, dense).read(field, activation))
                .map(read -> sums ? read.asSum() : read);
    }

    private static Optional<Initialiser> initialiser(YamlValue field) {
        Map<String, Initialiser.Kind> kinds = new LinkedHashMap<>();
        Arrays.stream(Initialiser.Kind.values()).forEach(kind -> kinds.put(kind.label(), kind));
        Optional<YamlValue> choice = field.choiceOrName("weight-init", List.copyOf(kinds.keySet()));
        if (choice.isEmpty()) {
            return Optional.empty();
        }
        String label = choice.get().path().substring(field.path().length() + 1);
        Initialiser.Kind kind = kinds.get(label);
        boolean named = field.node() instanceof YamlNode.Scalar;
        if (named == kind.hasWidth()) {
            field.problem(
                    named
                            ? label + " needs its width: { " + label + ": 0.05 }"
                            : label + " has no width: write " + label);
            return Optional.empty();
        }
        if (named) {
            return Optional.of(Initialiser.of(kind));
        }
        Optional<Double> width = choice.get().decimal().map(BigDecimal::doubleValue);
        if (width.isPresent() && !kind.allows(width.get())) {
            choice.get()
                    .problem("must be greater than 0, not "
                            + YamlProblems.shown(choice.get().node()));
            return Optional.empty();
        }
        return width.map(number -> new Initialiser(kind, number));
    }

    private Optional<Matrix> weights(YamlValue field) {
        if (notationMissing) {
            notationMissing = false;
            field.problem("weights need a notation at the top of the file: notation: Wx+b where W is nOut × nIn, "
                    + "notation: xW+b where it is nIn × nOut");
        }
        return field.matrix(precision)
                .map(matrix -> notation.map(written -> written.convert(matrix)).orElse(matrix));
    }

    private static OptionalInt width(Optional<YamlValue> field) {
        return field.flatMap(f -> f.whole(1, WIDEST))
                .map(width -> OptionalInt.of(width.intValue()))
                .orElse(OptionalInt.empty());
    }
}
