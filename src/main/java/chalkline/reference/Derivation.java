package chalkline.reference;

import static chalkline.network.StepId.SCORE;
import static chalkline.network.StepId.a;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The derivation of one training step, by backpropagation (Rumelhart, Hinton and Williams, 1986).
 *
 * <p>Examples are rows, N of them; layer l has Wl, nIn × nOut, and bl, 1 × nOut; dX is ∂loss/∂X of the mean loss.
 *
 * <p>A layer's rules stand in one class, forward and backward: {@link DenseRules}, {@link ActivationRules}, {@link
 * DropoutRules}; those of the loss in {@link LossRules}. Z of a masked label is taken as 0, by convention, where no other
 * output of the example depends on it.
 *
 * <p>Layers take one input each; where a vertex has several, everything here throws an {@link InvalidInputException}.
 *
 * <p>The update follows by {@link UpdateRules}.
 */
public final class Derivation {
    private final Network network;
    /** L, the number of layers. */
    private final int last;

    private final LossRules loss;
    private final GradientPath path;
    private final RuleList rules;

    /** How many steps were taken, and epochs ended, before this one. */
    private final long iteration;

    private final long epoch;

    /** Which labels count, where some do not. */
    private final Optional<Matrix> labelMask;

    private final Optional<Expression> mask;

    /** What somebody's own rules make of the loss and of the way back from it to ZL. */
    private final BiFunction<StepId, Expression, Expression> ofLoss;

    private Derivation(Network network, Map<StepId, Matrix> started, boolean labelsSumToOne) {
        network.requireSequence("the derivation");
        this.network = network;
        this.last = network.depth();
        this.rules = new RuleList();
        this.labelMask = Optional.ofNullable(started.get(StepId.MASK));
        this.mask = labelMask.map(m -> Expression.step(StepId.MASK));
        this.loss = new LossRules(network, mask, labelsSumToOne);
        this.path = new GradientPath(network);
        this.iteration = counter(started, StepId.ITERATION);
        this.epoch = counter(started, StepId.EPOCH);
        this.ofLoss = (id, formula) -> formula;
    }

    private Derivation(Derivation other, List<Rule> rules, BiFunction<StepId, Expression, Expression> ofLoss) {
        this.network = other.network;
        this.last = other.last;
        this.rules = new RuleList(rules);
        this.labelMask = other.labelMask;
        this.mask = other.mask;
        this.loss = other.loss;
        this.path = other.path;
        this.iteration = other.iteration;
        this.epoch = other.epoch;
        this.ofLoss = ofLoss;
    }

    private static long counter(Map<StepId, Matrix> started, StepId id) {
        return started.containsKey(id) ? (long) started.get(id).get(0) : 0;
    }

    /** The rules of the first step of that network, in the order in which they are written on paper. */
    public static Derivation of(Network network) {
        return of(network, Map.of());
    }

    /**
     * The rules of a step that starts from these numbers, of which only the iteration, the epoch and whether there is a mask
     * matter.
     */
    public static Derivation of(Network network, Map<StepId, Matrix> started) {
        return write(new Derivation(network, started, false), true);
    }

    /** The same with dX, which no parameter needs: what an earlier part of a larger network would be given. */
    public static Derivation withInputGradient(Network network, Map<StepId, Matrix> started) {
        Derivation derivation = new Derivation(network, started, false);
        derivation.rules.includeInputGradient();
        return write(derivation, true);
    }

    /**
     * The same for an implementation that never computes dAL: dZL has its fused form, and dAL is left out.
     *
     * @param labels of the step; where those of every example sum to 1, softmax and cross entropy need no Σy
     */
    public static Derivation withoutOutputGradient(Network network, Map<StepId, Matrix> started, Matrix labels) {
        return write(new Derivation(network, started, sumToOne(labels)), false);
    }

    /** Whether the labels of every example sum to 1, as exactly as they are known. */
    private static boolean sumToOne(Matrix labels) {
        Rounded sums = Rounded.exact(labels, Rounding.TRUTH).rowSums();
        for (int k = 0; k < sums.size(); k++) {
            if (sums.distance(k, 1) > sums.error(k)) {
                return false;
            }
        }
        return true;
    }

    /** The formulas by which an updater changes a parameter W, in one line; its own parameters are written as letters. */
    public static String formulas(Updater updater) {
        return UpdaterFormulas.line(updater);
    }

    private static Derivation write(Derivation derivation, boolean outputGradient) {
        derivation.forward();
        derivation.backward(outputGradient);
        new UpdateRules(derivation.network, derivation.iteration, derivation.epoch).write(derivation.rules);
        return derivation;
    }

    private void forward() {
        for (int l = 1; l <= last; l++) {
            if (network.layer(l).masksItsInput()) {
                dropout(l, network.input(l)).forward(rules, Optional.empty());
            }
            layer(l).forward(rules, masksZ(l) ? mask : Optional.empty());
        }
        loss.forward(rules);
        if (network.isRegularised()) {
            rules.forward(SCORE, path.score());
        }
    }

    private void backward(boolean outputGradient) {
        if (outputGradient) {
            loss.backward(rules);
        }
        for (int layer = last; layer >= 1; layer--) {
            int l = layer;
            Rule.Formula dZ = l == last && !outputGradient
                    ? loss::fused
                    : examples -> ActivationRules.backward(network.layer(l), l);
            layer(l).backward(rules, dZ);
            if (network.layer(l).masksItsInput()) {
                dropout(l, network.input(l)).backward(rules, dZ);
            }
        }
    }

    private LayerRules layer(int l) {
        return switch (network.layer(l).kind()) {
            case DENSE -> new DenseRules(network, l);
            case ACTIVATION -> new ActivationRules(network, l);
            case DROPOUT -> dropout(l, a(l));
        };
    }

    private DropoutRules dropout(int l, StepId masked) {
        return new DropoutRules(network.source(l), StepId.m(l), masked);
    }

    /** Whether nothing depends on Z of a masked label: its whole example is masked, or no output depends on another. */
    private boolean masksZ(int l) {
        boolean joined = network.layer(last).activation().kind() == Activation.Kind.SOFTMAX
                || LossFunction.of(network.loss()).joinsOutputs();
        return l == last && labelMask.isPresent() && (labelMask.get().columns() == 1 || !joined);
    }

    /**
     * The same step by these rules, each of which needs no step but those before it: a course's own conventions.
     *
     * @param ofLoss what they make of a formula for the loss, for dAL or for dZL, whichever way it is written
     */
    public Derivation with(List<Rule> others, BiFunction<StepId, Expression, Expression> ofLoss) {
        return new Derivation(this, others, ofLoss);
    }

    /** The rules in order. */
    public List<Rule> rules() {
        return rules.rules();
    }

    /**
     * The truth, end to end: the rules folded over their own results, from the decimals that the batch and the network were
     * written in.
     *
     * @param parameters W, b, g, masks and slopes of every layer, and the updater's state, which is 0 where it is left out
     * @return every step, with a bound on its own error
     */
    public Map<StepId, Rounded> truth(Batch batch, Map<StepId, Matrix> parameters) {
        return Truth.of(this, batch, parameters).steps();
    }

    /** The rules with kinks of their own: the loss's gradient, and every dZ whose f′ has pieces. */
    Stream<Rule> kinked() {
        Set<StepId> kinked = IntStream.rangeClosed(1, last)
                .filter(l -> ActivationRule.hasPieces(network.layer(l).activation()))
                .mapToObj(l -> StepId.z(l).gradient())
                .collect(Collectors.toCollection(HashSet::new));
        kinked.add(a(last).gradient());
        return rules().stream().filter(rule -> kinked.contains(rule.id()));
    }

    /** The rules of the way forward that have a row for each example. */
    Stream<Rule> forwardByExample() {
        return rules().stream()
                .filter(rule -> rule.phase() == Rule.Phase.FORWARD && rule.id().isByExample());
    }

    /** Whether decimals make every Z a fraction: all activations before the last are pieces of polynomials. */
    boolean isPiecewiseRational() {
        return IntStream.rangeClosed(1, last)
                .mapToObj(network::layer)
                .allMatch(layer -> layer.layerNorm().isEmpty()
                        && (layer == network.layer(last) || ActivationRule.isPiecewisePolynomial(layer.activation())));
    }

    /** The parameters that L1 pulls towards 0, where it has a kink. */
    Stream<StepId> pulled() {
        return IntStream.rangeClosed(1, last)
                .boxed()
                .flatMap(l -> network.parameters(l).stream()
                        .filter(parameter -> network.layer(l)
                                        .regularisation()
                                        .of(parameter.isBias())
                                        .l1()
                                > 0));
    }

    /** The truth in double-double. */
    Map<StepId, Rounded> extended(Batch batch, Map<StepId, Matrix> parameters) {
        return extended(batch, parameters, (id, value) -> value);
    }

    /**
     * The truth in double-double; a cross entropy is worked from ZL.
     *
     * @param known makes of a step and its value the one that later steps are worked from
     */
    Map<StepId, Rounded> extended(
            Batch batch, Map<StepId, Matrix> parameters, BiFunction<StepId, Rounded, Rounded> known) {
        Map<StepId, Expression> ofZ = loss.ofZ(batch.size());
        ofZ.replaceAll(ofLoss);
        return fold(
                exact(batch, parameters),
                (rule, values) -> known.apply(
                        rule.id(),
                        ofZ.containsKey(rule.id()) ? values.of(rule.id(), ofZ.get(rule.id())) : rule.value(values)),
                UnaryOperator.identity());
    }

    /**
     * How far the steps of a correct implementation in that precision may lie from the truth: the rules folded over their own
     * results, each with the error that it inherits, from inputs that were rounded once.
     */
    public Map<StepId, Rounded> endToEnd(Batch batch, Map<StepId, Matrix> parameters, Precision precision) {
        return endToEnd(batch, parameters, Map.of(), precision);
    }

    /**
     * The same of an implementation that has computed itself what the step starts from.
     *
     * @param reached those values, with their errors
     */
    public Map<StepId, Rounded> endToEnd(
            Batch batch, Map<StepId, Matrix> parameters, Map<StepId, Rounded> reached, Precision precision) {
        Map<StepId, Rounded> inputs = inputs(
                batch, parameters, m -> Rounded.exact(m, Rounding.of(precision)).roundedAgain());
        inputs.putAll(reached);
        return fold(inputs, Rule::value, UnaryOperator.identity());
    }

    /**
     * The step as it comes out on paper: f′ written in A, and every result rounded to that many significant digits before
     * the next one is worked from it.
     */
    public Map<StepId, Rounded> onPaper(Batch batch, Map<StepId, Matrix> parameters, int digits) {
        return fold(exact(batch, parameters), Rule::onPaper, result -> result.toSignificantDigits(digits));
    }

    private Map<StepId, Rounded> exact(Batch batch, Map<StepId, Matrix> parameters) {
        return inputs(batch, parameters, m -> Rounded.exact(m, Rounding.TRUTH));
    }

    /** What the step starts from. */
    <M> Map<StepId, M> inputs(Batch batch, Map<StepId, Matrix> parameters, Function<Matrix, M> taken) {
        Map<StepId, M> inputs = new LinkedHashMap<>();
        inputs.put(StepId.X, taken.apply(batch.features()));
        inputs.put(StepId.Y, taken.apply(batch.labels()));
        parameters.forEach((id, value) -> inputs.put(id, taken.apply(value)));
        for (int l = 1; l <= last; l++) {
            for (StepId parameter : network.parameters(l)) {
                Matrix of = parameters.get(parameter);
                for (String kept : network.updater(l, parameter.isBias()).state()) {
                    inputs.computeIfAbsent(
                            parameter.state(kept), id -> taken.apply(Matrix.zeros(of.rows(), of.columns())));
                }
            }
        }
        return inputs;
    }

    private Map<StepId, Rounded> fold(
            Map<StepId, Rounded> inputs, BiFunction<Rule, Values, Rounded> reading, UnaryOperator<Rounded> afterEach) {
        Map<StepId, Rounded> results = new LinkedHashMap<>(inputs);
        Values values = new Values(id -> required(results, id));
        for (Rule rule : rules.rules()) {
            results.put(rule.id(), afterEach.apply(reading.apply(rule, values)));
        }
        return results;
    }

    private static Rounded required(Map<StepId, Rounded> results, StepId id) {
        Rounded value = results.get(id);
        if (value == null) {
            throw new IllegalStateException("the derivation uses " + id + " before it is there");
        }
        return value;
    }
}
