package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.Loss;
import chalkline.network.Notation;
import chalkline.network.StepId;
import java.util.Optional;

/**
 * A loss worked in numbers, and what else is known of it; {@link LossFormulas} has the formulas. A loss is the mean over the
 * N examples, or their sum where it is one; gradients are of that mean or sum.
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

    /** The loss of one example with outputs a and labels y, in one line. */
    public String formula(int outputs) {
        Expression a = new Expression.Words("a");
        return new LossFormulas(loss, outputs, 1, LossFormulas.Output.of(a), Optional.empty())
                .value()
                .accept(new Notated(Notation.XW_PLUS_B))
                .plain();
    }

    /**
     * The limit that one example's loss cannot fall below with outputs within [low, high]; empty where there is none.
     *
     * @param y the example's label, one number an output
     */
    public Optional<Double> lowestOnRange(double[] y, double low, double high) {
        double total = 0;
        for (int j = 0; j < y.length; j++) {
            double weight = loss.weights().isPresent() ? loss.weights().get().get(j) : 1;
            total += weight * LossFormulas.lowest(loss.kind(), y[j], low, high);
        }
        return Double.isFinite(total)
                ? Optional.of(loss.kind().isMeanOverOutputs() ? total / y.length : total)
                : Optional.empty();
    }

    /** Whether what an output adds to the loss depends on the example's other outputs. */
    boolean joinsOutputs() {
        LossFormulas formulas =
                new LossFormulas(loss, 2, 1, LossFormulas.Output.of(step(StepId.a(1))), Optional.empty());
        return Parts.of(formulas.value()).joinsUnits();
    }
}
