package chalkline.spark;

import chalkline.data.Table;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

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

    /**
     * The rows of a table that this process has: each partition fetches its own, once, and a copy is kept here for an executor
     * that takes another's place.
     */
    static JavaRDD<PartitionRows> handedOut(JavaSparkContext context, Partitioning partitioning, Table table) {
        List<Broadcast<PartitionRows>> parts = IntStream.range(0, partitioning.parts())
                .mapToObj(partitioning::rows)
                .map(part -> context.broadcast(new PartitionRows(table.batch(part), part)))
                .toList();
        List<Integer> numbers = IntStream.range(0, parts.size()).boxed().toList();
        JavaRDD<PartitionRows> spread = kept(
                context,
                context.parallelize(numbers, parts.size()).map(p -> parts.get(p).value()));
        parts.forEach(Broadcast::unpersist);
        return spread;
    }

    /** Rows that are made now and then stay where they are. */
    static JavaRDD<PartitionRows> kept(JavaSparkContext context, JavaRDD<PartitionRows> rows) {
        JavaRDD<PartitionRows> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        ExecutorWait.result(context, kept.countAsync());
        return kept;
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
