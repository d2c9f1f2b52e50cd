package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a JSON file that Chalkline wrote; what is not as it was written there is refused in a sentence.
 *
 * @param where file and key, for sentences
 */
public record JsonValue(String where, JsonElement element) {

    /**
     * The value of that text.
     *
     * @throws InvalidInputException where it is no JSON object
     */
    public static JsonValue parse(String where, String text) {
        return new JsonValue(where, StrictJson.parseObject(text, where));
    }

    /**
     * The value of that text, which has none but these keys.
     *
     * @throws InvalidInputException where it is no JSON object, or has another key
     */
    public static JsonValue parse(String where, String text, String... keys) {
        JsonObject object = StrictJson.parseObject(text, where);
        for (String key : object.keySet()) {
            if (!List.of(keys).contains(key)) {
                throw new InvalidInputException(where + ": unknown key " + Sentences.quoted(key));
            }
        }
        return new JsonValue(where, object);
    }

    /** The value of a key; empty where it is left out. */
    public Optional<JsonValue> find(String key) {
        if (!element.isJsonObject()) {
            throw refused("an object");
        }
        return Optional.ofNullable(element.getAsJsonObject().get(key))
                .filter(value -> !value.isJsonNull())
                .map(value -> new JsonValue(where + ": " + key, value));
    }

    /** The value of a key that must be there. */
    public JsonValue get(String key) {
        return find(key)
                .orElseThrow(() -> new InvalidInputException(where + ": key " + Sentences.quoted(key) + " is missing"));
    }

    /** Keys and values in order. */
    public Map<String, JsonValue> entries() {
        if (!element.isJsonObject()) {
            throw refused("an object");
        }
        Map<String, JsonValue> entries = new LinkedHashMap<>();
        element.getAsJsonObject()
                .asMap()
                .forEach((key, value) -> entries.put(key, new JsonValue(where + ": " + key, value)));
        return entries;
    }

    /** The elements in order. */
    public List<JsonValue> list() {
        if (!element.isJsonArray()) {
            throw refused("a list");
        }
        List<JsonValue> list = new ArrayList<>();
        for (JsonElement each : element.getAsJsonArray()) {
            list.add(new JsonValue(where + "[" + list.size() + "]", each));
        }
        return list;
    }

    /** A text. */
    public String text() {
        if (!isText()) {
            throw refused("a text");
        }
        return element.getAsString();
    }

    /** A text, which may be written as a list of its parts. */
    public String textOrLines() {
        return element.isJsonArray() ? String.join("", texts()) : text();
    }

    /** A list of texts. */
    public List<String> texts() {
        if (!element.isJsonArray() || !list().stream().allMatch(JsonValue::isText)) {
            throw refused("a list of texts");
        }
        return list().stream().map(JsonValue::text).toList();
    }

    /** A list of numbers; what is beyond all doubles is infinite. */
    public List<Double> numbers() {
        if (!element.isJsonArray() || !list().stream().allMatch(JsonValue::isNumber)) {
            throw refused("a list of numbers");
        }
        return list().stream().map(JsonValue::number).toList();
    }

    private boolean isNumber() {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
    }

    private boolean isText() {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    }

    /** A number; NaN and infinities are texts. */
    public double number() {
        try {
            return Double.parseDouble(element.getAsString());
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw refused("a number");
        }
    }

    /** A whole number. */
    public int whole() {
        double number = number();
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw refused("a whole number");
        }
        return (int) number;
    }

    /** What to throw where it is something else. */
    public InvalidInputException refused(String expected) {
        return new InvalidInputException(where + ": must be " + expected);
    }
}
