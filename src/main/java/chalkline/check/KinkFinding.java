package chalkline.check;

import chalkline.network.Network;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.reference.Rounded;
import chalkline.reference.Truth;
import java.util.Optional;

/** Says where the truth lies exactly on a kink, and what is taken for the derivative there. */
final class KinkFinding {
    private KinkFinding() {}

    static Optional<Finding> of(Network network, Truth truth) {
        if (truth.kinks().isEmpty()) {
            return Optional.empty();
        }
        Truth.Kink first = truth.kinks().get(0);
        Rounded step = truth.steps().get(first.step());
        int row = first.entry() / step.columns() + 1;
        int column = first.entry() % step.columns() + 1;
        String entry =
                (first.step().isByExample() ? "example " + row + ", " : step.rows() == 1 ? "" : "input " + row + ", ")
                        + "unit " + column;
        int others = truth.kinks().size() - 1;
        return Optional.of(new Finding(
                first.step(),
                Finding.Code.ON_A_KINK,
                first.step() + " of " + entry + " lies exactly on a kink of " + function(network, first.step())
                        + ": taken as " + Sentences.number(step.value(first.entry())) + ", from below it is "
                        + Sentences.number(first.below()) + ", from above " + Sentences.number(first.above())
                        + (others == 0
                                ? ""
                                : " (and " + others + (others == 1 ? " more entry" : " more entries") + ")")));
    }

    private static String function(Network network, StepId step) {
        return switch (step.role()) {
            case A, Z ->
                step.equals(StepId.a(network.depth()).gradient())
                        ? network.loss().label()
                        : network.layer(step.layer()).activation().label();
            case X, Y, MASK, LOSS, SCORE, ITERATION, EPOCH, RATE, MOMENTUM, W, B, G, M, S, D, U ->
                "|p|, whose slope is 0 at 0";
        };
    }
}
