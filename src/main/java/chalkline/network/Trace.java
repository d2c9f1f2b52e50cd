package chalkline.network;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training step as an implementation carried it out: X, y and the parameters it started from, then what it computed.
 * Gradients are of the mean loss over the examples.
 */
public final class Trace {
    private final Precision precision;
    private final int examples;
    private final Accuracy accuracy;
    private final Map<StepId, Step> steps = new LinkedHashMap<>();

    /**
     * @param precision what the implementation computed in
     * @param examples N, the number of rows of the batch
     * @param steps in the order of the derivation
     * @throws IllegalArgumentException where two steps are the same
     */
    public Trace(Precision precision, int examples, List<Step> steps) {
        this(precision, examples, Accuracy.USUAL, steps);
    }

    /**
     * The same, of an implementation that declares how accurate its functions are.
     *
     * @throws IllegalArgumentException as above
     */
    public Trace(Precision precision, int examples, Accuracy accuracy, List<Step> steps) {
        this.precision = precision;
        this.examples = examples;
        this.accuracy = accuracy;
        for (Step step : steps) {
            if (this.steps.put(step.id(), step) != null) {
                throw new IllegalArgumentException("two steps are called " + step.id());
            }
        }
    }

    /** What the implementation computed in. */
    public Precision precision() {
        return precision;
    }

    /** How accurate the implementation's elementary functions are. */
    public Accuracy accuracy() {
        return accuracy;
    }

    /** N, the number of rows of the batch. */
    public int examples() {
        return examples;
    }

    /**
     * The same step, had it had these values; nothing else of a step changes.
     *
     * @throws IllegalArgumentException where it has no such step
     */
    public Trace with(Map<StepId, Matrix> values) {
        values.keySet().forEach(this::value);
        return new Trace(
                precision,
                examples,
                accuracy,
                steps.values().stream()
                        .map(step -> values.containsKey(step.id())
                                ? new Step(step.id(), step.source(), Optional.of(values.get(step.id())), step.scaling())
                                : step)
                        .toList());
    }

    /** All steps in order. */
    public Collection<Step> steps() {
        return List.copyOf(steps.values());
    }

    /**
     * That step.
     *
     * @throws IllegalArgumentException where there is none
     */
    public Step step(StepId id) {
        Step step = steps.get(id);
        if (step == null) {
            throw new IllegalArgumentException("the trace has no step " + id);
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
        if (step.id().equals(StepId.SCORE)) {
            return step.value().equals(step(StepId.LOSS).value());
        }
        return step.id().isUnconstrained()
                && step.value().equals(step(step.id().parameter().next()).value());
    }

    /** Whether the trace has a value for that step. */
    public boolean has(StepId id) {
        Step step = steps.get(id);
        return step != null && step.value().isPresent();
    }

    /**
     * The value of that step.
     *
     * @throws IllegalArgumentException where there is no such step or no value
     */
    public Matrix value(StepId id) {
        return step(id).value().orElseThrow(() -> new IllegalArgumentException(id + " is not exposed"));
    }
}
