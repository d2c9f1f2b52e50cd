package chalkline.dl4j.known;

import chalkline.check.Check;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** One training step that is to be imitated: the network that was asked for, or as Deeplearning4j takes it, and its trace. */
record Fit(Network network, Batch batch, Trace trace) {

    Fit of(Network other) {
        return new Fit(other, batch, trace);
    }

    Precision precision() {
        return trace.precision();
    }

    double unit() {
        return precision().unitRoundoff();
    }

    double least() {
        return precision().smallestNormal();
    }

    /** x as a number of the precision. */
    double cast(double x) {
        return precision().cast(x);
    }

    Matrix value(StepId step) {
        return trace.value(step);
    }

    Matrix actual(StepResult step) {
        return trace.value(step.id());
    }

    /** What was counted before the step: iterations or epochs. */
    long counted(StepId step) {
        return (long) trace.value(step).get(0);
    }

    /** The mask of the labels, where there is one. */
    Optional<Matrix> mask() {
        return trace.has(StepId.MASK) ? Optional.of(trace.value(StepId.MASK)) : Optional.empty();
    }

    /** η of layer l in this step; 1 where the updater has none. */
    double rate(int l, boolean bias) {
        Optional<Schedule> rate = network.updater(l, bias).rate();
        if (rate.isEmpty()) {
            return 1;
        }
        return rate.get().changes()
                ? trace.value(network.rate(l, bias)).get(0)
                : rate.get().number(Schedule.Name.VALUE);
    }

    /**
     * Whether the rules of another network give the step: each entry within its bound, of which there may be one rounding
     * more, and as much of it decided as was before.
     */
    boolean givenBy(Network instead, StepResult step) {
        if (instead.equals(network)) {
            return false;
        }
        Optional<StepResult> other = rule(instead, step.id());
        // What nothing constrains is its own next.
        if (other.isEmpty() && step.id().isUnconstrained()) {
            StepId next = step.id().parameter().next();
            return actual(step).equals(trace.value(next))
                    && rule(instead, next).filter(Fit::agrees).isPresent();
        }
        return other.filter(Fit::agrees)
                .filter(result -> result.count(StepVerdict.UNDECIDED) <= step.count(StepVerdict.UNDECIDED))
                .isPresent();
    }

    /** What the other network's rule of that step gives on the trace's own earlier steps. */
    Optional<StepResult> rule(Network other, StepId step) {
        return Check.step(other, batch, trace, step);
    }

    /** Within its bound, or one rounding more: two regularisers for one are added one after the other. */
    static boolean agrees(StepResult other) {
        return !other.verdict().contradicts()
                || other.verdict() == StepVerdict.DEVIATES && other.maxErrorOverBound() <= 2;
    }

    static boolean any(Network network, Predicate<Layer> layer) {
        return network.layers().stream().anyMatch(layer);
    }

    static boolean isAll(Matrix matrix, double value) {
        return Arrays.stream(matrix.toArray()).allMatch(entry -> entry == value);
    }
}
