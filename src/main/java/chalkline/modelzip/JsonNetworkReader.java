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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads a network from the JSON of its configuration, never from the objects that Deeplearning4j makes of it: a check
 * compares the two. What the vocabulary cannot say is refused, one sentence naming the layer and the thing.
 */
public final class JsonNetworkReader {
    private static final String NOT_COVERED = ": the check does not cover it yet";

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

    private Network network(JsonObject root) {
        Precision precision = switch (member(root, "dataType").getAsString()) {
            case "FLOAT" -> Precision.FLOAT32;
            case "DOUBLE" -> Precision.FLOAT64;
            default -> throw notCovered("data type " + member(root, "dataType").getAsString());
        };
        require(!isSet(root, "inputPreProcessors"), "input preprocessors");
        requireIs(root, "backpropType", "Standard", "back-propagation ");
        JsonArray confs = member(root, "confs").getAsJsonArray();
        List<Layer> layers = new ArrayList<>();
        int width = firstWidth(confs);
        for (int l = 1; l <= confs.size(); l++) {
            JsonObject conf = confs.get(l - 1).getAsJsonObject();
            Place place = new Place(l, member(conf, "layer").getAsJsonObject());
            requireTrainedPlainly(conf, place);
            requireNothingMore(place, l == confs.size());
            layers.add(layer(place, width));
            width = layers.get(l - 1).units();
        }
        if (layers.isEmpty() || taken != parameters.length) {
            throw new InvalidInputException(shownName + ": configuration.json describes " + taken
                    + " parameters but the model has " + parameters.length);
        }
        JsonObject last = confs.get(confs.size() - 1).getAsJsonObject();
        Loss ofExample = loss(new Place(confs.size(), member(last, "layer").getAsJsonObject()));
        Loss loss = isSum(confs) ? ofExample.asSum() : ofExample;
        long seed = member(last, "seed").getAsLong();
        List<Layer> trained =
                layers.stream().filter(layer -> layer.updater().isPresent()).toList();
        Layer first = trained.get(0);
        boolean shared = trained.stream()
                .allMatch(layer -> layer.updater().equals(first.updater())
                        && layer.biasUpdater().equals(first.biasUpdater()));
        if (shared) {
            layers.replaceAll(layer -> layer.withUpdaters(Optional.empty(), Optional.empty()));
        }
        return new Network(
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

    /** Deeplearning4j reads the first layer's miniBatch for the gradients, and the last one's for the score. */
    private boolean isSum(JsonArray confs) {
        boolean first = member(confs.get(0).getAsJsonObject(), "miniBatch").getAsBoolean();
        for (int l = 2; l <= confs.size(); l++) {
            boolean other =
                    member(confs.get(l - 1).getAsJsonObject(), "miniBatch").getAsBoolean();
            require(other == first, "miniBatch " + first + " in layer 1 but " + other + " in layer " + l);
        }
        return !first;
    }

    /** The updater of the biases, where it is another than that of the weights. */
    private Optional<Updater> biasUpdater(Place place, Updater ofWeights) {
        return isSet(place.layer(), "biasUpdater")
                ? Optional.of(updater(place, "biasUpdater")).filter(other -> !other.equals(ofWeights))
                : Optional.empty();
    }

    /** A layer's configuration and where it is, for messages. */
    private record Place(int l, JsonObject layer) {
        private String type() {
            return simpleName(layer);
        }
    }

    private void requireTrainedPlainly(JsonObject conf, Place place) {
        require(member(conf, "minimize").getAsBoolean(), place, "minimize false");
        require(!isSet(conf, "stepFunction"), place, "a step function");
        String algorithm = member(conf, "optimizationAlgo").getAsString();
        require(algorithm.equals("STOCHASTIC_GRADIENT_DESCENT"), place, algorithm);
    }

    private void requireNothingMore(Place place, boolean last) {
        JsonObject layer = place.layer();
        List<String> covered =
                last ? List.of("OutputLayer", "LossLayer") : List.of("DenseLayer", "ActivationLayer", "DropoutLayer");
        if (!text(layer, "@class").equals("org.deeplearning4j.nn.conf.layers." + place.type())
                || !covered.contains(place.type())) {
            throw new InvalidInputException(where(place) + NOT_COVERED);
        }
        if (!isDense(place)) {
            return;
        }
        require(!hasLayerNorm(place) || !isSet(layer, "constraints"), place, "layer normalisation with constraints");
        require(!isSet(layer, "weightNoise"), place, "weight noise");
    }

    private Updater updater(Place place, String key) {
        JsonObject updater = member(place.layer(), key).getAsJsonObject();
        try {
            return JsonUpdaterReader.read(updater)
                    .orElseThrow(() ->
                            notCovered(place, JsonUpdaterReader.unknown(updater).orElse(simpleName(updater))));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where(place) + ": " + simpleName(updater) + ": " + e.getMessage(), e);
        }
    }

    private static boolean hasLayerNorm(Place place) {
        return place.layer().has("hasLayerNorm")
                && member(place.layer(), "hasLayerNorm").getAsBoolean();
    }

    private static boolean isDense(Place place) {
        return place.type().equals("DenseLayer") || place.type().equals("OutputLayer");
    }

    /** Layers without parameters do not say how wide they are: what comes in is as wide as the first weights want it. */
    private int firstWidth(JsonArray confs) {
        for (int l = 1; l <= confs.size(); l++) {
            Place place = new Place(
                    l, member(confs.get(l - 1).getAsJsonObject(), "layer").getAsJsonObject());
            if (isDense(place)) {
                return width(place, "nin");
            }
        }
        throw notCovered("a network without a dense layer");
    }

    private Layer layer(Place place, int width) {
        OptionalDouble retainProbability = retainProbability(place);
        if (isDense(place)) {
            return dense(place).with(retainProbability);
        }
        if (place.type().equals("DropoutLayer")) {
            require(retainProbability.isPresent(), place, "no dropout");
            return Layer.dropout(width, retainProbability.getAsDouble());
        }
        return Layer.activation(width, activation(place)).with(retainProbability);
    }

    private Layer dense(Place place) {
        int inputs = width(place, "nin");
        int units = width(place, "nout");
        // W is stored column by column: as the rows of its transpose.
        Optional<Matrix> w = Optional.of(
                Matrix.of(units, inputs, take((long) inputs * units)).transposed());
        LayerExtrasReader extras = new LayerExtrasReader(place.l(), place.layer(), what -> notCovered(place, what));
        boolean hasBias = member(place.layer(), "hasBias").getAsBoolean();
        Optional<Matrix> b = hasBias ? Optional.of(Matrix.of(1, units, take(units))) : Optional.empty();
        Layer plain =
                new Layer(inputs, units, activation(place), initialiser(place), Optional.empty(), Optional.empty());
        Updater updater = updater(place, "iupdater");
        Layer layer = (hasBias ? plain : plain.withoutBias())
                .with(w, b)
                .withUpdaters(Optional.of(updater), biasUpdater(place, updater))
                .with(extras.regularisation())
                .with(extras.gradientNormalisation())
                .with(extras.constraints());
        contradictions.addAll(extras.contradictions());
        return hasLayerNorm(place)
                ? layer.withLayerNorm(new Layer.LayerNorm(Optional.of(Matrix.of(1, units, take(units)))))
                : layer;
    }

    private OptionalDouble retainProbability(Place place) {
        if (!isSet(place.layer(), "idropout")) {
            return OptionalDouble.empty();
        }
        JsonObject dropout = member(place.layer(), "idropout").getAsJsonObject();
        require(
                text(dropout, "@class").equals("org.deeplearning4j.nn.conf.dropout.Dropout"),
                place,
                simpleName(dropout));
        require(!isSet(dropout, "pschedule") && !isSet(dropout, "pSchedule"), place, "a schedule of the dropout");
        double p = member(dropout, "p").getAsDouble();
        require(p > 0 && p <= 1, place, "dropout with p " + p);
        return OptionalDouble.of(p);
    }

    private int width(Place place, String key) {
        int width = member(place.layer(), key).getAsInt();
        if (width < 1) {
            throw new InvalidInputException(where(place) + ": " + key + " is " + width + " but must be at least 1");
        }
        return width;
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

    private Activation activation(Place place) {
        JsonObject function = member(place.layer(), "activationFn").getAsJsonObject();
        Activation.Kind kind = JsonActivations.kind(text(function, "@class"))
                .orElseThrow(() -> notCovered(place, simpleName(function)));
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
            require(known.contains(key) || !isSet(function, key), place, simpleName(function) + " with " + key);
        }
        try {
            return new Activation(kind, parameters);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where(place) + ": " + simpleName(function) + ": " + e.getMessage(), e);
        }
    }

    private static double number(JsonElement element) {
        return element.getAsJsonPrimitive().isBoolean() ? element.getAsBoolean() ? 1 : 0 : element.getAsDouble();
    }

    private Loss loss(Place place) {
        JsonObject function = member(place.layer(), "lossFn").getAsJsonObject();
        String name = text(function, "@class").replace("org.nd4j.linalg.lossfunctions.impl.", "");
        Optional<List<Double>> weights = weights(function, place);
        boolean halves = weights.isPresent() && weights.get().stream().allMatch(weight -> weight == 0.5);
        return switch (name) {
            case "LossMSE" -> new Loss(Loss.Kind.MSE, weights);
            case "LossL2" -> halves ? Loss.HALF_SQUARED_ERROR : new Loss(Loss.Kind.L2, weights);
            case "LossL1" -> new Loss(Loss.Kind.L1, weights);
            case "LossMAE" -> new Loss(Loss.Kind.MEAN_ABSOLUTE_ERROR, weights);
            case "LossMAPE" -> new Loss(Loss.Kind.MEAN_ABSOLUTE_PERCENTAGE_ERROR, weights);
            case "LossMSLE" -> new Loss(Loss.Kind.MEAN_SQUARED_LOGARITHMIC_ERROR, weights);
            // Deeplearning4j's negative log likelihood is its MCXENT by another name.
            case "LossMCXENT", "LossNegativeLogLikelihood" -> new Loss(Loss.Kind.MCXENT, weights);
            case "LossBinaryXENT" -> new Loss(Loss.Kind.XENT, weights);
            case "LossKLD" -> new Loss(Loss.Kind.KL_DIVERGENCE);
            case "LossCosineProximity" -> new Loss(Loss.Kind.COSINE_PROXIMITY);
            case "LossHinge" -> new Loss(Loss.Kind.HINGE);
            case "LossSquaredHinge" -> new Loss(Loss.Kind.SQUARED_HINGE);
            case "LossPoisson" -> new Loss(Loss.Kind.POISSON);
            case "LossWasserstein" -> new Loss(Loss.Kind.WASSERSTEIN);
            default -> throw notCovered(place, simpleName(function));
        };
    }

    private Optional<List<Double>> weights(JsonObject function, Place place) {
        if (!isSet(function, "weights")) {
            return Optional.empty();
        }
        List<Double> weights = new ArrayList<>();
        for (JsonElement weight :
                member(member(function, "weights").getAsJsonObject(), "data").getAsJsonArray()) {
            double value = weight.getAsDouble();
            require(
                    value >= 0 && value < Double.POSITIVE_INFINITY,
                    place,
                    simpleName(function) + " with the weight " + weight);
            weights.add(value);
        }
        int outputs = width(place, "nout");
        if (weights.size() != outputs) {
            throw new InvalidInputException(where(place) + ": " + simpleName(function) + " has " + weights.size()
                    + " weights but must have " + outputs + ", one for each output");
        }
        return Optional.of(weights);
    }

    /** Nothing is drawn any more, as W is given; an initialiser that has no word here may stand as xavier. */
    private static Initialiser initialiser(Place place) {
        return switch (simpleName(member(place.layer(), "weightInitFn").getAsJsonObject())) {
            case "WeightInitXavierUniform" -> Initialiser.XAVIER_UNIFORM;
            case "WeightInitRelu" -> Initialiser.RELU;
            case "WeightInitReluUniform" -> Initialiser.RELU_UNIFORM;
            case "WeightInitNormal" -> Initialiser.LECUN_NORMAL;
            case "WeightInitLecunUniform" -> Initialiser.LECUN_UNIFORM;
            case "WeightInitConstant" -> Initialiser.ZERO;
            default -> Initialiser.XAVIER;
        };
    }

    private void requireIs(JsonObject object, String key, String usual, String what) {
        require(text(object, key).equals(usual), what + text(object, key));
    }

    private void require(boolean covered, String what) {
        if (!covered) {
            throw notCovered(what);
        }
    }

    private void require(boolean covered, Place place, String what) {
        if (!covered) {
            throw notCovered(place, what);
        }
    }

    private InvalidInputException notCovered(String what) {
        return new InvalidInputException(shownName + ": " + what + NOT_COVERED);
    }

    private InvalidInputException notCovered(Place place, String what) {
        return new InvalidInputException(where(place) + ": " + what + NOT_COVERED);
    }

    private String where(Place place) {
        return shownName + ": layer " + place.l() + " (" + place.type() + ")";
    }

    /** Whether the key has a value that says something: neither null nor empty. */
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
