package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Whether a step is NaN or infinite, where it should not be, because its formula was worked as it is written: e^z leaves the
 * precision on the way to a number that does not, and the logarithm of an output that was rounded to 0 or 1 has no value.
 */
final class Overflow {
    private final Trace trace;
    private final Network network;

    Overflow(Trace trace, Network network) {
        this.trace = trace;
        this.network = network;
    }

    /** Holds where every entry that is not finite has such an operand. */
    Optional<String> explanation(StepResult step) {
        Matrix actual = step.actual().orElseThrow();
        int[] lost = IntStream.range(0, actual.size())
                .filter(k -> !Double.isFinite(actual.get(k)))
                .toArray();
        int l = step.id().layer();
        if (step.id().equals(StepId.LOSS)) {
            return ofLogarithm();
        }
        if (l == 0
                || !step.id().equals(StepId.a(l))
                        && !step.id().equals(StepId.z(l).gradient())) {
            return Optional.empty();
        }
        Matrix z = trace.value(StepId.z(l));
        double most = Math.log(trace.precision().largest());
        boolean byRow = network.layer(l).activation().kind() == Activation.Kind.SOFTMAX;
        IntPredicate overflows = k -> byRow
                ? IntStream.range(0, z.columns()).anyMatch(j -> Math.abs(z.get(k / z.columns(), j)) > most)
                : Math.abs(z.get(k)) > most;
        return IntStream.of(lost).allMatch(overflows)
                ? Optional.of("an overflow: e^" + StepId.z(l) + " is beyond "
                        + trace.precision().label()
                        + " where |" + StepId.z(l) + "| > " + Cause.number(most) + ", as in each of the "
                        + lost.length + " entries that are not finite")
                : Optional.empty();
    }

    private Optional<String> ofLogarithm() {
        StepId output = StepId.a(network.depth());
        Matrix a = trace.value(output);
        long atEnd = IntStream.range(0, a.size())
                .filter(k -> a.get(k) == 0 || a.get(k) == 1)
                .count();
        return atEnd > 0
                ? Optional.of("the logarithm of 0: " + atEnd + " of " + a.size() + " entries of " + output
                        + " are exactly 0 or 1")
                : Optional.empty();
    }
}
