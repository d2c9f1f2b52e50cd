package chalkline.config;

import chalkline.config.NetworkSpec.LayerSpec;
import chalkline.config.Shapes.LayerShape;
import chalkline.network.Activation;
import chalkline.network.Defaults;
import chalkline.network.Initialiser;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.yaml.Field;
import chalkline.yaml.Problems;
import chalkline.yaml.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the {@code network} section. What it could read is kept, so that shapes are checked beside other mistakes. */
final class NetworkReader {
    /** Wide enough for any table, narrow enough that a misplaced digit is noticed before memory runs out. */
    private static final int WIDEST = 1_000_000;

    private final Precision precision;
    private final Optional<Notation> notation;
    private final Defaults defaults;
    private final List<LayerShape> shapes = new ArrayList<>();
    private final List<LayerSpec> layers = new ArrayList<>();
    private OptionalInt inputs = OptionalInt.empty();
    private Optional<Loss> loss = Optional.empty();
    /** Whether weights that come next still have to ask for a notation. */
    private boolean notationMissing;

    /**
     * @param notationMissing whether there is no {@code notation}, which weights then ask for; a wrong one was reported
     * @param defaults what holds for layers that do not say otherwise
     */
    NetworkReader(Precision precision, Optional<Notation> notation, boolean notationMissing, Defaults defaults) {
        this.defaults = defaults;
        this.precision = precision;
        this.notation = notation;
        this.notationMissing = notationMissing;
    }

    void read(Field network) {
        Optional<Section> section = network.section("inputs", "layers");
        if (section.isEmpty()) {
            return;
        }
        inputs = width(section.get().get("inputs"));
        List<Field> items = section.get()
                .require("layers", "[{ output: { units: 1, activation: sigmoid, loss: mse } }]")
                .flatMap(field -> field.items("a list of layers"))
                .orElse(List.of());
        for (int i = 0; i < items.size(); i++) {
            readLayer(items.get(i), i == items.size() - 1);
        }
    }

    /** The network, once nothing was reported. */
    NetworkSpec spec() {
        return new NetworkSpec(inputs, layers, loss.orElseThrow());
    }

    void checkShapes(Problems problems, OptionalInt features, OptionalInt outputs) {
        new Shapes(problems, notation).check(inputs, shapes, features, outputs);
    }

    private void readLayer(Field item, boolean last) {
        Optional<Field> layer = item.choice("layer", List.of("dense", "output"));
        boolean output = layer.isPresent() && layer.get().path().endsWith(".output");
        if (layer.isPresent() && output != last) {
            item.problem(last ? "the last layer must be output, not dense" : "only the last layer can be output");
        }
        Optional<Section> section = layer.flatMap(field -> field.section(
                output
                        ? ExtrasReader.keysAnd("units", "activation", "loss", "weights", "biases", "weight-init")
                        : ExtrasReader.keysAnd("units", "activation", "weights", "biases", "weight-init")));
        if (section.isEmpty()) {
            shapes.add(new LayerShape(
                    item.path(), OptionalInt.empty(), false, Optional.empty(), Optional.empty(), Optional.empty()));
            return;
        }
        readLayer(layer.get().path(), section.get(), output);
    }

    private void readLayer(String path, Section section, boolean output) {
        Optional<Field> unitsField = output ? section.get("units") : section.require("units", "3");
        OptionalInt units = width(unitsField);
        Optional<Activation> activation = section.require("activation", output ? "sigmoid" : "relu")
                .flatMap(field -> field.oneOf("activation", Activation.values(), Activation::label));
        Optional<Field> weightsField = section.get("weights");
        Optional<Matrix> weights = weightsField.flatMap(this::weights);
        Optional<Matrix> biases = section.get("biases").flatMap(field -> field.vector(precision));
        Optional<Field> initField = section.get("weight-init");
        Optional<Initialiser> initialiser =
                initField.flatMap(field -> field.oneOf("weight-init", Initialiser.values(), Initialiser::label));
        if (weightsField.isPresent()) {
            initField.ifPresent(field -> field.problem("draws nothing where weights are given: leave one of them out"));
        }
        if (output) {
            readLoss(section, activation);
        }
        shapes.add(new LayerShape(path, units, unitsField.isEmpty(), activation, weights, biases));
        Defaults extras = ExtrasReader.read(section, defaults);
        activation.ifPresent(f ->
                layers.add(new LayerSpec(units, f, initialiser.orElse(Initialiser.XAVIER), weights, biases, extras)));
    }

    private void readLoss(Section section, Optional<Activation> activation) {
        Optional<Field> field = section.require("loss", "mse");
        loss = field.flatMap(f -> f.oneOf("loss", Loss.values(), Loss::label));
        if (loss.isPresent() && activation.isPresent()) {
            misfit(loss.get(), activation.get()).ifPresent(field.get()::problem);
        }
    }

    /** The pairs that Deeplearning4j refuses (OutputLayerUtil, 1.0.0-M2.1), softmax of one output aside. */
    private static Optional<String> misfit(Loss loss, Activation activation) {
        return switch (loss) {
            case MSE, L2, HALF_SQUARED_ERROR -> Optional.empty();
            case MCXENT -> misfit("mcxent, one class of several", "softmax", Activation.SOFTMAX, activation);
            case XENT -> misfit("xent, a yes or no for each output", "sigmoid", Activation.SIGMOID, activation);
        };
    }

    private static Optional<String> misfit(String loss, String fit, Activation needed, Activation activation) {
        if (activation == needed) {
            return Optional.empty();
        }
        boolean probabilities = activation == Activation.SOFTMAX || activation == Activation.SIGMOID;
        String why = probabilities
                ? activation == Activation.SOFTMAX
                        ? "; softmax goes with mcxent"
                        : "; sigmoid goes with xent, a yes or no for each output"
                : ", because " + activation.label() + " leaves the range 0 to 1 of a probability";
        return Optional.of(loss + ", needs the activation " + fit + ", not " + activation.label() + why);
    }

    private Optional<Matrix> weights(Field field) {
        if (notationMissing) {
            notationMissing = false;
            field.problem("weights need a notation at the top of the file: notation: Wx+b where W is nOut × nIn, "
                    + "notation: xW+b where it is nIn × nOut");
        }
        return field.matrix(precision)
                .map(matrix -> notation.map(written -> written.convert(matrix)).orElse(matrix));
    }

    private static OptionalInt width(Optional<Field> field) {
        return field.flatMap(f -> f.whole(1, WIDEST))
                .map(width -> OptionalInt.of(width.intValue()))
                .orElse(OptionalInt.empty());
    }
}
