package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Derivation;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import chalkline.reference.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was done instead, where a step deviates: another network's rule, another formula, or something that was done to the
 * right numbers. Put over the same earlier steps it has to give every entry of the step within its bound; what only comes near
 * explains nothing.
 */
final class Explanations {
    private final Network network;
    private final Trace trace;
    private final Map<StepId, Matrix> started;
    private final Values values;
    private final BiFunction<StepId, Rounded, Rounded> asTraced;

    /**
     * @param started what the step started from
     * @param values the steps of the trace
     * @param asTraced the result for that step, as the trace may have it
     */
    Explanations(
            Network network,
            Trace trace,
            Map<StepId, Matrix> started,
            Values values,
            BiFunction<StepId, Rounded, Rounded> asTraced) {
        this.network = network;
        this.trace = trace;
        this.started = started;
        this.values = values;
        this.asTraced = asTraced;
    }

    /** One finding for each step that deviates and that is explained. */
    List<Finding> findings(List<StepResult> steps) {
        List<Finding> findings = new ArrayList<>();
        Set<Integer> deviating = deviatingLayers(steps);
        for (StepResult step : steps) {
            if (isOpen(step)) {
                explanation(step, deviating)
                        .ifPresent(how -> findings.add(new Finding(
                                step.id(), Finding.Code.EXPLAINED, step.name() + " is explained by " + how)));
            }
        }
        return findings;
    }

    private static boolean isOpen(StepResult step) {
        return (step.verdict() == StepVerdict.DEVIATES || step.verdict() == StepVerdict.NON_FINITE)
                && step.rule().phase() != Rule.Phase.GIVEN;
    }

    /** The layers of which a step of the update deviates. */
    private static Set<Integer> deviatingLayers(List<StepResult> steps) {
        return steps.stream()
                .filter(step -> step.verdict() == StepVerdict.DEVIATES)
                .map(StepResult::id)
                .filter(StepId::isOfUpdate)
                .map(StepId::layer)
                .collect(Collectors.toSet());
    }

    /** What would have been done, likelier things first: what a configuration can say, then what a person can get wrong. */
    private Optional<String> explanation(StepResult step, Set<Integer> deviating) {
        if (step.verdict() == StepVerdict.NON_FINITE) {
            return new Overflow(trace, network).explanation(step);
        }
        Rule rule = step.rule();
        return first(OtherNetworks.settings(network, deviating), step)
                .or(() -> first(otherFormulas(rule), step))
                .or(() -> first(OtherNetworks.functions(network, step.id()), step))
                .or(() -> updateAtAnotherTime(step))
                .or(() -> new OtherNumbers(
                                step,
                                asTraced.apply(step.id(), rule.value(values)),
                                trace.step(step.id()).scaling().divisor())
                        .explanation(
                                pieces(step),
                                Optional.ofNullable(started.get(step.id().parameter()))));
    }

    private Optional<String> first(Stream<OtherNetworks.Hypothesis> hypotheses, StepResult step) {
        return hypotheses
                .filter(each -> !each.instead().equals(network))
                .filter(each -> rules(each.instead(), started, step.id()).anyMatch(rule -> gives(rule, step)))
                .map(OtherNetworks.Hypothesis::how)
                .findFirst();
    }

    private Optional<String> first(List<OtherFormulas.Hypothesis> hypotheses, StepResult step) {
        return hypotheses.stream()
                .filter(each -> gives(step.rule().rewritten(each.rewriting()), step))
                .map(OtherFormulas.Hypothesis::how)
                .findFirst();
    }

    private List<OtherFormulas.Hypothesis> otherFormulas(Rule rule) {
        Set<StepId> operands = new LinkedHashSet<>();
        rule.value(new Values(id -> {
            operands.add(id);
            return values.get(id);
        }));
        return new OtherFormulas(network, trace, rule.id(), operands).all();
    }

    /** The same update at another step's number: the corrections of moments that start from 0 depend on it. */
    private Optional<String> updateAtAnotherTime(StepResult step) {
        if (step.rule().phase() != Rule.Phase.UPDATE) {
            return Optional.empty();
        }
        double iteration = started.containsKey(StepId.ITERATION)
                ? started.get(StepId.ITERATION).get(0)
                : 0;
        return Stream.of(
                        new At(1e9, "moments without the correction of their start from 0"),
                        new At(iteration - 1, "the number of the step before"),
                        new At(iteration + 1, "the number of the step after"))
                .filter(at -> at.iteration() >= 0 && explains(at, step))
                .map(At::how)
                .findFirst();
    }

    private record At(double iteration, String how) {}

    private boolean explains(At at, StepResult step) {
        Map<StepId, Matrix> other = new HashMap<>(started);
        other.put(StepId.ITERATION, Matrix.of(1, 1, at.iteration()));
        return rules(network, other, step.id()).anyMatch(rule -> gives(rule, step));
    }

    /** What dZ would be with each piece of f′ throughout. */
    private List<Rounded> pieces(StepResult step) {
        int l = step.id().layer();
        if (l == 0
                || !step.id().equals(StepId.z(l).gradient())
                || !trace.has(StepId.a(l).gradient())) {
            return List.of();
        }
        return step.rule().formula().over(trace.examples()).definition().stream()
                .flatMap(slope -> pieces(slope.forms().get(0)))
                .map(piece -> values.of(
                        step.id(), Expression.step(StepId.a(l).gradient()).times(piece)))
                .map(expected -> asTraced.apply(step.id(), expected))
                .toList();
    }

    private static Stream<Expression> pieces(Expression slope) {
        return slope instanceof Expression.Where where
                ? Stream.concat(ends(where.above()), ends(where.below()))
                : Stream.empty();
    }

    private static Stream<Expression> ends(Expression slope) {
        return slope instanceof Expression.Where ? pieces(slope) : Stream.of(slope);
    }

    private Stream<Rule> rules(Network instead, Map<StepId, Matrix> start, StepId id) {
        boolean exposed = trace.has(StepId.a(network.depth()).gradient());
        Derivation derivation = exposed
                ? Derivation.of(instead, start)
                : Derivation.withoutOutputGradient(instead, start, trace.value(StepId.Y));
        return derivation.rules().stream().filter(rule -> rule.id().equals(id));
    }

    private boolean gives(Rule rule, StepResult step) {
        Rounded expected = asTraced.apply(step.id(), rule.value(values));
        Matrix actual = step.actual().orElseThrow();
        return expected.rows() == actual.rows()
                && expected.columns() == actual.columns()
                && Comparison.gives(expected, actual);
    }
}
