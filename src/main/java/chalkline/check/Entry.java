package chalkline.check;

/**
 * One entry of a step.
 *
 * @param row counted from 0, with examples as rows
 * @param column counted from 0, with examples as rows
 * @param actual what the implementation computed
 * @param reference what the rule makes of the implementation's own earlier steps
 * @param bound how far a correct implementation may lie from the reference
 * @param truth what the rules give from the start; NaN where the check was made without it
 * @param verdict what follows
 */
public record Entry(
        int row, int column, double actual, double reference, double bound, double truth, StepVerdict verdict) {

    /** |actual − reference|; NaN where they cannot be compared. */
    public double error() {
        return Math.abs(actual - reference);
    }

    /** error / bound, 0 where both are 0; above 1 it deviates. */
    public double errorOverBound() {
        return error() == 0 ? 0 : error() / bound;
    }
}
