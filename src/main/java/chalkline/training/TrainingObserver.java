package chalkline.training;

/** Observes a run. Everything that is written or drawn during a run is done by an observer. */
public interface TrainingObserver {

    /** The first step was checked; training follows. */
    default void checked(CheckedStep step) {}

    /**
     * A later step was taken and checked.
     *
     * @param iteration counted from 1, over all epochs
     */
    default void checkedLater(long iteration, CheckedStep step) {}

    /**
     * A step was taken.
     *
     * @param epoch counted from 1
     * @param iteration counted from 1, over all epochs
     * @param rows of the mini-batch
     * @param loss of the mini-batch before the step
     */
    default void step(long epoch, long iteration, int rows, double loss) {}

    /** An epoch has ended. */
    default void epoch(EpochMetrics metrics) {}

    /** The model was evaluated. */
    default void evaluated(Judgement judgement) {}
}
