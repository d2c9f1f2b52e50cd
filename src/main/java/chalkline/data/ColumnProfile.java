package chalkline.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the cells of a column look like: everything that its type is decided by. */
final class ColumnProfile {
    /** Most categories of a column; more are refused. */
    static final int MOST_TEXTS = 10_000;
    /** So few different numbers are kept, to tell codes from quantities. */
    private static final int FEW_NUMBERS = 20;

    /** A cell and where it stands. */
    record Cell(long line, String text) {}

    private final String name;
    private final boolean label;
    private final ColumnType given;
    private final int mostNumbers;
    private final Set<String> missingNumbers;
    private final Set<String> missingTexts;
    private final Map<String, Long> texts = new LinkedHashMap<>();
    private final Set<String> numberTexts = new TreeSet<>();
    private final NumberEvidence numberEvidence = new NumberEvidence();
    private final DateEvidence dateEvidence = new DateEvidence();

    private long rows;
    private long numbers;
    private long missing;
    private long words;
    private boolean whole = true;
    private boolean countsUp = true;
    private double last = Double.NaN;
    private boolean tooManyTexts;
    private boolean truths = true;
    private Cell firstNumber;
    private Cell firstText;
    private Cell firstInfinity;
    private Cell firstMissing;
    private long unlikeGiven;
    private Cell firstUnlikeGiven;
    private Cell firstWord;

    /**
     * @param given the type that a person gave; null where the cells are to tell
     */
    ColumnProfile(String name, boolean label, ColumnType given, CsvFormat format) {
        this.name = name;
        this.label = label;
        this.given = given;
        // Numbers may be the names of classes or categories; then all of them are wanted.
        this.mostNumbers = label || given == ColumnType.CATEGORICAL ? MOST_TEXTS : FEW_NUMBERS;
        this.missingNumbers = format.missing(false);
        this.missingTexts = format.missing(true);
    }

    /** Notes a cell. */
    void add(long line, String cell) {
        rows++;
        double value = NumberText.parse(cell);
        if (Double.isFinite(value) && (missingTexts.size() == 1 || !isMissing(missingTexts, cell))) {
            number(line, cell, value);
            noteUnlikeGiven(line, cell);
            return;
        }
        String text = cell.strip();
        if (isMissing(missingTexts, text)) {
            missing++;
            firstMissing = firstMissing == null ? new Cell(line, text) : firstMissing;
            countsUp = false;
            return;
        }
        texts.merge(text, 1L, Long::sum);
        tooManyTexts |= texts.size() > MOST_TEXTS;
        if (tooManyTexts) {
            texts.remove(text);
        }
        if (isMissing(missingNumbers, text)) {
            words++;
            firstWord = firstWord == null ? new Cell(line, text) : firstWord;
            return;
        }
        countsUp = false;
        noteUnlikeGiven(line, text);
        if (NumberText.isInfinity(text) || Double.isInfinite(value)) {
            firstInfinity = firstInfinity == null ? new Cell(line, text) : firstInfinity;
        } else {
            firstText = firstText == null ? new Cell(line, text) : firstText;
        }
        truths &= isTruth(text);
        numberEvidence.add(text);
        dateEvidence.add(text);
    }

    /** Notes a cell that is not what it was said to be. */
    private void noteUnlikeGiven(long line, String text) {
        boolean reads = given == null
                || given == ColumnType.CATEGORICAL
                || (given == ColumnType.BOOLEAN ? isTruth(text) : Double.isFinite(given.parse(text)));
        if (!reads) {
            unlikeGiven++;
            firstUnlikeGiven = firstUnlikeGiven == null ? new Cell(line, text.strip()) : firstUnlikeGiven;
        }
    }

    private void number(long line, String cell, double value) {
        numbers++;
        firstNumber = firstNumber == null ? new Cell(line, cell.strip()) : firstNumber;
        whole &= value == Math.rint(value);
        countsUp &= Double.isNaN(last) || value == last + 1;
        last = value;
        if (numberTexts.size() <= mostNumbers) {
            numberTexts.add(cell.strip());
        }
        numberEvidence.addPlain(cell, value);
    }

    static boolean isMissing(Set<String> missing, String text) {
        return missing.contains(text.strip().toLowerCase(Locale.ROOT));
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

    /** How many cells stand for nothing in a column that is not of texts; in one of texts, with {@code texts}. */
    long missing(boolean ofTexts) {
        return ofTexts ? missing : missing + words;
    }

    /** The first cell that stands for nothing, as in {@link #missing}; null where none does. */
    Cell firstMissing(boolean ofTexts) {
        boolean word =
                !ofTexts && firstWord != null && (firstMissing == null || firstWord.line() < firstMissing.line());
        return word ? firstWord : firstMissing;
    }

    /** How many cells have a value, should the column not be of texts. */
    long values() {
        return rows - missing - words;
    }

    /** How many cells are plain decimals. */
    long numbers() {
        return numbers;
    }

    /** How many cells are neither missing nor plain decimals. */
    long others() {
        return values() - numbers;
    }

    /** Whether all numbers are whole, and there are some. */
    boolean isWhole() {
        return whole && numbers > 0;
    }

    /** Whether every cell is the number that follows that of the row before. */
    boolean countsUp() {
        return countsUp && numbers > 1;
    }

    boolean isTruths() {
        return truths && numbers == 0 && values() > 0;
    }

    NumberEvidence asNumbers() {
        return numberEvidence;
    }

    /** The ways in which all values are dates. */
    List<DateForm> asDates() {
        return numbers == 0 ? dateEvidence.readings() : List.of();
    }

    /** The first date that is another one in another way of reading; null where none is. */
    String telling() {
        return dateEvidence.telling();
    }

    /** The different texts with their counts, words for missing numbers included; some of them where there are too many. */
    Map<String, Long> texts() {
        return texts;
    }

    boolean hasTooManyTexts() {
        return tooManyTexts;
    }

    /** The different numbers as they are written: all of those that may be names, else some twenty. */
    Set<String> numberTexts() {
        return numberTexts;
    }

    /** Whether {@link #numberTexts} has all of them. */
    boolean knowsAllNumbers() {
        return numberTexts.size() <= mostNumbers;
    }

    /** The first value; empty where there is none. */
    String example() {
        Cell first = firstText == null || firstNumber != null && firstNumber.line() < firstText.line()
                ? firstNumber
                : firstText;
        return first == null ? texts.keySet().stream().findFirst().orElse("") : first.text();
    }

    /** The first plain decimal; null where there is none. */
    Cell firstNumber() {
        return firstNumber;
    }

    /** The first cell that is neither missing nor a plain decimal nor an infinity; null where there is none. */
    Cell firstText() {
        return firstText;
    }

    /** How many cells are not what they were said to be. */
    long unlikeGiven() {
        return unlikeGiven;
    }

    /** The first cell that is not what it was said to be; null where all are. */
    Cell firstUnlikeGiven() {
        return firstUnlikeGiven;
    }

    /** The first infinity; null where there is none. */
    Cell firstInfinity() {
        return firstInfinity;
    }
}
