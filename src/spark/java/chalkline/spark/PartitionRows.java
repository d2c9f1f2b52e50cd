package chalkline.spark;

import chalkline.data.Table;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import java.io.Serializable;
import java.util.Arrays;

/** The rows of a partition, as the network takes them. */
final class PartitionRows implements Serializable {
    private static final long serialVersionUID = 1;

    private final int rows;
    /** Row by row. */
    private final double[] features;

    private final double[] labels;
    /** Of each row, its place in the job's table. */
    private final int[] numbers;

    private transient Table table;

    /** @param numbers of its rows */
    PartitionRows(Batch batch, int... numbers) {
        this.numbers = numbers;
        this.rows = batch.size();
        this.features = batch.features().toArray();
        this.labels = batch.labels().toArray();
    }

    /** Some of them, counted from 0, in this order. */
    Batch batch(int... some) {
        if (table == null) {
            table = Table.inline(
                    Matrix.of(rows, features.length / rows, features), Matrix.of(rows, labels.length / rows, labels));
        }
        return table.batch(some)
                .numbered(Arrays.stream(some).map(row -> numbers[row]).toArray());
    }
}
