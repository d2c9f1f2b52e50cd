package chalkline.reference;

import static chalkline.network.Step.next;
import static chalkline.network.Step.state;
import static chalkline.network.Step.update;
import static chalkline.reference.Term.number;
import static chalkline.reference.Term.step;

import chalkline.network.Updater;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The rules of an updater that keeps something of every step, for one parameter: what it keeps, and what is subtracted, which
 * includes weight decay. {@link UpdateRules} has the formulas in short, and their sources.
 *
 * @param name of the parameter
 * @param g the gradient that the updater is given
 * @param rate η
 * @param momentum μ, of Nesterovs alone
 * @param count t
 * @param decay what weight decay subtracts beside the updater's own
 * @param rule takes each rule: the name of its step and its formula
 */
record StatefulUpdate(
        String name,
        Term g,
        Term rate,
        Term momentum,
        Term count,
        Optional<Term> decay,
        BiConsumer<String, Term> rule) {
    /** Keeps AdaMax from dividing 0 by 0. */
    private static final double GUARD = 1e-32;

    void rules(Updater updater) {
        if (updater instanceof Updater.Nesterovs) {
            nesterovs();
        } else if (updater instanceof Updater.AdaGrad u) {
            keep("cache", old("cache").plus(g.squared()));
            scaledByCache(u.epsilon());
        } else if (updater instanceof Updater.RmsProp u) {
            keep("cache", averaged("cache", u.rmsDecay(), g.squared()));
            scaledByCache(u.epsilon());
        } else if (updater instanceof Updater.AdaDelta u) {
            adaDelta(u);
        } else if (updater instanceof Updater.Adam u) {
            keep("m", averaged("m", u.beta1(), g));
            keep("v", averaged("v", u.beta2(), g.squared()));
            adam(u.beta1(), u.beta2(), u.epsilon(), "v");
        } else if (updater instanceof Updater.AmsGrad u) {
            keep("m", averaged("m", u.beta1(), g));
            keep("v", averaged("v", u.beta2(), g.squared()));
            keep("vMax", old("vMax").max(now("v")));
            adam(u.beta1(), u.beta2(), u.epsilon(), "vMax");
        } else if (updater instanceof Updater.AdaBelief u) {
            keep("m", averaged("m", u.beta1(), g));
            Term surprise = g.minus(now("m")).squared();
            keep("s", averaged("s", u.beta2(), surprise).plus(number(u.epsilon())));
            adam(u.beta1(), u.beta2(), u.epsilon(), "s");
        } else if (updater instanceof Updater.AdaMax u) {
            adaMax(u);
        } else if (updater instanceof Updater.Nadam u) {
            nadam(u);
        } else {
            throw new IllegalArgumentException("no rules stand for " + updater);
        }
    }

    private void keep(String what, Term term) {
        rule.accept(next(state(name, what)), term);
    }

    private void subtract(Term own) {
        rule.accept(update(name), decay.map(own::plus).orElse(own));
    }

    private Term old(String what) {
        return step(state(name, what));
    }

    private Term now(String what) {
        return step(next(state(name, what)));
    }

    /** β·old + (1 − β)·x. */
    private Term averaged(String what, double beta, Term x) {
        return number(beta).times(old(what)).plus(number(beta).oneMinus().times(x));
    }

    /** 1 − βᵗ. */
    private Term correction(double beta) {
        return number(beta).power(count).oneMinus();
    }

    private void adam(double beta1, double beta2, double epsilon, String size) {
        Term corrected = rate.times(correction(beta2).root()).over(correction(beta1));
        subtract(corrected.times(now("m")).over(now(size).root().plus(number(epsilon))));
    }

    private void adaMax(Updater.AdaMax u) {
        keep("m", averaged("m", u.beta1(), g));
        keep("u", number(u.beta2()).times(old("u")).max(g.size()).plus(number(GUARD)));
        subtract(rate.over(correction(u.beta1())).times(now("m")).over(now("u")));
    }

    private void nadam(Updater.Nadam u) {
        keep("m", averaged("m", u.beta1(), g));
        keep("v", averaged("v", u.beta2(), g.squared()));
        Term ahead = number(u.beta1())
                .times(now("m"))
                .plus(number(u.beta1()).oneMinus().times(g));
        subtract(rate.times(ahead.over(correction(u.beta1())))
                .over(now("v").over(correction(u.beta2())).root().plus(number(u.epsilon()))));
    }

    private void adaDelta(Updater.AdaDelta u) {
        keep("msg", averaged("msg", u.rho(), g.squared()));
        Term before = old("msdx").plus(number(u.epsilon()));
        Term size = now("msg").plus(number(u.epsilon()));
        Term own = g.times(before.root().over(size.root()));
        subtract(own);
        keep("msdx", averaged("msdx", u.rho(), own.squared()));
    }

    private void nesterovs() {
        keep("v", momentum.times(old("v")).minus(rate.times(g)));
        subtract(momentum.times(old("v")).minus(number(1).plus(momentum).times(now("v"))));
    }

    private void scaledByCache(double epsilon) {
        subtract(rate.times(g).over(now("cache").root().plus(number(epsilon))));
    }
}
