package chalkline.spark;

import chalkline.training.GradientSum;
import java.io.Serializable;

/**
 * What the rows of a partition contribute to a step; or those of several.
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

    /** Both together: rounding depends on which is first. */
    PartitionGradient plus(PartitionGradient next) {
        double[] sum = gradient.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += next.gradient[k];
        }
        return new PartitionGradient(
                sum, loss + next.loss, Math.addExact(rows, next.rows), nanoseconds + next.nanoseconds);
    }

    GradientSum named(FlatArrays order) {
        return new GradientSum(order.named(gradient), loss, rows);
    }
}
