package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON from a file nobody vouches for: UTF-8 and RFC 8259 to the letter, no name twice in an object, bounded in depth
 * and in number of values. Numbers keep their digits, so the tree's {@code toString()} says what was read and nothing
 * else than what was checked reaches a second parser.
 */
public final class StrictJson {
    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 500_000;
    private static final int LONGEST_NUMBER = 64;

    private final JsonReader reader;
    private final String where;
    private int values;

    private StrictJson(JsonReader reader, String where) {
        this.reader = reader;
        this.where = where;
    }

    /**
     * The object that the bytes spell.
     *
     * @param where the file and the entry, which begin every sentence
     * @throws InvalidInputException where they spell no object
     */
    public static JsonObject parseObject(byte[] bytes, String where) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(where + ": not UTF-8 text", e);
        }
        return parseObject(text, where);
    }

    /** The object that the text spells. */
    public static JsonObject parseObject(String text, String where) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = new StrictJson(reader, where).element(0);
            if (!(element instanceof JsonObject object) || reader.peek() != JsonToken.END_DOCUMENT) {
                throw new InvalidInputException(where + ": not a JSON object");
            }
            return object;
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new InvalidInputException(where + ": not JSON" + place(e), e);
        }
    }

    /** The place in the reader's message, which goes on with advice to programmers. */
    private static String place(Exception e) {
        Matcher place = Pattern.compile(" at line \\d+ column \\d+").matcher(String.valueOf(e.getMessage()));
        return place.find() ? place.group() : "";
    }

    private JsonElement element(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new InvalidInputException(where + ": nested deeper than " + DEEPEST + " levels");
        }
        values++;
        if (values > MOST_VALUES) {
            throw new InvalidInputException(where + ": more than " + MOST_VALUES + " values");
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(depth);
            case BEGIN_ARRAY -> array(depth);
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> number();
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
                throw new InvalidInputException(where + ": not JSON: a value is missing");
        };
    }

    private JsonObject object(int depth) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (object.has(name)) {
                throw new AmbiguousFileException(where + ": key " + Sentences.quoted(name) + " occurs twice");
            }
            object.add(name, element(depth + 1));
        }
        reader.endObject();
        return object;
    }

    private JsonArray array(int depth) throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(element(depth + 1));
        }
        reader.endArray();
        return array;
    }

    /** Digits are bounded because turning very many of them into a number takes quadratic time. */
    private JsonElement number() {
        JsonElement number = JsonParser.parseReader(reader);
        int length = number.getAsString().length();
        if (length > LONGEST_NUMBER) {
            throw new InvalidInputException(where + ": a number of " + length + " digits");
        }
        return number;
    }
}
