package chalkline.doctor;

/**
 * What may be spent on finding out. It is counted in steps and in the arithmetic that they take, so that a slow or busy machine
 * finds the same; only what takes far too long by the clock of the processor is given up, and nothing is concluded from it.
 *
 * @param steps most of one training
 * @param each seconds of one training, as its arithmetic takes on a usual processor
 * @param total seconds, counted likewise, after which no further training is begun
 * @param last seconds that the processor really took, after which all trainings are given up
 */
public record Budget(int steps, double each, double total, double last) {
    /** A few seconds. */
    public static final Budget USUAL = new Budget(10_000, 1, 5, 30);
}
