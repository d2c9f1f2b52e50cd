package chalkline.reference;

import static chalkline.network.Step.gradient;
import static chalkline.network.Step.next;

import chalkline.network.Network;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.List;

/** The rules of the update: from the gradients of the mean loss to the parameters after the step. */
final class UpdateRules {
    private final Network network;
    private final Formulas written;
    private final List<Rule> rules = new ArrayList<>();

    UpdateRules(Network network, Formulas written) {
        this.network = network;
        this.written = written;
        for (int l = 1; l <= network.depth(); l++) {
            network.parameters(l).forEach(this::parameter);
        }
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    private void parameter(String name) {
        // The one updater so far; a further one makes this a switch.
        double rate = ((Updater.Sgd) network.updater()).learningRate();
        rules.add(new Rule(
                next(name),
                Rule.Section.UPDATE,
                written.next(name, rate),
                v -> v.get(name).minus(entering(v, name).scaled(rate)),
                v -> v.get(name).minus(entering(v, name).scaled(rate))));
    }

    /** The gradient that the updater is given: ∂loss/∂ the parameter, after what is done to it on its way. */
    private static Rounded entering(Values v, String name) {
        return v.get(gradient(name));
    }
}
