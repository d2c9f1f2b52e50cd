package chalkline.training;

import chalkline.data.Normalizer;
import chalkline.data.Schema;
import chalkline.network.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What turns a table into what a model takes, and its outputs into what people read. It travels in the model file, so that
 * a prediction is never made from other columns, or in other units, than the model was trained on.
 *
 * @param schema the columns
 * @param normalizer fitted on the training rows
 */
public record Preprocessing(Schema schema, Normalizer normalizer) {
    private static final String SCHEMA = "chalkline/schema.json";
    private static final String NORMALIZER = "chalkline/normalizer.json";

    /** As entries of a model file. */
    public Map<String, byte[]> toEntries() {
        return Map.of(SCHEMA, bytes(schema.toJson()), NORMALIZER, bytes(normalizer.toJson()));
    }

    /**
     * From a model file's entries; empty where the file was written by somebody else and has neither.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where an entry cannot be used or one of the two is missing
     */
    public static Optional<Preprocessing> fromEntries(Map<String, byte[]> entries, String where) {
        byte[] schema = entries.get(SCHEMA);
        byte[] normalizer = entries.get(NORMALIZER);
        if (schema == null && normalizer == null) {
            return Optional.empty();
        }
        if (schema == null || normalizer == null) {
            throw new InvalidInputException(where + ": has only one of " + SCHEMA + " and " + NORMALIZER);
        }
        Schema columns = Schema.fromJson(text(schema), where + "!" + SCHEMA);
        return Optional.of(
                new Preprocessing(columns, Normalizer.fromJson(text(normalizer), columns, where + "!" + NORMALIZER)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
