package chalkline.data;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words and marks that mean a missing value.
 *
 * @param words in lower case; the empty one is an empty cell
 * @param marks whether a cell of nothing but marks, such as {@code --} or {@code ..}, is one
 */
record MissingValues(Set<String> words, boolean marks) {
    private static final Set<String> NOT_NUMBERS = Set.of(
            "",
            "na",
            "n/a",
            "n.a.",
            "#n/a",
            "#na",
            "<na>",
            "nan",
            "null",
            "(null)",
            "\\n",
            "none",
            "unknown",
            "missing",
            "not available",
            "#div/0!",
            "#value!",
            "#ref!",
            "#num!",
            "#name?",
            "#null!");
    private static final String MARKS = "-–—.*?_/'…";
    private static final int LONGEST_MARK = 5;

    /** What is missing in columns that hold no texts. */
    static final MissingValues USUAL = new MissingValues(NOT_NUMBERS, true);

    private static final MissingValues USUAL_TEXTS = new MissingValues(Set.of(""), false);

    MissingValues {
        words = Set.copyOf(words);
    }

    /**
     * What is missing in a column.
     *
     * @param texts whether it holds texts, in which NA is one
     * @param others what a person has named
     */
    static MissingValues of(boolean texts, List<String> others) {
        MissingValues usual = texts ? USUAL_TEXTS : USUAL;
        if (others.isEmpty()) {
            return usual;
        }
        Set<String> all = new HashSet<>(usual.words);
        others.forEach(text -> all.add(text.strip().toLowerCase(Locale.ROOT)));
        return new MissingValues(all, !texts);
    }

    boolean contains(String cell) {
        String text = cell.strip();
        return text.isEmpty() || words.contains(text.toLowerCase(Locale.ROOT)) || marks && isMarks(text);
    }

    /** Whether some of them are numbers, as -999 is. */
    boolean hasNumbers() {
        return words.stream().anyMatch(text -> Double.isFinite(NumberText.parse(text)));
    }

    private static boolean isMarks(String text) {
        return text.length() <= LONGEST_MARK && text.chars().allMatch(c -> MARKS.indexOf(c) >= 0);
    }
}
