package chalkline.reference;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Network;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.Optional;

/**
 * The rules of the update: from the gradients of the mean loss to the parameters after the step. {@link GradientPath} has
 * what happens to a gradient before the updater and to a parameter after it.
 *
 * <p>With g the gradient that reaches the updater, t the number of this step counted from 1, and ′ for what is kept after
 * the step; everything that is kept starts from 0:
 *
 * <pre>
 * Sgd        W′ = W − η·g
 * NoOp       W′ = W − g
 * Nesterovs  v′ = μ·v − η·g                  update = μ·v − (1 + μ)·v′
 * AdaGrad    cache′ = cache + g²             update = η·g / (√cache′ + ε)
 * RmsProp    cache′ = ρ·cache + (1 − ρ)·g²   update = η·g / (√cache′ + ε)
 * AdaDelta   msg′ = ρ·msg + (1 − ρ)·g²       update = g·√(msdx + ε) / √(msg′ + ε),  msdx′ = ρ·msdx + (1 − ρ)·update²
 * Adam       m′ = β1·m + (1 − β1)·g, v′ = β2·v + (1 − β2)·g²
 *                                            update = η·√(1 − β2ᵗ) / (1 − β1ᵗ) · m′ / (√v′ + ε)
 * AMSGrad    as Adam, vMax′ = max(vMax, v′)  update = η·√(1 − β2ᵗ) / (1 − β1ᵗ) · m′ / (√vMax′ + ε)
 * AdaMax     as Adam, u′ = max(β2·u, |g|)    update = η / (1 − β1ᵗ) · m′ / u′
 * Nadam      as Adam                         update = η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√(v′ / (1 − β2ᵗ)) + ε)
 * AdaBelief  as Adam, s′ = β2·s + (1 − β2)·(g − m′)² + ε
 *                                            update = η·√(1 − β2ᵗ) / (1 − β1ᵗ) · m′ / (√s′ + ε)
 * </pre>
 *
 * and W′ = W − update. Sources, where several forms are in use those that Deeplearning4j names: Nesterovs, AdaGrad and
 * RmsProp: Stanford's CS231n, Neural Networks Part 3; AdaDelta: Zeiler, 2012, algorithm 1; Adam: Kingma and Ba, 2015, the
 * order of computation at the end of section 2, whose ε is outside of the correction; AdaMax: the same, algorithm 2, with
 * u kept from 0 by 10⁻³², since the paper leaves 0 / 0 open; AMSGrad: Reddi, Kale and Kumar, 2018, with Adam's
 * correction; Nadam: Ruder, 2016, section 4.8, after Dozat; AdaBelief: Zhuang et al., 2020, algorithm 2, with Adam's order.
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

    /** A rate or a momentum that is no fixed number is a step of its own. */
    private void scheduled(RuleList rules, int l, boolean ofBiases) {
        Updater updater = network.updater(l, ofBiases);
        updater.rate().ifPresent(rate -> scheduled(rules, network.rate(l, ofBiases), rate));
        if (updater instanceof Updater.Nesterovs nesterovs) {
            scheduled(rules, network.momentum(l, ofBiases), nesterovs.momentum());
        }
    }

    /** Once, where several parameters share it. */
    private void scheduled(RuleList rules, StepId id, Schedule schedule) {
        if (schedule.changes() && !rules.has(id)) {
            rules.update(id, new Expression.Host(Schedules.value(schedule, iteration, epoch)));
        }
    }

    private static Expression hyperParameter(Schedule schedule, StepId id) {
        return schedule instanceof Schedule.Fixed fixed ? number(fixed.value()) : step(id);
    }

    private void parameter(RuleList rules, int l, StepId parameter) {
        boolean bias = parameter.isBias();
        Updater updater = network.updater(l, bias);
        Expression p = step(parameter);
        Expression g = path.entering(l, parameter);
        Expression rate = updater.rate()
                .map(schedule -> hyperParameter(schedule, network.rate(l, bias)))
                .orElse(number(1));
        Optional<Expression> decay = path.decay(l, parameter, rate);
        boolean constrained = !network.layer(l).constraints(bias).isEmpty();
        StepId changed = constrained ? parameter.unconstrained() : parameter.next();
        if (updater instanceof Updater.Sgd || updater instanceof Updater.NoOp) {
            Expression descended = p.minus(rate.equals(number(1)) ? g : rate.times(g));
            rules.update(changed, decay.map(descended::minus).orElse(descended));
        } else {
            Expression momentum = updater instanceof Updater.Nesterovs nesterovs
                    ? hyperParameter(nesterovs.momentum(), network.momentum(l, bias))
                    : number(0);
            StatefulUpdate update =
                    new StatefulUpdate(parameter, g, rate, momentum, number(iteration + 1.0), decay, rules);
            update.write(updater);
            rules.update(changed, p.minus(step(parameter.update())));
        }
        if (constrained) {
            rules.update(parameter.next(), path.constrained(l, parameter));
        }
    }
}
