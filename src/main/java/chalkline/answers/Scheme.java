package chalkline.answers;

import chalkline.network.StepId;
import chalkline.reference.Rule;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each step is worth. A step's points are in equal parts for its numbers.
 *
 * @param weights points by step, in the order of the steps
 */
public record Scheme(Map<String, Double> weights) {
    public Scheme {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * A point for every step that is not given another weight; none for dX, which training has no use for.
     *
     * @param weights by step, or for all steps of a section: forward, backward, update
     */
    public static Scheme of(List<Rule> rules, Map<String, BigDecimal> weights) {
        Map<String, Double> scheme = new LinkedHashMap<>();
        for (Rule rule : rules) {
            BigDecimal usual = isExtra(rule) ? BigDecimal.ZERO : weights.getOrDefault(section(rule), BigDecimal.ONE);
            scheme.put(rule.name(), weights.getOrDefault(rule.name(), usual).doubleValue());
        }
        return new Scheme(scheme);
    }

    /** Whether it is dX, which a course may ask for. */
    public static boolean isExtra(Rule rule) {
        return rule.id().equals(StepId.X.gradient());
    }

    /** The section's name as a key. */
    public static String section(Rule rule) {
        return rule.phase().title().toLowerCase(Locale.ROOT);
    }

    /** The steps that are worth anything. */
    public List<String> steps() {
        return weights.keySet().stream().filter(step -> weights.get(step) > 0).toList();
    }

    /** What a step is worth. */
    public double worth(String step) {
        return weights.getOrDefault(step, 0.0);
    }

    /** What all steps are worth. */
    public double total() {
        return weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What an answer to a step has earned. */
    public double points(MarkedStep step) {
        long earned =
                step.entries().stream().filter(entry -> entry.mark().earns()).count();
        return worth(step.name()) * earned / step.entries().size();
    }

    /** What a sheet has earned. */
    public double points(MarkedSheet sheet) {
        return sheet.steps().stream().mapToDouble(this::points).sum();
    }
}
