package chalkline.dl4j;

import chalkline.network.Activation;
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

/**
 * Reads a network from the JSON of its configuration, never from the objects that Deeplearning4j makes of it: a check
 * compares the two. What the vocabulary cannot say is refused, one sentence naming the layer and the thing.
 */
final class NetworkReader {
    private static final String NOT_COVERED = ": the check does not cover it yet";

    private final String shownName;
    private final double[] parameters;
    private int taken;

    private NetworkReader(String shownName, double[] parameters) {
        this.shownName = shownName;
        this.parameters = parameters;
    }

    /**
     * @param shownName what messages call the model
     * @param configuration the text of its configuration.json
     * @param parameters all its parameters in Deeplearning4j's order
     */
    static Network read(String shownName, String configuration, double[] parameters) {
        try {
            return new NetworkReader(shownName, parameters)
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
        Updater updater = null;
        for (int l = 1; l <= confs.size(); l++) {
            JsonObject conf = confs.get(l - 1).getAsJsonObject();
            Place place = new Place(l, member(conf, "layer").getAsJsonObject());
            requireTrainedPlainly(conf, place);
            requireNothingMore(place, l == confs.size());
            Updater own = updater(place);
            if (updater != null && !updater.equals(own)) {
                throw notCovered(place, "an updater of its own");
            }
            updater = own;
            layers.add(layer(place));
        }
        if (layers.isEmpty() || taken != parameters.length) {
            throw new InvalidInputException(shownName + ": configuration.json describes " + taken
                    + " parameters but the model has " + parameters.length);
        }
        JsonObject last = confs.get(confs.size() - 1).getAsJsonObject();
        Loss loss = loss(new Place(confs.size(), member(last, "layer").getAsJsonObject()));
        long seed = member(last, "seed").getAsLong();
        return new Network(shownName, seed, precision, layers, loss, updater);
    }

    /** A layer's configuration and where it is, for messages. */
    private record Place(int l, JsonObject layer) {
        private String type() {
            return simpleName(layer);
        }
    }

    private void requireTrainedPlainly(JsonObject conf, Place place) {
        require(member(conf, "miniBatch").getAsBoolean(), place, "miniBatch false");
        require(member(conf, "minimize").getAsBoolean(), place, "minimize false");
        require(!isSet(conf, "stepFunction"), place, "a step function");
        String algorithm = member(conf, "optimizationAlgo").getAsString();
        require(algorithm.equals("STOCHASTIC_GRADIENT_DESCENT"), place, algorithm);
    }

    private void requireNothingMore(Place place, boolean last) {
        JsonObject layer = place.layer();
        String needed = last ? "OutputLayer" : "DenseLayer";
        if (!text(layer, "@class").equals("org.deeplearning4j.nn.conf.layers." + needed)) {
            throw new InvalidInputException(where(place) + NOT_COVERED);
        }
        require(member(layer, "hasBias").getAsBoolean(), place, "hasBias false");
        require(
                !layer.has("hasLayerNorm") || !member(layer, "hasLayerNorm").getAsBoolean(),
                place,
                "layer normalisation");
        require(!isSet(layer, "idropout"), place, "dropout");
        require(!isSet(layer, "weightNoise"), place, "weight noise");
        require(!isSet(layer, "constraints"), place, "constraints");
        require(!isSet(layer, "regularization"), place, "regularisation of W");
        require(!isSet(layer, "regularizationBias"), place, "regularisation of b");
        require(!isSet(layer, "biasUpdater"), place, "an updater of the biases");
        String normalisation = text(layer, "gradientNormalization");
        require(normalisation.equals("None"), place, "gradient normalisation " + normalisation);
    }

    private Updater updater(Place place) {
        JsonObject updater = member(place.layer(), "iupdater").getAsJsonObject();
        try {
            return UpdaterReader.read(updater)
                    .orElseThrow(() ->
                            notCovered(place, UpdaterReader.unknown(updater).orElse(simpleName(updater))));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where(place) + ": " + simpleName(updater) + ": " + e.getMessage(), e);
        }
    }

    private Layer layer(Place place) {
        int inputs = width(place, "nin");
        int units = width(place, "nout");
        // W is stored column by column: as the rows of its transpose.
        Matrix w = Matrix.of(units, inputs, take((long) inputs * units)).transposed();
        Matrix b = Matrix.of(1, units, take(units));
        return new Layer(inputs, units, activation(place), initialiser(place), Optional.of(w), Optional.of(b));
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
        for (Activation activation : Activation.values()) {
            if (Vocabulary.activation(activation).getClass().getName().equals(text(function, "@class"))) {
                requirePlain(function, place);
                return activation;
            }
        }
        throw notCovered(place, simpleName(function));
    }

    private Loss loss(Place place) {
        JsonObject function = member(place.layer(), "lossFn").getAsJsonObject();
        String name = text(function, "@class").replace("org.nd4j.linalg.lossfunctions.impl.", "");
        if (name.equals("LossL2") && isSet(function, "weights")) {
            for (JsonElement weight : data(function)) {
                require(weight.getAsDouble() == 0.5, place, "LossL2 with the weight " + weight);
            }
            return Loss.HALF_SQUARED_ERROR;
        }
        return switch (name) {
            case "LossMSE" -> plain(Loss.MSE, function, place);
            case "LossL2" -> plain(Loss.L2, function, place);
            // Deeplearning4j's negative log likelihood is its MCXENT by another name.
            case "LossMCXENT", "LossNegativeLogLikelihood" -> {
                requireClipping(function, "softmaxClipEps", 1e-10, place);
                yield plain(Loss.MCXENT, function, place);
            }
            case "LossBinaryXENT" -> {
                requireClipping(function, "clipEps", 1e-5, place);
                yield plain(Loss.XENT, function, place);
            }
            default -> throw notCovered(place, simpleName(function));
        };
    }

    private static JsonArray data(JsonObject function) {
        return member(member(function, "weights").getAsJsonObject(), "data").getAsJsonArray();
    }

    private Loss plain(Loss loss, JsonObject function, Place place) {
        require(!isSet(function, "weights"), place, simpleName(function) + " with weights");
        return loss;
    }

    private void requireClipping(JsonObject function, String key, double usual, Place place) {
        double clipping = member(function, key).getAsDouble();
        require(clipping == usual, place, simpleName(function) + " with " + key + " " + clipping);
    }

    /** Without parameters: ReLU can have a maximum, a threshold and a slope. */
    private void requirePlain(JsonObject function, Place place) {
        for (String key : function.keySet()) {
            require(key.equals("@class") || !isSet(function, key), place, simpleName(function) + " with " + key);
        }
    }

    /** Nothing is drawn any more, as W is given; an initialiser that has no word here may stand as xavier. */
    private static Initialiser initialiser(Place place) {
        String name = text(member(place.layer(), "weightInitFn").getAsJsonObject(), "@class");
        for (Initialiser initialiser : Initialiser.values()) {
            if (Vocabulary.initialiser(initialiser)
                    .getWeightInitFunction()
                    .getClass()
                    .getName()
                    .equals(name)) {
                return initialiser;
            }
        }
        return Initialiser.XAVIER;
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
    private static boolean isSet(JsonObject object, String key) {
        JsonElement value = object.get(key);
        if (value == null || value.isJsonNull()) {
            return false;
        }
        return !(value.isJsonArray() && value.getAsJsonArray().isEmpty())
                && !(value.isJsonObject() && value.getAsJsonObject().isEmpty());
    }

    private static String text(JsonObject object, String key) {
        return member(object, key).getAsString();
    }

    private static JsonElement member(JsonObject object, String key) {
        JsonElement value = object.get(key);
        if (value == null) {
            throw new JsonParseException("there is no " + key);
        }
        return value;
    }

    private static String simpleName(JsonObject object) {
        String name = text(object, "@class");
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
