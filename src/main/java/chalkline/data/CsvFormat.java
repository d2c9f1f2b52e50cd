package chalkline.data;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;

/**
 * The format of CSV files. It travels with a trained model, since later files have the same format.
 *
 * @param separator stands between cells, a space being any number of spaces and tabs; empty where the file shows it
 * @param encoding of the text; empty where the file shows it: by a byte order mark, else UTF-8, else Windows-1252
 * @param encodingDecides whether a person gave the encoding, so that a file that is not in it is refused; else it is the one that
 *     was found, and UTF-8 and Windows-1252 leave open which of them another file is in
 * @param names of the columns, in place of those in the first line; empty for these
 * @param missingValues what stands for a missing value in every column; case does not matter. Besides it an empty cell does,
 *     and in columns that are no texts {@code NA}, {@code N/A}, {@code #N/A}, {@code NaN}, {@code NULL}, {@code None},
 *     {@code unknown}, {@code ?}, {@code -}, other marks, and the errors of spreadsheets.
 * @param header whether the first line has the names of the columns; empty where the file shows it. Without names they are
 *     called column_1, column_2, ….
 */
public record CsvFormat(
        Optional<Character> separator,
        Optional<String> encoding,
        boolean encodingDecides,
        List<String> names,
        List<String> missingValues,
        Optional<Boolean> header) {
    /** Everything is detected. */
    public static final CsvFormat DEFAULT = new CsvFormat(Optional.empty(), Optional.empty(), List.of(), List.of());

    /** The separator if none is detected. */
    static final char USUAL_SEPARATOR = ',';

    private static final String NO_HEADER = "none";
    private static final String BY_A_PERSON = "configuration";
    private static final String NO_SEPARATORS = "\"'.+-_\r\n";

    public CsvFormat {
        missingValues = List.copyOf(missingValues);
        names = List.copyOf(names);
        separator.ifPresent(c -> {
            if (!isSeparator(c)) {
                throw new IllegalArgumentException(Sentences.quoted(String.valueOf(c)) + " cannot stand between cells");
            }
        });
        encoding.ifPresent(CsvFormat::charset);
        if (encodingDecides && encoding.isEmpty()) {
            throw new IllegalArgumentException("no encoding is given that could decide");
        }
    }

    /** Files that show whether their first line has names. */
    public CsvFormat(
            Optional<Character> separator, Optional<String> encoding, List<String> names, List<String> missingValues) {
        this(separator, encoding, encoding.isPresent(), names, missingValues, Optional.empty());
    }

    /** Files with this separator. */
    public CsvFormat(char separator, List<String> missingValues) {
        this(Optional.of(separator), Optional.empty(), List.of(), missingValues);
    }

    /** The same with another separator. */
    public CsvFormat with(char other) {
        return new CsvFormat(Optional.of(other), encoding, encodingDecides, names, missingValues, header);
    }

    /** The same, found to be in this encoding. */
    CsvFormat in(String other) {
        return new CsvFormat(separator, Optional.of(other), encodingDecides, names, missingValues, header);
    }

    /** The same with a given header. */
    CsvFormat withHeader(boolean known) {
        return new CsvFormat(separator, encoding, encodingDecides, names, missingValues, Optional.of(known));
    }

    /** The same where only a format that says so has files without names: what a model was trained on is known. */
    CsvFormat known() {
        return withHeader(header.orElse(true));
    }

    /** Whether the character can separate cells: not one of numbers, names, quotes or line ends. */
    public static boolean isSeparator(char c) {
        return !Character.isLetterOrDigit(c)
                && !Character.isSurrogate(c)
                && (c == '\t' || !Character.isISOControl(c))
                && NO_SEPARATORS.indexOf(c) < 0;
    }

    /**
     * The encoding of that name.
     *
     * @throws IllegalArgumentException where Java knows none
     */
    public static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("there is no encoding " + Sentences.quoted(name), e);
        }
    }

    /**
     * What stands for a missing value.
     *
     * @param texts whether the column holds texts, where NA is a text
     */
    MissingValues missing(boolean texts) {
        return MissingValues.of(texts, missingValues);
    }

    /** Whether the key is there, which can only have this text. */
    private static boolean has(JsonValue content, String key, String only) {
        content.find(key).filter(value -> !value.text().equals(only)).ifPresent(value -> {
            throw new InvalidInputException(content.where() + ": " + key + " is " + Sentences.quoted(value.text())
                    + ", which can only be " + only);
        });
        return content.find(key).isPresent();
    }

    /** This format for {@link #fromJson}. */
    public String toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("separator", String.valueOf(separator.orElse(USUAL_SEPARATOR)));
        object.add("missing-values", array(missingValues));
        encoding.ifPresent(name -> object.addProperty("encoding", name));
        if (encodingDecides) {
            object.addProperty("encoding-by", BY_A_PERSON);
        }
        if (!names.isEmpty()) {
            object.add("names", array(names));
        }
        header.filter(has -> !has).ifPresent(has -> object.addProperty("header", NO_HEADER));
        return object.toString();
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray(texts.size());
        texts.forEach(array::add);
        return array;
    }

    /**
     * The format that {@link #toJson} wrote; anything else is refused.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where the text is not exactly such a format
     */
    public static CsvFormat fromJson(String json, String where) {
        JsonValue content = JsonValue.parse(
                where, json, "separator", "missing-values", "encoding", "encoding-by", "names", "header");
        String separator = content.get("separator").text();
        if (separator.length() != 1 || !isSeparator(separator.charAt(0))) {
            throw new InvalidInputException(where + ": " + Sentences.quoted(separator) + " cannot stand between cells");
        }
        try {
            return new CsvFormat(
                    Optional.of(separator.charAt(0)),
                    content.find("encoding").map(JsonValue::text),
                    has(content, "encoding-by", BY_A_PERSON),
                    content.find("names").map(JsonValue::texts).orElse(List.of()),
                    content.get("missing-values").texts(),
                    has(content, "header", NO_HEADER) ? Optional.of(false) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }
}
