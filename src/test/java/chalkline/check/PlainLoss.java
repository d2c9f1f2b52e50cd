package chalkline.check;

import chalkline.network.Loss;
import chalkline.network.Precision;
import java.util.function.IntToDoubleFunction;

/** The losses written down without the reference, one example at a time, every operation rounded to the precision. */
record PlainLoss(Loss loss, Precision precision) {

    private double r(double x) {
        return precision.cast(x);
    }

    private double ln(double x) {
        return r(Math.log(x));
    }

    /** What each output adds to the loss of its example. */
    double[] terms(double[] a, double[] y) {
        double na = norm(a);
        double ny = norm(y);
        return each(a, j -> {
            double d = r(a[j] - y[j]);
            double hinge = Math.max(0, r(1 - r(a[j] * y[j])));
            double ratio = ln(r(r(1 + a[j]) / r(1 + y[j])));
            return switch (loss.kind()) {
                case MSE, L2 -> r(d * d);
                case HALF_SQUARED_ERROR -> r(d * d) / 2;
                case L1, MEAN_ABSOLUTE_ERROR -> Math.abs(d);
                case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> r(r(100.0 / a.length) * Math.abs(r(d / y[j])));
                case MEAN_SQUARED_LOGARITHMIC_ERROR -> r(ratio * ratio);
                case MCXENT -> y[j] == 0 ? 0 : r(-y[j] * ln(a[j]));
                case XENT, RECONSTRUCTION_CROSSENTROPY ->
                    r((y[j] == 0 ? 0 : r(-y[j] * ln(a[j]))) - (y[j] == 1 ? 0 : r(r(1 - y[j]) * ln(r(1 - a[j])))));
                case KL_DIVERGENCE -> y[j] == 0 ? 0 : r(y[j] * ln(r(y[j] / a[j])));
                case COSINE_PROXIMITY -> -r(r(r(a[j] * y[j]) / na) / ny);
                case HINGE -> hinge;
                case SQUARED_HINGE -> r(hinge * hinge);
                case POISSON -> y[j] == 0 ? a[j] : r(a[j] - r(y[j] * ln(a[j])));
                case WASSERSTEIN -> r(a[j] * y[j]);
            };
        });
    }

    /** ∂ the loss of the example by each output. */
    double[] slopes(double[] a, double[] y) {
        double na = norm(a);
        double ny = norm(y);
        double inner = inner(a, y);
        return each(a, j -> {
            double d = r(a[j] - y[j]);
            double hinge = r(1 - r(a[j] * y[j]));
            double ratio = ln(r(r(1 + a[j]) / r(1 + y[j])));
            return switch (loss.kind()) {
                case MSE, L2 -> 2 * d;
                case HALF_SQUARED_ERROR -> d;
                case L1, MEAN_ABSOLUTE_ERROR -> Math.signum(d);
                case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> r(r(Math.signum(d) / Math.abs(y[j])) * r(100.0 / a.length));
                case MEAN_SQUARED_LOGARITHMIC_ERROR -> r(r(2 / r(1 + a[j])) * ratio);
                case MCXENT, KL_DIVERGENCE -> y[j] == 0 ? 0 : r(-y[j] / a[j]);
                case XENT, RECONSTRUCTION_CROSSENTROPY -> r(d / r(a[j] * r(1 - a[j])));
                case COSINE_PROXIMITY -> {
                    double numerator = r(r(a[j] * inner) - r(y[j] * r(na * na)));
                    yield r(r(numerator / ny) / r(na * r(na * na)));
                }
                case HINGE -> hinge > 0 ? -y[j] : 0;
                case SQUARED_HINGE -> hinge > 0 ? -2 * r(y[j] * hinge) : 0;
                case POISSON -> y[j] == 0 ? 1 : r(1 - r(y[j] / a[j]));
                case WASSERSTEIN -> y[j];
            };
        });
    }

    /** With the weights, and divided by the number of outputs where the loss is their mean. */
    private double[] each(double[] a, IntToDoubleFunction term) {
        double[] result = new double[a.length];
        boolean divided = loss.kind().isMeanOverOutputs() && loss.kind() != Loss.Kind.MEAN_ABSOLUTE_PERCENTAGE_ERROR;
        for (int j = 0; j < a.length; j++) {
            double value = term.applyAsDouble(j);
            double weighted = loss.weights().isPresent()
                    ? r(value * r(loss.weights().get().get(j)))
                    : value;
            result[j] = divided ? r(weighted / a.length) : weighted;
        }
        return result;
    }

    private double inner(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum = r(sum + r(a[j] * b[j]));
        }
        return sum;
    }

    private double norm(double[] a) {
        return r(Math.sqrt(inner(a, a)));
    }
}
