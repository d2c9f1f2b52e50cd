package chalkline.reference;

import static chalkline.reference.Elementary.ABS;
import static chalkline.reference.Elementary.SQRT;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.Optional;

/**
 * The rules of an updater that keeps something of every step, for one parameter: what it keeps, and what is subtracted, which
 * includes weight decay. {@link UpdateRules} has the formulas in short, and their sources.
 *
 * @param parameter that is updated
 * @param g the gradient that the updater is given
 * @param rate η
 * @param momentum μ, of Nesterovs alone
 * @param count t
 * @param decay what weight decay subtracts beside the updater's own
 * @param rules that they are added to
 */
record StatefulUpdate(
        StepId parameter,
        Expression g,
        Expression rate,
        Expression momentum,
        Expression count,
        Optional<Expression> decay,
        RuleList rules) {
    /** Keeps AdaMax from dividing 0 by 0. */
    private static final double GUARD = 1e-32;

    void write(Updater updater) {
        if (updater instanceof Updater.Nesterovs) {
            nesterovs();
        } else if (updater instanceof Updater.AdaGrad u) {
            keep("cache", old("cache").plus(g.in(SQUARE)));
            scaledByCache(u.epsilon());
        } else if (updater instanceof Updater.RmsProp u) {
            keep("cache", averaged("cache", u.rmsDecay(), g.in(SQUARE)));
            scaledByCache(u.epsilon());
        } else if (updater instanceof Updater.AdaDelta u) {
            adaDelta(u);
        } else if (updater instanceof Updater.Adam u) {
            keep("m", averaged("m", u.beta1(), g));
            keep("v", averaged("v", u.beta2(), g.in(SQUARE)));
            adam(u.beta1(), u.beta2(), u.epsilon(), "v");
        } else if (updater instanceof Updater.AmsGrad u) {
            keep("m", averaged("m", u.beta1(), g));
            keep("v", averaged("v", u.beta2(), g.in(SQUARE)));
            keep("vMax", old("vMax").max(now("v")));
            adam(u.beta1(), u.beta2(), u.epsilon(), "vMax");
        } else if (updater instanceof Updater.AdaBelief u) {
            keep("m", averaged("m", u.beta1(), g));
            Expression surprise = g.minus(now("m")).in(SQUARE);
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

    private void keep(String what, Expression term) {
        rules.update(parameter.state(what).next(), term);
    }

    private void subtract(Expression own) {
        rules.update(parameter.update(), decay.map(own::plus).orElse(own));
    }

    private Expression old(String what) {
        return step(parameter.state(what));
    }

    private Expression now(String what) {
        return step(parameter.state(what).next());
    }

    /** β·old + (1 − β)·x. */
    private Expression averaged(String what, double beta, Expression x) {
        return number(beta).times(old(what)).plus(number(1).minus(number(beta)).times(x));
    }

    /** 1 − βᵗ. */
    private Expression correction(double beta) {
        return number(1).minus(number(beta).power(count));
    }

    private void adam(double beta1, double beta2, double epsilon, String size) {
        Expression corrected = rate.times(correction(beta2).in(SQRT)).over(correction(beta1));
        subtract(corrected.times(now("m")).over(now(size).in(SQRT).plus(number(epsilon))));
    }

    private void adaMax(Updater.AdaMax u) {
        keep("m", averaged("m", u.beta1(), g));
        keep("u", number(u.beta2()).times(old("u")).max(g.in(ABS)).plus(number(GUARD)));
        subtract(rate.over(correction(u.beta1())).times(now("m")).over(now("u")));
    }

    private void nadam(Updater.Nadam u) {
        keep("m", averaged("m", u.beta1(), g));
        keep("v", averaged("v", u.beta2(), g.in(SQUARE)));
        Expression ahead = number(u.beta1())
                .times(now("m"))
                .plus(number(1).minus(number(u.beta1())).times(g));
        subtract(rate.times(ahead.over(correction(u.beta1())))
                .over(now("v").over(correction(u.beta2())).in(SQRT).plus(number(u.epsilon()))));
    }

    private void adaDelta(Updater.AdaDelta u) {
        keep("msg", averaged("msg", u.rho(), g.in(SQUARE)));
        Expression before = old("msdx").plus(number(u.epsilon()));
        Expression size = now("msg").plus(number(u.epsilon()));
        Expression own = g.times(before.in(SQRT).over(size.in(SQRT)));
        subtract(own);
        keep("msdx", averaged("msdx", u.rho(), own.in(SQUARE)));
    }

    private void nesterovs() {
        keep("v", momentum.times(old("v")).minus(rate.times(g)));
        subtract(momentum.times(old("v")).minus(number(1).plus(momentum).times(now("v"))));
    }

    private void scaledByCache(double epsilon) {
        subtract(rate.times(g).over(now("cache").in(SQRT).plus(number(epsilon))));
    }
}
