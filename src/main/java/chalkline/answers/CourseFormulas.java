package chalkline.answers;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Conventions;
import chalkline.network.Conventions.Gradient;
import chalkline.network.Conventions.LossFactor;
import chalkline.network.Conventions.Penalty;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.reference.Derivation;
import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The formulas of a step under the conventions of a course. */
final class CourseFormulas {
    private final Conventions own;
    private final Network network;
    private final int examples;
    /** What the mean over the examples divides by; 1 where the loss is their sum. */
    private final int divisor;

    CourseFormulas(Conventions own, Network network, int examples) {
        this.own = own;
        this.network = network;
        this.examples = examples;
        this.divisor = network.loss().isSum() ? 1 : examples;
    }

    /** Those that differ from these and make a difference for that network. */
    List<Conventions> others() {
        List<Conventions> others = new ArrayList<>();
        boolean penalised = network.isRegularised();
        for (Penalty p : penalised ? Penalty.values() : new Penalty[] {own.penalty()}) {
            for (Gradient g : examples > 1 ? Gradient.values() : new Gradient[] {own.gradient()}) {
                for (LossFactor f : LossFactor.values()) {
                    boolean outputs = f == LossFactor.MEAN_OVER_OUTPUTS || f == LossFactor.SUM_OVER_OUTPUTS;
                    Conventions other = new Conventions(g, f, p);
                    if (!other.equals(own) && (!outputs || network.outputs() > 1)) {
                        others.add(other);
                    }
                }
            }
        }
        // Two at once only where courses have them so: 1/m and the penalty in dW.
        others.removeIf(other -> own.differences(other) > 1
                && !(other.gradient() == Gradient.SUM_IN_DZ
                        && other.penalty() == Penalty.IN_DW
                        && other.loss() == own.loss()));
        others.sort(Comparator.comparingInt(own::differences));
        return others;
    }

    /** The derivation as the course has it, every change of a parameter being a step of its own. */
    Derivation of(Derivation derivation) {
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : derivation.rules()) {
            Rule rewritten = rewritten(rule);
            rule.id().before().filter(before -> before.suffixes().isEmpty()).ifPresent(parameter -> {
                if (derivation.rules().stream().noneMatch(other -> other.id().equals(parameter.update()))) {
                    rules.add(new Rule(parameter.update(), rule.phase(), n -> {
                        Rule.Written next = rewritten.formula().over(n);
                        return Rule.Written.as(step(parameter).minus(next.judged()));
                    }));
                }
            });
            rules.add(rewritten);
        }
        return derivation.with(
                rules, (step, formula) -> step.equals(StepId.LOSS) ? ofLoss(formula) : ofOutput(formula));
    }

    private Rule rewritten(Rule rule) {
        if (rule.id().equals(StepId.LOSS)) {
            return rule.rewritten(this::ofLoss);
        }
        Optional<StepPart> part = StepPart.of(rule.id());
        if (part.isEmpty()) {
            return rule;
        }
        int l = part.get().layer();
        return switch (part.get().role()) {
            case DA -> l == network.depth() ? rule.rewritten(this::ofOutput) : rule;
            case DW, DB -> rule.rewritten(formula -> ofParameter(rule, formula, l));
            case NEXT -> withoutPenalty(rule, l);
            case Z, A, DZ, UPDATE -> rule;
        };
    }

    private Expression ofLoss(Expression formula) {
        int outputs = network.outputs();
        return switch (own.loss()) {
            case AS_CONFIGURED -> formula;
            case HALF -> formula.over(2);
            case TWICE -> number(2).times(formula);
            case MEAN_OVER_OUTPUTS -> formula.over(outputs);
            case SUM_OVER_OUTPUTS -> outputs == 1 ? formula : number(outputs).times(formula);
        };
    }

    /** dA of the last layer, and dZ worked without it. */
    private Expression ofOutput(Expression formula) {
        Expression scaled = ofLoss(formula);
        return own.gradient() == Gradient.MEAN || divisor == 1
                ? scaled
                : number(divisor).times(scaled);
    }

    private Expression ofParameter(Rule rule, Expression formula, int l) {
        Expression mean = own.gradient() == Gradient.SUM_IN_DZ ? formula.over(divisor) : formula;
        return own.penalty() == Penalty.IN_DW
                ? penalised(mean, network, l, rule.id().parameter())
                : mean;
    }

    /** The gradient with L1 and L2 of that parameter, which stand before it: a product first would be taken for A·W + b. */
    static Expression penalised(Expression gradient, Network network, int l, StepId parameter) {
        Terms terms = network.layer(l).regularisation().of(parameter.isBias());
        Expression sum = gradient;
        if (terms.l1() > 0) {
            sum = number(terms.l1()).times(step(parameter).in(Elementary.SIGN)).plus(sum);
        }
        return terms.l2() > 0 ? number(terms.l2()).times(step(parameter)).plus(sum) : sum;
    }

    /** The update of a gradient that has its penalty: what the formula adds to it is taken off first. */
    private Rule withoutPenalty(Rule rule, int l) {
        StepId parameter = rule.id().parameter();
        StepId dP = parameter.gradient();
        boolean simple = network.updater(l, parameter.isBias()).kind() == Updater.Kind.SGD;
        if (own.penalty() == Penalty.OUTSIDE || !simple) {
            return rule;
        }
        Expression zero = step(dP).minus(penalised(step(dP), network, l, parameter));
        Map<StepId, Expression> data = Map.of(dP, step(dP).plus(zero));
        return zero.equals(step(dP).minus(step(dP))) ? rule : rule.rewritten(formula -> formula.with(data));
    }
}
