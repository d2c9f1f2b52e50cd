package chalkline.spark;

import java.io.Serializable;

/**
 * What the partitions need to know of a step.
 *
 * @param parameters of the model before it
 * @param iteration how many steps were taken before
 * @param epoch how many epochs were ended before
 * @param rows those of each partition that belong to the mini-batch, counted from the partition's first
 */
record StepRequest(double[] parameters, long iteration, long epoch, int[][] rows) implements Serializable {}
