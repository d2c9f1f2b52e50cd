package chalkline.data;

import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The type of a column's cells. */
public sealed interface ColumnType permits NumberForm, DateForm, ColumnType.Word {
    /** Plain decimals: 12, -0.5, 1e-3. */
    ColumnType NUMERIC = NumberForm.PLAIN;
    /** Names, whatever they look like: a feature has one input a name, a label one class a name. */
    ColumnType CATEGORICAL = Word.CATEGORICAL;
    /** The words true and false in any case: a feature is 1 or 0, a label has the two classes. */
    ColumnType BOOLEAN = Word.BOOLEAN;
    /** Identifies a row: not learnt from, but kept beside predictions. */
    ColumnType IDENTIFIER = Word.IDENTIFIER;
    /** Not used. */
    ColumnType IGNORE = Word.IGNORE;

    /** The types that have no parameters. */
    enum Word implements ColumnType {
        CATEGORICAL,
        BOOLEAN,
        IDENTIFIER,
        IGNORE;

        @Override
        public double parse(String cell) {
            String text = cell.strip();
            boolean yes = text.equalsIgnoreCase("true");
            return this == BOOLEAN && (yes || text.equalsIgnoreCase("false")) ? (yes ? 1 : 0) : Double.NaN;
        }

        @Override
        public boolean isLeftOut() {
            return this == IGNORE || this == IDENTIFIER;
        }

        @Override
        public Optional<String> prediction() {
            return Optional.empty();
        }

        @Override
        public String noun() {
            return this == BOOLEAN ? "true or false" : "a text";
        }

        @Override
        public String toYaml() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public List<String> toWords() {
            return List.of(toYaml());
        }
    }

    /** The value of a cell; NaN if it is not a number, infinite if it is too large for a double. */
    double parse(String cell);

    /** What an unreadable cell was expected to be: "a number". */
    String noun();

    /** What the numbers of such a column count, where that is not what stands there: "in fractions: 5% is 0.05". */
    Optional<String> prediction();

    /** Whether such a column is not an input. */
    boolean isLeftOut();

    /** The type as a configuration's {@code columns} has it. */
    String toYaml();

    /** The type as texts, for {@link #ofWords}. */
    List<String> toWords();

    /**
     * The type that {@link #toWords} gave.
     *
     * @throws IllegalArgumentException where the words are of no type
     */
    static ColumnType ofWords(List<String> words) {
        List<String> more = words.isEmpty() ? List.of() : words.subList(1, words.size());
        String kind = words.isEmpty() ? "" : words.get(0);
        if (kind.equals("number") && more.size() >= 2 && more.get(0).length() == 1) {
            Map<String, Double> units = new LinkedHashMap<>();
            for (String unit : more.subList(2, more.size())) {
                int equals = unit.lastIndexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("unit " + Sentences.quoted(unit) + " has no factor");
                }
                units.put(unit.substring(0, equals), NumberText.parse(unit.substring(equals + 1)));
            }
            return new NumberForm(more.get(0).charAt(0), more.get(1), units);
        }
        if (kind.equals("date") && more.size() >= 2) {
            List<DateForm.Part> parts = new ArrayList<>();
            more.subList(1, more.size())
                    .forEach(part -> parts.add(DateForm.Part.named(part)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(Sentences.quoted(part) + " is no part of a date"))));
            return new DateForm(more.get(0), parts);
        }
        if (more.isEmpty() && kind.equals(BOOLEAN.toYaml())) {
            return BOOLEAN;
        }
        throw new IllegalArgumentException("there is no column type " + Sentences.listed(words));
    }
}
