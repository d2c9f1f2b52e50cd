package chalkline.direct;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Network;
import java.util.Arrays;

/**
 * The loss of one example and the way back from it, a being its m outputs, y its labels, w the weights of the outputs: worked in
 * double whatever the network computes in, and not yet divided by N, nor by m where the loss is a mean over the outputs.
 *
 * <p>Through softmax and the sigmoid the losses with a logarithm go from the labels to dZ at once, so that nothing is divided by
 * an output that is as good as 0; and where an output is 0 only because it underflowed, its logarithm is taken of Z.
 */
final class OutputLoss {
    private final Loss.Kind loss;
    private final Activation.Kind f;
    private final double[] weights;
    private final boolean fused;
    final int outputs;
    /** Of the example at hand: a row of Z, of A, of the labels, and of what comes of them, dA or dZ. */
    final double[] z;

    final double[] a;
    final double[] y;
    final double[] d;
    /** 1, or 0 of a label that is masked. */
    final double[] counts;

    OutputLoss(Network network) {
        this.loss = network.loss().kind();
        this.f = network.layer(network.depth()).activation().kind();
        this.outputs = network.outputs();
        this.weights = new double[outputs];
        Arrays.setAll(
                weights, j -> network.loss().weights().map(each -> each.get(j)).orElse(1.0));
        this.fused = switch (loss) {
            case MCXENT, KL_DIVERGENCE, POISSON -> f == Activation.Kind.SOFTMAX || f == Activation.Kind.SIGMOID;
            case XENT, RECONSTRUCTION_CROSSENTROPY -> f == Activation.Kind.SIGMOID;
            default -> false;
        };
        this.z = new double[outputs];
        this.a = new double[outputs];
        this.y = new double[outputs];
        this.d = new double[outputs];
        this.counts = new double[outputs];
    }

    /** Whether the way back has dZ and no dA. */
    boolean isFused() {
        return fused;
    }

    /** Whether an output has a share in what becomes of another one. */
    boolean joinsOutputs() {
        return f == Activation.Kind.SOFTMAX || loss == Loss.Kind.COSINE_PROXIMITY;
    }

    /** What the loss of an example is divided by, and its gradient: 1, or the number of outputs. */
    int divisor() {
        return loss.isMeanOverOutputs() ? outputs : 1;
    }

    /** The loss of the example; d becomes dZ where {@link #isFused}, else dA. */
    double go() {
        double sum = 0;
        if (loss == Loss.Kind.COSINE_PROXIMITY) {
            return cosine();
        }
        for (int j = 0; j < outputs; j++) {
            sum += counts[j] == 0 ? 0 : weights[j] * value(j);
            d[j] = fused || counts[j] == 0 ? 0 : weights[j] * slope(j);
        }
        if (fused) {
            throughOutput();
        }
        return sum;
    }

    private double value(int j) {
        return switch (loss) {
            case MSE, L2 -> (a[j] - y[j]) * (a[j] - y[j]);
            case HALF_SQUARED_ERROR -> (a[j] - y[j]) * (a[j] - y[j]) / 2;
            case L1, MEAN_ABSOLUTE_ERROR -> Math.abs(a[j] - y[j]);
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> 100 * Math.abs(a[j] - y[j]) / Math.abs(y[j]);
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> logRatio(j) * logRatio(j);
            // −y·ln a
            case MCXENT -> -timesLn(y[j], j);
            // −y·ln a − (1 − y)·ln(1 − a)
            case XENT, RECONSTRUCTION_CROSSENTROPY -> -timesLn(y[j], j) - timesLnOfNot(1 - y[j], j);
            // y·ln(y / a)
            case KL_DIVERGENCE -> y[j] == 0 ? 0 : y[j] * (Math.log(y[j]) - ln(j));
            case HINGE -> Math.max(0, 1 - y[j] * a[j]);
            case SQUARED_HINGE -> Math.max(0, 1 - y[j] * a[j]) * Math.max(0, 1 - y[j] * a[j]);
            case POISSON -> a[j] - timesLn(y[j], j);
            case WASSERSTEIN -> y[j] * a[j];
            case COSINE_PROXIMITY -> throw new IllegalStateException("the outputs go together");
        };
    }

    /** ∂/∂a of the value. */
    private double slope(int j) {
        return switch (loss) {
            case MSE, L2 -> 2 * (a[j] - y[j]);
            case HALF_SQUARED_ERROR -> a[j] - y[j];
            case L1, MEAN_ABSOLUTE_ERROR -> Math.signum(a[j] - y[j]);
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> 100 * Math.signum(a[j] - y[j]) / Math.abs(y[j]);
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> 2 * logRatio(j) / (1 + a[j]);
            case MCXENT, KL_DIVERGENCE -> y[j] == 0 ? 0 : -y[j] / a[j];
            case XENT, RECONSTRUCTION_CROSSENTROPY -> (a[j] - y[j]) / (a[j] * (1 - a[j]));
            case HINGE -> 1 - y[j] * a[j] > 0 ? -y[j] : 0;
            case SQUARED_HINGE -> -2 * y[j] * Math.max(0, 1 - y[j] * a[j]);
            case POISSON -> y[j] == 0 ? 1 : 1 - y[j] / a[j];
            case WASSERSTEIN -> y[j];
            case COSINE_PROXIMITY -> throw new IllegalStateException("the outputs go together");
        };
    }

    /**
     * dZ: with s = w·a·∂loss/∂a, that is −wy, or of Poisson w(a − y), it is s − a·Σs through softmax and s·(1 − a) through the
     * sigmoid; of both y and 1 − y it is w((1 − y)·a − y·(1 − a)).
     */
    private void throughOutput() {
        double total = 0;
        for (int j = 0; j < outputs; j++) {
            double not = f == Activation.Kind.SIGMOID ? ElementFunction.sigmoid(-z[j]) : 0;
            double s = switch (loss) {
                case XENT, RECONSTRUCTION_CROSSENTROPY -> (1 - y[j]) * a[j] - y[j] * not;
                case POISSON -> f == Activation.Kind.SIGMOID ? (a[j] - y[j]) * not : a[j] - y[j];
                default -> f == Activation.Kind.SIGMOID ? -y[j] * not : -y[j];
            };
            d[j] = counts[j] == 0 ? 0 : weights[j] * s;
            total += d[j];
        }
        if (f == Activation.Kind.SOFTMAX) {
            for (int j = 0; j < outputs; j++) {
                d[j] -= a[j] * total;
            }
        }
    }

    /** −Σay / (‖a‖·‖y‖), and its gradient (a·Σay − y·Σa²) / (‖y‖·‖a‖·Σa²), of those that count. */
    private double cosine() {
        double counting = 0;
        double ay = 0;
        double aa = 0;
        double yy = 0;
        for (int j = 0; j < outputs; j++) {
            counting += counts[j] == 0 ? 0 : a[j] * y[j];
            ay += a[j] * y[j];
            aa += a[j] * a[j];
            yy += y[j] * y[j];
        }
        double norms = Math.sqrt(aa) * Math.sqrt(yy);
        for (int j = 0; j < outputs; j++) {
            d[j] = counts[j] == 0 ? 0 : (a[j] * ay - y[j] * aa) / (norms * aa);
        }
        return counting == 0 ? 0 : -counting / norms;
    }

    private double logRatio(int j) {
        return Math.log((1 + a[j]) / (1 + y[j]));
    }

    /** label·ln a, which is 0 where the label is. */
    private double timesLn(double label, int j) {
        return label == 0 ? 0 : label * ln(j);
    }

    /** label·ln(1 − a), which is 0 where the label is. */
    private double timesLnOfNot(double label, int j) {
        return label == 0 ? 0 : label * lnOfNot(j);
    }

    /** ln a. */
    private double ln(int j) {
        if (a[j] > 0 || !fused) {
            return Math.log(a[j]);
        }
        return f == Activation.Kind.SIGMOID ? -ElementFunction.softplus(-z[j]) : lnOfSoftmax(j);
    }

    /** ln(1 − a). */
    private double lnOfNot(int j) {
        return a[j] < 1 || !fused ? Math.log(1 - a[j]) : -ElementFunction.softplus(z[j]);
    }

    /** z − max − ln Σ eᶻ⁻ᵐᵃˣ. */
    private double lnOfSoftmax(int j) {
        double max = Double.NEGATIVE_INFINITY;
        for (double each : z) {
            max = Math.max(max, each);
        }
        double sum = 0;
        for (double each : z) {
            sum += Math.exp(each - max);
        }
        return z[j] - max - Math.log(sum);
    }
}
