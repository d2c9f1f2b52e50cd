package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows for training, validation and test. Every row is in exactly one part; each part is in the order of the table.
 *
 * @param train at least one row
 * @param validation may be empty
 * @param test may be empty
 */
public record DataSplit(int[] train, int[] validation, int[] test) {
    /** Epochs, counted from 0, have the other streams. */
    private static final long STREAM = -1;

    public DataSplit {
        train = train.clone();
        validation = validation.clone();
        test = test.clone();
        if (train.length == 0) {
            throw new IllegalArgumentException("no rows to train on");
        }
    }

    /**
     * Draws the parts. With N rows, ⌊(validation + test)·N⌉ are held out, and validation's share of these, rounded too,
     * is for validation: each part is within one row of its fraction. Where labels are classes, the same holds for the
     * first class, the first two classes together, and so on, so that every part has each class in its proportion, within
     * two rows. Which rows these are is drawn from the seed, class by class, by {@link java.util.Random}.
     *
     * @param validation a fraction of the rows, at least 0 and less than 1
     * @param test likewise; together less than 1
     * @throws InvalidInputException where a fraction is out of range or no row is left to train on
     */
    public static DataSplit of(Table table, double validation, double test, long seed) {
        return of(table, validation, test, true, seed);
    }

    /**
     * Draws the parts, as {@link #of(Table, double, double, long)} does or, not stratified, from all rows alike.
     *
     * @param stratified whether rows are drawn from each class separately
     * @throws InvalidInputException where a fraction is out of range or no row is left to train on
     */
    public static DataSplit of(Table table, double validation, double test, boolean stratified, long seed) {
        double held = held(validation, test);
        Parts parts = new Parts(table.rows(), held, held == 0 ? 0 : validation / held, Shuffle.random(seed, STREAM));
        groups(table, stratified).forEach(parts::deal);
        requireRows(parts.rows(Part.TRAIN).length, table.rows(), validation, test);
        return new DataSplit(parts.rows(Part.TRAIN), parts.rows(Part.VALIDATION), parts.rows(Part.TEST));
    }

    /**
     * Parts of the same sizes in the order of the table: first training, then validation, then test. This is the split for rows
     * in time order.
     *
     * @throws InvalidInputException where a fraction is out of range or no row is left to train on
     */
    public static DataSplit inOrder(Table table, double validation, double test) {
        return inOrder(IntStream.range(0, table.rows()).toArray(), validation, test);
    }

    /**
     * The same in the order of time: the earliest rows are trained on, the latest ones are the test's.
     *
     * @param feature a column of dates or numbers
     * @throws InvalidInputException where a row has no such value, a fraction is out of range, or no row is left to train on
     */
    public static DataSplit inTime(Table table, int feature, double validation, double test) {
        IntToDoubleFunction times = table.cell(feature);
        for (int row = 0; row < table.rows(); row++) {
            if (Double.isNaN(times.applyAsDouble(row))) {
                throw new InvalidInputException(table.place(row) + ": "
                        + Sentences.name(table.schema().features().get(feature))
                        + " is missing, so the row is neither earlier nor later than others");
            }
        }
        return inOrder(inTime(table, feature, table.rows()), validation, test);
    }

    /** The first rows of the table, the earliest first; of the same time as in the table. */
    static int[] inTime(Table table, int feature, int rows) {
        IntToDoubleFunction times = table.feature(feature);
        return IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble(times::applyAsDouble))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static DataSplit inOrder(int[] order, double validation, double test) {
        double fraction = held(validation, test);
        int held = Math.toIntExact(Math.round(fraction * order.length));
        int watched = held == 0 ? 0 : Math.toIntExact(Math.round(validation / fraction * held));
        int train = order.length - held;
        requireRows(train, order.length, validation, test);
        return new DataSplit(
                ascending(Arrays.copyOf(order, train)),
                ascending(Arrays.copyOfRange(order, train, train + watched)),
                ascending(Arrays.copyOfRange(order, train + watched, order.length)));
    }

    private static int[] ascending(int... rows) {
        Arrays.sort(rows);
        return rows;
    }

    /**
     * Parts in which rows of one group are together. The largest group first, each goes where most rows are still wanted, so that
     * the parts are about as large as they should be; groups of one size are drawn from the seed.
     *
     * @param groups of each row
     * @throws InvalidInputException where a fraction is out of range, or there are fewer groups than parts
     */
    public static DataSplit grouped(List<String> groups, double validation, double test, long seed) {
        double[] wanted = {
            (1 - held(validation, test)) * groups.size(), validation * groups.size(), test * groups.size()
        };
        Map<String, List<Integer>> byName = new LinkedHashMap<>();
        for (int row = 0; row < groups.size(); row++) {
            byName.computeIfAbsent(groups.get(row), key -> new ArrayList<>()).add(row);
        }
        long parts = Arrays.stream(wanted).filter(rows -> rows > 0).count();
        if (byName.size() < parts) {
            throw new InvalidInputException(parts + " parts cannot be made of "
                    + Sentences.counted(byName.size(), "group") + " of rows that stay together");
        }
        List<List<Integer>> order = new ArrayList<>(byName.values());
        Collections.shuffle(order, Shuffle.random(seed, STREAM));
        order.sort(
                Comparator.comparingInt((List<Integer> group) -> group.size()).reversed());
        List<IntStream.Builder> rows =
                Stream.generate(IntStream::builder).limit(wanted.length).toList();
        for (List<Integer> group : order) {
            int most = wanted[1] > wanted[0] ? 1 : 0;
            most = wanted[2] > wanted[most] ? 2 : most;
            group.forEach(rows.get(most)::add);
            wanted[most] -= group.size();
        }
        int[][] split =
                rows.stream().map(part -> ascending(part.build().toArray())).toArray(int[][]::new);
        return new DataSplit(split[0], split[1], split[2]);
    }

    private static double held(double validation, double test) {
        requireFraction("validation", validation);
        requireFraction("test", test);
        if (validation + test >= 1) {
            throw new InvalidInputException("split: validation " + validation + " and test " + test
                    + " must be less than 1 together, to leave rows to train on");
        }
        return validation + test;
    }

    private static void requireRows(int train, int all, double validation, double test) {
        if (train == 0) {
            throw new InvalidInputException("split: validation " + validation + " and test " + test + " leave none of "
                    + Sentences.counted(all, "row") + " to train on");
        }
    }

    private static void requireFraction(String name, double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new InvalidInputException(
                    "split: " + name + " must be at least 0 and less than 1, but is " + fraction);
        }
    }

    /** The rows of each class in turn, or all rows. */
    private static List<int[]> groups(Table table, boolean stratified) {
        if (!stratified || !table.hasClasses()) {
            return List.of(IntStream.range(0, table.rows()).toArray());
        }
        List<IntStream.Builder> groups = Stream.generate(IntStream::builder)
                .limit(table.schema().classes().size())
                .toList();
        for (int row = 0; row < table.rows(); row++) {
            groups.get(table.classOf(row)).accept(row);
        }
        return groups.stream().map(group -> group.build().toArray()).toList();
    }

    private enum Part {
        TRAIN,
        VALIDATION,
        TEST
    }

    /** Deals rows group by group. Rounding running totals, not each group, keeps the totals right. */
    private static final class Parts {
        private final Part[] partOf;
        private final double heldFraction;
        private final double validationShare;
        private final Random random;
        private long dealt;
        private long held;
        private long validation;

        Parts(int rows, double heldFraction, double validationShare, Random random) {
            this.partOf = new Part[rows];
            this.heldFraction = heldFraction;
            this.validationShare = validationShare;
            this.random = random;
        }

        void deal(int... group) {
            Shuffle.shuffle(group, random);
            dealt += group.length;
            long groupHeld = Math.round(heldFraction * dealt) - held;
            held += groupHeld;
            long groupValidation = Math.round(validationShare * held) - validation;
            validation += groupValidation;
            for (int k = 0; k < group.length; k++) {
                Part heldOut = k < groupValidation ? Part.VALIDATION : Part.TEST;
                partOf[group[k]] = k < groupHeld ? heldOut : Part.TRAIN;
            }
        }

        int[] rows(Part part) {
            return IntStream.range(0, partOf.length)
                    .filter(row -> partOf[row] == part)
                    .toArray();
        }
    }

    @Override
    public int[] train() {
        return train.clone();
    }

    @Override
    public int[] validation() {
        return validation.clone();
    }

    @Override
    public int[] test() {
        return test.clone();
    }

    /** Equal rows in each part. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DataSplit that
                && Arrays.equals(train, that.train)
                && Arrays.equals(validation, that.validation)
                && Arrays.equals(test, that.test);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(train) + Arrays.hashCode(validation)) + Arrays.hashCode(test);
    }

    /** How many rows each part has. */
    @Override
    public String toString() {
        return "train " + train.length + ", validation " + validation.length + ", test " + test.length;
    }
}
