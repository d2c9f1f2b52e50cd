package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import chalkline.reference.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The first number of a training step that is not finite, and the operation that made it so. */
final class NotFinite {
    private final Trace trace;
    private final Map<StepId, Matrix> started;

    /** @param started what the step was asked to start from */
    NotFinite(Trace trace, Map<StepId, Matrix> started) {
        this.trace = trace;
        this.started = started;
    }

    /** The first in the order of the derivation. Labels alone do not count, since they may be masked. */
    Optional<Finding> finding(Collection<StepResult> steps) {
        // What is not finite before the step leaves an entry of it that is not finite either.
        if (steps.stream().noneMatch(NotFinite::mayBeNotFinite)) {
            return Optional.empty();
        }
        Optional<Finding> given = started.keySet().stream()
                .flatMap(id -> first(trace.value(id)).stream().mapToObj(k -> finding(id, k, given(id, k))))
                .findFirst();
        return given.or(() -> steps.stream()
                .filter(step -> step.rule().phase() != Rule.Phase.GIVEN)
                .filter(NotFinite::mayBeNotFinite)
                .flatMap(step -> first(step.actual().orElseThrow()).stream()
                        .mapToObj(k -> finding(step.id(), k, ": " + cause(step, k))))
                .findFirst());
    }

    /** An entry that is not finite has one of these verdicts. */
    private static boolean mayBeNotFinite(StepResult step) {
        return step.count(StepVerdict.UNDECIDED) + step.count(StepVerdict.NON_FINITE) > 0;
    }

    private static OptionalInt first(Matrix value) {
        for (int k = 0; k < value.size(); k++) {
            if (!Double.isFinite(value.get(k))) {
                return OptionalInt.of(k);
            }
        }
        return OptionalInt.empty();
    }

    private String given(StepId id, int k) {
        double asked = started.get(id).get(k);
        return Double.isFinite(asked)
                ? ": " + Cause.number(asked) + " is beyond " + trace.precision().label() + "'s largest number, "
                        + Cause.number(trace.precision().largest())
                : " already before the step";
    }

    private Finding finding(StepId step, int k, String cause) {
        Matrix value = trace.value(step);
        String place = place(step, value.rows(), value.columns(), k / value.columns(), k % value.columns());
        String where = place.isEmpty() ? "" : ", " + place + ",";
        return new Finding(step, Finding.Code.NOT_FINITE, step + where + " is " + value.get(k) + cause);
    }

    /** In words that are the same in every notation; counted from 1, rows being those of the batch. */
    static String place(StepId step, int rows, int columns, int row, int column) {
        boolean byExample = step.isByExample();
        boolean ofBatch = step.equals(StepId.X) || step.equals(StepId.Y) || step.equals(StepId.MASK);
        String first = rows == 1 ? "" : (byExample ? "row " : "input ") + (row + 1);
        String second = columns == 1 && rows > 1 ? "" : (ofBatch ? "column " : "unit ") + (column + 1);
        return rows * columns == 1 ? "" : first + (first.isEmpty() || second.isEmpty() ? "" : ", ") + second;
    }

    private String cause(StepResult step, int k) {
        if (!step.known().isEmpty()) {
            return "as "
                    + step.known().stream().map(KnownDifference::id).collect(Collectors.joining(" and "))
                    + " foretells";
        }
        Rule.Written written = step.rule().formula().written(Notation.XW_PLUS_B, trace.examples());
        int columns = step.actual().orElseThrow().columns();
        Cause cause = new Cause(trace.precision(), scope(false), k / columns, k % columns);
        Cause undivided = new Cause(trace.precision(), scope(true), k / columns, k % columns);
        return cause.of(written.worked())
                .or(() -> written.definition().flatMap(f -> cause.of(f.worked())))
                .or(() -> undivided.of(written.worked()).map(reason -> reason + ", before it is divided"))
                .orElseGet(() -> "its formula on its own earlier steps gives "
                        + Cause.number(step.reference().orElseThrow().get(k))
                        + (step.verdict() == StepVerdict.NON_FINITE ? ", which " : ", but the way there may leave ")
                        + trace.precision().label()
                        + (step.verdict() == StepVerdict.NON_FINITE ? " holds" : ""));
    }

    /** @param undivided whether gradients stand for what they were before they were divided on their way into the trace */
    private Scope scope(boolean undivided) {
        Map<StepId, Rounded> values = new HashMap<>();
        for (Step step : trace.steps()) {
            step.value().ifPresent(value -> {
                Rounded exact = Rounded.exact(value, Rounding.TRUTH);
                Matrix divisor = Matrix.of(1, 1, undivided ? step.scaling().divisor() : 1);
                values.put(step.id(), exact.hadamard(Rounded.exact(divisor, Rounding.TRUTH)));
            });
        }
        return new Scope(Notation.XW_PLUS_B, values);
    }
}
