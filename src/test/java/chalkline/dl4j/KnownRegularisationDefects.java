package chalkline.dl4j;

import chalkline.network.Constraint;
import chalkline.network.Defaults;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which steps are wrong in Deeplearning4j itself when a network is regularised or constrained; {@code RegularisationDefectsTest}
 * and {@code ConstraintDefectsTest} have a smallest example of each.
 */
final class KnownRegularisationDefects {
    private KnownRegularisationDefects() {}

    /** What is wrong with Deeplearning4j in that step; empty where nothing is known. */
    static Optional<String> explanation(Network network, Trace trace, String step) {
        if (step.equals(Step.SCORE)) {
            boolean otherwise = network.layers().stream()
                    .anyMatch(
                            layer -> isTakenOtherwise(network, layer, false) || isTakenOtherwise(network, layer, true));
            return when(otherwise, "regularisation is taken otherwise");
        }
        for (int l = 1; l <= network.depth(); l++) {
            for (String parameter : network.parameters(l)) {
                if (step.startsWith(parameter + ".")) {
                    return ofUpdate(network, network.layer(l), trace, parameter, step);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofUpdate(Network network, Layer layer, Trace trace, String parameter, String step) {
        boolean bias = parameter.startsWith("b");
        boolean constrained = !layer.constraints(bias).isEmpty() && step.equals(Step.next(parameter));
        if (!constrained) {
            return when(isTakenOtherwise(network, layer, bias), "regularisation is taken otherwise");
        }
        double[] before = trace.value(Step.unconstrained(parameter)).toArray();
        return when(isConstrainedOtherwise(network, layer, bias, before), "constraints are taken otherwise");
    }

    private static Optional<String> when(boolean known, String defect) {
        return known ? Optional.of(defect) : Optional.empty();
    }

    private static boolean isTakenOtherwise(Network network, Layer layer, boolean bias) {
        Terms own =
                bias ? layer.regularisation().biases() : layer.regularisation().weights();
        Defaults defaults = network.defaults();
        Terms global = bias
                ? defaults.regularisation().biases()
                : defaults.regularisation().weights();
        boolean decayTwice = global.weightDecay() > 0;
        boolean decayReplacesL2 = own.l2() > 0 && own.weightDecay() > 0 || global.l2() > 0 && global.weightDecay() > 0;
        boolean notSwitchedOff = global.l1() > 0 && own.l1() == 0 || global.l2() > 0 && own.l2() == 0;
        return decayTwice || decayReplacesL2 || notSwitchedOff;
    }

    private static boolean isConstrainedOtherwise(Network network, Layer layer, boolean bias, double[] before) {
        List<Constraint> global = network.defaults().constraints();
        boolean dropped = layer.constraints().equals(global)
                && global.stream().anyMatch(constraint -> constraint.on() == Constraint.On.ALL);
        return dropped
                || layer.constraints(bias).stream().anyMatch(constraint -> switch (constraint.kind()) {
                    // ε in the divisor; a rate that is applied to the wrong factor, and all of it twice.
                    case MAX_NORM, MIN_MAX_NORM -> true;
                    case UNIT_NORM -> Arrays.stream(before).anyMatch(v -> v == 0);
                    case NON_NEGATIVE -> false;
                });
    }
}
