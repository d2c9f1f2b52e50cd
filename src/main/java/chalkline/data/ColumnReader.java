package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import chalkline.network.Sentences;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * One column of a file as numbers: the values of its cells, or indices of categories; NaN for a missing value that will be
 * filled in.
 */
final class ColumnReader {
    private final TableProblems problems;
    private final String name;
    private final int place;
    private final ColumnType type;
    private final MissingValues missingValues;
    /** Whether the missing values are texts only, so that a number needs no second look. */
    private final boolean numbersAreValues;

    private final Gaps gaps;
    private final Unseen unseen;
    private final boolean label;
    /** The known names; empty if the column does not hold names. */
    private final List<String> names;

    private final Map<String, Integer> indices = new HashMap<>();
    private boolean unseenInRow;

    private ColumnReader(
            TableProblems problems, String name, int place, Schema schema, CsvFormat format, Gaps gaps, boolean label) {
        this.problems = problems;
        this.name = name;
        this.place = place;
        this.label = label;
        this.names = label ? schema.classes() : schema.categories().getOrDefault(name, List.of());
        this.type =
                names.isEmpty() || schema.type(name) == ColumnType.BOOLEAN ? schema.type(name) : ColumnType.CATEGORICAL;
        this.gaps = gaps;
        this.unseen = schema.unseen();
        boolean numbered = label && names.stream().noneMatch(each -> Double.isNaN(NumberText.parse(each)));
        this.missingValues = format.missing(type == ColumnType.CATEGORICAL && !numbered);
        this.numbersAreValues = !missingValues.hasNumbers();
        names.forEach(each -> indices.put(each, indices.size()));
    }

    static ColumnReader feature(
            TableProblems problems, String name, int place, Schema schema, CsvFormat format, Gaps gaps) {
        return new ColumnReader(problems, name, place, schema, format, gaps, false);
    }

    /** Labels may not be missing, and classes not be new. */
    static ColumnReader label(TableProblems problems, String name, int place, Schema schema, CsvFormat format) {
        return new ColumnReader(problems, name, place, schema, format, Gaps.REFUSED, true);
    }

    String name() {
        return name;
    }

    int place() {
        return place;
    }

    /** Whether the cell is missing. */
    boolean isMissing(String cell) {
        return missingValues.contains(cell);
    }

    /** Whether the last cell had an unknown category. */
    boolean wasUnseen() {
        return unseenInRow;
    }

    double value(long line, String cell) {
        unseenInRow = false;
        if (type == ColumnType.NUMERIC) {
            double value = NumberText.parse(cell);
            return Double.isFinite(value) && numbersAreValues
                    ? value
                    : odd(line, cell, Double.isNaN(value) ? type.parse(cell) : value);
        }
        if (type == ColumnType.CATEGORICAL) {
            Integer index = cell.isEmpty() ? null : indices.get(cell);
            return index != null ? index : odd(line, cell, Double.NaN);
        }
        return odd(line, cell, type.parse(cell));
    }

    private double odd(long line, String cell, double number) {
        if (isMissing(cell)) {
            return missing(line, cell.strip());
        }
        if (type == ColumnType.CATEGORICAL) {
            return category(line, cell.strip());
        }
        if (Double.isFinite(number)) {
            return number;
        }
        return unreadable(line, cell.strip(), number);
    }

    private double unreadable(long line, String text, double number) {
        if (NumberText.isInfinity(text)) {
            bad(line, text, "infinity", "is not a finite number");
        } else if (Double.isInfinite(number)) {
            bad(line, text, "size", "is too large for float64");
        } else {
            bad(line, text, "kind", "is not " + type.noun());
        }
        return 0;
    }

    private double missing(long line, String text) {
        if (gaps == Gaps.REFUSED) {
            noteMissing(problems, new ColumnProfile.Cell(line, text), 1, name);
            return Double.NaN;
        }
        Integer own = names.isEmpty() ? null : indices.get("");
        if (own != null) {
            return own;
        }
        return !names.isEmpty() && gaps == Gaps.OWN_CATEGORY ? unknown(Double.NaN) : Double.NaN;
    }

    /** Notes that so many values are missing in a column in which none may be. */
    static void noteMissing(
            TableProblems problems, ColumnProfile.Cell first, long count, String name, Remedy... remedies) {
        String what =
                first.text().isEmpty() ? " is empty" : ": " + Sentences.quoted(first.text()) + " is a missing value";
        problems.add(first.line(), count, name + " missing", "column " + Sentences.name(name) + what, remedies);
    }

    /** An unknown category, treated by the policy. */
    private double unknown(double otherwise) {
        if (unseen != Unseen.ZEROS) {
            return otherwise;
        }
        unseenInRow = true;
        return InputLayout.NO_CATEGORY;
    }

    private double category(long line, String text) {
        Integer index = indices.get(text);
        if (index == null && label) {
            index = indexOf(NumberText.parse(text));
        }
        if (index != null) {
            return index;
        }
        if (!label && unseen == Unseen.ZEROS) {
            return unknown(Double.NaN);
        }
        if (!label && unseen == Unseen.MISSING) {
            unseenInRow = true;
            return indices.containsKey("") ? indices.get("") : Double.NaN;
        }
        bad(
                line,
                text,
                "names" + text,
                "is not one of the " + (label ? "classes " : "categories ") + Sentences.listed(names));
        return 0;
    }

    private Integer indexOf(double number) {
        return number == Math.rint(number) ? indices.get(ColumnDecision.wholeName(number)) : null;
    }

    /** Whether the text is no number, or its class is the one its number has: 193. is not, where 193. is a class. */
    private boolean isOfItsNumber(String text) {
        double number = NumberText.parse(text);
        Integer own = indexOf(number);
        return !Double.isFinite(number)
                || own != null && indices.getOrDefault(text, own).equals(own);
    }

    /**
     * The values of a column whose cells were collected while its type was inferred.
     *
     * @param texts of the column, by their places
     * @param numbers whether it has any
     * @return empty where its numbers would have to be read once more, as they are written
     */
    Optional<ColumnCells.Meaning> meaning(List<String> texts, boolean numbers) {
        boolean asTheyAre =
                type instanceof NumberForm form && form.decimal() == '.' && form.bare() == 1 && numbersAreValues;
        boolean asClasses =
                label && type == ColumnType.CATEGORICAL && texts.stream().allMatch(this::isOfItsNumber);
        if (numbers && !asTheyAre && !asClasses) {
            return Optional.empty();
        }
        double[] ofTexts = texts.stream()
                .mapToDouble(text -> label && isMissing(text) ? Double.NaN : value(0, text))
                .toArray();
        DoubleUnaryOperator ofNumbers = asTheyAre ? ColumnCells.Meaning.AS_THEY_ARE : this::indexOf;
        return Optional.of(new ColumnCells.Meaning(ofNumbers, ofTexts, label ? Double.NaN : value(0, "")));
    }

    private void bad(long line, String text, String kind, String complaint) {
        problems.add(line, name + ' ' + kind, column() + ": " + Sentences.quoted(text) + " " + complaint);
    }

    private String column() {
        return "column " + Sentences.name(name);
    }
}
