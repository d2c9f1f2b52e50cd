package chalkline.check;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The check of a network with functions that nobody has derived. Their steps are held against their own forward pass: the
 * output against the same function in float64, the gradient of the input against {@link Differences}. Every other step is
 * held against the derivation, as ever, with nothing said of what is right end to end. A stand-in of each function, of the same
 * shape, has its place in the network that is derived.
 */
public final class NumericalCheck {
    /** Roundings that a function and its derivative may show in a step, beside what is summed. */
    private static final int ROUNDINGS = 64;

    private final Trace trace;
    private final double unit;

    private NumericalCheck(Trace trace) {
        this.trace = trace;
        this.unit = trace.precision().unitRoundoff();
    }

    /**
     * Checks one training step.
     *
     * @param withStandIns the network with a known function in the place of each
     * @param functions themselves
     * @param batch as it was asked for
     * @param trace what an implementation computed
     * @param matchesFit whether the trace is that of a real step, bit for bit
     * @param known where the implementation is not the textbook
     * @throws IllegalArgumentException where the trace lacks a step, or a step has another shape than its rule gives
     */
    public static CheckResult of(
            Network withStandIns,
            List<OwnFunction> functions,
            Batch batch,
            Trace trace,
            boolean matchesFit,
            KnownDifferences.Accepting known) {
        LabelFindings none = new LabelFindings(withStandIns, batch.labelNames());
        CheckResult derived = Check.withoutTruth(withStandIns, batch, none, trace, matchesFit, known);
        return new NumericalCheck(trace).with(functions, derived, withStandIns);
    }

    private CheckResult with(List<OwnFunction> functions, CheckResult withStandIns, Network network) {
        List<StepResult> steps = new ArrayList<>(withStandIns.steps());
        Set<StepId> replaced = new HashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (OwnFunction function : functions) {
            Differences differences = differences(function);
            replace(steps, replaced, forward(function));
            replace(steps, replaced, backward(function, differences));
            if (function.isLoss()) {
                // What a loss of somebody's own makes of dA on its way to dZ is its own affair.
                steps.removeIf(
                        step -> step.id().equals(StepId.a(network.depth()).gradient()));
            }
            findings.add(marked(function, differences));
        }
        withStandIns.findings().stream()
                .filter(finding -> !replaced.contains(finding.step()))
                .forEach(findings::add);
        boolean finite = findings.stream().noneMatch(finding -> finding.code() == Finding.Code.NOT_FINITE);
        return new CheckResult(
                Verdict.of(steps, withStandIns.matchesFit(), finite),
                withStandIns.precision(),
                withStandIns.matchesFit(),
                steps,
                findings,
                withStandIns.acknowledged());
    }

    private static void replace(List<StepResult> steps, Set<StepId> replaced, StepResult other) {
        steps.replaceAll(step -> step.id().equals(other.id()) ? other : step);
        replaced.add(other.id());
    }

    private Differences differences(OwnFunction function) {
        return new Differences(function.value(), trace.value(function.input()), weights(function));
    }

    /** By what each output counts: the gradient that comes back to it; in a mean over the examples, one over their number. */
    private Matrix weights(OwnFunction function) {
        if (!function.isLoss()) {
            return trace.value(function.output().gradient());
        }
        double[] weights = new double[trace.examples()];
        Arrays.fill(weights, 1.0 / trace.step(StepId.LOSS).scaling().divisor());
        return Matrix.of(weights.length, 1, weights);
    }

    private StepResult forward(OwnFunction function) {
        Matrix values = function.value().apply(trace.value(function.input()));
        if (!function.isLoss()) {
            double[] errors = Arrays.stream(values.toArray())
                    .map(v -> ROUNDINGS * unit * Math.max(Math.abs(v), unit))
                    .toArray();
            return step(
                    function.output(), Rule.Phase.FORWARD, function.name() + " of " + function.input(), values, errors);
        }
        Matrix weights = weights(function);
        double sum = 0;
        double size = 0;
        for (int i = 0; i < values.rows(); i++) {
            sum += weights.get(i) * values.get(i);
            size += Math.abs(weights.get(i) * values.get(i));
        }
        return step(
                StepId.LOSS,
                Rule.Phase.FORWARD,
                "the mean of " + function.name() + " over the examples",
                Matrix.of(1, 1, sum),
                (ROUNDINGS + values.rows()) * unit * size);
    }

    private StepResult backward(OwnFunction function, Differences differences) {
        Matrix values = differences.values();
        double[] errors = differences.errors();
        Matrix input = trace.value(function.input());
        for (int k = 0; k < errors.length; k++) {
            // A derivative that is worked from the output loses what the output has lost.
            double size = differences.size(k / values.columns()) / Math.max(1, Math.abs(input.get(k)));
            errors[k] += ROUNDINGS * unit * (Math.abs(values.get(k)) + size);
        }
        return step(
                function.input().gradient(),
                Rule.Phase.BACKWARD,
                "an extrapolated difference of the forward pass of " + function.name(),
                values,
                errors);
    }

    private StepResult step(StepId id, Rule.Phase phase, String words, Matrix values, double... errors) {
        Rounded reference = Rounded.near(values, errors, Rounding.of(trace.precision(), trace.accuracy()));
        Expression given = new Expression.Literal(reference, 1);
        Rule.Written written = new Rule.Written(given, List.of(new Expression.Words(words)), Optional.empty(), given);
        Rule rule = new Rule(id, phase, examples -> written);
        Matrix actual = trace.value(id);
        Comparison comparison = new Comparison(actual, reference, Optional.empty(), trace.precision(), false);
        return new StepResult(
                rule,
                trace.step(id).source(),
                comparison.verdict(),
                comparison.counts(),
                Optional.of(comparison.worst()),
                EndToEnd.UNKNOWN.relativeError(),
                EndToEnd.UNKNOWN.digits(),
                Optional.of(actual),
                Optional.of(reference.toMatrix()),
                Optional.empty(),
                List.of(),
                false);
    }

    private static Finding marked(OwnFunction function, Differences differences) {
        double largest = Arrays.stream(differences.errors()).max().orElse(0);
        StepId gradient = function.input().gradient();
        return new Finding(
                gradient,
                Finding.Code.NUMERICAL,
                gradient + " has no derivation, for " + function.name() + " is not known: it was held against an"
                        + " extrapolated difference of its own forward pass, whose estimated error is at most "
                        + Cause.number(largest));
    }
}
