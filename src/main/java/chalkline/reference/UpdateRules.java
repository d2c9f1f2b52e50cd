package chalkline.reference;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Network;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.network.Updater.Parameter;

/**
 * The rules of the update: from the gradients of the mean loss to the parameters after the step. {@link GradientPath} has
 * what happens to a gradient before the updater and to a parameter after it.
 */
final class UpdateRules {
    private final Network network;
    private final long iteration;
    private final long epoch;
    private final GradientPath path;

    UpdateRules(Network network, long iteration, long epoch) {
        this.network = network;
        this.iteration = iteration;
        this.epoch = epoch;
        this.path = new GradientPath(network);
    }

    void write(RuleList rules) {
        for (int l = 1; l <= network.depth(); l++) {
            for (StepId parameter : network.parameters(l)) {
                scheduled(rules, l, parameter.isBias());
            }
        }
        for (int l = 1; l <= network.depth(); l++) {
            for (StepId parameter : network.parameters(l)) {
                parameter(rules, l, parameter);
            }
        }
    }

    /** A rate or a momentum that is no fixed number is a step of its own; once, where several parameters share it. */
    private void scheduled(RuleList rules, int l, boolean bias) {
        network.updater(l, bias).values().forEach((parameter, schedule) -> {
            if (schedule.changes() && !rules.has(id(parameter, l, bias))) {
                rules.update(id(parameter, l, bias), new Hint.Host(Schedules.value(schedule, iteration, epoch)));
            }
        });
    }

    private StepId id(Parameter scheduled, int l, boolean bias) {
        return scheduled == Parameter.MOMENTUM ? network.momentum(l, bias) : network.rate(l, bias);
    }

    private Expression given(Parameter parameter, int l, boolean bias) {
        Schedule value = network.updater(l, bias).values().get(parameter);
        return value.changes() ? step(id(parameter, l, bias)) : number(value.number(Schedule.Name.VALUE));
    }

    private void parameter(RuleList rules, int l, StepId parameter) {
        boolean bias = parameter.isBias();
        Updater updater = network.updater(l, bias);
        Expression rate = updater.rate().isPresent() ? given(Parameter.LEARNING_RATE, l, bias) : number(1);
        boolean constrained = !network.layer(l).constraints(bias).isEmpty();
        new UpdaterFormulas(
                        parameter,
                        constrained ? parameter.unconstrained() : parameter.next(),
                        path.entering(l, parameter),
                        number(iteration + 1.0),
                        path.decay(l, parameter, rate),
                        each -> given(each, l, bias),
                        rules)
                .write(updater.kind());
        if (constrained) {
            rules.update(parameter.next(), path.constrained(l, parameter));
        }
    }
}
