package chalkline.dl4j.known;

import chalkline.network.Loss;
import chalkline.network.Loss.Kind;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.reference.LossFunction;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import java.util.Optional;

/**
 * A loss as Deeplearning4j computes it: the textbook's over what Deeplearning4j clips, with NaN where it takes 0·ln 0 or
 * 0 / 0, and of reconstruction cross entropy the divergence.
 */
final class LossImitation {
    private static final double LEAST = 1e-5;
    private static final double LEAST_OF_SOFTMAX = 1e-10;

    private final Loss loss;
    private final Precision precision;
    private final Optional<Matrix> mask;

    LossImitation(Loss loss, Precision precision, Optional<Matrix> mask) {
        this.loss = loss.kind() == Kind.RECONSTRUCTION_CROSSENTROPY
                ? new Loss(Kind.KL_DIVERGENCE, loss.weights(), loss.isSum())
                : loss;
        this.precision = precision;
        this.mask = mask;
    }

    /** The mean over the examples. */
    Foretold mean(Matrix a, Matrix y) {
        if (loss.kind() == Kind.COSINE_PROXIMITY) {
            return cosine(a, y);
        }
        boolean lost = loss.kind() == Kind.POISSON && anyZeroLogZero(a, y) || anyMaskedNotFinite(a, y);
        Rounded mean = LossFunction.of(loss).value(exact(outputs(a)), exact(labels(y)), mask.map(this::exact));
        // Logarithms of outputs near 1, and of quotients, carry roundings of 1.
        double rounding = (a.size() + 32) * precision.unitRoundoff() * (Math.abs(mean.value(0)) + 1);
        return Foretold.of(
                1,
                k -> lost ? Double.NaN : precision.cast(mean.value(0)),
                k -> 2 * mean.error(0) + rounding + precision.smallestNormal());
    }

    /** dA, of the mean. */
    Foretold gradient(Matrix a, Matrix y) {
        int m = a.columns();
        return Foretold.of(
                a.size(),
                k -> isMasked(k / m, k % m) ? 0 : weight(k % m) * slope(a, y, k / m, k % m) / loss.divisor(a.rows()),
                k -> precision.smallestNormal()
                        + (isMasked(k / m, k % m)
                                ? 0
                                : (2 * m + 32)
                                        * precision.unitRoundoff()
                                        * weight(k % m)
                                        * slopeSize(a, y, k / m, k % m)
                                        / loss.divisor(a.rows())));
    }

    private Rounded exact(Matrix matrix) {
        return Rounded.exact(matrix, Rounding.of(precision));
    }

    private Matrix outputs(Matrix a) {
        return switch (loss.kind()) {
            case MCXENT -> clipped(a, LEAST_OF_SOFTMAX, 1 - LEAST_OF_SOFTMAX);
            case XENT -> clipped(a, LEAST, 1 - LEAST);
            case KL_DIVERGENCE -> clipped(a, LEAST, 1);
            case MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    RECONSTRUCTION_CROSSENTROPY,
                    COSINE_PROXIMITY,
                    HINGE,
                    SQUARED_HINGE,
                    POISSON,
                    WASSERSTEIN -> a;
        };
    }

    private Matrix labels(Matrix y) {
        return loss.kind() == Kind.KL_DIVERGENCE ? clipped(y, LEAST, 1) : y;
    }

    /** NaN becomes the least. */
    private Matrix clipped(Matrix matrix, double least, double most) {
        double[] values = matrix.toArray();
        double low = precision.cast(least);
        for (int k = 0; k < values.length; k++) {
            values[k] = values[k] > low ? Math.min(precision.cast(most), values[k]) : low;
        }
        return Matrix.of(matrix.rows(), matrix.columns(), values);
    }

    private boolean isMasked(int i, int j) {
        return mask.isPresent() && mask.get().get(i, mask.get().columns() == 1 ? 0 : j) == 0;
    }

    private double weight(int j) {
        return loss.weights().map(weights -> precision.cast(weights.get(j))).orElse(1.0);
    }

    private static boolean anyZeroLogZero(Matrix a, Matrix y) {
        for (int k = 0; k < a.size(); k++) {
            if (a.get(k) == 0 && y.get(k) == 0) {
                return true;
            }
        }
        return false;
    }

    /** What is masked is multiplied by 0, which makes 0 of numbers alone. */
    private boolean anyMaskedNotFinite(Matrix a, Matrix y) {
        for (int k = 0; k < a.size() && mask.isPresent(); k++) {
            if (isMasked(k / a.columns(), k % a.columns()) && !Double.isFinite(a.get(k) * y.get(k))) {
                return true;
            }
        }
        return false;
    }

    private double slope(Matrix outputs, Matrix labels, int i, int j) {
        double a = outputs.get(i, j);
        double y = labels.get(i, j);
        return switch (loss.kind()) {
            case XENT -> {
                double c = outputs(outputs).get(i, j);
                yield (c - y) / (c * (1 - c));
            }
            case MCXENT, KL_DIVERGENCE -> -y / a;
            case POISSON -> 1 - y / a;
            case COSINE_PROXIMITY -> cosineSlope(outputs, labels, i, j, false);
            case MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    RECONSTRUCTION_CROSSENTROPY,
                    HINGE,
                    SQUARED_HINGE,
                    WASSERSTEIN -> Double.NaN;
        };
    }

    private double slopeSize(Matrix outputs, Matrix labels, int i, int j) {
        return switch (loss.kind()) {
            case POISSON -> 1 + Math.abs(labels.get(i, j) / outputs.get(i, j));
            case COSINE_PROXIMITY -> cosineSlope(outputs, labels, i, j, true);
            case XENT,
                    MCXENT,
                    KL_DIVERGENCE,
                    MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    RECONSTRUCTION_CROSSENTROPY,
                    HINGE,
                    SQUARED_HINGE,
                    WASSERSTEIN -> Math.abs(slope(outputs, labels, i, j));
        };
    }

    /** −a·y / (‖a‖·‖y‖), each norm at least 1e-5. */
    private Foretold cosine(Matrix a, Matrix y) {
        double sum = 0;
        double size = 0;
        for (int i = 0; i < a.rows(); i++) {
            double below = Math.max(norm(a, i), precision.cast(LEAST)) * Math.max(norm(y, i), precision.cast(LEAST));
            for (int j = 0; j < a.columns(); j++) {
                double term = -weight(j) * a.get(i, j) * y.get(i, j) / below;
                // What is masked is multiplied by 0, which makes 0 of numbers alone.
                sum += isMasked(i, j) ? 0 * term : precision.cast(term);
                size += isMasked(i, j) ? 0 : Math.abs(term);
            }
        }
        double mean = sum / loss.divisor(a.rows());
        double error =
                (a.size() + 32) * precision.unitRoundoff() * size / loss.divisor(a.rows()) + precision.smallestNormal();
        return Foretold.of(1, k -> mean, k -> error);
    }

    /** (a·(a·y) − y·‖a‖²) / (‖y‖·‖a‖·‖a‖²), of which each norm, and the square by itself, is at least 1e-5. */
    private double cosineSlope(Matrix outputs, Matrix labels, int i, int j, boolean ofSizes) {
        double inner = 0;
        double size = 0;
        for (int k = 0; k < outputs.columns(); k++) {
            inner += outputs.get(i, k) * labels.get(i, k);
            size += Math.abs(outputs.get(i, k) * labels.get(i, k));
        }
        double norm = norm(outputs, i);
        double least = precision.cast(LEAST);
        double below = Math.max(norm(labels, i), least) * Math.max(norm, least) * Math.max(norm * norm, least);
        double a = outputs.get(i, j);
        double y = labels.get(i, j);
        return ofSizes
                ? (Math.abs(a) * size + Math.abs(y) * norm * norm) / below
                : (a * inner - y * norm * norm) / below;
    }

    private static double norm(Matrix matrix, int row) {
        double squares = 0;
        for (int k = 0; k < matrix.columns(); k++) {
            squares += matrix.get(row, k) * matrix.get(row, k);
        }
        return Math.sqrt(squares);
    }
}
