package chalkline.answers;

import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import chalkline.reference.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One way to take a person's numbers: every earlier step's, from which the next one is worked. */
final class Chain {
    private final Map<StepId, Rounded> numbers = new LinkedHashMap<>();
    private final Values values = new Values(numbers::get);

    Chain() {}

    /** A chain that begins with the same numbers. */
    Chain(Chain other) {
        numbers.putAll(other.numbers);
    }

    void put(StepId step, Rounded value) {
        numbers.put(step, value);
    }

    Map<StepId, Rounded> numbers() {
        return numbers;
    }

    /** What the formula gives on these numbers, with f′ taken at Z. */
    Rounded value(Rule rule) {
        return rule.value(values);
    }

    /** What another formula gives for that step. */
    Rounded value(StepId step, Expression formula) {
        return values.of(step, formula);
    }

    /** The same, and with f′ written in A. */
    List<Rounded> candidates(Rule rule) {
        return List.of(rule.value(values), rule.onPaper(values));
    }
}
