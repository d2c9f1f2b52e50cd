package chalkline.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The order in which an epoch goes through its rows. */
public final class MiniBatches {
    private MiniBatches() {}

    /**
     * The rows in a random order, cut into batches; the last may be smaller. A function of its arguments alone, so that
     * training can be taken up again at any epoch.
     *
     * <p>Where one batch holds all rows, they keep their order: which of them comes first would change nothing but
     * rounding.
     *
     * @param rows what to go through; not changed
     * @param batchSize at least 1
     * @param epoch counted from 0
     */
    public static List<int[]> of(int[] rows, int batchSize, long seed, long epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epochs are counted from 0, not " + epoch);
        }
        int[] order = rows.clone();
        if (batchSize < order.length) {
            Shuffle.shuffle(order, Shuffle.random(seed, epoch));
        }
        return inOrder(order, batchSize);
    }

    /** The rows as they come, cut into batches; the last may be smaller. */
    public static List<int[]> inOrder(int[] order, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch needs at least one row, not " + batchSize);
        }
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        while (from < order.length) {
            int to = from + Math.min(batchSize, order.length - from);
            batches.add(Arrays.copyOfRange(order, from, to));
            from = to;
        }
        return batches;
    }
}
