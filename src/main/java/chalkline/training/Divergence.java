package chalkline.training;

/**
 * Where training ran out of the finite numbers.
 *
 * @param epoch counted from 1
 * @param iteration the step, counted from 1
 * @param loss its loss; finite where only the parameters are not
 */
public record Divergence(long epoch, long iteration, double loss) {}
