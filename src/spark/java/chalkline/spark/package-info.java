/**
 * Training steps on Apache Spark. The rows that are trained on lie in the partitions of the cluster; in a step each partition
 * sums the gradient over its rows of the mini-batch, and the driver adds these sums, in the order of the partitions, and takes
 * the step. It is the step of one machine to the rounding of a sum, with every updater, and no row is left out.
 */
package chalkline.spark;
