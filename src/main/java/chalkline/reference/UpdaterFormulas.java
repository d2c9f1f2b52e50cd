package chalkline.reference;

import static chalkline.network.Updater.Parameter.BETA1;
import static chalkline.network.Updater.Parameter.BETA2;
import static chalkline.network.Updater.Parameter.EPSILON;
import static chalkline.network.Updater.Parameter.LEARNING_RATE;
import static chalkline.network.Updater.Parameter.MOMENTUM;
import static chalkline.network.Updater.Parameter.RHO;
import static chalkline.network.Updater.Parameter.RMS_DECAY;
import static chalkline.reference.Elementary.ABS;
import static chalkline.reference.Elementary.SQRT;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Notation;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules by which an updater changes one parameter W. g is the gradient that reaches it, and t the number of the step,
 * counted from 1; ′ marks what is kept after the step. All state starts from 0. Where several forms of an updater are in
 * use, it is that of the source named.
 *
 * @param parameter W
 * @param changed W after the step, before its constraints
 * @param g the gradient that the updater is given
 * @param t the number of the step
 * @param decay what weight decay subtracts beside the updater's own
 * @param given the updater's parameters
 * @param rules that they are added to
 */
record UpdaterFormulas(
        StepId parameter,
        StepId changed,
        Expression g,
        Expression t,
        Optional<Expression> decay,
        Function<Updater.Parameter, Expression> given,
        RuleList rules) {

    void write(Updater.Kind kind) {
        Runnable formulas = switch (kind) {
            case SGD -> this::sgd;
            case ADAM -> this::adam;
            case ADA_MAX -> this::adaMax;
            case NADAM -> this::nadam;
            case AMS_GRAD -> this::amsGrad;
            case ADA_BELIEF -> this::adaBelief;
            case ADA_DELTA -> this::adaDelta;
            case ADA_GRAD -> this::adaGrad;
            case RMS_PROP -> this::rmsProp;
            case NESTEROVS -> this::nesterovs;
            case CLASSICAL_MOMENTUM -> this::classicalMomentum;
            case NO_OP -> () -> descend(g);
        };
        formulas.run();
    }

    /** W′ = W − η·g. */
    private void sgd() {
        Expression rate = given(LEARNING_RATE);
        descend(rate.equals(number(1)) ? g : rate.times(g));
    }

    /**
     * v′ = μ·v − η·g; update = μ·v − (1 + μ)·v′; W′ = W − update. Source: Stanford's CS231n, Neural Networks Part 3.
     */
    private void nesterovs() {
        Expression momentum = given(MOMENTUM);
        keep("v", momentum.times(old("v")).minus(given(LEARNING_RATE).times(g)));
        subtract(momentum.times(old("v")).minus(number(1).plus(momentum).times(now("v"))));
    }

    /** v′ = μ·v + η·g; update = v′; W′ = W − update. Source: Ruder, 2016, section 4.1, after Qian, 1999. */
    private void classicalMomentum() {
        keep("v", given(MOMENTUM).times(old("v")).plus(given(LEARNING_RATE).times(g)));
        subtract(now("v"));
    }

    /** cache′ = cache + g²; update = η·g / (√cache′ + ε). Source: CS231n, as above. */
    private void adaGrad() {
        keep("cache", old("cache").plus(g.in(SQUARE)));
        subtract(given(LEARNING_RATE).times(g).over(now("cache").in(SQRT).plus(given(EPSILON))));
    }

    /** cache′ = ρ·cache + (1 − ρ)·g²; update = η·g / (√cache′ + ε). Source: CS231n, as above. */
    private void rmsProp() {
        keep("cache", averaged("cache", given(RMS_DECAY), g.in(SQUARE)));
        subtract(given(LEARNING_RATE).times(g).over(now("cache").in(SQRT).plus(given(EPSILON))));
    }

    /**
     * msg′ = ρ·msg + (1 − ρ)·g²; update = g·√(msdx + ε) / √(msg′ + ε); msdx′ = ρ·msdx + (1 − ρ)·update². Source: Zeiler, 2012,
     * algorithm 1.
     */
    private void adaDelta() {
        keep("msg", averaged("msg", given(RHO), g.in(SQUARE)));
        Expression before = old("msdx").plus(given(EPSILON));
        Expression size = now("msg").plus(given(EPSILON));
        Expression own = g.times(before.in(SQRT).over(size.in(SQRT)));
        subtract(own, () -> keep("msdx", averaged("msdx", given(RHO), own.in(SQUARE))));
    }

    /**
     * m′ = β1·m + (1 − β1)·g; v′ = β2·v + (1 − β2)·g²; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√v′ + ε). Source: Kingma and
     * Ba, 2015, the order of computation at the end of section 2, whose ε is outside of the correction.
     */
    private void adam() {
        keep("m", averaged("m", given(BETA1), g));
        keep("v", averaged("v", given(BETA2), g.in(SQUARE)));
        subtractCorrected("v");
    }

    /**
     * m′ and v′ as Adam; vMax′ = max(vMax, v′); update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√vMax′ + ε). Source: Reddi, Kale and
     * Kumar, 2018, with Adam's correction.
     */
    private void amsGrad() {
        keep("m", averaged("m", given(BETA1), g));
        keep("v", averaged("v", given(BETA2), g.in(SQUARE)));
        keep("vMax", old("vMax").max(now("v")));
        subtractCorrected("vMax");
    }

    /**
     * m′ as Adam; s′ = β2·s + (1 − β2)·(g − m′)² + ε; update = η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√s′ + ε). Source: Zhuang et al.,
     * 2020, algorithm 2, with Adam's order.
     */
    private void adaBelief() {
        keep("m", averaged("m", given(BETA1), g));
        Expression surprise = g.minus(now("m")).in(SQUARE);
        keep("s", averaged("s", given(BETA2), surprise).plus(given(EPSILON)));
        subtractCorrected("s");
    }

    /**
     * m′ as Adam; u′ = max(β2·u, |g|) + 10⁻³²; update = η / (1 − β1ᵗ)·m′ / u′. Source: Kingma and Ba, 2015, algorithm 2, which
     * leaves 0 / 0 open: hence the 10⁻³².
     */
    private void adaMax() {
        keep("m", averaged("m", given(BETA1), g));
        keep("u", given(BETA2).times(old("u")).max(g.in(ABS)).plus(number(1e-32)));
        subtract(given(LEARNING_RATE)
                .over(correction(given(BETA1)))
                .times(now("m"))
                .over(now("u")));
    }

    /**
     * m′ and v′ as Adam; update = η·(β1·m′ + (1 − β1)·g) / (1 − β1ᵗ) / (√(v′ / (1 − β2ᵗ)) + ε). Source: Ruder, 2016, section 4.8,
     * after Dozat.
     */
    private void nadam() {
        keep("m", averaged("m", given(BETA1), g));
        keep("v", averaged("v", given(BETA2), g.in(SQUARE)));
        Expression ahead =
                given(BETA1).times(now("m")).plus(number(1).minus(given(BETA1)).times(g));
        subtract(given(LEARNING_RATE)
                .times(ahead.over(correction(given(BETA1))))
                .over(now("v").over(correction(given(BETA2))).in(SQRT).plus(given(EPSILON))));
    }

    /** η·√(1 − β2ᵗ) / (1 − β1ᵗ)·m′ / (√size′ + ε). */
    private void subtractCorrected(String size) {
        Expression rate =
                given(LEARNING_RATE).times(correction(given(BETA2)).in(SQRT)).over(correction(given(BETA1)));
        subtract(rate.times(now("m")).over(now(size).in(SQRT).plus(given(EPSILON))));
    }

    private Expression given(Updater.Parameter which) {
        return given.apply(which);
    }

    private Expression old(String what) {
        return step(parameter.state(what));
    }

    private Expression now(String what) {
        return step(parameter.state(what).next());
    }

    /** β·old + (1 − β)·x. */
    private Expression averaged(String what, Expression beta, Expression x) {
        return beta.times(old(what)).plus(number(1).minus(beta).times(x));
    }

    /** 1 − βᵗ. */
    private Expression correction(Expression beta) {
        return number(1).minus(beta.power(t));
    }

    private void keep(String what, Expression value) {
        rules.update(parameter.state(what).next(), value);
    }

    /** Without state there is no step for the update: W′ = W − own − decay. */
    private void descend(Expression own) {
        Expression descended = step(parameter).minus(own);
        rules.update(changed, decay.map(descended::minus).orElse(descended));
    }

    /** update = own + decay; W′ = W − update. */
    private void subtract(Expression own) {
        subtract(own, () -> {});
    }

    private void subtract(Expression own, Runnable between) {
        rules.update(parameter.update(), decay.map(own::plus).orElse(own));
        between.run();
        rules.update(changed, step(parameter).minus(step(parameter.update())));
    }

    /** All of them in one line, for a parameter W, with the updater's own parameters by their letters. */
    static String line(Updater updater) {
        RuleList rules = new RuleList();
        new UpdaterFormulas(
                        StepId.w(1),
                        StepId.w(1).next(),
                        step(StepId.w(1).gradient()),
                        new Expression.Words("t"),
                        Optional.empty(),
                        parameter -> new Expression.Words(parameter.symbol()),
                        rules)
                .write(updater.kind());
        return rules.rules().stream()
                .map(rule -> rule.name() + " = " + rule.formula().write(Notation.XW_PLUS_B, 1))
                .collect(Collectors.joining(", "))
                .replace(StepId.w(1).toString(), "W");
    }
}
