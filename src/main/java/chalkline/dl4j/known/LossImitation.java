package chalkline.dl4j.known;

import chalkline.network.Loss;
import chalkline.network.Loss.Kind;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.reference.LossFunction;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A loss as Deeplearning4j computes it: the textbook's over what Deeplearning4j clips, with NaN where it takes 0·ln 0 or
 * 0 / 0, and of reconstruction cross entropy the divergence.
 */
final class LossImitation {
    private static final double LEAST = 1e-5;
    private static final double LEAST_OF_SOFTMAX = 1e-10;

    /** What numbers are kept within. */
    private record Clip(double least, double most) {}

    /** What an output adds to the gradient; both as it is and as it is clipped for the loss. */
    @FunctionalInterface
    private interface Slope {
        double at(double a, double clipped, double y);
    }

    private static final Map<Kind, Clip> CLIPS = Map.of(
            Kind.MCXENT, new Clip(LEAST_OF_SOFTMAX, 1 - LEAST_OF_SOFTMAX),
            Kind.XENT, new Clip(LEAST, 1 - LEAST),
            Kind.KL_DIVERGENCE, new Clip(LEAST, 1));

    private static final Map<Kind, Slope> SLOPES = Map.of(
            Kind.MCXENT, (a, clipped, y) -> -y / a,
            Kind.XENT, (a, clipped, y) -> (clipped - y) / (clipped * (1 - clipped)),
            Kind.KL_DIVERGENCE, (a, clipped, y) -> -y / a,
            Kind.POISSON, (a, clipped, y) -> 1 - y / a);

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
        return clipped(a, CLIPS.get(loss.kind()));
    }

    private Matrix labels(Matrix y) {
        return clipped(y, loss.kind() == Kind.KL_DIVERGENCE ? CLIPS.get(loss.kind()) : null);
    }

    private Matrix clipped(Matrix matrix, Clip to) {
        double[] values =
                Arrays.stream(matrix.toArray()).map(x -> clipped(x, to)).toArray();
        return Matrix.of(matrix.rows(), matrix.columns(), values);
    }

    /** NaN becomes the least. */
    private double clipped(double value, Clip to) {
        if (to == null) {
            return value;
        }
        double low = precision.cast(to.least);
        return value > low ? Math.min(precision.cast(to.most), value) : low;
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
        if (loss.kind() == Kind.COSINE_PROXIMITY) {
            return cosineSlope(outputs, labels, i, j, false);
        }
        double a = outputs.get(i, j);
        return SLOPES.get(loss.kind()).at(a, clipped(a, CLIPS.get(loss.kind())), labels.get(i, j));
    }

    private double slopeSize(Matrix outputs, Matrix labels, int i, int j) {
        if (loss.kind() == Kind.COSINE_PROXIMITY) {
            return cosineSlope(outputs, labels, i, j, true);
        }
        double slope = Math.abs(slope(outputs, labels, i, j));
        // 1 − y / a is a sum of two.
        return loss.kind() == Kind.POISSON ? 1 + Math.abs(labels.get(i, j) / outputs.get(i, j)) : slope;
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
