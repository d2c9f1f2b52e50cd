package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import chalkline.data.InferenceOptions.WholeLabels;
import chalkline.network.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The type of a column, decided from all its cells.
 *
 * @param type how its cells are read, if they are
 * @param names of the categories or classes, sorted; the empty name is that of missing texts
 * @param why the column is left out, or has an unexpected type
 */
record ColumnDecision(ColumnType type, List<String> names, Optional<String> why) {
    /** Up to so many texts are categories unless nearly all of them come once. */
    private static final int FEW = 20;

    /** So many rows can count up, or be told apart by texts. */
    private static final int SHORTEST_SERIES = 10;

    private static final int MOST_INFERRED = 1_000;
    private static final int OFTEN = 5;
    private static final int FEW_CLASSES = 10;

    private static ColumnDecision of(ColumnType type) {
        return new ColumnDecision(type, List.of(), Optional.empty());
    }

    private static ColumnDecision ignored(String why) {
        return new ColumnDecision(ColumnType.IGNORE, List.of(), Optional.of(why));
    }

    private static ColumnDecision identifier(String why) {
        return new ColumnDecision(ColumnType.IDENTIFIER, List.of(), Optional.of(why));
    }

    /** An unnamed first column, as pandas and R write it. */
    static ColumnDecision unnamed() {
        return identifier("it has no name, and numbers the rows");
    }

    /**
     * Decides the type. Where it is ambiguous, or cells do not fit the given type, a problem is noted and the column is left
     * out.
     */
    static ColumnDecision of(ColumnProfile column, InferenceOptions options, TableProblems problems) {
        ColumnType given = options.types().get(column.name());
        if (column.unlikeGiven().count() > 0) {
            ColumnProfile.Cell first = column.unlikeGiven().first();
            problems.add(
                    first.line(),
                    column.unlikeGiven().count(),
                    column.name(),
                    "column " + quoted(column) + ": " + Sentences.quoted(first.text()) + " is not " + given.noun(),
                    unlike(column, given));
            return ignored("");
        }
        if (given == ColumnType.CATEGORICAL) {
            return categories(column, options, problems);
        }
        if (given != null) {
            return given == ColumnType.BOOLEAN ? truths(column) : of(given);
        }
        if (column.values() == 0) {
            return column.texts().isEmpty() || column.isLabel()
                    ? ignored("it has no value in any row")
                    : text(column, options, problems);
        }
        if (column.others() == 0) {
            return column.asCodes().hasLeadingZeros() ? codes(column, options, problems) : plain(column, options);
        }
        if (column.isTruths()) {
            return truths(column);
        }
        List<DateForm> dates = column.asDates();
        if (!dates.isEmpty()) {
            return dates.size() == 1
                    ? of(dates.get(0))
                    : open(SeveralReadings.of(column, dates, column.dates().telling()), problems);
        }
        if (column.asNumbers().isNumbers()) {
            return written(column, options, problems);
        }
        return column.numbers() == 0 ? text(column, options, problems) : mixed(column, options, problems);
    }

    private static ColumnDecision plain(ColumnProfile column, InferenceOptions options) {
        if (column.isLabel()) {
            int different = column.numberTexts().size();
            boolean few = different == 2 || different <= FEW_CLASSES && column.rarestNumber() >= OFTEN;
            boolean classes = options.wholeLabels() == WholeLabels.CLASSES
                    || options.wholeLabels() == WholeLabels.CLASSES_IF_FEW && few && different > 1;
            return classes && options.labels().size() == 1 && column.isWhole() && column.knowsAllNumbers()
                    ? named(wholeNames(column), Optional.of("whole numbers, taken for the names of classes"))
                    : of(ColumnType.NUMERIC);
        }
        Optional<DateForm> dates =
                column.rows() >= SHORTEST_SERIES ? column.asCodes().asDates() : Optional.empty();
        // 20240101, 20240102, … are days; 200001, 200002, … may be anything.
        if (column.countsUp()
                && column.rows() >= SHORTEST_SERIES
                && dates.filter(form -> !form.pattern().equals("yyyyMM")).isEmpty()) {
            return identifier("its numbers count the rows");
        }
        if (KeyNames.isOne(column.name()) && column.isWhole() && isNearlyDistinct(column)) {
            return identifier("it is called so, its numbers are whole, and hardly any comes twice");
        }
        return of(dates.map(ColumnType.class::cast).orElse(ColumnType.NUMERIC));
    }

    /** Most values come once; of few, nearly all. */
    private static boolean isNearlyDistinct(ColumnProfile column) {
        int different = column.texts().size() + column.numberTexts().size();
        long values = column.rows() - column.missing(true);
        boolean most = !column.knowsAllNumbers() || column.hasTooManyTexts() || 2L * different > values;
        return different > FEW && most || different >= SHORTEST_SERIES && 10L * different >= 9 * values;
    }

    /** Codes such as 00501, whose leading zeros matter. */
    private static ColumnDecision codes(ColumnProfile column, InferenceOptions options, TableProblems problems) {
        ColumnDecision texts = text(column, options, problems);
        return texts.type == ColumnType.CATEGORICAL
                ? named(texts.names, Optional.of("numbers that begin with 0, which are taken for codes"))
                : texts;
    }

    private static List<String> wholeNames(ColumnProfile column) {
        return column.numberTexts().stream()
                .map(text -> wholeName(NumberText.parse(text)))
                .distinct()
                .sorted()
                .toList();
    }

    /** The name of a class that is a whole number: 1 for 1.0. */
    static String wholeName(double number) {
        return Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    private static ColumnDecision named(List<String> names, Optional<String> why) {
        return new ColumnDecision(ColumnType.CATEGORICAL, names, why);
    }

    private static ColumnDecision truths(ColumnProfile column) {
        List<String> classes = column.isLabel() ? List.of("false", "true") : List.of();
        return new ColumnDecision(ColumnType.BOOLEAN, classes, Optional.empty());
    }

    /** Numbers that are not plain: one reading, or none. */
    private static ColumnDecision written(ColumnProfile column, InferenceOptions options, TableProblems problems) {
        NumberEvidence numbers = column.asNumbers();
        if (numbers.hasSeveralUnits()) {
            int different = column.texts().size();
            boolean codes = column.numbers() == 0
                    && different <= MOST_INFERRED
                    && column.values() >= (long) OFTEN * different
                    && numbers.units().keySet().stream().noneMatch(ColumnDecision::isMoneyOrShare);
            return codes ? text(column, options, problems) : open(SeveralReadings.ofUnits(column, numbers), problems);
        }
        return written(column, numbers, problems);
    }

    private static ColumnDecision written(ColumnProfile column, NumberEvidence numbers, TableProblems problems) {
        List<NumberForm> readings = numbers.readings();
        return readings.size() > 1
                ? open(SeveralReadings.of(column, readings, numbers.telling()), problems)
                : of(readings.get(0));
    }

    private static boolean isMoneyOrShare(String unit) {
        return NumberForm.factor(unit) != 1
                || unit.codePoints().anyMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
    }

    private static ColumnDecision open(SeveralReadings readings, TableProblems problems) {
        readings.addTo(problems);
        return ignored("");
    }

    static Remedy type(ColumnProfile column, String yaml, String meaning) {
        return new Remedy.Type(column.name(), yaml, meaning);
    }

    /** What may be made of a column that is nothing but texts; a label cannot be left out. */
    static Stream<Remedy> asTexts(ColumnProfile column) {
        return column.isLabel()
                ? Stream.of(type(column, "categorical", "each text is a class of its own"))
                : Stream.of(
                        type(column, "categorical", "each text is an input of its own"),
                        type(column, "ignore", "the column is left out"));
    }

    private static ColumnDecision text(ColumnProfile column, InferenceOptions options, TableProblems problems) {
        int different = column.texts().size() + column.numberTexts().size();
        long values = column.rows() - column.missing(true);
        boolean nearlyDistinct = isNearlyDistinct(column);
        boolean many = column.hasTooManyTexts() || different > MOST_INFERRED;
        if (StrayTexts.areDatesOfSeveralForms(column, problems)) {
            return ignored("");
        }
        Optional<StrayTexts> stray = StrayTexts.in(column);
        // A column that a few texts keep from being dates or numbers is not silently something else.
        if (stray.isPresent() && (nearlyDistinct || many || stray.get().areDates())) {
            stray.get().addTo(problems, column);
            NumberEvidence others = stray.get().numbersOf(column);
            return others.hasSeveralUnits()
                    ? open(SeveralReadings.ofUnits(column, others), problems)
                    : others.isNumbers() ? written(column, others, problems) : ignored("");
        }
        String count =
                (column.hasTooManyTexts() ? "more than " : "") + different + " different texts in " + values + " rows";
        if (column.isLabel() && nearlyDistinct) {
            problems.add(
                    "label column " + quoted(column) + " has " + count
                            + ", so hardly any class has two rows to learn from",
                    type(column, "categorical", "they are classes all the same"));
            return ignored("");
        }
        if (!column.isLabel() && (many || nearlyDistinct)) {
            return nearlyDistinct
                    ? identifier("it has " + count + ", so hardly any comes twice")
                    : ignored("it has " + count + ", too many for categories unless it is made categorical");
        }
        if (!column.isLabel() && column.isUnprintable()) {
            return ignored("it has texts of several lines, or of more than 1000 characters");
        }
        return categories(column, options, problems);
    }

    /** Numbers and texts: codes where few values recur often, keys where hardly any recurs, else a mistake. */
    private static ColumnDecision mixed(ColumnProfile column, InferenceOptions options, TableProblems problems) {
        int different = column.texts().size() + column.numberTexts().size();
        boolean recur = column.others() >= OFTEN && column.values() >= (long) OFTEN * different;
        if (column.knowsAllNumbers() && different <= FEW && recur) {
            ColumnDecision codes = categories(column, options, problems);
            return named(codes.names(), Optional.of("numbers and texts, few and recurring, which are taken for codes"));
        }
        if (!column.isLabel()
                && column.knowsAllNumbers()
                && column.texts().size() > FEW
                && column.others() > column.numbers()) {
            return text(column, options, problems);
        }
        boolean keys = !column.knowsAllNumbers()
                && 2L * column.texts().size() > column.others()
                && column.texts().size() > FEW;
        if (keys && !column.isLabel()) {
            return identifier(
                    "it has numbers and " + column.texts().size() + " different texts, which tell rows apart");
        }
        ColumnProfile.Cell text = column.firstText();
        ColumnProfile.Cell number = column.firstNumber();
        ColumnProfile.Cell infinity = column.firstInfinity();
        if (infinity != null) {
            boolean named = NumberText.isInfinity(infinity.text());
            problems.add(
                    infinity.line(),
                    column.name() + " infinity",
                    "column " + quoted(column) + ": " + Sentences.quoted(infinity.text())
                            + (named ? " is not a finite number" : " is too large for float64"),
                    named ? new Remedy[] {new Remedy.Missing(column.strayTexts())} : new Remedy[0]);
        }
        if (text != null && number.line() < text.line()) {
            problems.add(
                    text.line(),
                    column.name(),
                    "column " + quoted(column) + ": " + Sentences.quoted(text.text()) + " is not a number"
                            + more(column.others() - 1, "cell"),
                    remedies(column, column.strayTexts()));
        } else if (text != null) {
            problems.add(
                    number.line(),
                    column.name(),
                    "column " + quoted(column) + ": " + Sentences.quoted(number.text()) + " is a number"
                            + (column.numbers() == 1
                                    ? ""
                                    : ", as " + Sentences.counted(column.numbers() - 1, "cell") + " more")
                            + ", but line " + text.line() + " has the text " + Sentences.quoted(text.text()),
                    remedies(column, column.strayTexts()));
        }
        return ignored("");
    }

    /** What mends a column that is not what it was said to be. */
    private static Remedy[] unlike(ColumnProfile column, ColumnType given) {
        List<String> texts = column.names().stream()
                .filter(text -> !column.isWord(text) && !column.fitsGiven(text))
                .toList();
        Optional<NumberForm> grouped = given instanceof NumberForm form ? form.grouped(texts) : Optional.empty();
        return grouped.map(form -> new Remedy[] {type(column, form.toYaml(), "")})
                .orElseGet(() -> remedies(column, texts));
    }

    /** Few texts stand for a missing value; a column with others holds texts, or nothing to learn from. */
    static Remedy[] remedies(ColumnProfile column, List<String> texts) {
        Remedy categories = type(column, "categorical", "");
        if (texts.size() <= FEW) {
            return new Remedy[] {new Remedy.Missing(texts), categories};
        }
        // A label cannot be ignored, and one of numbers is not classes.
        return column.isLabel()
                ? column.numbers() > column.others() ? new Remedy[0] : new Remedy[] {categories}
                : new Remedy[] {categories, type(column, "ignore", "")};
    }

    private static String more(long others, String noun) {
        return others == 0 ? "" : ", nor " + (others == 1 ? "is " : "are ") + Sentences.counted(others, noun) + " more";
    }

    private static ColumnDecision categories(ColumnProfile column, InferenceOptions options, TableProblems problems) {
        TreeSet<String> names = new TreeSet<>(column.numberTexts());
        names.addAll(column.isOfTexts(ColumnType.CATEGORICAL) ? column.texts() : Set.of());
        if (names.size() > ColumnProfile.MOST_TEXTS || column.hasTooManyTexts()) {
            problems.add("column " + quoted(column) + " has more than " + ColumnProfile.MOST_TEXTS
                    + " different texts; no more " + (column.isLabel() ? "classes" : "categories") + " are supported");
            return ignored("");
        }
        if (!column.isLabel() && options.gaps() == Gaps.OWN_CATEGORY && column.missing(true) > 0) {
            names.add("");
        }
        return named(List.copyOf(names), Optional.empty());
    }

    private static String quoted(ColumnProfile column) {
        return Sentences.name(column.name());
    }
}
