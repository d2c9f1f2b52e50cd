package chalkline.data;

import chalkline.network.Problems;
import chalkline.network.Sentences;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One column of a file as numbers: what its cells say, or each category's index, NaN where a value is missing. */
final class ColumnReader {
    /** More different texts than this are hardly categories; who means them says so. */
    private static final int MOST_INFERRED = 1_000;

    private static final int MOST = 10_000;

    /** So few texts are categories however rarely they recur. */
    private static final int FEW = 20;

    /** How the column's cells are read. */
    private enum Kind {
        /** As the first value will show. */
        OPEN,
        NUMBERS,
        CATEGORIES
    }

    private final Problems problems;
    private final String name;
    private final int place;
    private final Set<String> missingValues;
    /** Whether the file's missing values are texts only, so that a number needs no second look. */
    private final boolean numbersAreValues;

    private final boolean mayMiss;
    private final boolean inferred;
    private Kind kind;
    /** What a category is called in messages: it is a class where the column is a label. */
    private String noun = "categories";

    private Map<String, Integer> indices = new HashMap<>();
    /** The categories that there are; null where the file shows them. */
    private List<String> known;

    private long firstLine;
    private String firstText;
    private boolean mixed;
    private boolean tooMany;
    private boolean missing;
    private long missingCount;

    /**
     * @param type null where the first value is to show it
     * @param mayMiss whether values may be missing
     */
    ColumnReader(Problems problems, String name, int place, ColumnType type, CsvFormat format, boolean mayMiss) {
        this.problems = problems;
        this.name = name;
        this.place = place;
        this.missingValues = format.lowerCaseMissingValues();
        this.numbersAreValues = missingValues.stream().noneMatch(text -> Double.isFinite(NumberText.parse(text)));
        this.mayMiss = mayMiss;
        this.inferred = type == null;
        if (inferred) {
            kind = Kind.OPEN;
        } else {
            kind = type == ColumnType.NUMERIC ? Kind.NUMBERS : Kind.CATEGORIES;
        }
    }

    /** The reader of a column whose categories are known. */
    ColumnReader knowing(List<String> categories) {
        known = categories;
        for (String category : categories) {
            indices.put(category, indices.size());
        }
        return this;
    }

    ColumnReader callingThem(String plural) {
        noun = plural;
        return this;
    }

    String name() {
        return name;
    }

    int place() {
        return place;
    }

    boolean hasCategories() {
        return kind == Kind.CATEGORIES;
    }

    /** Whether a value was missing that may not be. */
    boolean lacksValues() {
        return missing;
    }

    /** After the last row: texts that hardly recur are names or keys, which nothing can be learnt from. */
    void end(long rows) {
        long values = rows - missingCount;
        if (inferred && hasCategories() && !tooMany && indices.size() > FEW && 2L * indices.size() > values) {
            problems.add(
                    column() + " has " + indices.size() + " different texts in " + values + " rows; they are hardly "
                            + noun + ", unless it is made categorical; otherwise it must be ignored");
        }
    }

    /** The categories so far, sorted. */
    List<String> categories() {
        return indices.keySet().stream().sorted().toList();
    }

    /** For each index that was handed out, its category's place among the sorted ones. */
    int[] order() {
        List<String> sorted = categories();
        int[] order = new int[sorted.size()];
        for (int k = 0; k < order.length; k++) {
            order[indices.get(sorted.get(k))] = k;
        }
        return order;
    }

    double value(long line, String cell) {
        if (kind == Kind.NUMBERS) {
            double value = NumberText.parse(cell);
            return Double.isFinite(value) && numbersAreValues ? value : odd(line, cell, value);
        }
        Integer index = indices.get(cell);
        // A category that was seen before and was good needs no second look.
        return index != null ? index : odd(line, cell, NumberText.parse(cell));
    }

    private double odd(long line, String cell, double number) {
        String text = cell.strip();
        if (text.isEmpty() || missingValues.contains(text.toLowerCase(Locale.ROOT))) {
            return missing(line, text);
        }
        if (kind == Kind.OPEN) {
            kind = Double.isFinite(number) || isInfinite(text, number) ? Kind.NUMBERS : Kind.CATEGORIES;
            firstLine = line;
            firstText = text;
        }
        if (kind == Kind.CATEGORIES) {
            return category(line, text, number);
        }
        if (Double.isFinite(number)) {
            return number;
        }
        if (NumberText.isInfinity(text)) {
            bad(line, text, "is not a finite number");
        } else {
            bad(line, text, Double.isInfinite(number) ? "is too large for float64" : "is not a number");
        }
        return 0;
    }

    private static boolean isInfinite(String text, double number) {
        return Double.isInfinite(number) || NumberText.isInfinity(text);
    }

    private double missing(long line, String text) {
        missingCount++;
        if (!mayMiss) {
            missing = true;
            if (text.isEmpty()) {
                problems.add(line, column() + " is empty");
            } else {
                bad(line, text, "is a missing value");
            }
        }
        return Double.NaN;
    }

    private double category(long line, String text, double number) {
        Integer index = indices.get(text);
        if (index != null) {
            return index;
        }
        if (known != null) {
            bad(line, text, "is not one of the " + noun + " " + Sentences.listed(known));
            return 0;
        }
        if (inferred && !Double.isNaN(number)) {
            if (!mixed) {
                mixed = true;
                bad(
                        line,
                        text,
                        "is a number, but line " + firstLine + " has the text " + Sentences.quoted(firstText)
                                + "; it must hold numbers throughout, or be made categorical");
            }
            return 0;
        }
        if (indices.size() == (inferred ? MOST_INFERRED : MOST)) {
            if (!tooMany) {
                tooMany = true;
                problems.add(
                        line,
                        column() + " has more than " + indices.size() + " different texts; "
                                + (inferred
                                        ? "they are hardly " + noun
                                                + ", unless it is made categorical; otherwise it must be ignored"
                                        : "no more " + noun + " are supported"));
            }
            return 0;
        }
        indices.put(text, indices.size());
        return indices.size() - 1;
    }

    private void bad(long line, String text, String complaint) {
        problems.add(line, column() + ": " + Sentences.quoted(text) + " " + complaint);
    }

    private String column() {
        return "column " + Sentences.quoted(name);
    }
}
