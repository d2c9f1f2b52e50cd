package chalkline.answers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes back what a sheet earned by being filled and not worked: one number everywhere, and rows that are copies. */
final class Unearned {
    /** Wrong steps of nothing but one and the same number that make it a filler. */
    private static final int FILLED = 2;

    private Unearned() {}

    /** The same steps, with such answers marked as empty. */
    static List<MarkedStep> without(List<MarkedStep> steps) {
        boolean several =
                steps.stream().filter(step -> step.mark() != Mark.BLANK).count() > 1;
        if (several && steps.stream().allMatch(Unearned::isZeroOrBlank)) {
            return steps.stream().map(step -> step.emptied(entry -> true)).toList();
        }
        Map<String, Integer> wrong = new HashMap<>();
        for (MarkedStep step : steps) {
            if (step.mark() == Mark.WRONG) {
                filler(step).ifPresent(text -> wrong.merge(text, 1, Integer::sum));
            }
        }
        List<MarkedStep> earned = new ArrayList<>();
        for (MarkedStep step : steps) {
            boolean fills = filler(step)
                    .filter(text -> wrong.getOrDefault(text, 0) >= FILLED)
                    .isPresent();
            earned.add(fills ? step.emptied(entry -> true) : withoutCopies(step));
        }
        return earned;
    }

    private static boolean isZeroOrBlank(MarkedStep step) {
        return step.entries().stream()
                .allMatch(
                        entry -> entry.given().filter(given -> !given.isZero()).isEmpty());
    }

    /** The number that is all of a step's answer. */
    private static Optional<String> filler(MarkedStep step) {
        Set<String> texts = new LinkedHashSet<>();
        step.entries()
                .forEach(
                        entry -> texts.add(entry.given().map(AnswerNumber::text).orElse("")));
        return Optional.of(texts)
                .filter(all -> all.size() == 1)
                .map(all -> all.iterator().next())
                .filter(text -> !text.isEmpty());
    }

    /** Of rows that are the same, or columns, where one of them is wrong only the best one counts. */
    private static MarkedStep withoutCopies(MarkedStep step) {
        if (step.count(Mark.WRONG) == 0 || step.rows() == 1 || step.columns() == 1) {
            return step;
        }
        Set<Integer> copies = new LinkedHashSet<>(copies(step, true));
        copies.addAll(copies(step, false));
        return step.emptied(entry -> copies.contains(entry.row() * step.columns() + entry.column()));
    }

    /** The entries of all rows, or columns, that are copies of a better one. */
    private static List<Integer> copies(MarkedStep step, boolean ofRows) {
        Map<List<String>, List<Integer>> same = new HashMap<>();
        int lines = ofRows ? step.rows() : step.columns();
        for (int line = 0; line < lines; line++) {
            List<String> texts = indices(step, line, ofRows).stream()
                    .map(k -> step.entries()
                            .get(k)
                            .given()
                            .map(AnswerNumber::text)
                            .orElse(""))
                    .toList();
            if (!texts.contains("")) {
                same.computeIfAbsent(texts, key -> new ArrayList<>()).add(line);
            }
        }
        List<Integer> copies = new ArrayList<>();
        for (List<Integer> group : same.values()) {
            long most = group.stream()
                    .mapToLong(line -> wrong(step, line, ofRows))
                    .max()
                    .orElse(0);
            if (group.size() > 1 && most > 0) {
                int best = group.get(0);
                for (int line : group) {
                    best = wrong(step, line, ofRows) < wrong(step, best, ofRows) ? line : best;
                }
                for (int line : group) {
                    if (line != best) {
                        copies.addAll(indices(step, line, ofRows));
                    }
                }
            }
        }
        return copies;
    }

    private static long wrong(MarkedStep step, int line, boolean ofRows) {
        return indices(step, line, ofRows).stream()
                .filter(k -> step.entries().get(k).mark() == Mark.WRONG)
                .count();
    }

    private static List<Integer> indices(MarkedStep step, int line, boolean ofRows) {
        List<Integer> indices = new ArrayList<>();
        int length = ofRows ? step.columns() : step.rows();
        for (int i = 0; i < length; i++) {
            indices.add(ofRows ? line * step.columns() + i : i * step.columns() + line);
        }
        return indices;
    }
}
