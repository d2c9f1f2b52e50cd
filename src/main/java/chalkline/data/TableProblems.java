package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a table. TableProblems of one kind are one sentence: the first of them, with its line, and how many there are. */
final class TableProblems {
    private static final int MOST = 50;

    /** TableProblems of one kind. */
    private static final class Group {
        private final long line;
        private final String sentence;
        private final String remedy;
        private final List<String> lines;
        private long count;

        Group(long line, String sentence, String remedy, List<String> lines) {
            this.line = line;
            this.sentence = sentence;
            this.remedy = remedy;
            this.lines = lines;
        }

        String shown() {
            String more = count == 1 ? "" : " (and " + Sentences.counted(count - 1, "more row") + " like it)";
            return sentence + more + (remedy.isEmpty() ? "" : "; " + remedy);
        }
    }

    private String whole;
    private String line;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private long further;

    /**
     * @param whole what a sentence about the whole table begins with
     * @param line what comes before the number in one about a line
     */
    TableProblems(String whole, String line) {
        this.whole = whole;
        this.line = line;
    }

    /** From now on they are those of this file. */
    void of(String file) {
        whole = file + ": ";
        line = file + ":";
    }

    /** What comes before the number in a sentence about a line. */
    String line() {
        return line;
    }

    /** Notes a problem with the table as a whole. */
    void add(String sentence) {
        note(Long.MAX_VALUE, 1, whole + sentence, whole + sentence, "", List.of());
    }

    /** Notes a problem in a line that is like no other. */
    void add(long number, String sentence) {
        add(number, sentence, List.of());
    }

    /**
     * The same with lines below the sentence.
     *
     * @param lines of which one is to be pasted into a configuration
     */
    void add(long number, String sentence, List<String> lines) {
        note(number, 1, line + number + sentence, line + number + ": " + sentence, "", lines);
    }

    /**
     * Notes a problem in a line.
     *
     * @param kind what problems of its kind have in common
     * @param remedy what mends them all; empty where nobody knows
     */
    void add(long number, String kind, String sentence, String remedy) {
        add(number, 1, kind, sentence, remedy);
    }

    /** Notes a problem that so many lines have, the first of which is given. */
    void add(long number, long count, String kind, String sentence, String remedy) {
        note(number, count, kind, line + number + ": " + sentence, remedy, List.of());
    }

    private void note(long number, long count, String kind, String sentence, String remedy, List<String> lines) {
        if (!groups.containsKey(kind) && groups.size() == MOST) {
            further += count;
            return;
        }
        groups.computeIfAbsent(kind, any -> new Group(number, sentence, remedy, lines)).count += count;
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** The sentences that were noted, by their first lines; from now on there are none. */
    List<String> take() {
        List<String> sentences = new ArrayList<>();
        groups.values().stream()
                .sorted(Comparator.comparingLong(group -> group.line))
                .forEach(group -> {
                    sentences.add(group.shown());
                    sentences.addAll(group.lines);
                });
        if (further > 0) {
            sentences.add(whole + "and " + further + " more");
        }
        groups.clear();
        further = 0;
        return sentences;
    }

    /** Throws what was noted, if anything was. */
    void throwIfAny() {
        if (!isEmpty()) {
            throw new InvalidInputException(take());
        }
    }
}
