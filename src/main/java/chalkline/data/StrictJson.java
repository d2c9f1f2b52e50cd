package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
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
        NUMBERS("a list of numbers"),
        /** An object of lists of texts; it may be left out. */
        LISTS("an object of lists of texts");

        private final String label;

        Field(String label) {
            this.label = label;
        }
    }

    /** What an object holds; a single text is a list of one, numbers are as they were written. */
    record Content(Map<String, List<String>> values, Map<String, Map<String, List<String>>> lists) {
        List<String> get(String key) {
            return values.get(key);
        }

        /** The object of lists under this key; empty where it was left out. */
        Map<String, List<String>> lists(String key) {
            return lists.getOrDefault(key, Map.of());
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
     * The value of every key.
     *
     * @throws InvalidInputException where the text is not an object of exactly these keys and kinds of value
     */
    static Content read(String json, String where, Map<String, Field> fields) {
        try {
            return new StrictJson(json, where).object(fields);
        } catch (IOException e) {
            throw new InvalidInputException(where + ": not well-formed JSON", e);
        }
    }

    private Content object(Map<String, Field> fields) throws IOException {
        Map<String, List<String>> values = new HashMap<>();
        Map<String, Map<String, List<String>>> lists = new HashMap<>();
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
            if (values.containsKey(key) || lists.containsKey(key)) {
                throw refused("key " + Sentences.quoted(key) + " occurs twice");
            }
            if (field == Field.LISTS) {
                lists.put(key, lists(key));
            } else {
                values.put(key, value(key, field));
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw refused("more than one JSON value");
        }
        for (String key : new TreeSet<>(fields.keySet())) {
            if (!values.containsKey(key) && fields.get(key) != Field.LISTS) {
                throw refused("key " + Sentences.quoted(key) + " is missing");
            }
        }
        return new Content(values, lists);
    }

    private Map<String, List<String>> lists(String key) throws IOException {
        Map<String, List<String>> lists = new HashMap<>();
        require(key, Field.LISTS, JsonToken.BEGIN_OBJECT);
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (lists.size() == MOST_ENTRIES) {
                throw refused(Sentences.quoted(key) + " has more than " + MOST_ENTRIES + " entries");
            }
            if (lists.put(name, list(key, Field.LISTS, JsonToken.STRING)) != null) {
                throw refused("key " + Sentences.quoted(name) + " occurs twice");
            }
        }
        reader.endObject();
        return lists;
    }

    private List<String> value(String key, Field field) throws IOException {
        return switch (field) {
            case TEXT -> List.of(element(key, field, JsonToken.STRING));
            case TEXTS -> list(key, field, JsonToken.STRING);
            case NUMBERS -> list(key, field, JsonToken.NUMBER);
            case LISTS -> throw new IllegalArgumentException(key);
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
