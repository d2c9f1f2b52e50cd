package chalkline.answers;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

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
import java.util.StringJoiner;

/**
 * How a course writes the same step, where it is not as the configuration has it.
 *
 * @param gradient where the mean over the examples is taken
 * @param loss what the loss and all that is derived from it are multiplied by
 * @param penalty whether L1 and L2 stand in dW or beside it
 */
public record Conventions(Gradient gradient, LossFactor loss, Penalty penalty) {
    /** As the configuration has it. */
    public static final Conventions NONE = new Conventions(Gradient.MEAN, LossFactor.AS_CONFIGURED, Penalty.OUTSIDE);

    /** Where the mean over the examples is taken. */
    public enum Gradient {
        /** Every gradient is that of the mean. */
        MEAN("mean"),
        /** Every gradient is that of the sum over the examples. */
        SUM("sum"),
        /** dA and dZ are those of each example's own loss, dW and db of the mean: 1/N stands in dW. */
        SUM_IN_DZ("sum-in-dZ");

        private final String label;

        Gradient(String label) {
            this.label = label;
        }

        /** The name in a sheet. */
        public String label() {
            return label;
        }
    }

    /** What the loss is multiplied by. */
    public enum LossFactor {
        AS_CONFIGURED("as-configured"),
        HALF("half"),
        TWICE("twice"),
        MEAN_OVER_OUTPUTS("mean-over-outputs"),
        SUM_OVER_OUTPUTS("sum-over-outputs");

        private final String label;

        LossFactor(String label) {
            this.label = label;
        }

        /** The name in a sheet. */
        public String label() {
            return label;
        }

        private Expression of(Expression formula, int outputs) {
            return switch (this) {
                case AS_CONFIGURED -> formula;
                case HALF -> formula.over(2);
                case TWICE -> number(2).times(formula);
                case MEAN_OVER_OUTPUTS -> formula.over(outputs);
                case SUM_OVER_OUTPUTS ->
                    outputs == 1 ? formula : number(outputs).times(formula);
            };
        }
    }

    /** Where L1 and L2 stand. */
    public enum Penalty {
        /** They are added to dW by the update. */
        OUTSIDE("outside"),
        /** dW and db have them. */
        IN_DW("in-dW");

        private final String label;

        Penalty(String label) {
            this.label = label;
        }

        /** The name in a sheet. */
        public String label() {
            return label;
        }
    }

    /** Those that differ from these and make a difference for that network. */
    List<Conventions> others(Network network, int examples) {
        List<Conventions> others = new ArrayList<>();
        boolean penalised = network.isRegularised();
        for (Penalty p : penalised ? Penalty.values() : new Penalty[] {penalty}) {
            for (Gradient g : examples > 1 ? Gradient.values() : new Gradient[] {gradient}) {
                for (LossFactor f : LossFactor.values()) {
                    boolean outputs = f == LossFactor.MEAN_OVER_OUTPUTS || f == LossFactor.SUM_OVER_OUTPUTS;
                    Conventions other = new Conventions(g, f, p);
                    if (!other.equals(this) && (!outputs || network.outputs() > 1)) {
                        others.add(other);
                    }
                }
            }
        }
        // Two at once only where courses have them so: 1/m and the penalty in dW.
        others.removeIf(other -> differences(other) > 1
                && !(other.gradient == Gradient.SUM_IN_DZ && other.penalty == Penalty.IN_DW && other.loss == loss));
        others.sort(Comparator.comparingInt(this::differences));
        return others;
    }

    private int differences(Conventions other) {
        return (gradient == other.gradient ? 0 : 1) + (loss == other.loss ? 0 : 1) + (penalty == other.penalty ? 0 : 1);
    }

    /** The line of a sheet that declares them. */
    String line() {
        StringJoiner line = new StringJoiner(", ", "conventions: { ", " }");
        if (gradient != Gradient.MEAN) {
            line.add("gradient: " + gradient.label());
        }
        if (loss != LossFactor.AS_CONFIGURED) {
            line.add("loss: " + loss.label());
        }
        if (penalty != Penalty.OUTSIDE) {
            line.add("penalty: " + penalty.label());
        }
        return line.toString();
    }

    /** What differs from the configuration in words. */
    String words() {
        List<String> words = new ArrayList<>();
        switch (gradient) {
            case SUM -> words.add("gradients summed over the examples");
            case SUM_IN_DZ -> words.add("dA and dZ of each example's own loss, with the mean taken in dW and db");
            case MEAN -> {}
        }
        switch (loss) {
            case HALF -> words.add("a loss with another ½");
            case TWICE -> words.add("a loss without its ½");
            case MEAN_OVER_OUTPUTS -> words.add("a loss that is the mean over the outputs");
            case SUM_OVER_OUTPUTS -> words.add("a loss that is the sum over the outputs");
            case AS_CONFIGURED -> {}
        }
        if (penalty == Penalty.IN_DW) {
            words.add("the penalty in dW");
        }
        return String.join(", ", words);
    }

    /** The derivation as the course has it, every change of a parameter being a step of its own. */
    Derivation of(Derivation derivation, Network network, int examples) {
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : derivation.rules()) {
            Rule rewritten = rewritten(rule, network, network.loss().isSum() ? 1 : examples);
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
        return derivation.with(rules);
    }

    private Rule rewritten(Rule rule, Network network, int examples) {
        if (rule.id().equals(StepId.LOSS)) {
            return rule.rewritten(formula -> loss.of(formula, network.outputs()));
        }
        Optional<StepPart> part = StepPart.of(rule.id());
        if (part.isEmpty()) {
            return rule;
        }
        int l = part.get().layer();
        return switch (part.get().role()) {
            case DA -> l == network.depth() ? rule.rewritten(formula -> ofOutput(formula, network, examples)) : rule;
            case DW, DB -> rule.rewritten(formula -> ofParameter(rule, formula, network, l, examples));
            case NEXT -> withoutPenalty(rule, network, l);
            case Z, A, DZ, UPDATE -> rule;
        };
    }

    private Expression ofOutput(Expression formula, Network network, int examples) {
        Expression scaled = loss.of(formula, network.outputs());
        return gradient == Gradient.MEAN || examples == 1
                ? scaled
                : number(examples).times(scaled);
    }

    private Expression ofParameter(Rule rule, Expression formula, Network network, int l, int examples) {
        Expression mean = gradient == Gradient.SUM_IN_DZ ? formula.over(examples) : formula;
        return penalty == Penalty.IN_DW ? penalised(mean, network, l, rule.id().parameter()) : mean;
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
    private Rule withoutPenalty(Rule rule, Network network, int l) {
        StepId parameter = rule.id().parameter();
        StepId dP = parameter.gradient();
        boolean simple = network.updater(l, parameter.isBias()).kind() == Updater.Kind.SGD;
        if (penalty == Penalty.OUTSIDE || !simple) {
            return rule;
        }
        Expression zero = step(dP).minus(penalised(step(dP), network, l, parameter));
        Map<StepId, Expression> data = Map.of(dP, step(dP).plus(zero));
        return zero.equals(step(dP).minus(step(dP))) ? rule : rule.rewritten(formula -> formula.with(data));
    }
}
