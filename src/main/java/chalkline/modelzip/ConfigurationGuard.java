package chalkline.modelzip;

import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
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
    /** What Deeplearning4j counts and allocates by. */
    private static final Set<String> COUNTS = Set.of("nin", "nout", "iterationCount", "epochCount");

    private static final Set<String> NAME_LISTS = Set.of("variables", "params");
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");
    private static final BigDecimal LARGEST_COUNT = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final Set<String> DATA_TYPES = Set.of("FLOAT", "DOUBLE");

    private final String where;

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
        if (root.has("dataType")
                && !(root.get("dataType") instanceof JsonPrimitive type && DATA_TYPES.contains(type.getAsString()))) {
            throw invalid("dataType", "is " + shown(root.get("dataType")) + ", not FLOAT or DOUBLE");
        }
        for (int i = 0; i < confs.size(); i++) {
            String path = "confs[" + i + "]";
            if (!(confs.get(i) instanceof JsonObject conf) || !(conf.get("layer") instanceof JsonObject)) {
                throw invalid(path, "has no layer");
            }
            checkMembers(conf, path, null);
        }
        // Behind the layers: what a convolution needs is refused where the convolution is.
        JsonElement processors = root.remove("inputPreProcessors");
        boolean none = processors == null
                || processors.isJsonNull()
                || processors instanceof JsonObject object && object.isEmpty();
        if (!none) {
            throw invalid("inputPreProcessors", "is not empty, but a dense network needs none");
        }
        root.remove("confs");
        checkMembers(root, "", null);
        // Layers first: setting the count of epochs sets it in every layer that is there by then.
        JsonObject checked = new JsonObject();
        checked.add("confs", confs);
        root.entrySet().forEach(member -> checked.add(member.getKey(), member.getValue()));
        return checked;
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
            if (COUNTS.contains(name)) {
                checkCount(value, place);
            } else if (PARTS.containsKey(name)) {
                checkPart(value, place, PARTS.get(name));
            } else if (LISTS.containsKey(name)) {
                checkList(value, place, LISTS.get(name));
            } else if (name.equals("weights")) {
                checkWeights(value, place);
            } else if (name.equals("stepFunction") && !value.isJsonNull()) {
                throw invalid(place, "is not null, but a dense network's training takes no line search");
            } else if (value instanceof JsonObject inner) {
                checkMembers(inner, place, null);
            } else if (value instanceof JsonArray array) {
                checkElements(array, place, NAME_LISTS.contains(name));
            }
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
        checkMembers(object, place, part);
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

    /** A loss's weights: a list of numbers, or an array whose shape is that of its data. */
    private void checkWeights(JsonElement value, String place) {
        if (value.isJsonNull()) {
            return;
        }
        JsonElement data = value;
        if (value instanceof JsonObject array) {
            data = array.get("data");
            boolean known = array.keySet().equals(Set.of("dataType", "shape", "data"))
                    && isString(array.get("dataType"))
                    && DATA_TYPES.contains(array.get("dataType").getAsString())
                    && array.get("shape") instanceof JsonArray shape
                    && data instanceof JsonArray values
                    && holds(shape, values.size());
            if (!known) {
                throw invalid(place, "is not an array of FLOAT or DOUBLE numbers with its shape");
            }
        }
        if (!(data instanceof JsonArray numbers)) {
            throw invalid(place, "is not a list of numbers");
        }
        checkElements(numbers, place, false);
    }

    private static boolean holds(JsonArray shape, int size) {
        BigDecimal product = BigDecimal.ONE;
        for (JsonElement length : shape) {
            if (!isCount(length) || shape.size() > 4) {
                return false;
            }
            product = product.multiply(new BigDecimal(length.getAsString()));
        }
        return !shape.isEmpty() && product.compareTo(BigDecimal.valueOf(size)) == 0;
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
        if (!isCount(value)) {
            throw invalid(place, "is " + shown(value) + ", not a whole number from 0 to " + LARGEST_COUNT);
        }
    }

    private static boolean isCount(JsonElement value) {
        if (!(value instanceof JsonPrimitive number)
                || !number.isNumber()
                || !number.getAsString().matches("[0-9]{1,10}")) {
            return false;
        }
        return new BigDecimal(number.getAsString()).compareTo(LARGEST_COUNT) <= 0;
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
        return new InvalidInputException(where + ": " + Sentences.printable(place) + " " + what);
    }
}
