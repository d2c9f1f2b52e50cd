package chalkline.data;

import chalkline.network.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a column of a file is used.
 *
 * @param name the column's
 * @param type how its cells are read; {@link ColumnType#isLeftOut} where it is not
 * @param missing how many cells have no value
 * @param example the first cell with a value; empty where there is none
 * @param becomes what it is to a network: "1 input", "3 classes a, b, c", "left out: …"
 * @param note on a column without a given type, where that may be unexpected
 */
public record ColumnSummary(
        String name, ColumnType type, long missing, String example, String becomes, Optional<String> note) {
    /** The number of categories shown. */
    private static final int MOST_NAMES = 5;

    /**
     * What became of the column of that name.
     *
     * @param profile its cells; empty where it is left out unseen
     * @param label whether it is a label
     * @param given whether a person said what it is
     */
    static ColumnSummary of(
            String name, Optional<ColumnProfile> profile, ColumnDecision decision, boolean label, boolean given) {
        return new ColumnSummary(
                name,
                decision.type(),
                profile.map(cells -> cells.missing(cells.isOfTexts(decision.type())))
                        .orElse(0L),
                profile.map(ColumnProfile::example).orElse(""),
                becomes(decision, label),
                profile.filter(cells -> !given).flatMap(cells -> note(cells, decision)));
    }

    private static String becomes(ColumnDecision decision, boolean label) {
        String names = decision.names().stream()
                        .map(text -> text.isEmpty() ? "nothing" : text)
                        .limit(MOST_NAMES)
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("")
                + (decision.names().size() > MOST_NAMES ? ", …" : "");
        if (decision.type().isLeftOut()) {
            return "left out: " + decision.why().orElse("");
        }
        if (label) {
            return decision.names().isEmpty()
                    ? "the label, a number"
                    : decision.names().size() + " classes: " + names;
        }
        if (decision.type() == ColumnType.CATEGORICAL) {
            return Sentences.counted(decision.names().size(), "input") + ": " + names;
        }
        return decision.type() instanceof DateForm date
                ? Sentences.counted(date.width(), "input")
                        + (date.equals(DateForm.days(date.pattern()))
                                ? ", in days"
                                : ": "
                                        + date.parts().stream()
                                                .map(DateForm.Part::label)
                                                .collect(Collectors.joining(", ")))
                : "1 input";
    }

    /** Notes on columns without a given type, where that may be unexpected. */
    private static Optional<String> note(ColumnProfile profile, ColumnDecision decision) {
        if (decision.type().isLeftOut()) {
            return Optional.of("is left out: " + decision.why().orElse(""));
        }
        boolean plain = decision.type() == ColumnType.CATEGORICAL
                || decision.type() == ColumnType.NUMERIC && profile.others() == 0;
        Optional<String> read = decision.why()
                .map(why -> "holds " + why)
                .or(() -> plain
                        ? words(profile, decision).or(() -> digits(profile, decision))
                        : Optional.of("is read as " + decision.type().toYaml()));
        Optional<String> odd = decision.type() instanceof NumberForm form
                ? OddValue.in(profile, form).map(OddValue::note)
                : Optional.empty();
        return Stream.of(read, odd).flatMap(Optional::stream).reduce((one, other) -> one + "; it " + other);
    }

    /** Where NA is a text, a person may mean a missing value by it. */
    private static Optional<String> words(ColumnProfile profile, ColumnDecision decision) {
        if (!profile.isOfTexts(decision.type()) || profile.words().count() == 0) {
            return Optional.empty();
        }
        String word = profile.words().first().text();
        return Optional.of("has texts such as " + Sentences.quoted(word) + " in "
                + Sentences.counted(profile.words().count(), "row") + ", which count as "
                + (profile.isLabel() ? "a class" : "a category") + " (data.missing-values: "
                + YamlText.list(List.of(word))
                + " makes them missing values)");
    }

    /** Categories that begin with digits, as 5'8" and 1/2 do, may be meant as numbers. */
    private static Optional<String> digits(ColumnProfile profile, ColumnDecision decision) {
        boolean all = decision.type() == ColumnType.CATEGORICAL
                && profile.numbers() == 0
                && profile.texts().stream().allMatch(text -> text.matches("[^\\p{L}]?[0-9].*"));
        return all
                ? Optional.of("has texts that begin with digits, such as " + Sentences.quoted(profile.example())
                        + ", which count as " + (profile.isLabel() ? "classes" : "categories"))
                : Optional.empty();
    }

    /** The column's line in a configuration's {@code columns}, with the rest behind it as a comment. */
    public String toYaml() {
        String shown = example.isEmpty() ? "" : ", as " + Sentences.quoted(example);
        return YamlText.of(name) + ": " + type.toYaml() + " # " + becomes + "; " + missing + " missing" + shown;
    }
}
