package chalkline.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The cells of a column before its type is known: numbers, and indices of texts in a list. A number takes eight bytes, a text
 * four.
 */
final class ColumnCells {
    /** Rows in a chunk. */
    static final int CHUNK = 1 << 13;

    private static final int NUMBER = 0;
    private static final int MISSING = 1;
    private static final int FIRST_TEXT = 2;

    private final boolean kept;
    /** For each chunk; null where it has none. */
    private final List<double[]> numbers = new ArrayList<>();

    private final List<int[]> texts = new ArrayList<>();
    private double[] chunkNumbers;
    private int[] chunkTexts;
    private int used = CHUNK;

    /** @param kept whether cells are wanted at all */
    ColumnCells(boolean kept) {
        this.kept = kept;
    }

    boolean areKept() {
        return kept;
    }

    void add(double number) {
        if (!kept) {
            return;
        }
        int at = next();
        if (chunkNumbers == null) {
            chunkNumbers = new double[CHUNK];
            numbers.set(numbers.size() - 1, chunkNumbers);
        }
        chunkNumbers[at] = number;
    }

    void addMissing() {
        addCode(MISSING);
    }

    /** Notes the text in that place of the list. */
    void addText(int place) {
        addCode(FIRST_TEXT + place);
    }

    private void addCode(int code) {
        if (!kept) {
            return;
        }
        int at = next();
        if (chunkTexts == null) {
            chunkTexts = new int[CHUNK];
            texts.set(texts.size() - 1, chunkTexts);
        }
        chunkTexts[at] = code;
    }

    private int next() {
        if (used == CHUNK) {
            used = 0;
            chunkNumbers = null;
            chunkTexts = null;
            numbers.add(null);
            texts.add(null);
        }
        return used++;
    }

    /**
     * How a column's cells are converted once its type is known.
     *
     * @param ofNumbers what a number is
     * @param ofTexts what each text is, by its place
     * @param missing what an empty cell is
     */
    record Meaning(DoubleUnaryOperator ofNumbers, double[] ofTexts, double missing) {
        /** Numbers are kept. */
        static final DoubleUnaryOperator AS_THEY_ARE = DoubleUnaryOperator.identity();
    }

    /** Writes the converted cells of a chunk. */
    void fill(int chunk, int rows, Meaning meaning, double[] to) {
        double[] own = numbers.get(chunk);
        int[] codes = texts.get(chunk);
        if (codes == null && meaning.ofNumbers == Meaning.AS_THEY_ARE) {
            System.arraycopy(own, 0, to, 0, rows);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int code = codes == null ? NUMBER : codes[i];
            to[i] = switch (code) {
                case NUMBER -> meaning.ofNumbers.applyAsDouble(own[i]);
                case MISSING -> meaning.missing;
                default -> meaning.ofTexts[code - FIRST_TEXT];
            };
        }
    }

    /** Drops a chunk. */
    void release(int chunk) {
        numbers.set(chunk, null);
        texts.set(chunk, null);
    }
}
