package chalkline.doctor;

/**
 * What may be spent on finding out. Seconds are those of the processor, so that a busy machine takes longer and finds the same.
 *
 * @param steps of one training
 * @param each seconds of one training
 * @param total seconds after which nothing more is begun
 */
public record Budget(int steps, double each, double total) {
    /** A few seconds. */
    public static final Budget USUAL = new Budget(1500, 1.25, 5);
}
