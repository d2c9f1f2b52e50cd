package chalkline.modelzip;

import static chalkline.modelzip.JsonNetworkReader.isSet;
import static chalkline.modelzip.JsonNetworkReader.member;
import static chalkline.modelzip.JsonNetworkReader.simpleName;
import static chalkline.modelzip.JsonNetworkReader.text;

import chalkline.network.InvalidInputException;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The JSON of a layer and its place, for messages.
 *
 * @param shownName what messages call the model
 * @param l the layer, counted from 1
 * @param conf with how it is trained
 */
record JsonLayer(String shownName, int l, JsonObject conf) {

    /** The layer itself. */
    JsonObject json() {
        return member(conf, "layer").getAsJsonObject();
    }

    /** The name of its class. */
    String type() {
        return simpleName(json());
    }

    boolean isDense() {
        return type().equals("DenseLayer") || type().equals("OutputLayer");
    }

    boolean hasLayerNorm() {
        return json().has("hasLayerNorm") && member(json(), "hasLayerNorm").getAsBoolean();
    }

    int width(String key) {
        int width = member(json(), key).getAsInt();
        require(width >= 1, key + " is " + width + " but must be at least 1");
        return width;
    }

    /** Settings of the whole network must be the same in every layer; the first that differs is named. */
    void requireTrainedPlainly() {
        String algorithm = text(conf, "optimizationAlgo");
        require(
                algorithm.equals("STOCHASTIC_GRADIENT_DESCENT"),
                "optimizationAlgo is " + algorithm + ", whose steps follow a line search; the check covers"
                        + " STOCHASTIC_GRADIENT_DESCENT alone");
        require(
                member(conf, "minimize").getAsBoolean(),
                "minimize is false, which no step of Deeplearning4j looks at; the check covers networks that minimise,"
                        + " so build it with minimize(true), which takes the same steps");
        for (String upwards : List.of("default", "gradient")) {
            require(
                    !isSet(conf, "stepFunction")
                            || !conf.getAsJsonObject("stepFunction").has(upwards),
                    "stepFunction is " + upwards + ", with which Deeplearning4j adds the update instead of subtracting"
                            + " it; the check covers those that subtract");
        }
    }

    void requireCovered(boolean last) {
        JsonObject layer = json();
        boolean judged = List.of("OutputLayer", "LossLayer").contains(type());
        boolean known = judged
                || List.of("DenseLayer", "ActivationLayer", "DropoutLayer").contains(type());
        require(
                known && text(layer, "@class").equals("org.deeplearning4j.nn.conf.layers." + type()),
                "is of a kind that the check does not cover; it covers dense, activation, dropout, output and loss layers");
        require(judged || !last, "is the last layer but has no loss, and without one there is no fit to check");
        require(last || !judged, "has a loss but is not the last layer");
        if (!isDense()) {
            return;
        }
        require(
                !hasLayerNorm() || !isSet(layer, "constraints"),
                "has hasLayerNorm and constraints, which the check does not cover together");
        if (isSet(layer, "weightNoise")) {
            throw notCovered("weightNoise is " + simpleName(layer.getAsJsonObject("weightNoise")));
        }
    }

    void require(boolean covered, String otherwise) {
        if (!covered) {
            throw refusal(otherwise);
        }
    }

    /** The beginning of every sentence about it. */
    private String where() {
        return shownName + ": layer " + l + " (" + type() + ")";
    }

    InvalidInputException refusal(String why) {
        return new InvalidInputException(where() + ": " + why);
    }

    InvalidInputException notCovered(String what) {
        return refusal(what + ": the check does not cover it yet");
    }
}
