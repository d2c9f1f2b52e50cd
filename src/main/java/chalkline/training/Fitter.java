package chalkline.training;

import chalkline.data.BatchReader;
import chalkline.network.Batch;
import java.util.List;
import java.util.Map;

/** Takes the steps of a training, wherever the rows of its mini-batches are. */
public interface Fitter extends AutoCloseable {

    /**
     * One training step on these rows of the job's table, in this order: {@link Model#fit} on their batch.
     *
     * @param measured whether norms are asked for, as of {@link Model#fitMeasured}; where they are not, there may be none
     * @throws RuntimeException where the step was not taken; the model is then as it was
     */
    Model.Measured fit(boolean measured, int... rows);

    /**
     * In how many parts rows lie, from whose {@link #parts} steps are added up: in its last bits another sum for each number. 0
     * where a step is taken as a whole.
     */
    default int partitions() {
        return 0;
    }

    /**
     * The parts that {@link #fit} would add up for these rows; nothing is changed. None where a step is taken as a whole.
     *
     * @param rows as there
     */
    default List<Part> parts(int... rows) {
        return List.of();
    }

    /**
     * A part of a step.
     *
     * @param place where it was computed: "partition 3 of 7"
     * @param rows of the job's table, in their order
     * @param sum what it came to
     */
    record Part(String place, int[] rows, GradientSum sum) {}

    @Override
    void close();

    /** Makes what trains a model. */
    @FunctionalInterface
    interface Maker {
        /** @param model is what it was trained to after every step */
        Fitter of(Model model);
    }

    /** What takes the steps in this process, which has all rows. */
    static Maker here(Job job) {
        return model -> {
            BatchReader reader = new BatchReader(job.table());
            return new Fitter() {
                @Override
                public Model.Measured fit(boolean measured, int... rows) {
                    Batch batch = reader.read(rows);
                    return measured
                            ? model.fitMeasured(batch)
                            : new Model.Measured(model.fit(batch), Map.of(), Map.of());
                }

                @Override
                public void close() {}
            };
        };
    }
}
