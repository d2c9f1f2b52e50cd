package chalkline.spark;

import chalkline.training.Cluster;
import chalkline.training.Fitter;
import chalkline.training.GradientSum;
import chalkline.training.Model;
import chalkline.training.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Takes a model's steps on rows that lie in the partitions of a Spark cluster. */
final class SparkFitter implements Fitter {
    private final JavaSparkContext context;
    private final Model model;
    private final FlatArrays order;
    private final Partitioning partitioning;
    private final Cluster.EngineMaker engines;
    private final Broadcast<byte[]> zip;
    private final JavaRDD<PartitionRows> rows;
    private final SmallSteps cost;
    /** A process may be an executor of several connections, one after the other, whose broadcasts have the same numbers. */
    private final UUID training = UUID.randomUUID();

    /** @param rows as the partitioning has them */
    SparkFitter(
            JavaSparkContext context,
            JavaRDD<PartitionRows> rows,
            Model model,
            Partitioning partitioning,
            Cluster.EngineMaker engines,
            Consumer<String> notes) {
        this.context = context;
        this.model = model;
        this.order = new FlatArrays(model.state().parameters());
        this.partitioning = partitioning;
        this.engines = engines;
        this.zip = context.broadcast(SentModel.written(model));
        this.rows = rows;
        this.cost = new SmallSteps(notes);
    }

    @Override
    public int partitions() {
        return partitioning.parts();
    }

    @Override
    public List<Part> parts(int... batch) {
        int[][] places = partitioning.places(batch);
        Iterator<PartitionGradient> gradients = gradients(places).iterator();
        List<Part> parts = new ArrayList<>();
        for (int p = 0; p < places.length; p++) {
            if (places[p].length > 0) {
                int[] had = partitioning.rows(p);
                parts.add(new Part(
                        "partition " + (p + 1) + " of " + places.length,
                        Arrays.stream(places[p]).map(place -> had[place]).toArray(),
                        gradients.next().named(order)));
            }
        }
        return parts;
    }

    /** Of each partition that has some of the rows, in the order of the partitions. */
    private List<PartitionGradient> gradients(int[][] places) {
        State state = model.state();
        Broadcast<StepRequest> request = context.broadcast(
                new StepRequest(order.flat(state.arrays()), state.iteration(), state.epoch(), places));
        try {
            GradientTask task = new GradientTask(training, zip, engines, request);
            return ExecutorWait.result(
                    context, rows.mapPartitionsWithIndex(task, true).collectAsync());
        } finally {
            request.destroy();
        }
    }

    @Override
    public Model.Measured fit(boolean measured, int... batch) {
        long start = System.nanoTime();
        List<PartitionGradient> parts = gradients(partitioning.places(batch));
        // Partition by partition, not as they come: the same bits, whatever ends first.
        GradientSum sum = parts.stream()
                .map(part -> part.named(order))
                .reduce(GradientSum::plus)
                .orElseThrow();
        if (sum.examples() != batch.length) {
            throw new IllegalStateException(
                    "of a mini-batch of " + batch.length + " rows the partitions took " + sum.examples());
        }
        Model.Measured step = model.step(sum);
        cost.add(batch.length, System.nanoTime() - start, parts);
        return step;
    }

    @Override
    public void close() {
        context.close();
    }
}
