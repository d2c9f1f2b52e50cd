package chalkline.training;

/** Why training ended. */
public enum StopReason {
    /** All epochs were trained. */
    EPOCHS,
    /** {@code training.max-steps} were taken. */
    MAX_STEPS,
    /** {@code training.max-minutes} were spent. */
    MAX_MINUTES,
    /** The validation loss had not become better for {@code training.early-stopping.patience} epochs. */
    NO_LONGER_BETTER,
    /** A checked step did not agree, and the configuration says that this ends training. */
    CHECK,
    /** A number is not finite. */
    DIVERGED,
    /** Somebody asked for it. */
    INTERRUPTED
}
