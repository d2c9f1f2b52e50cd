package chalkline.modelzip;

import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether a configuration.json may reach Deeplearning4j, whose JSON mapper loads and instantiates whatever
 * class the text names: in {@code @class}, in {@code type} (distributions), and in the first element of an array that
 * stands where an object is expected. Here every member that Deeplearning4j maps to a chosen class must be an object,
 * or a list of objects, naming a class of {@link ConfigurationPart}; nowhere else may a class be named. Forms of
 * Deeplearning4j before 1.0.0-beta, which name classes in other ways, are refused with it.
 */
public final class ConfigurationGuard {
    private static final Map<String, ConfigurationPart> PARTS = Map.ofEntries(
            Map.entry("layer", ConfigurationPart.LAYER),
            Map.entry("activationFn", ConfigurationPart.ACTIVATION),
            Map.entry("lossFn", ConfigurationPart.LOSS),
            Map.entry("iupdater", ConfigurationPart.UPDATER),
            Map.entry("biasUpdater", ConfigurationPart.UPDATER),
            Map.entry("learningRateSchedule", ConfigurationPart.SCHEDULE),
            Map.entry("momentumISchedule", ConfigurationPart.SCHEDULE),
            Map.entry("momentumSchedule", ConfigurationPart.SCHEDULE),
            Map.entry("pSchedule", ConfigurationPart.SCHEDULE),
            Map.entry("pschedule", ConfigurationPart.SCHEDULE),
            Map.entry("rateSchedule", ConfigurationPart.SCHEDULE),
            Map.entry("stddevSchedule", ConfigurationPart.SCHEDULE),
            Map.entry("weightRetainProbSchedule", ConfigurationPart.SCHEDULE),
            Map.entry("l1", ConfigurationPart.SCHEDULE),
            Map.entry("l2", ConfigurationPart.SCHEDULE),
            Map.entry("coeff", ConfigurationPart.SCHEDULE),
            Map.entry("idropout", ConfigurationPart.DROPOUT),
            Map.entry("weightNoise", ConfigurationPart.WEIGHT_NOISE),
            Map.entry("weightInitFn", ConfigurationPart.WEIGHT_INIT),
            Map.entry("distribution", ConfigurationPart.DISTRIBUTION));
    private static final Map<String, ConfigurationPart> LISTS = Map.of(
            "constraints", ConfigurationPart.CONSTRAINT,
            "regularization", ConfigurationPart.REGULARISATION,
            "regularizationBias", ConfigurationPart.REGULARISATION);
    /** Deeplearning4j takes a minute to build as many; the largest dense networks that people train have some tens. */
    private static final int MOST_LAYERS = 1000;
    /** What Deeplearning4j counts and allocates by. */
    private static final Set<String> COUNTS = Set.of("nin", "nout", "iterationCount", "epochCount");

    private static final Set<String> NAME_LISTS = Set.of("variables", "params");
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");
    private static final Set<String> STEP_FUNCTIONS =
            Set.of("default", "gradient", "negativeDefault", "negativeGradient");
    /** The sentence for a file of an older layout. */
    public static final String BEFORE_BETA4 =
            "was saved before Deeplearning4j 1.0.0-beta4, in another layout; if you trust where"
                    + " it comes from, load it with Deeplearning4j 1.0.0-M2.1 and save it again";

    private final String where;
    /** The current layer, for messages; empty outside of the layers. */
    private String layer = "";

    private ConfigurationGuard(String where) {
        this.where = where;
    }

    /**
     * The configuration as a tree whose {@code toString()} may be given to Deeplearning4j.
     *
     * @param where the file and the entry, which begin every sentence
     * @throws InvalidInputException where the bytes are anything but the configuration of a dense MultiLayerNetwork
     */
    public static JsonObject check(byte[] json, String where) {
        JsonObject root = StrictJson.parseObject(json, where);
        return new ConfigurationGuard(where).checkNetwork(root);
    }

    private JsonObject checkNetwork(JsonObject root) {
        if (root.has("vertices")) {
            throw new InvalidInputException(
                    where + " describes a ComputationGraph; only a MultiLayerNetwork can be loaded");
        }
        if (!(root.get("confs") instanceof JsonArray confs) || confs.isEmpty()) {
            throw invalid("confs", "is not a list of layers");
        }
        if (confs.size() > MOST_LAYERS) {
            throw invalid("confs", "has " + confs.size() + " layers; at most " + MOST_LAYERS + " can be loaded");
        }
        if (root.has("dataType")
                && !(root.get("dataType") instanceof JsonPrimitive type
                        && LossWeights.DATA_TYPES.contains(type.getAsString()))) {
            throw invalid("dataType", "is " + shown(root.get("dataType")) + ", not FLOAT or DOUBLE");
        }
        for (int i = 0; i < confs.size(); i++) {
            if (!(confs.get(i) instanceof JsonObject conf) || !(conf.get("layer") instanceof JsonObject ofLayer)) {
                throw invalid("confs[" + i + "]", "has no layer");
            }
            if (isBeforeBeta4(ofLayer)) {
                throw new InvalidInputException(where + " " + BEFORE_BETA4);
            }
            layer = shownLayer(confs, i);
            checkMembers(conf, "", null);
        }
        // After the layers, so that a convolution is refused by name rather than by its preprocessor.
        layer = "";
        checkPreProcessors(root.remove("inputPreProcessors"), confs);
        root.remove("confs");
        checkMembers(root, "", null);
        for (int i = 0; i < confs.size(); i++) {
            layer = shownLayer(confs, i);
            checkFunctions(confs.get(i).getAsJsonObject().getAsJsonObject("layer"));
        }
        // Layers first: setting the count of epochs sets it in every layer that is there by then.
        JsonObject checked = new JsonObject();
        checked.add("confs", confs);
        root.entrySet().forEach(member -> checked.add(member.getKey(), member.getValue()));
        return checked;
    }

    /** Members that Deeplearning4j needs without checking for them. */
    private void checkFunctions(JsonObject ofLayer) {
        for (String function : switch (simpleName(ofLayer.get("@class"))) {
            case "DenseLayer" -> List.of("activationFn", "iupdater");
            case "OutputLayer" -> List.of("activationFn", "iupdater", "lossFn");
            case "LossLayer" -> List.of("activationFn", "lossFn");
            case "ActivationLayer" -> List.of("activationFn");
            default -> List.<String>of();
        }) {
            if (!(ofLayer.get(function) instanceof JsonObject)) {
                throw invalid(function, "is missing");
            }
        }
    }

    /** Layers were wrapped in an object of their name, and later had an enum for what is weightInitFn today. */
    private static boolean isBeforeBeta4(JsonObject ofLayer) {
        boolean wrapped = !ofLayer.has("@class")
                && ofLayer.size() == 1
                && ofLayer.entrySet().iterator().next().getValue().isJsonObject();
        return wrapped || isString(ofLayer.get("weightInit"));
    }

    private static String shownLayer(JsonArray confs, int i) {
        JsonElement name =
                confs.get(i).getAsJsonObject().getAsJsonObject("layer").get("@class");
        String kind = isString(name) ? simpleName(name) : "without a class";
        return "layer " + (i + 1) + " (" + Sentences.printable(kind) + ")";
    }

    private static String simpleName(JsonElement className) {
        String name = className.getAsString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void checkPreProcessors(JsonElement processors, JsonArray confs) {
        boolean none = processors == null
                || processors.isJsonNull()
                || processors instanceof JsonObject object && object.isEmpty();
        if (none) {
            return;
        }
        if (processors instanceof JsonObject object) {
            Map.Entry<String, JsonElement> first = object.entrySet().iterator().next();
            boolean ofLayer = first.getKey().matches("[0-9]{1,6}") && Integer.parseInt(first.getKey()) < confs.size();
            if (ofLayer && first.getValue() instanceof JsonObject processor && isString(processor.get("@class"))) {
                layer = shownLayer(confs, Integer.parseInt(first.getKey()));
                throw invalid(
                        "inputPreProcessors",
                        "has " + Sentences.quoted(simpleName(processor.get("@class")))
                                + ", which gives the layer's input another shape; only networks without can be loaded");
            }
        }
        throw invalid("inputPreProcessors", "is not empty, but a dense network needs none");
    }

    /**
     * @param part what the object is, or null for one whose class is not chosen by the JSON
     */
    private void checkMembers(JsonObject object, String path, ConfigurationPart part) {
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            String name = member.getKey();
            JsonElement value = member.getValue();
            String place = path.isEmpty() ? name : path + "." + name;
            if (part != null && name.equals(part.classMember())) {
                continue;
            }
            if (name.startsWith("@") || name.equals("type")) {
                throw invalid(place, "names a class, " + shown(value) + ", where none is chosen");
            }
            if (part != null && value instanceof JsonPrimitive number) {
                checkFinite(number, object, place);
            }
            if (COUNTS.contains(name)) {
                checkCount(value, place);
            } else if (PARTS.containsKey(name)) {
                checkPart(value, place, PARTS.get(name));
            } else if (LISTS.containsKey(name)) {
                checkList(value, place, LISTS.get(name));
            } else if (name.equals("weights")) {
                checkWeights(value, place);
            } else if (name.equals("stepFunction")) {
                checkStepFunction(value, place);
            } else if (value instanceof JsonObject inner) {
                checkMembers(inner, place, null);
            } else if (value instanceof JsonArray array) {
                checkElements(array, place, NAME_LISTS.contains(name));
            }
        }
    }

    /** NaN is written only where a schedule replaces the number. */
    private void checkFinite(JsonPrimitive number, JsonObject object, String place) {
        String text = number.getAsString();
        boolean scheduled = object.entrySet().stream()
                .anyMatch(member -> member.getKey().toLowerCase(Locale.ROOT).endsWith("schedule")
                        && member.getValue() instanceof JsonObject);
        boolean infinite = number.isNumber() && Double.isInfinite(number.getAsDouble());
        if (infinite || NOT_FINITE.contains(text) && !(scheduled && text.equals("NaN"))) {
            throw invalid(place, "is " + Sentences.shown(text) + ", not a finite number");
        }
    }

    private void checkPart(JsonElement value, String place, ConfigurationPart part) {
        if (value.isJsonNull()) {
            return;
        }
        if (!(value instanceof JsonObject object) || !isString(object.get(part.classMember()))) {
            throw invalid(place, "does not name its class in " + part.classMember());
        }
        String className = object.get(part.classMember()).getAsString();
        if (!part.allows(className)) {
            throw invalid(
                    place, "names the class " + Sentences.quoted(className) + ", which is not " + part.description());
        }
        if (part == ConfigurationPart.CONSTRAINT) {
            checkElements(list(object, "params", place), place + ".params", true);
            // Of a constraint without a norm Deeplearning4j writes null.
            if (object.has("dimensions") && !object.get("dimensions").isJsonNull()) {
                checkElements(list(object, "dimensions", place), place + ".dimensions", false);
            }
        }
        checkMembers(object, place, part);
    }

    private JsonArray list(JsonObject object, String key, String place) {
        if (object.get(key) instanceof JsonArray array) {
            return array;
        }
        throw invalid(place + "." + key, "is not a list");
    }

    private void checkList(JsonElement value, String place, ConfigurationPart part) {
        if (value.isJsonNull()) {
            return;
        }
        if (!(value instanceof JsonArray array)) {
            throw invalid(place, "is not a list");
        }
        for (int i = 0; i < array.size(); i++) {
            String element = place + "[" + i + "]";
            if (array.get(i).isJsonNull()) {
                throw invalid(element, "is null");
            }
            checkPart(array.get(i), element, part);
        }
    }

    private void checkStepFunction(JsonElement value, String place) {
        boolean known = value.isJsonNull()
                || value instanceof JsonObject object
                        && object.size() == 1
                        && STEP_FUNCTIONS.containsAll(object.keySet())
                        && object.entrySet().iterator().next().getValue() instanceof JsonObject inner
                        && inner.isEmpty();
        if (!known) {
            throw invalid(place, "is not one of Deeplearning4j's step functions");
        }
    }

    private void checkWeights(JsonElement value, String place) {
        LossWeights.problem(value).ifPresent(what -> {
            throw invalid(place, what);
        });
        if (LossWeights.numbers(value) instanceof JsonArray numbers) {
            checkElements(numbers, place, false);
        }
    }

    /**
     * A text may name a class where the mapper expects an object, hence texts only in lists that are known to be of
     * texts.
     */
    private void checkElements(JsonArray array, String place, boolean texts) {
        for (int i = 0; i < array.size(); i++) {
            JsonElement element = array.get(i);
            boolean fits = texts
                    ? isString(element)
                    : element instanceof JsonPrimitive number
                            && (!number.isString() || NOT_FINITE.contains(number.getAsString()));
            if (!fits) {
                throw invalid(place + "[" + i + "]", texts ? "is not a text" : "is not a number");
            }
        }
    }

    private void checkCount(JsonElement value, String place) {
        if (!LossWeights.isCount(value)) {
            throw invalid(place, "is " + shown(value) + ", not a whole number from 0 to " + LossWeights.LARGEST_COUNT);
        }
    }

    private static boolean isString(JsonElement value) {
        return value instanceof JsonPrimitive text && text.isString();
    }

    private static String shown(JsonElement value) {
        return isString(value)
                ? Sentences.quoted(value.getAsString())
                : value instanceof JsonPrimitive ? value.getAsString() : "no single value";
    }

    private InvalidInputException invalid(String place, String what) {
        String ofLayer = layer.isEmpty() ? "" : layer + ": ";
        String member = !layer.isEmpty() && place.equals("layer") ? "" : place.replaceFirst("^layer\\.", "") + " ";
        return new InvalidInputException(where + ": " + ofLayer + Sentences.printable(member) + what);
    }
}
