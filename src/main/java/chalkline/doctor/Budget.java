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
    public static final Budget USUAL = new Budget(1500, 1.25, 6.5);

    private static final double LONGER = 2.4;

    /** For the training as it stands, which everything is compared with: it is only cut short where its steps are long. */
    Budget forFirst() {
        return new Budget(steps, LONGER * each, total);
    }

    /** For a remedy of that training: where that one was cut short, no more steps than it had. */
    Budget beside(Course ill) {
        return new Budget(ill.isWhole() || !ill.isFinite() ? steps : ill.steps(), each, total);
    }
}
