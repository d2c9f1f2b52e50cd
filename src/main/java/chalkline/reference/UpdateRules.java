package chalkline.reference;

import static chalkline.network.Step.next;
import static chalkline.network.Step.unconstrained;

import chalkline.network.Network;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The rules of the update: from the gradients of the mean loss to the parameters after the step. */
final class UpdateRules {
    private final Network network;
    private final Formulas written;
    private final GradientPath path;
    private final List<Rule> rules = new ArrayList<>();

    UpdateRules(Network network, Formulas written) {
        this.network = network;
        this.written = written;
        this.path = new GradientPath(network);
        for (int l = 1; l <= network.depth(); l++) {
            parameter(l, false);
            parameter(l, true);
        }
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    private void parameter(int l, boolean bias) {
        String name = GradientPath.parameter(l, bias);
        // The one updater so far; a further one makes this a switch.
        double rate = ((Updater.Sgd) network.updater(bias)).learningRate();
        boolean constrained = !network.layer(l).constraints(bias).isEmpty();
        update(
                constrained ? unconstrained(name) : next(name),
                written.next(l, bias, rate),
                v -> v.get(name).minus(path.leaving(path.entering(v, l, bias).scaled(rate), v, l, bias, rate)));
        if (constrained) {
            update(
                    next(name),
                    written.constrained(l, bias),
                    v -> path.constrained(v.get(unconstrained(name)), l, bias));
        }
    }

    private void update(String name, Rule.Formula formula, Function<Values, Rounded> value) {
        rules.add(new Rule(name, Rule.Section.UPDATE, formula, value, value));
    }
}
