package chalkline.dl4j.defects;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import java.util.Optional;

/** The losses as Deeplearning4j computes them: with what it clips, and reconstruction cross entropy as the divergence. */
record ImitatedLoss(Loss loss, Precision precision, Optional<Matrix> mask) {
    private static final double LEAST = 1e-5;

    /** One output's term, or slope, and how large what it is made of is. */
    private record Number(double value, double size) {
        static Number of(double value) {
            return new Number(value, Math.abs(value));
        }
    }

    /** What is wrong with it; empty where nothing is. */
    Optional<String> defect() {
        return switch (loss.kind()) {
            case XENT -> Optional.of("xent clips outputs to 1e-5");
            case MCXENT -> Optional.of("mcxent clips outputs to 1e-10");
            case KL_DIVERGENCE -> Optional.of("kl-divergence clips outputs and labels to 1e-5");
            case RECONSTRUCTION_CROSSENTROPY -> Optional.of("reconstruction-crossentropy is taken for kl-divergence");
            case COSINE_PROXIMITY -> Optional.of("cosine-proximity clips norms to 1e-5");
            case POISSON -> Optional.of("poisson takes the logarithm of 0");
            case MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    HINGE,
                    SQUARED_HINGE,
                    WASSERSTEIN -> Optional.empty();
        };
    }

    /** The mean over the examples. */
    Foretold mean(Matrix a, Matrix y) {
        double sum = 0;
        double size = 0;
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                Number term = term(a, y, i, j);
                if (isMasked(i, j)) {
                    // Times 0, which makes 0 of numbers alone.
                    sum += 0 * term.value();
                    continue;
                }
                // What leaves the precision is an infinity.
                sum += r(weight(j) * term.value());
                size += weight(j) * term.size();
            }
        }
        double mean = sum / a.rows();
        double error = (a.size() + 32) * precision.unitRoundoff() * size / a.rows() + precision.smallestNormal();
        return Foretold.of(1, k -> mean, k -> error);
    }

    /** dA, of the mean. */
    Foretold gradient(Matrix a, Matrix y) {
        int m = a.columns();
        return Foretold.of(
                a.size(),
                k -> isMasked(k / m, k % m)
                        ? 0
                        : weight(k % m) * slope(a, y, k / m, k % m).value() / a.rows(),
                k -> (isMasked(k / m, k % m) ? 0 : gradientError(a, y, k)) + precision.smallestNormal());
    }

    private double gradientError(Matrix a, Matrix y, int k) {
        int m = a.columns();
        double size = weight(k % m) * slope(a, y, k / m, k % m).size() / a.rows();
        return (2 * m + 32) * precision.unitRoundoff() * size;
    }

    private boolean isMasked(int i, int j) {
        return mask.isPresent() && mask.get().get(i, mask.get().columns() == 1 ? 0 : j) == 0;
    }

    private double weight(int j) {
        return loss.weights().map(weights -> precision.cast(weights.get(j))).orElse(1.0);
    }

    private static double clipped(double x, double least, double most) {
        return Math.min(most, Math.max(least, x));
    }

    private Number term(Matrix outputs, Matrix labels, int i, int j) {
        double a = outputs.get(i, j);
        double y = labels.get(i, j);
        int m = outputs.columns();
        double d = a - y;
        double hinge = Math.max(0, 1 - a * y);
        return switch (loss.kind()) {
            case MSE -> Number.of(d * d / m);
            case L2 -> Number.of(d * d);
            case HALF_SQUARED_ERROR -> Number.of(d * d / 2);
            case L1 -> Number.of(Math.abs(d));
            case MEAN_ABSOLUTE_ERROR -> Number.of(Math.abs(d) / m);
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> Number.of(100 * Math.abs(d / y) / m);
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> {
                double ratio = Math.log((1 + a) / (1 + y));
                yield new Number(ratio * ratio / m, (Math.abs(ratio) + 1) * (Math.abs(ratio) + 1) / m);
            }
            case MCXENT -> Number.of(-y * Math.log(clipped(a, r(1e-10), r(1 - 1e-10))));
            case XENT -> {
                double c = clipped(a, r(LEAST), r(1 - LEAST));
                yield new Number(
                        -(y * Math.log(c) + (1 - y) * Math.log(1 - c)),
                        Math.abs(y * Math.log(c)) + Math.abs((1 - y) * Math.log(1 - c)) + 2 * Math.abs(1 - y));
            }
            case KL_DIVERGENCE, RECONSTRUCTION_CROSSENTROPY -> {
                // What is no number becomes the least.
                double c = a > r(LEAST) ? Math.min(1, a) : r(LEAST);
                double t = clipped(y, r(LEAST), 1);
                yield new Number(t * Math.log(t / c), t * Math.abs(Math.log(t / c)) + t);
            }
            case COSINE_PROXIMITY ->
                Number.of(-a * y / Math.max(norm(outputs, i), r(LEAST)) / Math.max(norm(labels, i), r(LEAST)));
            case HINGE -> new Number(hinge, 1 + Math.abs(a * y));
            case SQUARED_HINGE -> new Number(hinge * hinge, Math.pow(1 + Math.abs(a * y), 2));
            case POISSON -> new Number(a - y * Math.log(a), Math.abs(a) + Math.abs(y * Math.log(a)));
            case WASSERSTEIN -> Number.of(a * y / m);
        };
    }

    private double r(double x) {
        return precision.cast(x);
    }

    /** Of the kinds that are defective. */
    private Number slope(Matrix outputs, Matrix labels, int i, int j) {
        double a = outputs.get(i, j);
        double y = labels.get(i, j);
        return switch (loss.kind()) {
            case XENT -> {
                double c = clipped(a, r(LEAST), r(1 - LEAST));
                yield Number.of((c - y) / (c * (1 - c)));
            }
            case MCXENT, KL_DIVERGENCE, RECONSTRUCTION_CROSSENTROPY -> Number.of(-y / a);
            case COSINE_PROXIMITY -> cosine(outputs, labels, i, j);
            case POISSON -> new Number(1 - y / a, 1 + Math.abs(y / a));
            case MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    HINGE,
                    SQUARED_HINGE,
                    WASSERSTEIN ->
                throw new IllegalArgumentException("no defect is known of the gradient of " + loss.label());
        };
    }

    /** The square of the norm is clipped by itself. */
    private Number cosine(Matrix outputs, Matrix labels, int i, int j) {
        double inner = 0;
        double size = 0;
        for (int k = 0; k < outputs.columns(); k++) {
            inner += outputs.get(i, k) * labels.get(i, k);
            size += Math.abs(outputs.get(i, k) * labels.get(i, k));
        }
        double norm = norm(outputs, i);
        double below = Math.max(norm(labels, i), r(LEAST)) * Math.max(norm, r(LEAST)) * Math.max(norm * norm, r(LEAST));
        double a = outputs.get(i, j);
        double y = labels.get(i, j);
        return new Number(
                (a * inner - y * norm * norm) / below, (Math.abs(a) * size + Math.abs(y) * norm * norm) / below);
    }

    private static double norm(Matrix matrix, int row) {
        double squares = 0;
        for (int k = 0; k < matrix.columns(); k++) {
            squares += matrix.get(row, k) * matrix.get(row, k);
        }
        return Math.sqrt(squares);
    }
}
