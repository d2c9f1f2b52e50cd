package chalkline.reference;

import static chalkline.network.Step.gradient;
import static chalkline.network.Step.next;
import static chalkline.network.Step.state;
import static chalkline.network.Step.update;
import static chalkline.reference.Term.number;
import static chalkline.reference.Term.step;

import chalkline.network.Network;
import chalkline.network.Schedule;
import chalkline.network.Step;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the update: from the gradients of the mean loss to the parameters after the step.
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
    /** Keeps AdaMax from dividing 0 by 0. */
    private static final double GUARD = 1e-32;

    private final Network network;
    private final long iteration;
    private final long epoch;
    /** t. */
    private final Term count;

    private final List<Rule> rules = new ArrayList<>();

    UpdateRules(Network network, long iteration, long epoch) {
        this.network = network;
        this.iteration = iteration;
        this.epoch = epoch;
        this.count = number(iteration + 1.0);
        scheduled();
        for (int l = 1; l <= network.depth(); l++) {
            network.parameters(l).forEach(this::parameter);
        }
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    private void rule(String name, Term term) {
        rules.add(new Rule(
                name,
                Rule.Section.UPDATE,
                (notation, examples) -> Rule.Written.as(term.written()),
                term.value(),
                term.value()));
    }

    /** A rate or a momentum that is no fixed number is a step of its own. */
    private void scheduled() {
        Updater updater = network.updater();
        updater.rate()
                .filter(Schedule::changes)
                .ifPresent(
                        rate -> rule(Step.RATE, Term.of(rate, iteration, epoch).onHost()));
        if (updater instanceof Updater.Nesterovs nesterovs
                && nesterovs.momentum().changes()) {
            rule(Step.MOMENTUM, Term.of(nesterovs.momentum(), iteration, epoch).onHost());
        }
    }

    private static Term hyperParameter(Schedule schedule, String step) {
        return schedule instanceof Schedule.Fixed fixed ? number(fixed.value()) : step(step);
    }

    /** The gradient that the updater is given: ∂loss/∂ the parameter, after what is done to it on its way. */
    private static Term entering(String name) {
        return step(gradient(name));
    }

    private void parameter(String name) {
        Updater updater = network.updater();
        if (updater instanceof Updater.Sgd sgd) {
            Term rate = hyperParameter(sgd.learningRate(), Step.RATE);
            boolean one = sgd.learningRate() instanceof Schedule.Fixed fixed && fixed.value() == 1;
            rule(next(name), step(name).minus(one ? entering(name) : rate.times(entering(name))));
            return;
        }
        if (updater instanceof Updater.NoOp) {
            rule(next(name), step(name).minus(entering(name)));
            return;
        }
        rules(updater, name);
        rule(next(name), step(name).minus(step(update(name))));
    }

    private void rules(Updater updater, String name) {
        if (updater instanceof Updater.Nesterovs u) {
            nesterovs(u, name);
        } else if (updater instanceof Updater.AdaGrad u) {
            rule(kept(name, "cache"), old(name, "cache").plus(entering(name).squared()));
            scaledByCache(u.learningRate(), u.epsilon(), name);
        } else if (updater instanceof Updater.RmsProp u) {
            average(name, "cache", u.rmsDecay(), entering(name).squared());
            scaledByCache(u.learningRate(), u.epsilon(), name);
        } else if (updater instanceof Updater.AdaDelta u) {
            adaDelta(u, name);
        } else if (updater instanceof Updater.Adam u) {
            average(name, "m", u.beta1(), entering(name));
            average(name, "v", u.beta2(), entering(name).squared());
            adam(u.learningRate(), u.beta1(), u.beta2(), u.epsilon(), name, "v");
        } else if (updater instanceof Updater.AmsGrad u) {
            average(name, "m", u.beta1(), entering(name));
            average(name, "v", u.beta2(), entering(name).squared());
            rule(kept(name, "vMax"), old(name, "vMax").max(now(name, "v")));
            adam(u.learningRate(), u.beta1(), u.beta2(), u.epsilon(), name, "vMax");
        } else if (updater instanceof Updater.AdaBelief u) {
            average(name, "m", u.beta1(), entering(name));
            Term surprise = entering(name).minus(now(name, "m")).squared();
            rule(kept(name, "s"), averaged(name, "s", u.beta2(), surprise).plus(number(u.epsilon())));
            adam(u.learningRate(), u.beta1(), u.beta2(), u.epsilon(), name, "s");
        } else if (updater instanceof Updater.AdaMax u) {
            adaMax(u, name);
        } else if (updater instanceof Updater.Nadam u) {
            nadam(u, name);
        } else {
            throw new IllegalArgumentException("no rules stand for " + updater);
        }
    }

    private static String kept(String name, String what) {
        return next(state(name, what));
    }

    private static Term old(String name, String what) {
        return step(state(name, what));
    }

    private static Term now(String name, String what) {
        return step(kept(name, what));
    }

    /** β·old + (1 − β)·x. */
    private static Term averaged(String name, String what, double beta, Term x) {
        return number(beta).times(old(name, what)).plus(number(beta).oneMinus().times(x));
    }

    private void average(String name, String what, double beta, Term x) {
        rule(kept(name, what), averaged(name, what, beta, x));
    }

    /** 1 − βᵗ. */
    private Term correction(double beta) {
        return number(beta).power(count).oneMinus();
    }

    private void adam(Schedule rate, double beta1, double beta2, double epsilon, String name, String size) {
        Term corrected =
                hyperParameter(rate, Step.RATE).times(correction(beta2).root()).over(correction(beta1));
        rule(
                update(name),
                corrected.times(now(name, "m")).over(now(name, size).root().plus(number(epsilon))));
    }

    private void adaMax(Updater.AdaMax u, String name) {
        average(name, "m", u.beta1(), entering(name));
        rule(
                kept(name, "u"),
                number(u.beta2())
                        .times(old(name, "u"))
                        .max(entering(name).size())
                        .plus(number(GUARD)));
        rule(
                update(name),
                hyperParameter(u.learningRate(), Step.RATE)
                        .over(correction(u.beta1()))
                        .times(now(name, "m"))
                        .over(now(name, "u")));
    }

    private void nadam(Updater.Nadam u, String name) {
        average(name, "m", u.beta1(), entering(name));
        average(name, "v", u.beta2(), entering(name).squared());
        Term ahead = number(u.beta1())
                .times(now(name, "m"))
                .plus(number(u.beta1()).oneMinus().times(entering(name)));
        rule(
                update(name),
                hyperParameter(u.learningRate(), Step.RATE)
                        .times(ahead.over(correction(u.beta1())))
                        .over(now(name, "v").over(correction(u.beta2())).root().plus(number(u.epsilon()))));
    }

    private void adaDelta(Updater.AdaDelta u, String name) {
        average(name, "msg", u.rho(), entering(name).squared());
        Term before = old(name, "msdx").plus(number(u.epsilon()));
        Term size = now(name, "msg").plus(number(u.epsilon()));
        Term update = entering(name).times(before.root().over(size.root()));
        rule(update(name), update);
        average(name, "msdx", u.rho(), update.squared());
    }

    private void nesterovs(Updater.Nesterovs u, String name) {
        Term momentum = hyperParameter(u.momentum(), Step.MOMENTUM);
        Term rate = hyperParameter(u.learningRate(), Step.RATE);
        rule(kept(name, "v"), momentum.times(old(name, "v")).minus(rate.times(entering(name))));
        rule(
                update(name),
                momentum.times(old(name, "v")).minus(number(1).plus(momentum).times(now(name, "v"))));
    }

    private void scaledByCache(Schedule rate, double epsilon, String name) {
        rule(
                update(name),
                hyperParameter(rate, Step.RATE)
                        .times(entering(name))
                        .over(now(name, "cache").root().plus(number(epsilon))));
    }
}
