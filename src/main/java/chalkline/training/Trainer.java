package chalkline.training;

import chalkline.network.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The loop over epochs and mini-batches. */
final class Trainer {
    private final Job job;
    private final Model model;
    private final TrainingObserver observer;
    private long iteration;

    Trainer(Job job, Model model, TrainingObserver observer) {
        this.job = job;
        this.model = model;
        this.observer = observer;
    }

    /** Trains to the last epoch; empty, or where it diverged, which ends it at once. */
    Optional<Divergence> train() {
        int epochs = job.configuration().training().epochs();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            Optional<Divergence> divergence = epoch(epoch);
            if (divergence.isPresent()) {
                return divergence;
            }
        }
        return Optional.empty();
    }

    private Optional<Divergence> epoch(int epoch) {
        List<int[]> batches = job.batches(epoch - 1);
        double sum = 0;
        double last = Double.NaN;
        for (int[] rows : batches) {
            Batch batch = job.table().batch(rows);
            last = model.fit(batch);
            iteration++;
            observer.step(epoch, iteration, last);
            if (!Double.isFinite(last)) {
                return Optional.of(new Divergence(epoch, iteration, last));
            }
            sum += last * rows.length;
        }
        model.endEpoch();
        // A step whose own loss was finite can still leave parameters that are not.
        if (!Arrays.stream(model.state().parameters()).allMatch(Double::isFinite)) {
            return Optional.of(new Divergence(epoch, iteration, last));
        }
        int[] validation = job.split().validation();
        observer.epoch(new EpochMetrics(
                epoch,
                iteration,
                sum / job.split().train().length,
                validation.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(job.loss(model, validation))));
        return Optional.empty();
    }
}
