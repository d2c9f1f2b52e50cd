package chalkline.data;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How a CSV file is written. It travels with a trained model, whose later files are written the same way.
 *
 * @param separator stands between cells
 * @param missingValues what stands for a missing value besides an empty cell; case does not matter
 */
public record CsvFormat(char separator, List<String> missingValues) {
    /** Commas, and what statistical programs write for a missing value. */
    public static final CsvFormat DEFAULT = new CsvFormat(',', List.of("NA", "N/A", "NaN", "null", "?"));

    private static final String NO_SEPARATORS = "\"'.+-_\r\n ";

    public CsvFormat {
        missingValues = List.copyOf(missingValues);
        if (!isSeparator(separator)) {
            throw new IllegalArgumentException(
                    Sentences.quoted(String.valueOf(separator)) + " cannot stand between cells");
        }
    }

    /** Whether the character can stand between cells: none that belongs to numbers, names, quotes or ends of lines. */
    public static boolean isSeparator(char c) {
        return !Character.isLetterOrDigit(c)
                && !Character.isSurrogate(c)
                && (c == '\t' || !Character.isISOControl(c))
                && NO_SEPARATORS.indexOf(c) < 0;
    }

    /** The missing values in lower case, for comparing. */
    Set<String> lowerCaseMissingValues() {
        Set<String> texts = new HashSet<>();
        missingValues.forEach(text -> texts.add(text.strip().toLowerCase(Locale.ROOT)));
        return texts;
    }

    /** This format for {@link #fromJson}. */
    public String toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("separator", String.valueOf(separator));
        JsonArray texts = new JsonArray();
        missingValues.forEach(texts::add);
        object.add("missing-values", texts);
        return object.toString();
    }

    /**
     * The format that {@link #toJson} wrote; anything else is refused.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where the text is not exactly such a format
     */
    public static CsvFormat fromJson(String json, String where) {
        JsonValue content = JsonValue.parse(where, json, "separator", "missing-values");
        String separator = content.get("separator").text();
        if (separator.length() != 1 || !isSeparator(separator.charAt(0))) {
            throw new InvalidInputException(where + ": " + Sentences.quoted(separator) + " cannot stand between cells");
        }
        return new CsvFormat(separator.charAt(0), content.get("missing-values").texts());
    }
}
