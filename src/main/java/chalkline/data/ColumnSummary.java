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
 * @param note on what nobody said of it, where that may be unexpected
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
     * @param missingValues what a person has named
     */
    static ColumnSummary of(
            String name,
            Optional<ColumnProfile> profile,
            ColumnDecision decision,
            boolean label,
            boolean given,
            List<String> missingValues) {
        return new ColumnSummary(
                name,
                decision.type(),
                profile.map(cells -> cells.missing(cells.isOfTexts(decision.type())))
                        .orElse(0L),
                profile.map(ColumnProfile::example).orElse(""),
                becomes(decision, label),
                profile.flatMap(cells -> given ? century(cells, decision) : note(cells, decision, missingValues)));
    }

    private static String becomes(ColumnDecision decision, boolean label) {
        String names = decision.names().stream()
                        .map(text -> text.isEmpty() ? "nothing" : text)
                        .limit(MOST_NAMES)
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("")
                + (decision.names().size() > MOST_NAMES ? ", …" : "");
        if (decision.type().isLeftOut()) {
            return leftOut(decision);
        }
        if (label) {
            return decision.names().isEmpty()
                    ? "the label, a number"
                            + decision.type()
                                    .prediction()
                                    .map(unit -> " " + unit)
                                    .orElse("")
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

    /** Why it is left out, if that is known. */
    static String leftOut(ColumnDecision decision) {
        return "left out" + decision.why().map(why -> ": " + why).orElse("");
    }

    /** Notes on columns without a given type, where that may be unexpected. */
    private static Optional<String> note(ColumnProfile profile, ColumnDecision decision, List<String> missingValues) {
        if (decision.type().isLeftOut()) {
            return Optional.of("is " + leftOut(decision));
        }
        boolean plain = decision.type() == ColumnType.CATEGORICAL
                || decision.type() == ColumnType.NUMERIC && profile.others() == 0;
        Optional<String> read = decision.why()
                .map(why -> "holds " + why)
                .or(() -> plain
                        ? words(profile, decision, missingValues).or(() -> digits(profile, decision))
                        : century(profile, decision)
                                .or(() -> Optional.of(
                                        "is read as " + decision.type().toYaml())));
        Optional<String> odd = decision.type() instanceof NumberForm form
                ? OddValue.in(profile, form).map(OddValue::note)
                : Optional.empty();
        return Stream.of(read, odd).flatMap(Optional::stream).reduce((one, other) -> one + "; it " + other);
    }

    /** Where the century is a guess, which dates are read. */
    private static Optional<String> century(ColumnProfile profile, ColumnDecision decision) {
        return decision.type() instanceof DateForm form && form.guessesCentury()
                ? profile.dates().range(form.pattern()).map(range -> "is read as " + form.toYaml() + ": " + range)
                : Optional.empty();
    }

    /** Where NA is a text, a person may mean a missing value by it. */
    private static Optional<String> words(ColumnProfile profile, ColumnDecision decision, List<String> missingValues) {
        if (!profile.isOfTexts(decision.type()) || profile.words().count() == 0) {
            return Optional.empty();
        }
        List<String> words = profile.texts().stream().filter(profile::isWord).toList();
        String shown = words.stream().limit(MOST_NAMES).map(Sentences::quoted).collect(Collectors.joining(" or "));
        return Optional.of("has texts such as " + shown + " in "
                + Sentences.counted(profile.words().count(), "row") + ", which count as "
                + (profile.isLabel() ? "a class" : "a category") + " (data.missing-values: "
                + YamlText.list(
                        Stream.concat(missingValues.stream(), words.stream()).toList())
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
        // The cells of a column that was said to be left out are not looked at.
        boolean unseen = type.isLeftOut() && example.isEmpty() && missing == 0;
        return YamlText.of(name) + ": " + type.toYaml() + " # " + becomes
                + (unseen ? "" : "; " + missing + " missing" + shown);
    }
}
