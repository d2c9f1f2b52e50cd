package chalkline.reference;

import chalkline.network.StepId;
import chalkline.reference.Rule.Formula;
import chalkline.reference.Rule.Written;
import java.util.ArrayList;
import java.util.List;

/** The rules of a derivation, while they are written one below the other. */
final class RuleList {
    private final List<Rule> rules;
    private boolean inputGradient;

    RuleList() {
        this(List.of());
    }

    RuleList(List<Rule> rules) {
        this.rules = new ArrayList<>(rules);
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    /** Writes dX too. */
    void includeInputGradient() {
        inputGradient = true;
    }

    /** Whether a layer hands a gradient on to what it takes: to X only where dX is asked for. */
    boolean handsOn(StepId source) {
        return inputGradient || !source.equals(StepId.X);
    }

    boolean has(StepId id) {
        return rules.stream().anyMatch(rule -> rule.id().equals(id));
    }

    void forward(StepId id, Expression formula) {
        forward(id, examples -> Written.as(formula));
    }

    void forward(StepId id, Formula formula) {
        rules.add(new Rule(id, Rule.Phase.FORWARD, formula));
    }

    /** The gradient of that step. */
    void backward(StepId of, Expression formula) {
        backward(of, examples -> Written.as(formula));
    }

    /** The gradient of that step. */
    void backward(StepId of, Formula formula) {
        rules.add(new Rule(of.gradient(), Rule.Phase.BACKWARD, formula));
    }

    void update(StepId id, Expression formula) {
        rules.add(new Rule(id, Rule.Phase.UPDATE, examples -> Written.as(formula)));
    }
}
