package chalkline.spark;

import chalkline.training.GradientSum;
import java.io.Serializable;

/**
 * What the rows of a partition contribute to a step.
 *
 * @param gradient the sum over the rows, as {@link FlatArrays} has it
 * @param loss the sum of their losses
 * @param rows how many there are
 * @param nanoseconds that it took
 */
record PartitionGradient(double[] gradient, double loss, int rows, long nanoseconds) implements Serializable {

    static PartitionGradient of(GradientSum sum, FlatArrays order, long nanoseconds) {
        return new PartitionGradient(order.flat(sum.arrays()), sum.loss(), sum.examples(), nanoseconds);
    }

    GradientSum named(FlatArrays order) {
        return new GradientSum(order.named(gradient), loss, rows);
    }
}
