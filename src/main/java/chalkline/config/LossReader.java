package chalkline.config;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Refusal;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the output layer's {@code loss}: a name, or a map of one name to its weights. */
final class LossReader {
    private static final List<String> NAMES = Arrays.stream(Loss.Kind.values())
            .flatMap(kind -> kind.names().stream())
            .toList();
    /** A loss of Deeplearning4j whose labels would be class indices. */
    private static final String SPARSE = "sparse-mcxent";

    /**
     * An activation that a loss cannot do without.
     *
     * @param meaning what the loss is of
     */
    private record Fit(Activation.Kind activation, String meaning) {}

    /** The losses that Deeplearning4j refuses with other activations (OutputLayerUtil, 1.0.0-M2.1). */
    private static final Map<Loss.Kind, Fit> FITS = Map.of(
            Loss.Kind.MCXENT,
            new Fit(Activation.Kind.SOFTMAX, "one class of several"),
            Loss.Kind.XENT,
            new Fit(Activation.Kind.SIGMOID, "a yes or no for each output"));

    /** The activations whose outputs Deeplearning4j accepts as probabilities. */
    private static final Set<Activation.Kind> LET_THROUGH = EnumSet.of(
            Activation.Kind.HARD_SIGMOID, Activation.Kind.RECTIFIED_TANH, Activation.Kind.GELU, Activation.Kind.MISH);

    private final Precision precision;
    private final boolean dense;

    /**
     * @param dense whether the layer has weights; one without may pass on inputs that are probabilities already
     */
    LossReader(Precision precision, boolean dense) {
        this.precision = precision;
        this.dense = dense;
    }

    /** The loss, if it is readable and fits the activation. */
    Optional<Loss> read(YamlValue field, Optional<Activation> activation) {
        Optional<Loss> loss = field.node() instanceof YamlNode.Mapping ? weighted(field) : plain(field);
        if (loss.isPresent() && activation.isPresent()) {
            String output = field.path().substring(0, field.path().length() - "loss".length());
            Loss.Kind kind = loss.get().kind();
            misfit(kind, activation.get())
                    .ifPresent(why -> field.problems()
                            .add(
                                    Refusal.Kind.LOSS_NEEDS_OTHER_ACTIVATION,
                                    field.path(),
                                    why,
                                    output + "activation="
                                            + FITS.get(kind).activation.label()));
        }
        return loss;
    }

    private static Optional<Loss> plain(YamlValue field) {
        if (field.node() instanceof YamlNode.Scalar scalar && scalar.text().equals(SPARSE)) {
            field.problem("sparse-mcxent takes class indices as labels, which are not covered: use mcxent, whose labels"
                    + " are one-hot, as those of a text column are");
            return Optional.empty();
        }
        return field.oneOf("loss", NAMES.toArray(String[]::new), name -> name)
                .flatMap(Loss.Kind::named)
                .map(Loss::new);
    }

    private Optional<Loss> weighted(YamlValue field) {
        Optional<YamlValue> choice = field.choice("loss", NAMES);
        if (choice.isEmpty()) {
            return Optional.empty();
        }
        String name = choice.get().path().substring(field.path().length() + 1);
        Loss.Kind kind = Loss.Kind.named(name).orElseThrow();
        if (!kind.takesWeights()) {
            choice.get().problem(name + " takes no weights; write loss: " + name);
            return Optional.empty();
        }
        return choice.get()
                .section("weights")
                .flatMap(section -> section.require("weights", "[0.5, 0.5]"))
                .flatMap(this::weights)
                .map(weights -> new Loss(kind, Optional.of(weights)));
    }

    private Optional<List<Double>> weights(YamlValue field) {
        Optional<Matrix> row = field.vector(precision);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        for (double weight : row.get().toArray()) {
            if (weight < 0) {
                field.problem("every weight must be 0 or positive, not " + weight);
                return Optional.empty();
            }
        }
        return row.map(weights -> Arrays.stream(weights.toArray()).boxed().toList());
    }

    /** Why Deeplearning4j refuses that pair, where it does; softmax with one output is refused elsewhere. */
    private Optional<String> misfit(Loss.Kind loss, Activation activation) {
        Activation.Kind kind = activation.kind();
        boolean given = !dense && kind == Activation.Kind.IDENTITY;
        Fit fit = FITS.get(loss);
        if (fit == null || kind == fit.activation || LET_THROUGH.contains(kind) || given) {
            return Optional.empty();
        }
        String why = switch (kind) {
            case SOFTMAX -> "; softmax goes with mcxent";
            case SIGMOID -> "; sigmoid goes with xent, a yes or no for each output";
            default -> ", because " + activation.label() + " leaves the range 0 to 1 of a probability";
        };
        return Optional.of(loss.label() + ", " + fit.meaning + ", needs the activation " + fit.activation.label()
                + ", not " + activation.label() + why);
    }
}
