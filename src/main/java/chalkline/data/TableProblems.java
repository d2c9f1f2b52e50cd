package chalkline.data;

import chalkline.data.InferenceOptions.Advice;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wrong with a table. Problems of one kind are one sentence: the first of them, with its line, and how many there are; what
 * mends them stands behind it.
 */
final class TableProblems {
    private static final int MOST = 50;

    /** Problems of one kind. */
    private static final class Group {
        private final long line;
        private final String sentence;
        private final List<Remedy> remedies;
        private long count;

        Group(long line, String sentence, Remedy... remedies) {
            this.line = line;
            this.sentence = sentence;
            this.remedies = List.of(remedies);
        }

        Stream<String> shown(boolean options, Set<String> missing) {
            String more = count == 1 ? "" : " (and " + Sentences.counted(count - 1, "more row") + " like it)";
            List<String> said = Remedy.said(remedies, options, missing);
            return Stream.concat(
                    Stream.of(sentence + more + said.get(0)), said.stream().skip(1));
        }
    }

    private String whole;
    private String line;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private long further;
    private final boolean options;
    private final List<String> missingValues;

    /**
     * @param whole what a sentence about the whole table begins with
     * @param line what comes before the number in one about a line
     */
    TableProblems(String whole, String line) {
        this(whole, line, Advice.CONFIGURATION, List.of());
    }

    /**
     * @param advice where remedies are written
     * @param missingValues what the format has for missing values already
     */
    TableProblems(String whole, String line, Advice advice, List<String> missingValues) {
        this.whole = whole;
        this.line = line;
        this.options = advice == Advice.COMMAND_LINE;
        this.missingValues = missingValues;
    }

    /** From now on they are those of this file. */
    void of(String file) {
        whole = file + ": ";
        line = file + ":";
    }

    /** Whether what mends them is given on the command line. */
    boolean areMendedByOptions() {
        return options;
    }

    /** What comes before the number in a sentence about a line. */
    String line() {
        return line;
    }

    /** Notes a problem with the table as a whole. */
    void add(String sentence, Remedy... remedies) {
        note(Long.MAX_VALUE, 1, whole + sentence, whole + sentence, remedies);
    }

    /** Notes a problem in a line that is like no other. */
    void add(long number, String sentence, Remedy... remedies) {
        note(number, 1, line + number + sentence, line + number + ": " + sentence, remedies);
    }

    /**
     * Notes a problem in a line.
     *
     * @param kind what problems of its kind have in common
     * @param remedies each of which mends them all; none where nobody knows
     */
    void add(long number, String kind, String sentence, Remedy... remedies) {
        add(number, 1, kind, sentence, remedies);
    }

    /** Notes a problem that so many lines have, the first of which is given. */
    void add(long number, long count, String kind, String sentence, Remedy... remedies) {
        note(number, count, kind, line + number + ": " + sentence, remedies);
    }

    private void note(long number, long count, String kind, String sentence, Remedy... remedies) {
        if (!groups.containsKey(kind) && groups.size() == MOST) {
            further += count;
            return;
        }
        groups.computeIfAbsent(kind, any -> new Group(number, sentence, remedies)).count += count;
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** The sentences that were noted, by their first lines; from now on there are none. */
    List<String> take() {
        List<String> sentences = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>(missingValues);
        groups.values().stream()
                .flatMap(group -> group.remedies.stream())
                .forEach(remedy -> missing.addAll(remedy.missing()));
        groups.values().stream()
                .sorted(Comparator.comparingLong(group -> group.line))
                .flatMap(group -> group.shown(options, missing))
                .forEach(sentences::add);
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
