package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Derivation;
import chalkline.reference.Dropout;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import chalkline.reference.Slopes;
import chalkline.reference.Truth;
import chalkline.reference.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a trace against the derivation of the network and the batch that a person asked for.
 *
 * <p>Every step is compared with what its rule gives on the trace's own earlier steps, taken as exact, within the rounding
 * that a correct implementation may show in that one step. So the first step that deviates is the culprit, bounds do not
 * grow with depth, and agreement of all steps is agreement of the whole. How far each step lies from the truth is
 * reported beside.
 */
public final class Check {
    private final Network network;
    private final Batch batch;
    private final Trace trace;
    private final Rounding rounding;
    /** W, b, what the updater keeps, iteration and epoch. */
    private final Map<StepId, Matrix> started;

    /** Every step from the start; without the truth, none. */
    private final Truth truth;

    private final Values values;
    private final KnownDifferences.Forecast forecast;
    private final Set<String> acknowledged;

    private final LabelFindings labels;

    private Check(
            Network network,
            Batch batch,
            LabelFindings labels,
            Trace trace,
            boolean withTruth,
            KnownDifferences.Accepting known) {
        this.labels = labels;
        this.network = network;
        this.batch = batch;
        this.trace = trace;
        this.forecast = known.differences().forecast(network, batch, trace);
        this.acknowledged = known.acknowledged();
        this.rounding = Rounding.of(trace.precision(), trace.accuracy());
        this.started = network.parameters(trace);
        this.truth = withTruth ? Truth.of(Derivation.of(network, started), batch, started) : Truth.NONE;
        this.values = new Values(this::input, id -> trace.step(id).scaling().divisor());
    }

    /**
     * Checks one training step.
     *
     * @param network as it was asked for
     * @param batch as it was asked for
     * @param trace what an implementation computed
     * @param matchesFit whether the trace is that of a real step, bit for bit
     * @throws IllegalArgumentException where the trace lacks a step, or a step has another shape than its rule gives
     */
    public static CheckResult of(Network network, Batch batch, Trace trace, boolean matchesFit) {
        return of(
                network, batch, LabelFindings.of(network, batch), trace, matchesFit, KnownDifferences.NONE.accepting());
    }

    /**
     * The same, with known differences of the implementation.
     *
     * @param known where it is not the textbook: a step whose every number these foretell is named after them
     * @throws IllegalArgumentException as above
     */
    public static CheckResult of(
            Network network, Batch batch, Trace trace, boolean matchesFit, KnownDifferences.Accepting known) {
        return of(network, batch, LabelFindings.of(network, batch), trace, matchesFit, known);
    }

    /**
     * The same of a batch from more rows.
     *
     * @param labels of all of them
     * @throws IllegalArgumentException as above
     */
    public static CheckResult of(
            Network network,
            Batch batch,
            LabelFindings labels,
            Trace trace,
            boolean matchesFit,
            KnownDifferences.Accepting known) {
        return new Check(network, batch, labels, trace, true, known).run(matchesFit);
    }

    /**
     * One step alone: what its rule gives on the trace's own earlier steps, without the truth; empty where the
     * network has no such rule.
     *
     * @throws IllegalArgumentException as above
     */
    public static Optional<StepResult> step(Network network, Batch batch, Trace trace, StepId id) {
        LabelFindings none = new LabelFindings(network, batch.labelNames());
        Check check = new Check(network, batch, none, trace, false, KnownDifferences.NONE.accepting());
        return check.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .map(rule -> check.compare(rule, false));
    }

    /**
     * The same without the end-to-end truth, at a fraction of the cost: no entry is called uninformative for the error that
     * it inherited, and how many digits are right is not said.
     *
     * @throws IllegalArgumentException as above
     */
    public static CheckResult withoutTruth(Network network, Batch batch, Trace trace, boolean matchesFit) {
        return withoutTruth(
                network, batch, LabelFindings.of(network, batch), trace, matchesFit, KnownDifferences.NONE.accepting());
    }

    static CheckResult withoutTruth(
            Network network,
            Batch batch,
            LabelFindings labels,
            Trace trace,
            boolean matchesFit,
            KnownDifferences.Accepting known) {
        return new Check(network, batch, labels, trace, false, known).run(matchesFit);
    }

    private CheckResult run(boolean matchesFit) {
        List<StepResult> steps = new ArrayList<>();
        changedInputs().forEach(step -> steps.add(explained(step)));
        masks().forEach(step -> steps.add(explained(step)));
        for (Rule rule : rules()) {
            boolean blameless = steps.stream().noneMatch(s -> s.misleads(rule));
            steps.add(trace.has(rule.id()) ? explained(compare(rule, blameless)) : notExposed(rule));
        }
        Map<StepId, Matrix> given = new LinkedHashMap<>(Map.of(StepId.X, batch.features()));
        given.putAll(started);
        Optional<Finding> notFinite = new NotFinite(trace, given).finding(steps);
        return new CheckResult(
                Verdict.of(steps, matchesFit, notFinite.isEmpty()),
                trace.precision(),
                matchesFit,
                steps,
                findings(steps, matchesFit, notFinite),
                acknowledged);
    }

    /** The step, with the known differences that give every number of it where it is not the derivation's. */
    private StepResult explained(StepResult step) {
        if (!step.verdict().contradicts() && !step.isFiniteAgainstInfinity()) {
            return step;
        }
        List<KnownDifference> known = forecast.explain(step);
        boolean accepted = !known.isEmpty()
                && known.stream()
                        .filter(each -> each.kind() == KnownDifference.Kind.DEFECT)
                        .allMatch(each -> acknowledged.contains(each.id()));
        return known.isEmpty() ? step : step.explained(known, accepted);
    }

    private List<Finding> findings(List<StepResult> steps, boolean matchesFit, Optional<Finding> notFinite) {
        List<Finding> findings = new ArrayList<>(notFinite.stream().toList());
        findings.addAll(Findings.of(network, batch, labels, trace.precision(), steps, matchesFit));
        findings.addAll(new UnitSigns(network, trace).findings());
        findings.addAll(KinkFinding.of(network, truth));
        findings.addAll(new Explanations(network, trace, started, values, this::asTraced).findings(steps));
        return findings;
    }

    /** The full derivation; where the trace has no dAL, dZL by its fused form. */
    private List<Rule> rules() {
        Derivation full = Derivation.of(network, started);
        if (trace.has(StepId.a(network.depth()).gradient())) {
            return full.rules();
        }
        Map<StepId, Rule> fused = new LinkedHashMap<>();
        Derivation.withoutOutputGradient(network, started, batch.labels())
                .rules()
                .forEach(rule -> fused.put(rule.id(), rule));
        return full.rules().stream()
                .map(rule -> fused.getOrDefault(rule.id(), rule))
                .toList();
    }

    /** A step of the trace as an operand of a later rule. */
    private Rounded input(StepId id) {
        Step.Scaling scaling = trace.step(id).scaling();
        Rounded operand = Rounded.exact(trace.value(id), rounding).dividedSince(scaling.divisor());
        return scaling.later() ? operand.roundedAgain() : operand;
    }

    /** A rule's result, divided in double where the recording was. */
    private Rounded asTraced(StepId id, Rounded value) {
        return value.dividedSince(trace.step(id).scaling().divisor());
    }

    /** The gradient, without a bound where it or an operand may have overflowed before the division. */
    private Rounded beforeDivision(Rule rule, Rounded reference) {
        Rounded undivided = rule.value(new Values(id -> {
            Matrix divisor = Matrix.of(1, 1, trace.step(id).scaling().divisor());
            return Rounded.exact(trace.value(id), rounding).hadamard(Rounded.exact(divisor, rounding));
        }));
        return reference.boundedWhere(undivided);
    }

    /** What the step started from must be what was asked for, after the cast; only what is not is reported. */
    private List<StepResult> changedInputs() {
        Map<StepId, Matrix> asked = new LinkedHashMap<>();
        asked.put(StepId.X, batch.features());
        asked.put(StepId.Y, batch.labels());
        asked.putAll(started);
        if (batch.mask().isPresent() || trace.has(StepId.MASK)) {
            asked.put(StepId.MASK, batch.mask().orElseGet(() -> everythingCounts(trace.value(StepId.MASK))));
        }
        for (int l = 1; l <= network.depth(); l++) {
            // Drawn, and judged by itself.
            asked.remove(StepId.m(l));
        }
        List<StepResult> changed = new ArrayList<>();
        asked.forEach((id, matrix) -> {
            if (matrix == trace.value(id)) {
                return;
            }
            Matrix cast = trace.precision().cast(matrix);
            if (!cast.equals(trace.value(id))) {
                Rounded given = Rounded.exact(cast, rounding);
                changed.add(compare(Rule.given(id, given(id), given), true));
            }
        });
        return changed;
    }

    private static Matrix everythingCounts(Matrix shape) {
        double[] ones = new double[shape.size()];
        Arrays.fill(ones, 1);
        return Matrix.of(shape.rows(), shape.columns(), ones);
    }

    /**
     * Which entries are kept is random, but each is 0, dropped, or 1/p, kept. So are slopes, but each lies between its
     * bounds.
     */
    private List<StepResult> masks() {
        List<StepResult> masks = new ArrayList<>();
        for (int layer = 1; layer <= network.depth(); layer++) {
            int l = layer;
            network.layer(l).retainProbability().ifPresent(p -> {
                Rounded given = Dropout.mask(Rounded.exact(trace.value(StepId.m(l)), rounding), p);
                masks.add(drawn(StepId.m(l), "drawn, 0 or 1/" + p, given));
            });
            if (network.layer(l).drawsSlopes()) {
                Activation f = network.layer(l).activation();
                Rounded given = Slopes.within(Rounded.exact(trace.value(StepId.s(l)), rounding), f);
                masks.add(drawn(StepId.s(l), "drawn from [" + f.shown(0) + ", " + f.shown(1) + "]", given));
            }
        }
        return masks;
    }

    private StepResult drawn(StepId id, String how, Rounded given) {
        return compare(Rule.given(id, how, given), true);
    }

    private static String given(StepId id) {
        return id.isOfUpdate() ? "0 before the first step" : "as given";
    }

    private StepResult notExposed(Rule rule) {
        return new StepResult(
                rule,
                Step.Source.NOT_EXPOSED,
                StepVerdict.NOT_EXPOSED,
                Map.of(),
                Optional.empty(),
                EndToEnd.UNKNOWN.relativeError(),
                EndToEnd.UNKNOWN.digits(),
                Optional.empty(),
                Optional.empty(),
                truth(rule).map(Check::shown),
                List.of(),
                false);
    }

    private Optional<Rounded> truth(Rule rule) {
        return Optional.ofNullable(truth.steps().get(rule.id()));
    }

    /** A number that is no larger than its own error is shown as 0. */
    private static Matrix shown(Rounded truth) {
        return truth.withoutNoise().toMatrix();
    }

    private StepResult compare(Rule rule, boolean blameless) {
        StepId id = rule.id();
        Matrix actual = trace.value(id);
        Rounded reference = asTraced(id, rule.value(values));
        Optional<Rounded> exact = truth(rule);
        if (actual.rows() != reference.rows() || actual.columns() != reference.columns()) {
            throw new IllegalArgumentException(id + " is " + actual.shape() + " in the trace but must be "
                    + reference.rows() + "×" + reference.columns());
        }
        Comparison comparison = new Comparison(actual, reference, exact, trace.precision(), blameless);
        if (comparison.verdict().contradicts() && rule.phase() == Rule.Phase.BACKWARD) {
            comparison = new Comparison(actual, beforeDivision(rule, reference), exact, trace.precision(), blameless);
        }
        EndToEnd endToEnd = exact.map(e -> EndToEnd.of(actual, e)).orElse(EndToEnd.UNKNOWN);
        return new StepResult(
                rule,
                trace.step(id).source(),
                comparison.verdict(),
                comparison.counts(),
                Optional.of(comparison.worst()),
                endToEnd.relativeError(),
                endToEnd.digits(),
                Optional.of(actual),
                Optional.of(reference.toMatrix()),
                exact.map(Check::shown),
                List.of(),
                false);
    }
}
