package chalkline.modelzip;

import static chalkline.modelzip.JsonNetworkReader.isSet;
import static chalkline.modelzip.JsonNetworkReader.member;
import static chalkline.modelzip.JsonNetworkReader.simpleName;
import static chalkline.modelzip.JsonNetworkReader.text;

import chalkline.network.Loss;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the last layer's loss from the JSON of a configuration. */
final class JsonLossReader {
    private JsonLossReader() {}

    static Loss read(JsonLayer layer) {
        JsonObject function = member(layer.json(), "lossFn").getAsJsonObject();
        String name = text(function, "@class").replace("org.nd4j.linalg.lossfunctions.impl.", "");
        Optional<List<Double>> weights = weights(function, layer);
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
            default -> throw layer.notCovered("lossFn is " + simpleName(function));
        };
    }

    private static Optional<List<Double>> weights(JsonObject function, JsonLayer layer) {
        if (!isSet(function, "weights")) {
            return Optional.empty();
        }
        List<Double> weights = new ArrayList<>();
        for (JsonElement weight :
                member(member(function, "weights").getAsJsonObject(), "data").getAsJsonArray()) {
            double value = weight.getAsDouble();
            layer.require(
                    value >= 0 && value < Double.POSITIVE_INFINITY,
                    "lossFn is " + simpleName(function) + " with the weight " + weight
                            + ", but a weight is 0 or positive");
            weights.add(value);
        }
        int outputs = layer.width("nout");
        if (weights.size() != outputs) {
            throw layer.refusal(simpleName(function) + " has " + weights.size() + " weights but must have " + outputs
                    + ", one for each output");
        }
        return Optional.of(weights);
    }
}
