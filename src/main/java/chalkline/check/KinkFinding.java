package chalkline.check;

import chalkline.network.Network;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.reference.Rounded;
import chalkline.reference.Truth;
import java.util.ArrayList;
import java.util.List;

/** Says where the truth lies exactly on a kink, and what is taken for the derivative there. */
final class KinkFinding {
    private KinkFinding() {}

    static List<Finding> of(Network network, Truth truth) {
        List<Finding> findings = new ArrayList<>();
        if (!truth.kinks().isEmpty()) {
            findings.add(onKink(network, truth));
        }
        if (truth.undecided() > 0) {
            boolean one = truth.undecided() == 1;
            findings.add(
                    new Finding(
                            StepId.z(1).gradient(),
                            Finding.Code.ON_A_KINK,
                            (one ? "1 example lies" : truth.undecided() + " examples lie")
                                    + " so near a kink that the side is undecided: the values by hand may be those of the other side"));
        }
        return findings;
    }

    private static Finding onKink(Network network, Truth truth) {
        Truth.Kink first = truth.kinks().get(0);
        Rounded step = truth.steps().get(first.step());
        int row = first.entry() / step.columns() + 1;
        int column = first.entry() % step.columns() + 1;
        String entry =
                (first.step().isByExample() ? "example " + row + ", " : step.rows() == 1 ? "" : "input " + row + ", ")
                        + "unit " + column;
        int others = truth.kinks().size() - 1;
        return new Finding(
                first.step(),
                Finding.Code.ON_A_KINK,
                first.step() + " of " + entry + " lies exactly on a kink of " + function(network, first.step())
                        + ": taken as " + Sentences.number(step.value(first.entry())) + ", from below it is "
                        + Sentences.number(first.below()) + ", from above " + Sentences.number(first.above())
                        + (others == 0
                                ? ""
                                : " (and " + others + (others == 1 ? " more entry" : " more entries") + ")"));
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
