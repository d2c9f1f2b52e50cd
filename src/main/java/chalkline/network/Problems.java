package chalkline.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The problems of one file, collected while it is read and thrown together, in the order of its lines. Beyond the first few
 * they are only counted.
 */
public final class Problems {
    /** More are not kept, so that a hostile file does not fill the memory with sentences. */
    private static final int MOST_KEPT = 1000;

    private final String whole;
    private final String line;
    private final int most;
    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private int dropped;
    private String hint = "";

    private record Problem(long line, long column, String sentence) {}

    /**
     * @param whole what a sentence about the whole file begins with
     * @param line what comes before the number in one about a line
     * @param most how many sentences a person is to read
     */
    public Problems(String whole, String line, int most) {
        this.whole = whole;
        this.line = line;
        this.most = most;
    }

    /** A problem with the file as a whole. */
    public void add(String sentence) {
        add(0, 0, whole + sentence);
    }

    /** A problem in a line. */
    public void add(long number, String sentence) {
        add(number, 0, line + number + ": " + sentence);
    }

    /** A problem with a place, by which it is sorted, in a sentence that names its place itself. */
    public void add(long number, long column, String sentence) {
        if (found.size() < MOST_KEPT) {
            found.add(new Problem(number, column, sentence));
        } else {
            dropped++;
        }
    }

    /** Says of a problem that was added why what it is about would not learn. */
    public void add(Refusal refusal) {
        refusals.add(refusal);
    }

    /** Adds a hint after the problems, however many there are. */
    public void hint(String sentence) {
        hint = sentence;
    }

    /** How many there are so far. */
    public int count() {
        return found.size() + dropped;
    }

    /** Throws every problem, if there is one. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    /** Every problem; there is at least one. */
    public InvalidInputException exception() {
        List<String> sentences = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingLong(Problem::line).thenComparingLong(Problem::column))
                .limit(most)
                .map(Problem::sentence)
                .forEach(sentences::add);
        int more = count() - sentences.size();
        if (more > 0) {
            sentences.add(whole + "and " + more + " more");
        }
        if (!hint.isEmpty()) {
            sentences.add(whole + hint);
        }
        return new InvalidInputException(sentences, refusals);
    }
}
