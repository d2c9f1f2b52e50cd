package chalkline.modelzip;

import chalkline.network.Activation;
import chalkline.network.Contradiction;
import chalkline.network.Defaults;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads a network from the JSON of its configuration, never from the objects that Deeplearning4j builds: the check compares the
 * two. What is not covered is refused in a sentence that names the layer and the setting.
 */
public final class JsonNetworkReader {
    private final String shownName;
    private final double[] parameters;
    private final List<Contradiction> contradictions = new ArrayList<>();
    private int taken;

    private JsonNetworkReader(String shownName, double[] parameters) {
        this.shownName = shownName;
        this.parameters = parameters;
    }

    /**
     * @param shownName what messages call the model
     * @param configuration the text of its configuration.json
     * @param parameters all its parameters in Deeplearning4j's order
     */
    public static Network read(String shownName, String configuration, double[] parameters) {
        try {
            return new JsonNetworkReader(shownName, parameters)
                    .network(JsonParser.parseString(configuration).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            throw new InvalidInputException(
                    shownName + ": configuration.json does not describe a Deeplearning4j network", e);
        }
    }

    /**
     * No fewer than the parameters that the network of that configuration has: each layer is taken to have b and g.
     *
     * @throws InvalidInputException where there are none, or more than fit
     */
    public static long parameters(JsonObject configuration, String where) {
        double count = 0;
        for (JsonElement conf : configuration.getAsJsonArray("confs")) {
            JsonObject layer = conf.getAsJsonObject().getAsJsonObject("layer");
            if (layer.has("hasBias")) {
                double units = number(layer, "nout");
                count += number(layer, "nin") * units + 2 * units;
            }
        }
        if (count < 1 || count > ModelEntries.MOST_PARAMETERS) {
            throw new InvalidInputException(where + " describes a network of " + (long) count
                    + " parameters; from 1 to " + ModelEntries.MOST_PARAMETERS + " can be loaded");
        }
        return (long) count;
    }

    private static double number(JsonObject object, String key) {
        return object.get(key) instanceof JsonPrimitive number && number.isNumber() ? number.getAsDouble() : 0;
    }

    private Network network(JsonObject root) {
        Precision precision = switch (member(root, "dataType").getAsString()) {
            case "FLOAT" -> Precision.FLOAT32;
            case "DOUBLE" -> Precision.FLOAT64;
            default ->
                throw new InvalidInputException(shownName + ": dataType is "
                        + member(root, "dataType").getAsString() + "; the check covers FLOAT and DOUBLE");
        };
        String backprop = text(root, "backpropType");
        if (!backprop.equals("Standard")) {
            throw new InvalidInputException(shownName + ": backpropType is " + backprop
                    + ", which is for sequences; the check covers Standard alone");
        }
        JsonArray confs = member(root, "confs").getAsJsonArray();
        List<Layer> layers = new ArrayList<>();
        int width = firstWidth(confs);
        for (int l = 1; l <= confs.size(); l++) {
            JsonLayer layer = layer(confs, l);
            layer.requireTrainedPlainly();
            layer.requireCovered(l == confs.size());
            layers.add(layer(layer, width));
            width = layers.get(l - 1).units();
        }
        if (layers.isEmpty() || taken != parameters.length) {
            throw new InvalidInputException(shownName + ": configuration.json describes " + taken
                    + " parameters but the model has " + parameters.length);
        }
        JsonLayer last = layer(confs, confs.size());
        Loss ofExample = JsonLossReader.read(last);
        Loss loss = isSum(confs) ? ofExample.asSum() : ofExample;
        long seed = member(last.conf(), "seed").getAsLong();
        List<Layer> trained =
                layers.stream().filter(layer -> layer.updater().isPresent()).toList();
        Layer first = trained.get(0);
        boolean shared = trained.stream()
                .allMatch(layer -> layer.updater().equals(first.updater())
                        && layer.biasUpdater().equals(first.biasUpdater()));
        if (shared) {
            layers.replaceAll(layer -> layer.withUpdaters(Optional.empty(), Optional.empty()));
        }
        return Network.sequence(
                shownName,
                seed,
                precision,
                layers,
                loss,
                first.updater().orElseThrow(),
                shared ? first.biasUpdater() : Optional.empty(),
                Defaults.NONE,
                contradictions);
    }

    private JsonLayer layer(JsonArray confs, int l) {
        return new JsonLayer(shownName, l, confs.get(l - 1).getAsJsonObject());
    }

    /** Deeplearning4j reads the first layer's miniBatch for the gradients, and the last one's for the score. */
    private boolean isSum(JsonArray confs) {
        boolean first = member(confs.get(0).getAsJsonObject(), "miniBatch").getAsBoolean();
        for (int l = 2; l <= confs.size(); l++) {
            JsonLayer layer = layer(confs, l);
            boolean other = member(layer.conf(), "miniBatch").getAsBoolean();
            layer.require(
                    other == first,
                    "miniBatch is " + other + " but " + first + " in layer 1; the check covers one for all layers");
        }
        return !first;
    }

    /** The updater of the biases, if it differs from that of the weights. */
    private Optional<Updater> biasUpdater(JsonLayer layer, Updater ofWeights) {
        return isSet(layer.json(), "biasUpdater")
                ? Optional.of(updater(layer, "biasUpdater")).filter(other -> !other.equals(ofWeights))
                : Optional.empty();
    }

    private Updater updater(JsonLayer layer, String key) {
        JsonObject updater = member(layer.json(), key).getAsJsonObject();
        try {
            return JsonUpdaters.read(updater)
                    .orElseThrow(() -> layer.notCovered(key + " is "
                            + JsonUpdaters.unknown(updater)
                                    .map(what -> simpleName(updater) + " with " + what)
                                    .orElse(simpleName(updater))));
        } catch (IllegalArgumentException e) {
            throw layer.refusal(key + " is " + simpleName(updater) + ": " + e.getMessage());
        }
    }

    /** Layers without parameters have no width in the file; the first weights after them give it. */
    private int firstWidth(JsonArray confs) {
        for (int l = 1; l <= confs.size(); l++) {
            JsonLayer layer = layer(confs, l);
            if (layer.isDense()) {
                return layer.width("nin");
            }
        }
        throw new InvalidInputException(shownName + ": has no dense layer, and so nothing that a fit would change");
    }

    private Layer layer(JsonLayer layer, int width) {
        OptionalDouble retainProbability = retainProbability(layer);
        if (layer.isDense()) {
            return dense(layer).with(retainProbability);
        }
        if (layer.type().equals("DropoutLayer")) {
            layer.require(
                    retainProbability.isPresent(), "idropout is null, and so the layer does nothing; leave it out");
            return Layer.dropout(width, retainProbability.getAsDouble());
        }
        return Layer.activation(width, activation(layer)).with(retainProbability);
    }

    private Layer dense(JsonLayer json) {
        int inputs = json.width("nin");
        int units = json.width("nout");
        // W is stored by columns, that is, as the rows of its transpose.
        Optional<Matrix> w = Optional.of(
                Matrix.of(units, inputs, take((long) inputs * units)).transposed());
        LayerExtrasReader extras = new LayerExtrasReader(json.l(), json.json(), json::notCovered);
        boolean hasBias = member(json.json(), "hasBias").getAsBoolean();
        Optional<Matrix> b = hasBias ? Optional.of(Matrix.of(1, units, take(units))) : Optional.empty();
        Layer plain =
                Layer.dense(inputs, units, activation(json), initialiser(json), Optional.empty(), Optional.empty());
        Updater updater = updater(json, "iupdater");
        Layer layer = (hasBias ? plain : plain.withoutBias())
                .with(w, b)
                .withUpdaters(Optional.of(updater), biasUpdater(json, updater))
                .with(extras.regularisation())
                .with(extras.gradientNormalisation())
                .with(extras.constraints());
        contradictions.addAll(extras.contradictions());
        return json.hasLayerNorm()
                ? layer.withLayerNorm(new Layer.LayerNorm(Optional.of(Matrix.of(1, units, take(units)))))
                : layer;
    }

    private OptionalDouble retainProbability(JsonLayer layer) {
        if (!isSet(layer.json(), "idropout")) {
            return OptionalDouble.empty();
        }
        JsonObject dropout = member(layer.json(), "idropout").getAsJsonObject();
        String kind = text(dropout, "@class");
        if (!kind.equals("org.deeplearning4j.nn.conf.dropout.Dropout")) {
            throw layer.notCovered("idropout is " + simpleName(dropout));
        }
        if (isSet(dropout, "pschedule") || isSet(dropout, "pSchedule")) {
            throw layer.notCovered("idropout is Dropout with a schedule");
        }
        double p = member(dropout, "p").getAsDouble();
        layer.require(p > 0 && p <= 1, "idropout is Dropout with p " + p + ", but p must be above 0 and at most 1");
        return OptionalDouble.of(p);
    }

    private double[] take(long count) {
        if (taken + count > parameters.length) {
            throw new InvalidInputException(shownName + ": configuration.json describes more than the "
                    + parameters.length + " parameters that the model has");
        }
        double[] values = Arrays.copyOfRange(parameters, taken, taken + (int) count);
        taken += (int) count;
        return values;
    }

    private Activation activation(JsonLayer layer) {
        JsonObject function = member(layer.json(), "activationFn").getAsJsonObject();
        Activation.Kind kind = JsonActivations.kind(text(function, "@class"))
                .orElseThrow(() -> layer.notCovered("activationFn is " + simpleName(function)));
        List<Double> parameters = new ArrayList<>();
        List<String> known = new ArrayList<>(List.of("@class"));
        for (int i = 0; i < kind.parameters().size(); i++) {
            String key = JsonActivations.key(kind, i);
            known.add(key);
            parameters.add(
                    isSet(function, key)
                            ? number(function.get(key))
                            : kind.parameters().get(i).usual());
        }
        for (String key : function.keySet()) {
            if (!known.contains(key) && isSet(function, key)) {
                throw layer.notCovered("activationFn is " + simpleName(function) + " with " + key);
            }
        }
        try {
            return new Activation(kind, parameters);
        } catch (IllegalArgumentException e) {
            throw layer.refusal("activationFn is " + simpleName(function) + ": " + e.getMessage());
        }
    }

    private static double number(JsonElement element) {
        return element.getAsJsonPrimitive().isBoolean() ? element.getAsBoolean() ? 1 : 0 : element.getAsDouble();
    }

    /** W is given, so nothing is drawn: an initialiser that is not covered is read as xavier. */
    private static Initialiser initialiser(JsonLayer layer) {
        JsonObject function = member(layer.json(), "weightInitFn").getAsJsonObject();
        return switch (simpleName(function)) {
            case "WeightInitXavierUniform" -> Initialiser.of(Initialiser.Kind.XAVIER_UNIFORM);
            case "WeightInitRelu" -> Initialiser.of(Initialiser.Kind.RELU);
            case "WeightInitReluUniform" -> Initialiser.of(Initialiser.Kind.RELU_UNIFORM);
            case "WeightInitNormal" -> Initialiser.of(Initialiser.Kind.LECUN_NORMAL);
            case "WeightInitLecunUniform" -> Initialiser.of(Initialiser.Kind.LECUN_UNIFORM);
            case "WeightInitConstant" -> Initialiser.ZERO;
            case "WeightInitDistribution" ->
                distribution(member(function, "distribution").getAsJsonObject());
            default -> Initialiser.XAVIER;
        };
    }

    private static Initialiser distribution(JsonObject distribution) {
        String type = member(distribution, "type").getAsString();
        return switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "UniformDistribution" ->
                member(distribution, "lower").getAsDouble()
                                == -member(distribution, "upper").getAsDouble()
                        ? width(Initialiser.Kind.UNIFORM, member(distribution, "upper"))
                        : Initialiser.XAVIER;
            case "NormalDistribution" -> width(Initialiser.Kind.NORMAL, member(distribution, "std"));
            case "ConstantDistribution" -> width(Initialiser.Kind.CONSTANT, member(distribution, "value"));
            default -> Initialiser.XAVIER;
        };
    }

    private static Initialiser width(Initialiser.Kind kind, JsonElement width) {
        double number = width.getAsDouble();
        return kind.allows(number) ? new Initialiser(kind, number) : Initialiser.XAVIER;
    }

    /** Whether the key has a value that is neither null nor empty. */
    static boolean isSet(JsonObject object, String key) {
        JsonElement value = object.get(key);
        if (value == null || value.isJsonNull()) {
            return false;
        }
        return !(value.isJsonArray() && value.getAsJsonArray().isEmpty())
                && !(value.isJsonObject() && value.getAsJsonObject().isEmpty());
    }

    static String text(JsonObject object, String key) {
        return member(object, key).getAsString();
    }

    static JsonElement member(JsonObject object, String key) {
        JsonElement value = object.get(key);
        if (value == null) {
            throw new JsonParseException("there is no " + key);
        }
        return value;
    }

    static String simpleName(JsonObject object) {
        String name = text(object, "@class");
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
