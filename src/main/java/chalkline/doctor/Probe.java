package chalkline.doctor;

import chalkline.data.Table;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Trains copies for a while and looks how far they come; nothing is saved, and nobody's model is touched. */
final class Probe {
    /** Rows on which a course is judged. */
    static final int ROWS = 1000;
    /** A mini-batch of fewer rows is too noisy to tell whether the loss grows. */
    private static final int WINDOW = 32;

    private final Engine engine;

    Probe(Engine engine) {
        this.engine = engine;
    }

    /** How it went, and what came of it. */
    record Trial(Course course, Model model) {}

    /** Rows of the training, in the order in which its first epoch draws them, at most {@link #ROWS}. */
    static int[] rows(Job job) {
        return job.batches(0).stream().flatMapToInt(Arrays::stream).limit(ROWS).toArray();
    }

    /** How many steps the job takes. */
    static long steps(Job job) {
        long all = (long) job.batches(0).size() * job.configuration().training().epochs();
        return Math.min(all, job.configuration().training().limits().steps().orElse(Long.MAX_VALUE));
    }

    /** What a loss of 1 is: that of the best constant, or where there is none, that of the untrained network. */
    private static double unit(Job job, Table table, int[] rows, Model model) {
        Loss loss = job.network().loss();
        OptionalDouble constant = Baseline.of(loss, table.targets(rows));
        return constant.orElseGet(() -> Math.abs(job.loss(model, rows)));
    }

    /**
     * Trains a fresh model.
     *
     * @param network that of the job, or one like it
     * @param budget after which it ends early
     */
    Trial train(Job job, Network network, Budget budget) {
        Model model = engine.build(network);
        return new Trial(train(job, model, budget), model);
    }

    private static Course train(Job job, Model model, Budget budget) {
        Stopwatch watch = new Stopwatch();
        long all = steps(job);
        long most = Math.min(budget.steps(), all);
        int[] rows = rows(job);
        double unit = unit(job, job.table(), rows, model);
        double first = job.loss(model, rows) / unit;
        double peak = first;
        int window = Math.max(1, WINDOW / job.configuration().training().batchSize());
        double sum = 0;
        int steps = 0;
        for (long epoch = 0; steps < most; epoch++) {
            for (int[] batch : job.batches(epoch)) {
                double loss = model.fit(job.table().batch(batch));
                steps++;
                if (!Double.isFinite(loss)) {
                    return new Course(steps, all, first, Double.POSITIVE_INFINITY, Double.NaN);
                }
                sum += loss;
                if (steps % window == 0) {
                    peak = Math.max(peak, sum / window / unit);
                    sum = 0;
                }
                boolean spent = watch.seconds() > budget.each();
                if (steps == most || spent) {
                    return new Course(steps, all, first, peak, job.loss(model, rows) / unit);
                }
            }
            model.endEpoch();
        }
        throw new IllegalArgumentException("no steps to take: " + most);
    }

    /** Whether there is a constant to be better than. */
    static boolean hasBaseline(Job job) {
        int[] rows = rows(job);
        return job.table().mask(rows).isEmpty()
                && Baseline.of(job.network().loss(), job.table().targets(rows)).isPresent();
    }
}
