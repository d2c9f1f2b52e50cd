package chalkline.report;

import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Rounded;
import java.util.List;
import java.util.OptionalInt;

/**
 * A step row by row, in whatever it is written in: its formula, what that needs, and the step with its numbers.
 *
 * @param <L> what stands left of a relation
 */
abstract class StepRows<L> {
    private final MatrixSummary summary;

    StepRows(MatrixSummary summary) {
        this.summary = summary;
    }

    /** What is worked. */
    abstract L left(Expression of, boolean isDefinition);

    /** One of the matrices that are put in. */
    abstract L left(L blank, StepId step);

    /** As much room, and nothing in it. */
    abstract L blank(L left);

    /** How wide what stands right of that may be. */
    abstract int width(L left);

    /** left = the first = the second, in a row or in one for every =. */
    abstract void equation(L left, List<? extends Expression> chain);

    /** The same for one entry. */
    abstract void entry(L blank, String label, List<? extends Expression> chain);

    /** left = the formula, whose matrices were seen to fit with so many digits. */
    abstract void matrices(L left, Expression formula, int digits);

    /** What goes before and after a definition. */
    void gap() {}

    /** What goes before the numbers of matrices that are too large to read. */
    void large(L blank, String shapes) {}

    final void write(List<Working> workings) {
        Working step = workings.get(workings.size() - 1);
        L left = left(step.left(), false);
        equation(left, step.forms());
        for (Working definition : workings.subList(0, workings.size() - 1)) {
            gap();
            L defined = left(definition.left(), true);
            equation(defined, definition.forms());
            numbers(definition, defined, blank(defined));
            gap();
        }
        // After a definition it has to be said again what goes on.
        numbers(step, left, workings.size() > 1 ? left : blank(left));
    }

    private void numbers(Working working, L left, L first) {
        if (working.result().isEmpty()) {
            return;
        }
        Rounded result = working.result().get();
        L blank = blank(left);
        L next = first;
        if (summary.large()) {
            large(blank, summary.shapes(working));
        }
        if (working.numbers().isPresent()) {
            putIn(working.numbers().get(), working, next);
            next = blank;
        }
        if (result.size() == 1) {
            for (Working.Entry entry : working.entries()) {
                for (Expression step : entry.steps()) {
                    equation(next, List.of(step));
                    next = blank;
                }
            }
            equation(next, List.of(Arithmetic.number(result)));
            return;
        }
        for (Working.Entry entry : working.entries()) {
            entry(blank, summary.label(working, entry), MatrixSummary.chain(entry));
        }
        if (!summary.large()) {
            matrix(left, result);
        }
    }

    private void putIn(Expression numbers, Working working, L left) {
        OptionalInt digits = MatrixSummary.digits(numbers, width(left));
        if (digits.isPresent()) {
            matrices(left, numbers, digits.getAsInt());
            return;
        }
        for (StepId id : working.forms().get(0).steps()) {
            matrix(left(blank(left), id), summary.scope().step(id));
        }
    }

    private void matrix(L left, Rounded matrix) {
        int digits = MatrixSummary.digits(matrix, width(left));
        matrices(left, new Literal(matrix, digits), digits);
    }
}
