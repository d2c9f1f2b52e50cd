package chalkline.report;

import chalkline.network.InvalidInputException;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a JSON file that a run left; what is not as it was written there is refused in a sentence.
 *
 * @param where file and key, for sentences
 */
record JsonValue(String where, JsonElement element) {

    /**
     * The value of that text.
     *
     * @throws InvalidInputException where it is no JSON
     */
    static JsonValue parse(String where, String text) {
        try {
            return new JsonValue(where, JsonParser.parseString(text));
        } catch (JsonParseException e) {
            throw new InvalidInputException(where + ": not well-formed JSON", e);
        }
    }

    /** The value of a key; empty where it is left out. */
    Optional<JsonValue> find(String key) {
        if (!element.isJsonObject()) {
            throw refused("an object");
        }
        return Optional.ofNullable(element.getAsJsonObject().get(key))
                .filter(value -> !value.isJsonNull())
                .map(value -> new JsonValue(where + ": " + key, value));
    }

    /** The value of a key that must be there. */
    JsonValue get(String key) {
        return find(key).orElseThrow(() -> new InvalidInputException(where + ": the key " + key + " is missing"));
    }

    /** Keys and values in order. */
    Map<String, JsonValue> entries() {
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
    List<JsonValue> list() {
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
    String text() {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw refused("a text");
        }
        return element.getAsString();
    }

    /** A number; NaN and infinities are texts. */
    double number() {
        try {
            return Double.parseDouble(element.getAsString());
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw refused("a number");
        }
    }

    /** A whole number. */
    int whole() {
        double number = number();
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw refused("a whole number");
        }
        return (int) number;
    }

    /** What to throw where it is something else. */
    InvalidInputException refused(String expected) {
        return new InvalidInputException(where + ": must be " + expected);
    }
}
