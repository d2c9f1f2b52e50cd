package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import java.util.Optional;

/**
 * The losses: of N examples, m outputs wide, a being the outputs and y the labels, w the weights of the outputs where there
 * are any. All are means over the N examples, and their gradients are of that mean; or sums, where the loss is one.
 *
 * <p>Squared and absolute errors, hinge and cross entropy are those of Goodfellow et al., Deep Learning, §3.13, §5.5, §6.2
 * and §7.2; squared hinge is Tang's (2013), the percentage error that of Hyndman and Koehler (2006), the cross entropy of a
 * reconstruction that of Vincent et al. (2008), Wasserstein the critic's loss of Arjovsky et al. (2017) with labels ±1.
 * Where a derivative does not exist, at a = y or y·a = 1, it is 0 here, and any subgradient agrees.
 */
public final class LossFunction {
    private final Loss loss;

    private LossFunction(Loss loss) {
        this.loss = loss;
    }

    /** The formulas of that loss. */
    public static LossFunction of(Loss loss) {
        return new LossFunction(loss);
    }

    /** The mean loss, 1 × 1. */
    public Rounded value(Rounded a, Rounded y) {
        return value(a, y, Optional.empty());
    }

    /** The mean loss, 1 × 1, over all N examples, of the labels that the mask lets count. */
    public Rounded value(Rounded a, Rounded y, Optional<Rounded> mask) {
        return mean(a, total(a, y, mask));
    }

    /** The loss before it is divided by {@link #divisors}. */
    Rounded total(Rounded a, Rounded y, Optional<Rounded> mask) {
        return masked(weighted(terms(a, y)), mask).sum();
    }

    /** What the loss and its gradient are divided by: N or 1, and m where the loss of an example is a mean too. */
    int[] divisors(Rounded a) {
        int n = loss.divisor(a.rows());
        return loss.kind().isMeanOverOutputs() ? new int[] {n, a.columns()} : new int[] {n};
    }

    private Rounded mean(Rounded a, Rounded sum) {
        Rounded mean = sum;
        for (int divisor : divisors(a)) {
            mean = mean.dividedBy(divisor);
        }
        return mean;
    }

    /** What each output contributes to its example's loss, before weights and the division by m; N × m. */
    private Rounded terms(Rounded a, Rounded y) {
        return switch (loss.kind()) {
            // (a − y)²
            case MSE, L2 -> square(a.minus(y));
            // ½(a − y)²
            case HALF_SQUARED_ERROR -> square(a.minus(y)).scaled(0.5);
            // |a − y|
            case L1, MEAN_ABSOLUTE_ERROR -> a.minus(y).map(Functions.ABS);
            // 100|a − y| / |y|
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR ->
                a.minus(y).map(Functions.ABS).over(y.map(Functions.ABS)).scaled(100);
            // ln²((1 + a) / (1 + y))
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> square(logRatio(a, y));
            // −y·ln a
            case MCXENT -> xlogy(y, a).scaled(-1);
            // −(y·ln a + (1 − y)·ln(1 − a))
            case XENT, RECONSTRUCTION_CROSSENTROPY ->
                xlogy(y, a).plus(xlogy(y.oneMinus(), a.oneMinus())).scaled(-1);
            // y·ln(y / a)
            case KL_DIVERGENCE -> xlogy(y, y.over(a));
            // −a·y / (‖a‖·‖y‖), the norms along each row
            case COSINE_PROXIMITY -> a.hadamard(y).over(norm(a)).over(norm(y)).scaled(-1);
            // max(0, 1 − y·a)
            case HINGE -> margin(a, y).map(Kinked.RELU);
            // max(0, 1 − y·a)²
            case SQUARED_HINGE -> square(margin(a, y).map(Kinked.RELU));
            // a − y·ln a
            case POISSON -> a.minus(xlogy(y, a));
            // y·a
            case WASSERSTEIN -> y.hadamard(a);
        };
    }

    /** dA = ∂loss/∂a, N × m. */
    public Rounded gradient(Rounded a, Rounded y) {
        return gradient(a, y, Optional.empty());
    }

    /** dA = ∂loss/∂a, N × m, of the labels that the mask lets count. */
    public Rounded gradient(Rounded a, Rounded y, Optional<Rounded> mask) {
        return mean(a, totalGradient(a, y, mask));
    }

    /** dA before it is divided by {@link #divisors}. */
    Rounded totalGradient(Rounded a, Rounded y, Optional<Rounded> mask) {
        return masked(weighted(slopes(a, y)), mask);
    }

    /** The derivative of the example's loss by each output, before weights and the division by m; N × m. */
    private Rounded slopes(Rounded a, Rounded y) {
        return switch (loss.kind()) {
            // 2(a − y)
            case MSE, L2 -> a.minus(y).scaled(2);
            // a − y
            case HALF_SQUARED_ERROR -> a.minus(y);
            // sign(a − y)
            case L1, MEAN_ABSOLUTE_ERROR -> a.minus(y).map(Kinks.SIGN);
            // 100·sign(a − y) / |y|
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR ->
                a.minus(y).map(Kinks.SIGN).over(y.map(Functions.ABS)).scaled(100);
            // 2·ln((1 + a) / (1 + y)) / (1 + a)
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> logRatio(a, y).scaled(2).over(a.onePlus());
            // −y / a
            case MCXENT, KL_DIVERGENCE -> zeroWhereZero(y, y.over(a)).scaled(-1);
            // (a − y) / (a(1 − a))
            case XENT, RECONSTRUCTION_CROSSENTROPY -> a.minus(y).over(a.hadamard(a.oneMinus()));
            case COSINE_PROXIMITY -> cosineSlope(a, y);
            // −y where 1 − y·a > 0, else 0
            case HINGE -> y.scaled(-1).hadamard(margin(a, y).map(Kinks.STEP));
            // −2y·max(0, 1 − y·a)
            case SQUARED_HINGE -> y.scaled(-2).hadamard(margin(a, y).map(Kinked.RELU));
            // 1 − y / a
            case POISSON -> zeroWhereZero(y, y.over(a)).oneMinus();
            // y
            case WASSERSTEIN -> y;
        };
    }

    /** (a·(a·y) − y·‖a‖²) / (‖y‖·‖a‖³), the inner product and the norms along each row. */
    private static Rounded cosineSlope(Rounded a, Rounded y) {
        Rounded norm = norm(a);
        Rounded squared = norm.hadamard(norm);
        Rounded inner = a.hadamard(y).rowSums();
        return a.hadamard(inner).minus(y.hadamard(squared)).over(norm(y)).over(norm.hadamard(squared));
    }

    /** dZ of the output layer in one formula, without a mask. */
    Rounded gradientThrough(Activation activation, Rounded z, Rounded y) {
        return gradientThrough(ActivationFunction.of(activation), z, y, Optional.empty());
    }

    /**
     * dZ of the output layer in one formula, for implementations that never compute dA. With softmax and cross entropy it
     * is (a·Σwy − wy) / N, where Σwy, along the row, is 1 for one-hot labels without weights; otherwise the two formulas one
     * after the other.
     */
    public Rounded gradientThrough(ActivationFunction f, Rounded z, Rounded y, Optional<Rounded> mask) {
        return mean(z, totalThrough(f, z, y, mask));
    }

    /** The same before it is divided by {@link #divisors}. */
    Rounded totalThrough(ActivationFunction f, Rounded z, Rounded y, Optional<Rounded> mask) {
        Rounded a = f.value(z);
        if (loss.kind() == Loss.Kind.MCXENT && f instanceof Softmax) {
            Rounded wy = masked(weighted(y), mask);
            return a.hadamard(wy.rowSums()).minus(wy);
        }
        return f.backward(z, totalGradient(a, y, mask));
    }

    /** Whether the labels are what the outputs should become, so that they have to be within reach. */
    public boolean labelsAreTargets() {
        return switch (loss.kind()) {
            case COSINE_PROXIMITY, WASSERSTEIN -> false;
            case MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    MCXENT,
                    XENT,
                    RECONSTRUCTION_CROSSENTROPY,
                    KL_DIVERGENCE,
                    HINGE,
                    SQUARED_HINGE,
                    POISSON -> true;
        };
    }

    /**
     * What the loss of one example cannot fall below, whatever the outputs within [low, high] are; empty where it has no
     * such limit.
     *
     * @param y the example's label, one number an output
     */
    public Optional<Double> lowestOnRange(double[] y, double low, double high) {
        double total = 0;
        for (int j = 0; j < y.length; j++) {
            double weight = loss.weights().isPresent() ? loss.weights().get().get(j) : 1;
            total += weight * lowest(y[j], Math.min(Math.max(y[j], low), high), low, high);
        }
        return Double.isFinite(total)
                ? Optional.of(loss.kind().isMeanOverOutputs() ? total / y.length : total)
                : Optional.empty();
    }

    /** The same of one output; nearest is the output nearest to its label. NaN where there is no limit. */
    private double lowest(double y, double nearest, double low, double high) {
        double distance = Math.abs(y - nearest);
        double margin = y == 0 ? 1 : Math.max(0, 1 - y * (y > 0 ? high : low));
        return switch (loss.kind()) {
            case MSE, L2 -> distance * distance;
            case HALF_SQUARED_ERROR -> distance * distance / 2;
            case L1, MEAN_ABSOLUTE_ERROR -> distance;
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> 100 * distance / Math.abs(y);
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> Math.pow(Math.log((1 + nearest) / (1 + y)), 2);
            case HINGE -> margin;
            case SQUARED_HINGE -> margin * margin;
            case POISSON -> y > 0 ? nearest - y * Math.log(nearest) : Double.NaN;
            case MCXENT, XENT, RECONSTRUCTION_CROSSENTROPY, KL_DIVERGENCE, COSINE_PROXIMITY, WASSERSTEIN -> Double.NaN;
        };
    }

    private Rounded weighted(Rounded each) {
        Optional<Matrix> weights = loss.weightRow();
        return weights.isPresent() ? each.hadamard(Rounded.constants(weights.get(), each.rounding())) : each;
    }

    /** Z of masked labels: 0, but where it is no number, which an implementation may pass on, it stays none. */
    static Rounded maskedInput(Rounded z, Optional<Rounded> mask) {
        Rounded result = masked(z, mask);
        for (int k = 0; k < z.size(); k++) {
            if (!Double.isFinite(z.value(k))) {
                result.set(k, Double.NaN, 0);
            }
        }
        return result;
    }

    /** What is masked is 0, whatever it came to. */
    static Rounded masked(Rounded each, Optional<Rounded> mask) {
        if (mask.isEmpty()) {
            return each;
        }
        Rounded wide = each.filled(1).hadamard(mask.get());
        return zeroWhereZero(wide, each.hadamard(wide));
    }

    /** Whether an output of the example has a share in what another one adds to its loss. */
    boolean joinsOutputs() {
        return loss.kind() == Loss.Kind.COSINE_PROXIMITY;
    }

    private static Rounded square(Rounded d) {
        return d.hadamard(d);
    }

    private static Rounded logRatio(Rounded a, Rounded y) {
        return a.onePlus().over(y.onePlus()).map(Functions.LOG);
    }

    private static Rounded margin(Rounded a, Rounded y) {
        return y.hadamard(a).oneMinus();
    }

    private static Rounded norm(Rounded rows) {
        return square(rows).rowSums().map(Functions.SQRT);
    }

    private static Rounded xlogy(Rounded y, Rounded a) {
        return zeroWhereZero(y, y.hadamard(a.map(Functions.LOG)));
    }

    /** y·ln a or y / a, which is 0 where y is 0 whatever a is. */
    static Rounded zeroWhereZero(Rounded y, Rounded product) {
        for (int k = 0; k < product.size(); k++) {
            int label = y.size() == 1 ? 0 : k;
            if (y.value(label) == 0 && y.error(label) == 0) {
                product.set(k, 0, 0);
            }
        }
        return product;
    }
}
