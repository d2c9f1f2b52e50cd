package chalkline.check;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Formulas by which a step may have been worked instead of its own: with a factor too many, or of another operand. */
final class OtherFormulas {
    /**
     * @param how what would have been done instead
     * @param rewriting makes that formula of the right one
     */
    record Hypothesis(String how, UnaryOperator<Expression> rewriting) {}

    private final Network network;
    private final Trace trace;
    private final StepId id;
    private final Set<StepId> operands;
    private final List<Hypothesis> all = new ArrayList<>();

    /** @param operands the steps that the right formula is worked from */
    OtherFormulas(Network network, Trace trace, StepId id, Set<StepId> operands) {
        this.network = network;
        this.trace = trace;
        this.id = id;
        this.operands = operands;
    }

    /** The likelier first. */
    List<Hypothesis> all() {
        int n = trace.examples();
        int m = id.layer() > 0 ? network.layer(id.layer()).units() : network.outputs();
        times(n, "N = " + n + ": a sum over the examples for their mean");
        over(n, "N = " + n + " once more");
        times(m, "the number of outputs, " + m);
        over(m, "the number of outputs, " + m);
        times(2, "2");
        over(2, "2");
        factor("the opposite sign", of -> of.in(Elementary.NEGATIVE));
        operands.forEach(this::others);
        return all;
    }

    private void times(int factor, String words) {
        if (factor > 1) {
            factor("a factor of " + words, of -> of.times(number(factor)));
        }
    }

    private void over(int divisor, String words) {
        if (divisor > 1) {
            factor("a division by " + words, of -> of.over(divisor));
        }
    }

    /** Of the step itself; of an update, which has more in it, of its gradient. */
    private void factor(String how, UnaryOperator<Expression> put) {
        if (!id.isOfUpdate()) {
            all.add(new Hypothesis(how, put));
            return;
        }
        StepId gradient = id.parameter().gradient();
        if (operands.contains(gradient)) {
            all.add(new Hypothesis(
                    how + ", of " + gradient, formula -> formula.with(Map.of(gradient, put.apply(step(gradient))))));
        }
    }

    /** Other matrices of the same shape in the place of that one. */
    private void others(StepId operand) {
        Matrix value = trace.value(operand);
        boolean isPlain = !operand.isGradient() && operand.suffixes().isEmpty();
        if (operand.role() == StepId.Role.W && isPlain && value.rows() == value.columns() && value.size() > 1) {
            instead(operand, step(operand).transposed(), "the transpose of " + operand);
        }
        if (operand.role() == StepId.Role.B && isPlain) {
            instead(operand, step(operand).times(number(0)), operand + " left out");
        }
        if (isPlain && !id.isOfUpdate()) {
            swap(operand, operand.next(), operand + " after its update for the one before");
        }
        trace.steps().stream()
                .map(Step::id)
                .filter(other -> other.isGradient() == operand.isGradient()
                        && other.suffixes().equals(operand.suffixes())
                        && isLike(other, operand))
                .forEach(other -> swap(operand, other, other + " in the place of " + operand));
    }

    /** The same of another layer, or what comes before or after the activation. */
    private static boolean isLike(StepId other, StepId operand) {
        return other.role() == operand.role()
                || other.layer() == operand.layer() && isOfActivation(other) && isOfActivation(operand);
    }

    private static boolean isOfActivation(StepId id) {
        return id.role() == StepId.Role.Z || id.role() == StepId.Role.A;
    }

    private void swap(StepId operand, StepId other, String how) {
        boolean fits = !other.equals(operand)
                && !other.equals(id)
                && trace.has(other)
                && trace.value(other).rows() == trace.value(operand).rows()
                && trace.value(other).columns() == trace.value(operand).columns()
                && !trace.value(other).equals(trace.value(operand));
        if (fits) {
            instead(operand, step(other), how);
        }
    }

    private void instead(StepId operand, Expression other, String how) {
        all.add(new Hypothesis(how, formula -> formula.with(Map.of(operand, other))));
    }
}
