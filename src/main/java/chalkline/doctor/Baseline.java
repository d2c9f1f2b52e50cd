package chalkline.doctor;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.reference.LossFunction;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The loss of the best answer that does not look at its input: what a network that has learnt anything is below. */
final class Baseline {
    private Baseline() {}

    /**
     * The mean loss of the best constant; empty of losses for which no constant is known to be best.
     *
     * @param labels N × outputs, as the network is trained on them
     */
    static OptionalDouble of(Loss loss, Matrix labels) {
        if (loss.isSum() || loss.kind().best() == Loss.Best.UNKNOWN) {
            return OptionalDouble.empty();
        }
        double mean = of(loss, labels, labels);
        return Double.isFinite(mean) && mean > 0 ? OptionalDouble.of(mean) : OptionalDouble.empty();
    }

    /** The mean loss, on some examples, of the constant that is best for all. */
    static double of(Loss loss, Matrix all, Matrix some) {
        return loss(loss, constant(loss, all, some.rows()), some);
    }

    /** The mean loss of these outputs. */
    static double loss(Loss loss, Matrix outputs, Matrix labels) {
        return LossFunction.of(loss).value(exact(outputs), exact(labels)).value(0);
    }

    /** The best constant for these labels, in so many rows. */
    private static Matrix constant(Loss loss, Matrix labels, int rows) {
        double[] constant = IntStream.range(0, labels.columns())
                .mapToDouble(j -> constant(loss, j, column(labels, j)))
                .toArray();
        double sum =
                loss.kind().best() == Loss.Best.SHARE ? Arrays.stream(constant).sum() : 1;
        double[] all = new double[rows * constant.length];
        Arrays.setAll(all, k -> constant[k % constant.length] / sum);
        return Matrix.of(rows, constant.length, all);
    }

    private static double constant(Loss loss, int j, double... column) {
        return switch (loss.kind().best()) {
            case MEAN -> mean(column);
            case SHARE -> loss.weights().map(weights -> weights.get(j)).orElse(1.0) * mean(column);
            case MEDIAN -> median(column);
            case UNKNOWN -> Double.NaN;
        };
    }

    private static Rounded exact(Matrix matrix) {
        return Rounded.exact(matrix, Rounding.of(Precision.FLOAT64));
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

    private static double mean(double... column) {
        return Arrays.stream(column).average().orElseThrow();
    }

    private static double median(double... column) {
        double[] sorted = column.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
