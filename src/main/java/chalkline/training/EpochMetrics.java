package chalkline.training;

import java.util.OptionalDouble;

/**
 * What an epoch came to.
 *
 * @param epoch counted from 1
 * @param iteration steps taken so far
 * @param loss mean over the training examples of their loss when their mini-batch was trained on
 * @param validationLoss mean loss of the validation rows after the epoch, where there are any
 */
public record EpochMetrics(long epoch, long iteration, double loss, OptionalDouble validationLoss) {}
