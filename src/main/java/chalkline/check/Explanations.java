package chalkline.check;

import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Derivation;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import chalkline.reference.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a step that deviates is what another network, such as one without regularisation, would have: the same rule of
 * that network, put over the same earlier steps, has to give every entry within its bound.
 */
final class Explanations {
    /**
     * @param how what would have been done instead
     * @param instead the network that would have been worked on
     */
    private record Hypothesis(String how, UnaryOperator<Network> instead) {}

    private static final List<Hypothesis> HYPOTHESES = List.of(
            new Hypothesis("no regularisation", terms(t -> Terms.NONE)),
            new Hypothesis("no constraint", layers(layer -> layer.with(List.of()))),
            new Hypothesis("no normalisation of the gradient", layers(layer -> layer.with(GradientNormalisation.NONE))),
            new Hypothesis("a sum over the outputs for their mean", losses(Loss.Kind.MSE, Loss.Kind.L2)),
            new Hypothesis("a mean over the outputs for their sum", losses(Loss.Kind.L2, Loss.Kind.MSE)),
            new Hypothesis("no half in front of the squares", losses(Loss.Kind.HALF_SQUARED_ERROR, Loss.Kind.L2)),
            new Hypothesis("a half in front of the squares", losses(Loss.Kind.L2, Loss.Kind.HALF_SQUARED_ERROR)));

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

    /** One finding for each step that deviates and that a hypothesis explains. */
    List<Finding> findings(List<StepResult> steps) {
        List<Finding> findings = new ArrayList<>();
        Set<Integer> deviating = deviatingLayers(steps);
        for (StepResult step : steps) {
            if (step.verdict() == StepVerdict.DEVIATES) {
                explanation(step, deviating)
                        .ifPresent(how -> findings.add(new Finding(
                                step.id(), Finding.Code.EXPLAINED, step.name() + " is explained by " + how)));
            }
        }
        return findings;
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

    private Optional<String> explanation(StepResult step, Set<Integer> deviating) {
        if (step.rule().section() == Rule.Section.GIVEN) {
            return Optional.empty();
        }
        for (Hypothesis hypothesis : HYPOTHESES) {
            Network instead = hypothesis.instead().apply(network);
            boolean explains = Stream.of(instead, only(instead, deviating))
                    .distinct()
                    .filter(other -> !other.equals(network))
                    .flatMap(other -> rules(other, step.id()))
                    .anyMatch(rule -> gives(rule, step));
            if (explains) {
                return Optional.of(hypothesis.how());
            }
        }
        return Optional.empty();
    }

    /** The network that is other in those layers alone: the score adds up all of them. */
    private Network only(Network instead, Set<Integer> layers) {
        List<Layer> mixed = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            mixed.add((layers.contains(l) ? instead : network).layer(l));
        }
        return instead.with(mixed);
    }

    private Stream<Rule> rules(Network instead, StepId id) {
        boolean exposed = trace.has(StepId.a(network.depth()).gradient());
        Derivation derivation = exposed
                ? Derivation.of(instead, started)
                : Derivation.withoutOutputGradient(instead, started, trace.value(StepId.Y));
        return derivation.rules().stream().filter(rule -> rule.id().equals(id));
    }

    private boolean gives(Rule rule, StepResult step) {
        Rounded expected = asTraced.apply(step.id(), rule.value(values));
        return Comparison.gives(expected, step.actual().orElseThrow());
    }

    private static UnaryOperator<Network> layers(UnaryOperator<Layer> instead) {
        return network -> network.with(instead);
    }

    private static UnaryOperator<Network> terms(UnaryOperator<Terms> instead) {
        return layers(layer -> layer.with(new Regularisation(
                instead.apply(layer.regularisation().weights()),
                instead.apply(layer.regularisation().biases()))));
    }

    private static UnaryOperator<Network> losses(Loss.Kind asked, Loss.Kind instead) {
        return network -> network.loss().equals(new Loss(asked)) ? network.with(new Loss(instead)) : network;
    }
}
