package chalkline.report;

import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import chalkline.reference.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How one quantity is worked.
 *
 * @param left what is worked: a step, or a function that its formula needs
 * @param forms its formula, and the ways to write it out
 * @param numbers the formula with the matrices put in; absent where there are none or where that is too long to read
 * @param entries the arithmetic of every entry, or of one of them
 * @param result what it comes to; absent where the formula says it
 */
record Working(
        Expression left,
        List<Expression> forms,
        Optional<Expression> numbers,
        List<Entry> entries,
        Optional<Rounded> result) {
    /** The arithmetic of this many entries is written out; of more, one. */
    private static final int MOST_ENTRIES = 9;

    /**
     * The arithmetic of one entry.
     *
     * @param row from 0, in the reader's notation
     * @param column from 0, in the reader's notation
     * @param steps the arithmetic, simpler every time, without its result
     * @param result what it comes to
     */
    record Entry(int row, int column, List<Expression> steps, Rounded result) {}

    /** A step, in order: what a function in its formula is, where it needs one, and then the step itself. */
    static List<Working> of(Rule rule, Rule.Written written, Scope scope, boolean large) {
        Rounded result = scope.step(rule.id());
        int[] shown = large
                ? new int[] {largest(result)}
                : IntStream.range(0, result.size() <= MOST_ENTRIES ? result.size() : 1)
                        .toArray();
        List<Working> workings = new ArrayList<>();
        written.definition().ifPresent(definition -> workings.add(definition(definition, scope, shown)));
        workings.add(new Working(
                new Symbol(rule.id()),
                written.forms(),
                large ? Optional.empty() : Substitution.of(written.worked(), scope),
                entries(written.worked(), scope, shown, result),
                Optional.of(result)));
        return workings;
    }

    private static Working definition(Rule.Definition definition, Scope scope, int[] shown) {
        Expression worked = definition.worked();
        boolean constant = worked instanceof Constant;
        Rounded result = constant ? null : worked.value(scope);
        boolean says = worked instanceof Apply apply && apply.function() == Elementary.ONE_WHERE_POSITIVE;
        return new Working(
                definition.defined(),
                definition.forms(),
                Optional.empty(),
                constant || says ? List.of() : entries(worked, scope, shown, result),
                Optional.ofNullable(result));
    }

    private static List<Entry> entries(Expression worked, Scope scope, int[] shown, Rounded result) {
        List<Entry> entries = new ArrayList<>();
        for (int k : shown) {
            int row = k / result.columns();
            int column = k % result.columns();
            List<Expression> steps = Arithmetic.steps(Arithmetic.entry(worked, scope, row, column));
            if (!steps.isEmpty()) {
                entries.add(new Entry(row, column, steps, result.entry(row, column)));
            }
        }
        return entries;
    }

    /** Where the entry of the largest size is. */
    static int largest(Rounded matrix) {
        int largest = 0;
        for (int k = 1; k < matrix.size(); k++) {
            if (Math.abs(matrix.value(k)) > Math.abs(matrix.value(largest))) {
                largest = k;
            }
        }
        return largest;
    }
}
