package chalkline.answers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows of a step, and columns, that have the same numbers. */
final class Copies {
    private final MarkedStep step;
    /** Equal rows, and equal columns, each as its entries. */
    private final List<List<List<Integer>>> groups = new ArrayList<>();

    private Copies(MarkedStep step) {
        this.step = step;
        group(step.rows(), step.columns(), step.columns(), 1);
        group(step.columns(), step.rows(), 1, step.columns());
    }

    /** The entries of every row that is like another, and of every such column. */
    static Set<Integer> all(MarkedStep step) {
        Set<Integer> entries = new HashSet<>();
        new Copies(step).groups.forEach(group -> group.forEach(entries::addAll));
        return entries;
    }

    /** Of rows that are alike, or columns, where one has a wrong number, the entries of all but the best one; no vector's. */
    static Set<Integer> ofWrong(MarkedStep step) {
        Set<Integer> entries = new HashSet<>();
        if (step.count(Mark.WRONG) == 0 || step.rows() == 1 || step.columns() == 1) {
            return entries;
        }
        Copies copies = new Copies(step);
        for (List<List<Integer>> group : copies.groups) {
            List<Integer> best = group.get(0);
            for (List<Integer> line : group) {
                best = copies.wrong(line) < copies.wrong(best) ? line : best;
            }
            if (group.stream().anyMatch(line -> copies.wrong(line) > 0)) {
                List<Integer> kept = best;
                group.stream().filter(line -> line != kept).forEach(entries::addAll);
            }
        }
        return entries;
    }

    private void group(int lines, int length, int stride, int within) {
        Map<List<Double>, List<List<Integer>>> alike = new HashMap<>();
        for (int line = 0; line < lines; line++) {
            int first = line * stride;
            List<Integer> entries =
                    IntStream.range(0, length).mapToObj(i -> first + i * within).toList();
            List<Double> numbers = entries.stream()
                    .map(k -> step.entries().get(k).given())
                    .flatMap(Optional::stream)
                    .map(AnswerNumber::value)
                    .toList();
            if (numbers.size() == length) {
                alike.computeIfAbsent(numbers, key -> new ArrayList<>()).add(entries);
            }
        }
        alike.values().stream().filter(group -> group.size() > 1).forEach(groups::add);
    }

    private long wrong(List<Integer> line) {
        return line.stream()
                .filter(k -> step.entries().get(k).mark() == Mark.WRONG)
                .count();
    }
}
