package chalkline.spark;

import chalkline.training.Cluster;
import chalkline.training.GradientSum;
import chalkline.training.Model;
import chalkline.training.State;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A model in an executor, for one task at a time. It is made once and then given the parameters of each step, so that nothing
 * depends on which of an executor's models, or which executor's, a task gets.
 */
final class WorkerModel {
    /** So many rows are taken at a time: the arrays of a layer's activations take memory beside the rows. */
    private static final int ROWS_AT_A_TIME = 4096;

    /** Those that no task has, by the training that they belong to. */
    private static final Map<UUID, Queue<WorkerModel>> FREE = new ConcurrentHashMap<>();

    private final Model model;
    private final State made;
    private final FlatArrays order;

    private WorkerModel(Model model) {
        this.model = model;
        this.made = model.state();
        this.order = new FlatArrays(made.parameters());
    }

    /**
     * What these rows contribute to a step.
     *
     * @param zip the model that is trained, as it was saved
     * @param rows at least one
     */
    static PartitionGradient gradient(
            UUID training, byte[] zip, Cluster.EngineMaker engines, StepRequest step, PartitionRows all, int... rows) {
        Queue<WorkerModel> free = FREE.computeIfAbsent(training, name -> new ConcurrentLinkedQueue<>());
        WorkerModel model = free.poll();
        if (model == null) {
            model = new WorkerModel(SentModel.read(zip, engines.get()));
        }
        try {
            return model.gradient(step, all, rows);
        } finally {
            free.add(model);
        }
    }

    private PartitionGradient gradient(StepRequest step, PartitionRows all, int... rows) {
        long start = System.nanoTime();
        model.restore(made.with(order.named(step.parameters()), step.iteration(), step.epoch()));
        GradientSum sum = null;
        for (int from = 0; from < rows.length; from += ROWS_AT_A_TIME) {
            int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + ROWS_AT_A_TIME));
            GradientSum part = model.gradient(all.batch(some));
            sum = sum == null ? part : sum.plus(part);
        }
        return PartitionGradient.of(sum, order, System.nanoTime() - start);
    }
}
