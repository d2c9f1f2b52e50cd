package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Loss;
import java.util.Optional;

/**
 * The losses: of N examples, m outputs wide, a being the outputs and y the labels. All are means over the N examples, and
 * their gradients are of that mean.
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
        Rounded total = switch (loss) {
            // Σ(a − y)² / m
            case MSE -> squares(a.minus(y)).dividedBy(a.columns());
            // Σ(a − y)²
            case L2 -> squares(a.minus(y));
            // ½Σ(a − y)²
            case HALF_SQUARED_ERROR -> squares(a.minus(y)).scaled(0.5);
            // −Σ y·ln a
            case MCXENT -> xlogy(y, a).sum().scaled(-1);
            // −Σ(y·ln a + (1 − y)·ln(1 − a))
            case XENT ->
                xlogy(y, a).plus(xlogy(y.oneMinus(), a.oneMinus())).sum().scaled(-1);
        };
        return total.dividedBy(a.rows());
    }

    /** dA = ∂loss/∂a, N × m. */
    public Rounded gradient(Rounded a, Rounded y) {
        Rounded each = switch (loss) {
            // 2(a − y) / m
            case MSE -> a.minus(y).scaled(2).dividedBy(a.columns());
            // 2(a − y)
            case L2 -> a.minus(y).scaled(2);
            // a − y
            case HALF_SQUARED_ERROR -> a.minus(y);
            // −y / a
            case MCXENT -> y.over(a).scaled(-1);
            // (a − y) / (a(1 − a))
            case XENT -> a.minus(y).over(a.hadamard(a.oneMinus()));
        };
        return each.dividedBy(a.rows());
    }

    /**
     * dZ of the output layer in one formula, for implementations that never compute dA. With softmax and cross entropy it
     * is (a·Σy − y) / N, where Σy, along the row, is 1 for one-hot labels; otherwise the two formulas one after the other.
     */
    public Rounded gradientThrough(Activation activation, Rounded z, Rounded y) {
        ActivationFunction f = ActivationFunction.of(activation);
        Rounded a = f.value(z);
        if (loss == Loss.MCXENT && activation.kind() == Activation.Kind.SOFTMAX) {
            return a.hadamard(y.rowSums()).minus(y).dividedBy(a.rows());
        }
        return f.backward(z, gradient(a, y));
    }

    /**
     * What the loss of one example cannot fall below, whatever the outputs within [low, high] are; empty where it has no
     * such limit.
     *
     * @param y the example's label, one number an output
     */
    public Optional<Double> lowestOnRange(double[] y, double low, double high) {
        double squares = 0;
        for (double label : y) {
            double distance = label - Math.min(Math.max(label, low), high);
            squares += distance * distance;
        }
        return switch (loss) {
            case MSE -> Optional.of(squares / y.length);
            case L2 -> Optional.of(squares);
            case HALF_SQUARED_ERROR -> Optional.of(squares / 2);
            case MCXENT, XENT -> Optional.empty();
        };
    }

    private static Rounded squares(Rounded d) {
        return d.hadamard(d).sum();
    }

    private static Rounded xlogy(Rounded y, Rounded a) {
        return zeroWhereZero(y, y.hadamard(a.map(Functions.LOG)));
    }

    /** y·ln a, which is 0 where y is 0 whatever a is. */
    static Rounded zeroWhereZero(Rounded y, Rounded product) {
        for (int k = 0; k < product.size(); k++) {
            if (y.value(k) == 0 && y.error(k) == 0) {
                product.set(k, 0, 0);
            }
        }
        return product;
    }
}
