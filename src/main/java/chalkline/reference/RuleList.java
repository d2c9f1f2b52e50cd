package chalkline.reference;

import chalkline.network.Step;
import chalkline.reference.Rule.Formula;
import chalkline.reference.Rule.Written;
import java.util.ArrayList;
import java.util.List;

/** The rules of a derivation, while they are written one below the other. */
final class RuleList {
    private final List<Rule> rules;

    RuleList() {
        this(List.of());
    }

    RuleList(List<Rule> rules) {
        this.rules = new ArrayList<>(rules);
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    boolean has(String name) {
        return rules.stream().anyMatch(rule -> rule.name().equals(name));
    }

    void forward(String name, Expression formula) {
        forward(name, examples -> Written.as(formula));
    }

    void forward(String name, Formula formula) {
        rules.add(new Rule(name, Rule.Section.FORWARD, formula));
    }

    /** The gradient of the step of that name. */
    void backward(String of, Expression formula) {
        backward(of, examples -> Written.as(formula));
    }

    /** The gradient of the step of that name. */
    void backward(String of, Formula formula) {
        rules.add(new Rule(Step.gradient(of), Rule.Section.BACKWARD, formula));
    }

    void update(String name, Expression formula) {
        rules.add(new Rule(name, Rule.Section.UPDATE, examples -> Written.as(formula)));
    }
}
