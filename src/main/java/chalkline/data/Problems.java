package chalkline.data;

import chalkline.network.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a table: the first ten problems as sentences, the others counted. */
final class Problems {
    private static final int MOST = 10;

    private final String whole;
    private final String line;
    private final List<String> sentences = new ArrayList<>();
    private long further;
    private String hint = "";

    /**
     * @param whole what a sentence about the whole table begins with
     * @param line what comes before the number in one about a line
     */
    Problems(String whole, String line) {
        this.whole = whole;
        this.line = line;
    }

    /** Notes a problem with the table as a whole. */
    void add(String sentence) {
        note(whole + sentence);
    }

    /** Notes a problem in a line. */
    void add(long number, String sentence) {
        note(line + number + ": " + sentence);
    }

    private void note(String sentence) {
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        } else {
            further++;
        }
    }

    /** Adds a hint to what was noted, however much that is. */
    void hint(String sentence) {
        hint = sentence;
    }

    boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** Throws what was noted, if anything was. */
    void throwAny() {
        if (!sentences.isEmpty()) {
            if (further > 0) {
                sentences.add(whole + "and " + further + " more");
            }
            if (!hint.isEmpty()) {
                sentences.add(whole + hint);
            }
            throw new InvalidInputException(sentences);
        }
    }
}
