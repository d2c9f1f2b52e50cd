package chalkline.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statistics of a column's cells from which its type is decided, and the cells themselves. */
final class ColumnProfile {
    /** Most categories of a column; more are refused. */
    static final int MOST_TEXTS = 10_000;
    /** The number of different numbers kept, to tell codes from quantities. */
    private static final int FEW_NUMBERS = 20;

    /** A cell and its place. */
    record Cell(long line, String text) {}

    private final String name;
    private final boolean label;
    private final ColumnType given;
    private final int mostNumbers;
    private final MissingValues missingNumbers;
    private final MissingValues missingTexts;
    /** Whether no number stands for a missing value. */
    private final boolean numbersAreValues;

    private final Map<String, SeenText> texts = new LinkedHashMap<>();
    private final Map<String, SeenText> numberTexts = new HashMap<>();
    /** Texts, and numbers that may be names, in the order in which they occur first. */
    private final List<String> names = new ArrayList<>();

    private final ColumnCells cells;
    private final NumberEvidence numberEvidence = new NumberEvidence();
    private final DateEvidence dateEvidence = new DateEvidence();
    private final CodeEvidence codeEvidence = new CodeEvidence();

    private long rows;
    /** Whether another number cannot change the profile. */
    private boolean settled;

    private boolean whole = true;
    private boolean countsUp = true;
    private double last = Double.NaN;
    private boolean tooManyTexts;
    private boolean unprintable;
    private boolean truths = true;
    private final CellCount numbers = new CellCount();
    private final CellCount missing = new CellCount();
    private final CellCount words = new CellCount();
    private final CellCount infinities = new CellCount();
    private final CellCount otherTexts = new CellCount();
    private final CellCount unlikeGiven = new CellCount();

    /**
     * @param given the type in the configuration; null if it is to be inferred
     * @param keepsCells whether {@link #cells} are wanted
     */
    ColumnProfile(String name, boolean label, ColumnType given, CsvFormat format, boolean keepsCells) {
        this.cells = new ColumnCells(keepsCells);
        this.name = name;
        this.label = label;
        this.given = given;
        // All numbers are kept where they may be names of classes or categories, or keys.
        boolean all = label || given == ColumnType.CATEGORICAL || given == null && KeyNames.isOne(name);
        this.mostNumbers = all ? MOST_TEXTS : FEW_NUMBERS;
        this.missingNumbers = format.missing(false);
        this.missingTexts = format.missing(true);
        this.numbersAreValues = !missingTexts.hasNumbers();
    }

    /** Notes a cell. */
    void add(long line, String cell) {
        rows++;
        double value = NumberText.parse(cell);
        if (settled && Double.isFinite(value)) {
            numbers.increment();
            cells.add(value);
            return;
        }
        if (Double.isFinite(value) && (numbersAreValues || !missingTexts.contains(cell))) {
            number(line, cell, value);
            noteUnlikeGiven(line, cell);
            return;
        }
        String text = cell.strip();
        if (missingTexts.contains(text)) {
            missing.add(line, text);
            countsUp = false;
            cells.addMissing();
            return;
        }
        int different = texts.size();
        cells.addText(note(line, text));
        boolean isNew = tooManyTexts || texts.size() > different;
        if (missingNumbers.contains(text)) {
            words.add(line, text);
            return;
        }
        countsUp = false;
        noteUnlikeGiven(line, text);
        boolean infinite = NumberText.isInfinity(text) || Double.isInfinite(value);
        (infinite ? infinities : otherTexts).add(line, text);
        // What a text can be does not change when it comes again.
        if (isNew) {
            truths &= isTruth(text);
            numberEvidence.add(text);
            dateEvidence.add(text);
        }
    }

    /** Counts a text; its place among the names, or 0 where there are too many. */
    private int note(long line, String text) {
        if (!texts.containsKey(text)) {
            unprintable |= !Schema.isName(text);
            tooManyTexts |= texts.size() >= MOST_TEXTS;
            if (tooManyTexts) {
                return 0;
            }
        }
        return place(texts, line, text);
    }

    /** Counts a text or a number; its place among the names. */
    private int place(Map<String, SeenText> known, long line, String text) {
        SeenText seen = known.get(text);
        if (seen == null) {
            seen = new SeenText(names.size(), line);
            names.add(text);
            known.put(text, seen);
        }
        seen.again();
        return seen.place();
    }

    /** Notes a cell that does not fit the given type. */
    private void noteUnlikeGiven(long line, String text) {
        if (!fitsGiven(text)) {
            unlikeGiven.add(line, text);
        }
    }

    /** Whether the text is what the column was said to hold. */
    boolean fitsGiven(String text) {
        return given == null
                || given == ColumnType.CATEGORICAL
                || (given == ColumnType.BOOLEAN ? isTruth(text) : Double.isFinite(given.parse(text)));
    }

    private void number(long line, String cell, double value) {
        numbers.add(line, cell);
        whole &= value == Math.rint(value);
        countsUp &= Double.isNaN(last) || value == last + 1;
        last = value;
        codeEvidence.add(cell);
        int place = knowsAllNumbers() ? place(numberTexts, line, cell.strip()) : 0;
        if (given == ColumnType.CATEGORICAL) {
            cells.addText(place);
        } else {
            cells.add(value);
        }
        numberEvidence.addPlain(cell, value);
        settled = numbersAreValues
                && (given == null || given == ColumnType.NUMERIC)
                && !whole
                && !countsUp
                && codeEvidence.isSettled()
                && numberTexts.size() > mostNumbers
                && numberEvidence.isSettled();
    }

    /** Codes of as many digits are wanted as texts, should one begin with 0. */
    private int mostNumbers() {
        return codeEvidence.isPossible() ? MOST_TEXTS : mostNumbers;
    }

    static boolean isTruth(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    String name() {
        return name;
    }

    boolean isLabel() {
        return label;
    }

    long rows() {
        return rows;
    }

    /** The cells as they were, by the places of {@link #names}. */
    ColumnCells cells() {
        return cells;
    }

    /** Whether {@link #cells} has numbers as numbers. */
    boolean hasNumbers() {
        return numbers() > 0 && given != ColumnType.CATEGORICAL;
    }

    /** Texts, and numbers that may be names, in the order in which they occur first. */
    List<String> names() {
        return names;
    }

    /** Whether NA is a text in the column, being of that type: it is none among classes that are numbers. */
    boolean isOfTexts(ColumnType type) {
        return type == ColumnType.CATEGORICAL && !(label && numbers() > 0 && others() == 0);
    }

    /** How many cells are missing, in a column of texts or of anything else. */
    long missing(boolean ofTexts) {
        return ofTexts ? missing.count() : missing.count() + words.count();
    }

    /** The first missing cell, as in {@link #missing}; null if there is none. */
    Cell firstMissing(boolean ofTexts) {
        return ofTexts ? missing.first() : earlier(missing.first(), words.first());
    }

    private static Cell earlier(Cell one, Cell other) {
        return one == null || other != null && other.line() < one.line() ? other : one;
    }

    /** The cells with a word that would stand for nothing among numbers. */
    CellCount words() {
        return words;
    }

    /** How many cells have a value if the column is not of texts. */
    long values() {
        return rows - missing(false);
    }

    /** How many cells are plain decimals. */
    long numbers() {
        return numbers.count();
    }

    /** How many cells are neither missing nor plain decimals. */
    long others() {
        return values() - numbers();
    }

    /** Whether all numbers are whole, and there are some. */
    boolean isWhole() {
        return whole && numbers() > 0;
    }

    /** Whether every cell is a whole number, that of the row before plus 1. */
    boolean countsUp() {
        return countsUp && isWhole() && numbers() > 1;
    }

    CodeEvidence asCodes() {
        return codeEvidence;
    }

    boolean isTruths() {
        return truths && numbers() == 0 && values() > 0;
    }

    /** Whether a text is too long for a name, or has control characters. */
    boolean isUnprintable() {
        return unprintable;
    }

    NumberEvidence asNumbers() {
        return numberEvidence;
    }

    /** The ways in which all values are dates. */
    List<DateForm> asDates() {
        return numbers() == 0 ? dateEvidence.readings() : List.of();
    }

    /** What is known of its texts as dates. */
    DateEvidence dates() {
        return dateEvidence;
    }

    /** The different texts, words for missing numbers included; some of them where there are too many. */
    Set<String> texts() {
        return texts.keySet();
    }

    /** Whether the text would stand for nothing among numbers. */
    boolean isWord(String text) {
        return missingNumbers.contains(text);
    }

    /** The line in which one of {@link #texts} stands first. */
    long lineOf(String text) {
        return texts.get(text).line();
    }

    boolean hasTooManyTexts() {
        return tooManyTexts;
    }

    /** The different numbers as they are written: all of those that may be names, else some twenty. */
    Set<String> numberTexts() {
        return numberTexts.keySet();
    }

    /** Whether {@link #numberTexts} has all of them. */
    boolean knowsAllNumbers() {
        return numberTexts.size() <= mostNumbers();
    }

    /** How many rows the rarest of {@link #numberTexts} has. */
    long rarestNumber() {
        return numberTexts.values().stream().mapToLong(SeenText::count).min().orElse(0);
    }

    /** The first value; empty where there is none. */
    String example() {
        Cell first = earlier(otherTexts.first(), numbers.first());
        return first == null ? texts.keySet().stream().findFirst().orElse("") : first.text();
    }

    /** The first plain decimal; null where there is none. */
    Cell firstNumber() {
        return numbers.first();
    }

    /** The first cell that is neither missing nor a plain decimal nor an infinity; null where there is none. */
    Cell firstText() {
        return otherTexts.first();
    }

    /** The texts that would be values among numbers and are none. */
    List<String> strayTexts() {
        return texts.keySet().stream().filter(text -> !isWord(text)).toList();
    }

    /** The cells that are not what they were said to be. */
    CellCount unlikeGiven() {
        return unlikeGiven;
    }

    /** The first infinity; null where there is none. */
    Cell firstInfinity() {
        return infinities.first();
    }
}
