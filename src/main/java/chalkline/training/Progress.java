package chalkline.training;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The progress of training. With the model's state it is all that a later process needs to go on.
 *
 * @param epoch complete epochs
 * @param batch mini-batches taken of the next epoch
 * @param iteration steps taken over all epochs
 * @param lossSum of the unfinished epoch's examples so far, at the steps that took them
 * @param examples how many these are
 * @param firstLoss mean training loss of the first epoch, once it is complete
 * @param best the epoch with the best validation loss, where there was a finite one
 * @param seconds spent on training
 */
record Progress(
        long epoch,
        int batch,
        long iteration,
        double lossSum,
        long examples,
        OptionalDouble firstLoss,
        Optional<Best> best,
        double seconds) {

    /** Before the first step. */
    static final Progress START = new Progress(0, 0, 0, 0, 0, OptionalDouble.empty(), Optional.empty(), 0);

    /**
     * An epoch whose validation loss was better than every one before.
     *
     * @param epoch counted from 1
     * @param iteration steps that were taken by its end
     * @param loss its validation loss
     */
    record Best(long epoch, long iteration, double loss) {}

    /** After one more step on that many examples. */
    Progress step(double loss, int rows) {
        return new Progress(
                epoch, batch + 1, iteration + 1, lossSum + loss * rows, examples + rows, firstLoss, best, seconds);
    }

    /** After the unfinished epoch's end. */
    Progress endEpoch(Optional<Best> nowBest) {
        OptionalDouble first = firstLoss.isPresent() ? firstLoss : OptionalDouble.of(meanLoss());
        return new Progress(epoch + 1, 0, iteration, 0, 0, first, nowBest, seconds);
    }

    Progress after(double totalSeconds) {
        return new Progress(epoch, batch, iteration, lossSum, examples, firstLoss, best, totalSeconds);
    }

    /** Mean loss of the unfinished epoch's examples so far; NaN where there are none. */
    double meanLoss() {
        return lossSum / examples;
    }

    /** Epochs in a row without a better validation loss. */
    long waited() {
        return epoch - best.map(Best::epoch).orElse(0L);
    }
}
