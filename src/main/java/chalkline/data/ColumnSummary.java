package chalkline.data;

import chalkline.network.Sentences;
import java.util.Optional;

/**
 * What became of a column of a file.
 *
 * @param name the column's
 * @param type how its cells are read; {@link ColumnType#isLeftOut} where it is not
 * @param missing how many cells have no value
 * @param example the first cell with a value; empty where there is none
 * @param becomes what it is to a network: "1 input", "3 classes a, b, c", "left out: …"
 * @param note what a person should know of a column that they have said nothing about
 */
public record ColumnSummary(
        String name, ColumnType type, long missing, String example, String becomes, Optional<String> note) {
    /** So many categories are shown. */
    static final int MOST_NAMES = 5;

    /** The column's line in a configuration's {@code columns}, with the rest behind it as a comment. */
    public String toYaml() {
        String shown = example.isEmpty() ? "" : ", as " + Sentences.quoted(example);
        return YamlText.of(name) + ": " + type.toYaml() + " # " + becomes + "; " + missing + " missing" + shown;
    }
}
