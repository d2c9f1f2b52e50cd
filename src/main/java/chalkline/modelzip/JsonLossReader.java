package chalkline.modelzip;

import static chalkline.modelzip.JsonNetworkReader.isSet;
import static chalkline.modelzip.JsonNetworkReader.member;
import static chalkline.modelzip.JsonNetworkReader.simpleName;
import static chalkline.modelzip.JsonNetworkReader.text;

import chalkline.network.Loss;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the last layer's loss from the JSON of a configuration. */
final class JsonLossReader {
    /** What Deeplearning4j's class is called where none of the loss's names says it. */
    private static final Map<Loss.Kind, String> OTHERWISE =
            Map.of(Loss.Kind.XENT, "BinaryXENT", Loss.Kind.KL_DIVERGENCE, "KLD");

    private JsonLossReader() {}

    static Loss read(JsonLayer layer) {
        JsonObject function = member(layer.json(), "lossFn").getAsJsonObject();
        String name = text(function, "@class").replace("org.nd4j.linalg.lossfunctions.impl.", "");
        Optional<List<Double>> weights = weights(function, layer);
        boolean halves = weights.isPresent() && weights.get().stream().allMatch(weight -> weight == 0.5);
        Loss.Kind kind = kind(name).orElseThrow(() -> layer.notCovered("lossFn is " + simpleName(function)));
        return kind == Loss.Kind.L2 && halves
                ? Loss.HALF_SQUARED_ERROR
                : new Loss(kind, kind.takesWeights() ? weights : Optional.empty());
    }

    /** Classes are called by one of the loss's names, but for case and hyphens. */
    private static Optional<Loss.Kind> kind(String className) {
        return Arrays.stream(Loss.Kind.values())
                .filter(kind -> names(kind).anyMatch(name -> className.equalsIgnoreCase("Loss" + name)))
                .findFirst();
    }

    private static Stream<String> names(Loss.Kind kind) {
        String other = OTHERWISE.get(kind);
        return other == null ? kind.names().stream().map(name -> name.replace("-", "")) : Stream.of(other);
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
