package chalkline.check;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        CheckResult derived =
                Check.withoutTruth(withStandIns, batch, none, withStandIns(functions, trace), matchesFit, known);
        return new NumericalCheck(trace).with(functions, derived, withStandIns);
    }

    /** The trace with a linear layer without bias, all zeros, in the place of every whole layer: Z is what it gives. */
    private static Trace withStandIns(List<OwnFunction> functions, Trace trace) {
        List<Step> steps = new ArrayList<>(trace.steps());
        for (OwnFunction function : functions) {
            if (function.isLayer()) {
                int l = function.output().layer();
                steps.removeIf(step -> function.hides(step.id()));
                steps.add(as(StepId.z(l), trace.step(function.output())));
                steps.add(
                        as(StepId.z(l).gradient(), trace.step(function.output().gradient())));
                Matrix zeros = Matrix.zeros(
                        trace.value(function.input()).columns(),
                        trace.value(function.output()).columns());
                StepId w = StepId.w(l);
                for (StepId id : List.of(w, w.gradient(), w.update(), w.unconstrained(), w.next())) {
                    steps.add(new Step(id, Step.Source.EVALUATED, Optional.of(zeros)));
                }
            }
        }
        return new Trace(trace.precision(), trace.examples(), trace.accuracy(), steps);
    }

    private static Step as(StepId id, Step step) {
        return new Step(id, step.source(), step.value(), step.scaling());
    }

    private CheckResult with(List<OwnFunction> functions, CheckResult withStandIns, Network network) {
        List<StepResult> steps = new ArrayList<>(withStandIns.steps());
        Set<StepId> replaced = new HashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (OwnFunction function : functions) {
            Differences differences = differences(function);
            List<Differences> all = new ArrayList<>(List.of(differences));
            steps.removeIf(step -> function.hides(step.id()));
            replace(steps, replaced, forward(function));
            if (trace.has(function.input().gradient())) {
                replace(steps, replaced, backward(function, differences));
            }
            for (OwnFunction.Parameter parameter : function.parameters()) {
                Differences ofParameter = differences(function, parameter);
                all.add(ofParameter);
                insert(steps, function.output().gradient(), gradient(function, parameter, ofParameter));
            }
            if (function.isLoss()) {
                // What a loss of somebody's own makes of dA on its way to dZ is its own affair.
                steps.removeIf(
                        step -> step.id().equals(StepId.a(network.depth()).gradient()));
            }
            marked(function, all).ifPresent(findings::add);
        }
        withStandIns.findings().stream()
                .filter(finding -> !replaced.contains(finding.step())
                        && functions.stream().noneMatch(function -> function.hides(finding.step())))
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

    /** Behind that step and what was put there before. */
    private static void insert(List<StepResult> steps, StepId behind, StepResult step) {
        int at = 0;
        while (!steps.get(at).id().equals(behind)) {
            at++;
        }
        do {
            at++;
        } while (at < steps.size()
                && steps.get(at).id().isGradient()
                && isParameter(steps.get(at).id(), behind.layer()));
        steps.add(at, step);
    }

    private static boolean isParameter(StepId id, int layer) {
        return id.equals(StepId.w(layer).gradient())
                || id.equals(StepId.b(layer).gradient())
                || id.equals(StepId.g(layer).gradient());
    }

    /** All outputs of all examples at once, as functions of the parameter's numbers in one row. */
    private Differences differences(OwnFunction function, OwnFunction.Parameter parameter) {
        Matrix at = trace.value(parameter.id());
        Matrix input = trace.value(function.input());
        return new Differences(
                row -> inOneRow(parameter.value().apply(input, Matrix.of(at.rows(), at.columns(), row.toArray()))),
                inOneRow(at),
                inOneRow(weights(function)));
    }

    private static Matrix inOneRow(Matrix matrix) {
        return Matrix.of(1, matrix.size(), matrix.toArray());
    }

    private StepResult gradient(OwnFunction function, OwnFunction.Parameter parameter, Differences differences) {
        Matrix at = trace.value(parameter.id());
        double[] values = differences.values().toArray();
        double[] errors = differences.errors();
        for (int k = 0; k < errors.length; k++) {
            double size = differences.size(0) / Math.max(1, Math.abs(at.get(k)));
            errors[k] += (ROUNDINGS + trace.examples()) * unit * (Math.abs(values[k]) + size);
        }
        return step(
                parameter.id().gradient(),
                Rule.Phase.BACKWARD,
                "an extrapolated difference of the forward pass of " + function.name(),
                Matrix.of(at.rows(), at.columns(), values),
                errors);
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

    private Optional<Finding> marked(OwnFunction function, List<Differences> differences) {
        double largest = differences.stream()
                .flatMapToDouble(each -> Arrays.stream(each.errors()))
                .max()
                .orElse(0);
        boolean trains = !function.parameters().isEmpty();
        List<StepId> gradients = Stream.concat(
                        Stream.of(function.input()),
                        function.parameters().stream().map(OwnFunction.Parameter::id))
                .map(StepId::gradient)
                .filter(trace::has)
                .toList();
        if (gradients.isEmpty()) {
            return Optional.empty();
        }
        String named = gradients.stream().map(StepId::toString).collect(Collectors.joining(", "));
        return Optional.of(new Finding(
                gradients.get(0),
                Finding.Code.NUMERICAL,
                named + (gradients.size() == 1 ? " has" : " have") + " no derivation, for " + function.name()
                        + " is not known: it was held against an"
                        + " extrapolated difference of its own forward pass, whose estimated error is at most "
                        + Cause.number(largest)
                        + (trains ? "; what the updater makes of its parameters is not checked" : "")));
    }
}
