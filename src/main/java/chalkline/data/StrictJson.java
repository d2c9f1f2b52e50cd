package chalkline.data;

import chalkline.network.InvalidInputException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Reads one flat JSON object of known keys. It may come from anywhere: nothing that was not asked for is taken. */
final class StrictJson {

    /** What a key's value must be. */
    enum Field {
        /** One text. */
        TEXT("a text"),
        /** A list of texts. */
        TEXTS("a list of texts"),
        /** A list of numbers. */
        NUMBERS("a list of numbers");

        private final String label;

        Field(String label) {
            this.label = label;
        }
    }

    private static final int MOST_ENTRIES = 100_000;

    private final String where;
    private final JsonReader reader;

    private StrictJson(String json, String where) {
        this.where = where;
        this.reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
    }

    /**
     * The value of every key, a single text as a list of one, numbers as they were written.
     *
     * @throws InvalidInputException where the text is not an object of exactly these keys and kinds of value
     */
    static Map<String, List<String>> read(String json, String where, Map<String, Field> fields) {
        try {
            return new StrictJson(json, where).object(fields);
        } catch (IOException e) {
            throw new InvalidInputException(where + ": not well-formed JSON", e);
        }
    }

    private Map<String, List<String>> object(Map<String, Field> fields) throws IOException {
        Map<String, List<String>> values = new HashMap<>();
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            throw refused("not a JSON object");
        }
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            Field field = fields.get(key);
            if (field == null) {
                throw refused("unknown key " + Sentences.quoted(key));
            }
            if (values.put(key, value(key, field)) != null) {
                throw refused("key " + Sentences.quoted(key) + " occurs twice");
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw refused("more than one JSON value");
        }
        for (String key : new TreeSet<>(fields.keySet())) {
            if (!values.containsKey(key)) {
                throw refused("key " + Sentences.quoted(key) + " is missing");
            }
        }
        return values;
    }

    private List<String> value(String key, Field field) throws IOException {
        return switch (field) {
            case TEXT -> List.of(element(key, field, JsonToken.STRING));
            case TEXTS -> list(key, field, JsonToken.STRING);
            case NUMBERS -> list(key, field, JsonToken.NUMBER);
        };
    }

    private List<String> list(String key, Field field, JsonToken token) throws IOException {
        List<String> elements = new ArrayList<>();
        require(key, field, JsonToken.BEGIN_ARRAY);
        reader.beginArray();
        while (reader.hasNext()) {
            if (elements.size() == MOST_ENTRIES) {
                throw refused(Sentences.quoted(key) + " has more than " + MOST_ENTRIES + " entries");
            }
            elements.add(element(key, field, token));
        }
        reader.endArray();
        return elements;
    }

    private String element(String key, Field field, JsonToken token) throws IOException {
        require(key, field, token);
        return reader.nextString();
    }

    private void require(String key, Field field, JsonToken token) throws IOException {
        if (reader.peek() != token) {
            throw refused(Sentences.quoted(key) + " must be " + field.label);
        }
    }

    private InvalidInputException refused(String problem) {
        return new InvalidInputException(where + ": " + problem);
    }
}
