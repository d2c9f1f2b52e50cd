package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
        requireRows(parts.rows(Part.TRAIN).length, table, validation, test);
        return new DataSplit(parts.rows(Part.TRAIN), parts.rows(Part.VALIDATION), parts.rows(Part.TEST));
    }

    /**
     * Parts of the same sizes in the order of the table: first training, then validation, then test. This is the split for rows
     * in time order.
     *
     * @throws InvalidInputException where a fraction is out of range or no row is left to train on
     */
    public static DataSplit inOrder(Table table, double validation, double test) {
        double fraction = held(validation, test);
        int held = Math.toIntExact(Math.round(fraction * table.rows()));
        int watched = held == 0 ? 0 : Math.toIntExact(Math.round(validation / fraction * held));
        int train = table.rows() - held;
        requireRows(train, table, validation, test);
        return new DataSplit(
                IntStream.range(0, train).toArray(),
                IntStream.range(train, train + watched).toArray(),
                IntStream.range(train + watched, table.rows()).toArray());
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

    private static void requireRows(int train, Table table, double validation, double test) {
        if (train == 0) {
            throw new InvalidInputException("split: validation " + validation + " and test " + test + " leave none of "
                    + Sentences.counted(table.rows(), "row") + " to train on");
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
