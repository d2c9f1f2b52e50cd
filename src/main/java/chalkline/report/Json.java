package chalkline.report;

import chalkline.network.Sentences;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/**
 * JSON as Chalkline writes it: NaN and infinities, which JSON has no numbers for, as strings; characters that do not print as
 * escapes.
 */
final class Json {
    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value));
    }

    /** Indented, ending with a line feed. */
    static String pretty(JsonElement element) {
        return Sentences.escapedJson(PRETTY.toJson(element)) + "\n";
    }

    /** In one line, without a line feed. */
    static String line(JsonElement element) {
        return Sentences.escapedJson(LINE.toJson(element));
    }
}
