package chalkline.data;

import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The few texts of a column that keep all others from being dates, or numbers.
 *
 * @param noun what the others are: "a date" or "a number"
 * @param texts those that are none, in the order of the file
 * @param others how many texts are one
 */
record StrayTexts(String noun, List<String> texts, int others) {
    private static final String DATE = "a date";
    private static final int SAMPLE = 50;
    private static final int FEWEST_OTHERS = 8;
    /** As many others there are at least for each that is none. */
    private static final int OTHERS_FOR_ONE = 9;

    /** Those of a column without plain numbers; empty where its texts are none of both, or all of one. */
    static Optional<StrayTexts> in(ColumnProfile column) {
        if (column.numbers() > 0 || column.dates().areSeasons()) {
            return Optional.empty();
        }
        List<String> texts = column.strayTexts();
        return of(DATE, texts, StrayTexts::isDate).or(() -> of("a number", texts, StrayTexts::isNumber));
    }

    /** Whether every text is a date, though not of one form, which is noted. */
    static boolean areDatesOfSeveralForms(ColumnProfile column, TableProblems problems) {
        List<String> texts = column.strayTexts();
        if (texts.isEmpty()
                || column.numbers() > 0
                || column.hasTooManyTexts()
                || column.dates().areSeasons()
                || !texts.stream().allMatch(StrayTexts::isDate)) {
            return false;
        }
        String first = texts.get(0);
        String other = texts.stream()
                .filter(text -> DateEvidence.of(first, text).readings().isEmpty())
                .findFirst()
                .orElse(texts.get(texts.size() - 1));
        problems.add(
                column.lineOf(other),
                "column " + Sentences.name(column.name()) + " has dates in several forms: " + Sentences.quoted(first)
                        + " but " + Sentences.quoted(other),
                ColumnDecision.type(column, "ignore", "the column is left out"),
                ColumnDecision.type(column, "categorical", "each text is an input of its own"));
        return true;
    }

    boolean areDates() {
        return noun.equals(DATE);
    }

    /** Names the first of them, and how they can be written to be missing. */
    void addTo(TableProblems problems, ColumnProfile column) {
        String first = texts.get(0);
        problems.add(
                column.lineOf(first),
                texts.size(),
                column.name(),
                "column " + Sentences.name(column.name()) + ": " + Sentences.quoted(first) + " is not " + noun + ", as "
                        + others + " other texts are",
                ColumnDecision.remedies(column, texts));
    }

    private static Optional<StrayTexts> of(String noun, List<String> texts, Predicate<String> is) {
        long ofSample = texts.stream().limit(SAMPLE).filter(is).count();
        if (2 * ofSample < Math.min(SAMPLE, texts.size())) {
            return Optional.empty();
        }
        List<String> stray = new ArrayList<>();
        texts.stream().filter(is.negate()).forEach(stray::add);
        int others = texts.size() - stray.size();
        return !stray.isEmpty() && others >= FEWEST_OTHERS && others >= OTHERS_FOR_ONE * stray.size()
                ? Optional.of(new StrayTexts(noun, stray, others))
                : Optional.empty();
    }

    /** What the others are, if they are numbers. */
    NumberEvidence numbersOf(ColumnProfile column) {
        NumberEvidence numbers = new NumberEvidence();
        Set<String> none = Set.copyOf(texts);
        column.strayTexts().stream().filter(text -> !none.contains(text)).forEach(numbers::add);
        return numbers;
    }

    private static boolean isDate(String text) {
        return !DateEvidence.of(text).readings().isEmpty();
    }

    private static boolean isNumber(String text) {
        NumberEvidence evidence = new NumberEvidence();
        evidence.add(text);
        return evidence.isNumbers();
    }
}
