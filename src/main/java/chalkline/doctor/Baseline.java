package chalkline.doctor;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The loss of the best answer that does not look at its input: what a network that has learnt anything is below. Of squared
 * errors and cross entropies the best constant is the mean label (Banerjee, Guo and Wang, 2005: so it is of every Bregman
 * divergence), of absolute errors the median.
 */
final class Baseline {
    private Baseline() {}

    /**
     * The mean loss of the best constant; empty of losses for which no constant is known to be best.
     *
     * @param labels N × outputs, as the network is trained on them
     */
    static OptionalDouble of(Loss loss, Matrix labels) {
        if (loss.isSum()) {
            return OptionalDouble.empty();
        }
        double total = 0;
        double[] weighted = new double[labels.columns()];
        for (int j = 0; j < labels.columns(); j++) {
            double weight = loss.weights().isPresent() ? loss.weights().get().get(j) : 1;
            double[] column = column(labels, j);
            double mean = Arrays.stream(column).average().orElseThrow();
            weighted[j] = weight * mean;
            total += weight
                    * switch (loss.kind()) {
                        case MSE, L2 -> variance(column, mean);
                        case HALF_SQUARED_ERROR -> variance(column, mean) / 2;
                        case L1, MEAN_ABSOLUTE_ERROR -> deviation(column);
                        case XENT, RECONSTRUCTION_CROSSENTROPY -> entropy(mean) + entropy(1 - mean);
                        case MCXENT -> 0;
                        case MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                                MEAN_SQUARED_LOGARITHMIC_ERROR,
                                KL_DIVERGENCE,
                                COSINE_PROXIMITY,
                                HINGE,
                                SQUARED_HINGE,
                                POISSON,
                                WASSERSTEIN -> Double.NaN;
                    };
        }
        if (loss.kind() == Loss.Kind.MCXENT) {
            double sum = Arrays.stream(weighted).sum();
            total = Arrays.stream(weighted)
                    .map(w -> w > 0 ? -w * Math.log(w / sum) : 0)
                    .sum();
        }
        double mean = loss.kind().isMeanOverOutputs() ? total / labels.columns() : total;
        return Double.isFinite(mean) && mean > 0 ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }

    /** One column of a matrix. */
    static double[] column(Matrix matrix, int j) {
        double[] column = new double[matrix.rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = matrix.get(i, j);
        }
        return column;
    }

    /** The mean squared distance from the mean. */
    static double variance(double[] column, double mean) {
        return Arrays.stream(column).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    }

    private static double deviation(double... column) {
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        return Arrays.stream(column).map(x -> Math.abs(x - median)).average().orElse(0);
    }

    private static double entropy(double p) {
        return p > 0 ? -p * Math.log(p) : 0;
    }
}
