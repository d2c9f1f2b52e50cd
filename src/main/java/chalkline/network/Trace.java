package chalkline.network;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training step as an implementation carried it out: X, y and the parameters it started from, then what it computed.
 * Gradients are of the mean loss over the examples.
 */
public final class Trace {
    private final Precision precision;
    private final int examples;
    private final Map<String, Step> steps = new LinkedHashMap<>();

    /**
     * @param precision what the implementation computed in
     * @param examples N, the number of rows of the batch
     * @param steps in the order of the derivation
     * @throws IllegalArgumentException where two steps have the same name
     */
    public Trace(Precision precision, int examples, List<Step> steps) {
        this.precision = precision;
        this.examples = examples;
        for (Step step : steps) {
            if (this.steps.put(step.name(), step) != null) {
                throw new IllegalArgumentException("two steps are called " + step.name());
            }
        }
    }

    /** What the implementation computed in. */
    public Precision precision() {
        return precision;
    }

    /** N, the number of rows of the batch. */
    public int examples() {
        return examples;
    }

    /** All steps in order. */
    public Collection<Step> steps() {
        return List.copyOf(steps.values());
    }

    /**
     * The step of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public Step step(String name) {
        Step step = steps.get(name);
        if (step == null) {
            throw new IllegalArgumentException("the trace has no step " + name);
        }
        return step;
    }

    /**
     * The steps without those that only repeat another: a score where nothing is regularised, a parameter before no
     * constraint.
     */
    public List<Step> distinctSteps() {
        return steps().stream().filter(step -> !isRepetition(step)).toList();
    }

    private boolean isRepetition(Step step) {
        if (step.name().equals(Step.SCORE)) {
            return step.value().equals(step(Step.LOSS).value());
        }
        return Step.isUnconstrained(step.name())
                && step.value().equals(step(Step.constrained(step.name())).value());
    }

    /** Whether the trace has a value for that step. */
    public boolean has(String name) {
        Step step = steps.get(name);
        return step != null && step.value().isPresent();
    }

    /**
     * The value of the step of that name.
     *
     * @throws IllegalArgumentException where there is no such step or no value
     */
    public Matrix value(String name) {
        return step(name).value().orElseThrow(() -> new IllegalArgumentException(name + " is not exposed"));
    }
}
