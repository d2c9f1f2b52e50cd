package chalkline.training;

import java.util.List;

/**
 * Several observers as one, told in their order.
 *
 * @param all the observers
 */
public record Observers(List<TrainingObserver> all) implements TrainingObserver {
    public Observers {
        all = List.copyOf(all);
    }

    @Override
    public void checked(CheckedStep step) {
        all.forEach(observer -> observer.checked(step));
    }

    @Override
    public void checkedLater(long iteration, CheckedStep step) {
        all.forEach(observer -> observer.checkedLater(iteration, step));
    }

    @Override
    public void step(long epoch, long iteration, int rows, double loss) {
        all.forEach(observer -> observer.step(epoch, iteration, rows, loss));
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        all.forEach(observer -> observer.epoch(metrics));
    }

    @Override
    public void evaluated(Judgement judgement) {
        all.forEach(observer -> observer.evaluated(judgement));
    }
}
