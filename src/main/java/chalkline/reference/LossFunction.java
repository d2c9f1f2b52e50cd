package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.Loss;
import chalkline.network.StepId;
import java.util.Optional;

/**
 * What is to be known of a loss besides its formulas, which {@link LossFormulas} has: of N examples, m outputs wide, a being
 * the outputs and y the labels. All are means over the N examples, and their gradients are of that mean; or
 * sums, where the loss is one.
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

    /** The mean loss of outputs a with labels y, 1 × 1. */
    public Rounded value(Rounded a, Rounded y) {
        return value(a, y, Optional.empty());
    }

    /** The mean loss, 1 × 1, over all N examples, of the labels that the mask lets count. */
    public Rounded value(Rounded a, Rounded y, Optional<Rounded> mask) {
        return worked(formulas(a, mask).value(), a, y, mask);
    }

    /** dA = ∂loss/∂a, N × m. */
    public Rounded gradient(Rounded a, Rounded y) {
        return gradient(a, y, Optional.empty());
    }

    /** dA = ∂loss/∂a, N × m, of the labels that the mask lets count. */
    public Rounded gradient(Rounded a, Rounded y, Optional<Rounded> mask) {
        return worked(formulas(a, mask).gradient(), a, y, mask);
    }

    private LossFormulas formulas(Rounded a, Optional<Rounded> mask) {
        return new LossFormulas(
                loss,
                a.columns(),
                a.rows(),
                LossFormulas.Output.of(step(StepId.a(1))),
                mask.map(m -> step(StepId.MASK)));
    }

    private static Rounded worked(Expression formula, Rounded a, Rounded y, Optional<Rounded> mask) {
        return formula.accept(new Evaluator<>(
                new RoundedAlgebra(a.rounding()),
                true,
                id -> id.equals(StepId.Y) ? y : id.equals(StepId.MASK) ? mask.orElseThrow() : a));
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

    /** Whether an output of the example has a share in what another one adds to its loss. */
    boolean joinsOutputs() {
        return loss.kind() == Loss.Kind.COSINE_PROXIMITY;
    }
}
