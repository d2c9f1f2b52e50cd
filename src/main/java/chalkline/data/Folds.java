package chalkline.data;

import chalkline.network.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** The parts of k-fold cross-validation: in each fold other rows are the test's. */
public final class Folds {
    /** Epochs, counted from 0, and the split have other streams. */
    private static final long STREAM = -2;

    private Folds() {}

    /**
     * Folds whose test rows are each row once. Where labels are classes, each class is spread evenly over the folds and over
     * what is watched.
     *
     * @param rows the first ones of the table, which are folded
     * @param folds at least 2
     * @param validation the share of a fold's other rows that is watched
     */
    public static List<DataSplit> drawn(Table table, int rows, int folds, double validation, long seed) {
        requireEnough(rows, folds, "row");
        Random random = Shuffle.random(seed, STREAM);
        List<Integer> dealt = new ArrayList<>();
        for (List<Integer> group : byClass(table, rows)) {
            Collections.shuffle(group, random);
            dealt.addAll(group);
        }
        // Dealt in turn, so that each fold has its share of every class.
        return splits(
                folds,
                validation,
                IntStream.range(0, rows)
                        .mapToObj(k -> new Unit(List.of(dealt.get(k)), k % folds))
                        .toList());
    }

    private static Collection<List<Integer>> byClass(Table table, int rows) {
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < rows; row++) {
            groups.computeIfAbsent(table.hasClasses() ? table.classOf(row) : 0, key -> new ArrayList<>())
                    .add(row);
        }
        return groups.values();
    }

    /**
     * Folds in which rows of one group are always together.
     *
     * @param groups of each row that is folded
     * @throws InvalidInputException where there are fewer groups than folds
     */
    public static List<DataSplit> grouped(List<String> groups, int folds, double validation, long seed) {
        Map<String, List<Integer>> byName = new LinkedHashMap<>();
        for (int row = 0; row < groups.size(); row++) {
            byName.computeIfAbsent(groups.get(row), key -> new ArrayList<>()).add(row);
        }
        requireEnough(byName.size(), folds, "group");
        List<List<Integer>> order = new ArrayList<>(byName.values());
        Collections.shuffle(order, Shuffle.random(seed, STREAM));
        // The largest first, each to the fold with the fewest rows: folds are about equally large.
        order.sort(
                Comparator.comparingInt((List<Integer> group) -> group.size()).reversed());
        int[] sizes = new int[folds];
        List<Unit> units = new ArrayList<>();
        for (List<Integer> group : order) {
            int smallest = IntStream.range(0, folds)
                    .reduce((best, fold) -> sizes[fold] < sizes[best] ? fold : best)
                    .orElseThrow();
            sizes[smallest] += group.size();
            units.add(new Unit(group, smallest));
        }
        Collections.shuffle(units, Shuffle.random(seed, STREAM - 1));
        return splits(folds, validation, units);
    }

    /**
     * Folds in the order of time: the rows are cut into one part more than there are folds; each part but the first is the
     * test's once, and what comes before it is trained on, its end being watched.
     *
     * @param table whose feature says when
     * @param feature a column of dates or numbers; -1 for the order of the file
     */
    public static List<DataSplit> inTime(Table table, int feature, int rows, int folds, double validation) {
        requireEnough(rows, folds + 1, "row");
        int[] order = feature < 0 ? IntStream.range(0, rows).toArray() : DataSplit.inTime(table, feature, rows);
        List<DataSplit> splits = new ArrayList<>();
        for (int fold = 1; fold <= folds; fold++) {
            int from = (int) ((long) rows * fold / (folds + 1));
            int to = (int) ((long) rows * (fold + 1) / (folds + 1));
            int train = Math.max(1, from - (int) Math.round(validation * from));
            splits.add(new DataSplit(
                    Arrays.copyOfRange(order, 0, train),
                    Arrays.copyOfRange(order, train, from),
                    Arrays.copyOfRange(order, from, to)));
        }
        return splits;
    }

    private static void requireEnough(int units, int folds, String what) {
        if (units < folds) {
            throw new InvalidInputException(folds + " parts cannot be made of " + units + " " + what + "s");
        }
    }

    /** Rows that stay together, and the fold that they are the test's in. */
    private record Unit(List<Integer> rows, int fold) {}

    private static List<DataSplit> splits(int folds, double validation, List<Unit> units) {
        List<DataSplit> splits = new ArrayList<>();
        for (int k = 0; k < folds; k++) {
            int fold = k;
            List<Integer> test = new ArrayList<>();
            List<Integer> watched = new ArrayList<>();
            List<Integer> train = new ArrayList<>();
            units.stream().filter(unit -> unit.fold() == fold).forEach(unit -> test.addAll(unit.rows()));
            for (Unit unit : units) {
                if (unit.fold() != fold) {
                    boolean behind = watched.size()
                            < Math.floor(validation
                                    * (watched.size()
                                            + train.size()
                                            + unit.rows().size()));
                    (behind ? watched : train).addAll(unit.rows());
                }
            }
            splits.add(new DataSplit(ascending(train), ascending(watched), ascending(test)));
        }
        return splits;
    }

    private static int[] ascending(List<Integer> rows) {
        return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
