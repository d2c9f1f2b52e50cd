package chalkline.doctor;

/**
 * What may be spent on finding out.
 *
 * @param steps of one training
 * @param each processor seconds of one training
 * @param total processor seconds of all
 * @param wall seconds by the clock, after which nothing more is begun
 */
public record Budget(int steps, double each, double total, double wall) {
    /** A few seconds. */
    public static final Budget USUAL = new Budget(1500, 1.5, 6, 7);
}
