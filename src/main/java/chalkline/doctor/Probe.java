package chalkline.doctor;

import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/** Trains copies for a while and looks how far they come; nothing is saved, and nobody's model is touched. */
final class Probe {
    /** Rows on which a course is judged. */
    static final int ROWS = 1000;
    /** A mini-batch of fewer rows is too noisy to tell whether the loss grows. */
    private static final int WINDOW = 32;

    private final Engine engine;
    private final Engine quick;
    private final Budget budget;
    private final Stopwatch watch = new Stopwatch();
    private double spent;
    private boolean gaveUp;

    /**
     * @param engine draws the weights, as it does for the job
     * @param quick takes the steps, where it can
     */
    Probe(Engine engine, Engine quick, Budget budget) {
        this.engine = engine;
        this.quick = quick;
        this.budget = budget;
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

    /** Whether no further training is to be begun. */
    boolean isSpent() {
        return gaveUp || spent >= budget.total();
    }

    /** Whether a training was given up for the time that it really took: what was not found may then be there. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** The model that the job begins with. */
    Model fresh(Network network) {
        Model drawn = engine.build(network);
        return quickly(network, drawn).orElse(drawn);
    }

    private Optional<Model> quickly(Network network, Model drawn) {
        try {
            Model same = quick.build(network);
            same.restore(drawn.state());
            return Optional.of(same);
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    /**
     * Trains a fresh model; empty where it was given up.
     *
     * @param network that of the job, or one like it
     * @param most steps, if the budget has so many
     */
    Optional<Trial> train(Job job, Network network, long most) {
        Model drawn = engine.build(network);
        Optional<Model> same = quickly(network, drawn);
        double seconds =
                StepCost.seconds(network, job.configuration().training().batchSize(), same.isPresent());
        long steps = LongStream.of(most, steps(job), budget.steps(), Math.max(1, (long) (budget.each() / seconds)))
                .min()
                .orElseThrow();
        spent += steps * seconds;
        Model model = same.orElse(drawn);
        Optional<Trial> trial = train(job, model, steps).map(course -> new Trial(course, model));
        gaveUp |= trial.isEmpty();
        return trial;
    }

    private Optional<Course> train(Job job, Model model, long most) {
        long all = steps(job);
        int[] rows = rows(job);
        double unit = unit(job, job.table(), rows, model);
        double first = job.loss(model, rows) / unit;
        double peak = first;
        int window = Math.max(1, WINDOW / job.configuration().training().batchSize());
        double sum = 0;
        List<int[]> seen = new ArrayList<>();
        int steps = 0;
        for (long epoch = 0; steps < most; epoch++) {
            for (int[] batch : job.batches(epoch)) {
                double loss = model.fit(job.table().batch(batch));
                steps++;
                if (!Double.isFinite(loss)) {
                    return Optional.of(new Course(steps, all, first, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN));
                }
                sum += loss;
                seen.add(batch);
                if (steps % window == 0) {
                    double share = sum / window / unit;
                    peak = share > peak ? Math.max(peak, share / hardness(job, rows, seen, unit)) : peak;
                    sum = 0;
                    seen.clear();
                }
                if (steps == most) {
                    return Optional.of(new Course(steps, all, first, peak, job.loss(model, rows) / unit, Double.NaN));
                }
                if (watch.seconds() > budget.last()) {
                    return Optional.empty();
                }
            }
            model.endEpoch();
        }
        throw new IllegalArgumentException("no steps to take: " + most);
    }

    /** How many times as large as on all rows the best constant's loss is on these, at least 1: labels far off are no growth. */
    private static double hardness(Job job, int[] rows, List<int[]> seen, double unit) {
        Matrix labels = job.table().targets(rows);
        int[] some = seen.stream().flatMapToInt(Arrays::stream).toArray();
        double here = Baseline.of(job.network().loss(), labels, job.table().targets(some)) / unit;
        return here > 1 ? here : 1;
    }

    /** Whether there is a constant to be better than. */
    static boolean hasBaseline(Job job) {
        int[] rows = rows(job);
        return job.table().mask(rows).isEmpty()
                && Baseline.of(job.network().loss(), job.table().targets(rows)).isPresent();
    }
}
