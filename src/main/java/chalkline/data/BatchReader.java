package chalkline.data;

import chalkline.network.Batch;

/**
 * Reads the batches of a training, one after the other, where possible into the same memory: a batch lasts until the next one
 * is read. Thousands of batches a second would else be garbage, whose collection costs as much as their reading.
 */
public final class BatchReader {
    private final Table table;
    private double[] memory = new double[0];

    /** Reads this table's rows. */
    public BatchReader(Table table) {
        this.table = table;
    }

    /**
     * {@link Table#batch} of these rows; what it returned before must not be used any more.
     *
     * @throws IllegalStateException without labels
     */
    public Batch read(int... rows) {
        if (!table.isScaled()) {
            return table.batch(rows);
        }
        int size = Math.multiplyExact(rows.length, table.schema().inputs());
        if (memory.length != size) {
            memory = new double[size];
        }
        return table.batch(memory, rows);
    }
}
