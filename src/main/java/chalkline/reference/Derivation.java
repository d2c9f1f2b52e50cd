package chalkline.reference;

import static chalkline.network.Step.LOSS;
import static chalkline.network.Step.SCORE;
import static chalkline.network.Step.a;
import static chalkline.network.Step.b;
import static chalkline.network.Step.g;
import static chalkline.network.Step.gradient;
import static chalkline.network.Step.u;
import static chalkline.network.Step.w;
import static chalkline.network.Step.z;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The derivation of one training step, by backpropagation (Rumelhart, Hinton and Williams, 1986).
 *
 * <p>Examples are rows, N of them; layer l has Wl, nIn × nOut, and bl, 1 × nOut; dX is ∂loss/∂X of the mean loss:
 *
 * <pre>
 * Zl     = A(l−1)·Wl + bl         N × nOut
 * Al     = f(Zl)                  N × nOut, A0 = X
 * loss   = mean of loss(AL, y)    1 × 1
 * score  = loss + regularisation  1 × 1, where there is any
 * dAL    = ∂loss/∂AL              N × nOut
 * dZl    = dAl ∘ f′(Zl)           N × nOut
 * dWl    = A(l−1)ᵀ·dZl            nIn × nOut
 * dbl    = Σ dZl over examples    1 × nOut
 * dA(l−1) = dZl·Wlᵀ               N × nIn
 * Wl.next = Wl − η·dWl            nIn × nOut
 * </pre>
 *
 * <p>With layer normalisation (Ba, Kiros and Hinton, 2016) gl, 1 × nOut, is a parameter too; μ and σ are an example's mean
 * and standard deviation over the units, mean(…) as well; where σ = 0, (U − μ) / σ is taken as 0:
 *
 * <pre>
 * Ul      = A(l−1)·Wl             N × nOut
 * Zl      = gl ∘ (Ul − μ)/σ + bl  N × nOut
 * dUl     = (h − mean(h) − (Ul − μ)/σ ∘ mean(h ∘ (Ul − μ)/σ)) / σ, with h = dZl ∘ gl
 * dWl     = A(l−1)ᵀ·dUl           nIn × nOut
 * dgl     = Σ dZl ∘ (Ul − μ)/σ over examples
 * dA(l−1) = dUl·Wlᵀ               N × nIn
 * </pre>
 *
 * <p>A layer of an activation alone has Zl = A(l−1), and dA(l−1) = dZl. With dropout (Srivastava et al., 2014, in its
 * inverted form, which scales while training) a mask Ml is drawn, every entry 1/p with probability p, else 0, and the layer
 * works on Dl instead of A(l−1):
 *
 * <pre>
 * Dl      = A(l−1) ∘ Ml           N × nIn
 * dA(l−1) = dDl ∘ Ml              N × nIn
 * </pre>
 *
 * <p>Randomised ReLU (Xu, Wang, Chen and Li, 2015) has slopes Sl, N × nOut, drawn between two bounds; f′ is 1 or the slope:
 *
 * <pre>
 * Al     = Zl where Zl ≥ 0, else Sl ∘ Zl
 * dZl    = dAl ∘ (1 where Zl ≥ 0, else Sl)
 * </pre>
 *
 * <p>A layer of dropout alone has Al = A(l−1) ∘ Ml, and dA(l−1) = dAl ∘ Ml.
 * <p>A mask of the labels, 1 or 0, is a factor of every label's share of the loss, which stays the mean over all N examples,
 * as Deeplearning4j documents it (ILossFunction: the score is divided by the number of rows). Z of a masked label is taken as
 * 0, as Deeplearning4j takes it, where no other output of the example depends on it.
 *
 * <p>The update is gradient descent's; {@link UpdateRules} has those of the other updaters.
 */
public final class Derivation {
    private final Network network;
    /** L, the number of layers. */
    private final int last;

    private final LossFunction loss;
    private final Formulas written;
    private final List<Rule> rules = new ArrayList<>();

    /** How many steps were taken, and epochs ended, before this one. */
    private final long iteration;

    private final long epoch;

    /** Which labels count, where some do not. */
    private final Optional<Matrix> mask;

    private Derivation(Network network, Map<String, Matrix> started, boolean labelsSumToOne) {
        this.network = network;
        this.last = network.depth();
        this.loss = LossFunction.of(network.loss());
        this.mask = Optional.ofNullable(started.get(Step.MASK));
        this.written = new Formulas(network, mask.map(m -> Expression.step(Step.MASK)), labelsSumToOne);
        this.iteration = counter(started, Step.ITERATION);
        this.epoch = counter(started, Step.EPOCH);
    }

    private static long counter(Map<String, Matrix> started, String name) {
        return started.containsKey(name) ? (long) started.get(name).get(0) : 0;
    }

    /** The rules of the first step of that network, in the order in which they are written on paper. */
    public static Derivation of(Network network) {
        return of(network, Map.of());
    }

    /**
     * The rules of a step that starts from these numbers, of which only the iteration, the epoch and whether there is a mask
     * matter.
     */
    public static Derivation of(Network network, Map<String, Matrix> started) {
        return write(new Derivation(network, started, false), true);
    }

    /**
     * The same for an implementation that never computes dAL: dZL has its fused form, and dAL is left out.
     *
     * @param labels of the step; where those of every example sum to 1, softmax and cross entropy need no Σy
     */
    public static Derivation withoutOutputGradient(Network network, Map<String, Matrix> started, Matrix labels) {
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

    private static Derivation write(Derivation derivation, boolean outputGradient) {
        derivation.forward();
        derivation.backward(outputGradient);
        derivation.rules.addAll(new UpdateRules(derivation.network, derivation.iteration, derivation.epoch).rules());
        return derivation;
    }

    private void forward() {
        for (int layer = 1; layer <= last; layer++) {
            int l = layer;
            String input = network.input(l);
            if (network.layer(l).masksItsInput()) {
                forward(input, written.masked(l), v -> v.a(l - 1).hadamard(v.m(l)));
            }
            switch (network.layer(l).kind()) {
                case DENSE -> {
                    throughWeightsForward(l, input);
                    forward(a(l), written.a(l), v -> f(l, v).value(v.z(l)));
                }
                case ACTIVATION -> {
                    forward(z(l), written.z(l), v -> v.get(input));
                    forward(a(l), written.a(l), v -> f(l, v).value(v.z(l)));
                }
                case DROPOUT -> forward(a(l), written.masked(l), v -> v.a(l - 1).hadamard(v.m(l)));
            }
        }
        forward(LOSS, written.loss(), v -> mean(LOSS, v, loss.total(v.a(last), v.y(), mask(v))));
        if (network.isRegularised()) {
            forward(SCORE, written.score(), v -> Regularisers.score(network, v));
        }
    }

    private void throughWeightsForward(int l, String input) {
        boolean hasBias = network.layer(l).hasBias();
        if (network.layer(l).layerNorm().isPresent()) {
            forward(u(l), written.u(l), v -> v.get(input).times(v.w(l)));
            forward(z(l), written.normalised(l), v -> {
                Rounded scaled = LayerNorms.standardised(v.u(l)).hadamard(v.g(l));
                return hasBias ? scaled.plus(v.b(l)) : scaled;
            });
            return;
        }
        Function<Values, Rounded> z = v ->
                hasBias ? v.get(input).affine(v.w(l), v.b(l)) : v.get(input).times(v.w(l));
        if (l == last && masksZ()) {
            forward(z(l), written.masked(written.z(l)), v -> LossFunction.maskedInput(z.apply(v), mask(v)));
        } else {
            forward(z(l), written.z(l), z);
        }
    }

    private Rounded mean(String name, Values v, Rounded total) {
        return v.mean(name, total, loss.divisors(v.z(last)));
    }

    private Optional<Rounded> mask(Values v) {
        return mask.map(m -> v.get(Step.MASK));
    }

    /** Whether Z of a masked label matters to nobody: its whole example is masked, or outputs stand for themselves. */
    private boolean masksZ() {
        boolean joined = network.layer(last).activation().kind() == Activation.Kind.SOFTMAX || loss.joinsOutputs();
        return mask.isPresent() && (mask.get().columns() == 1 || !joined);
    }

    private void backward(boolean outputGradient) {
        if (outputGradient) {
            backward(
                    a(last),
                    written.dA(),
                    v -> mean(gradient(a(last)), v, loss.totalGradient(v.a(last), v.y(), mask(v))));
        }
        for (int layer = last; layer >= 1; layer--) {
            switch (network.layer(layer).kind()) {
                case DENSE -> {
                    throughActivation(layer, outputGradient);
                    parameters(layer);
                    if (layer > 1) {
                        throughWeights(layer);
                    }
                }
                case ACTIVATION -> {
                    throughActivation(layer, outputGradient);
                    if (layer > 1) {
                        throughNothing(layer);
                    }
                }
                case DROPOUT -> {
                    if (layer > 1) {
                        throughMask(layer, gradient(a(layer)));
                    }
                }
            }
            if (layer > 1 && network.layer(layer).masksItsInput()) {
                throughMask(layer, gradient(network.input(layer)));
            }
        }
    }

    private void throughActivation(int l, boolean outputGradient) {
        if (l == last && !outputGradient) {
            backward(
                    z(l),
                    written.fusedDZ(),
                    v -> mean(gradient(z(l)), v, loss.totalThrough(f(l, v), v.z(l), v.y(), mask(v))));
        } else {
            backward(
                    z(l),
                    written.dZ(l),
                    v -> f(l, v).backward(v.z(l), v.dA(l)),
                    v -> f(l, v).backwardFromOutput(v.z(l), v.a(l), v.dA(l)));
        }
    }

    private void parameters(int l) {
        String input = network.input(l);
        String sum = network.sum(l);
        boolean normalised = network.layer(l).layerNorm().isPresent();
        if (normalised) {
            backward(
                    u(l),
                    written.dU(l),
                    v -> LayerNorms.backward(v.u(l), v.dZ(l).hadamard(v.g(l))));
        }
        backward(w(l), written.dW(l), v -> v.get(input).transposed().times(v.get(gradient(sum))));
        if (network.layer(l).hasBias()) {
            backward(b(l), written.db(l), v -> v.dZ(l).columnSums());
        }
        if (normalised) {
            backward(
                    g(l),
                    written.dg(l),
                    v -> v.dZ(l).hadamard(LayerNorms.standardised(v.u(l))).columnSums());
        }
    }

    private void throughWeights(int l) {
        String sum = gradient(network.sum(l));
        backward(network.input(l), written.dInput(l), v -> v.get(sum).times(v.w(l).transposed()));
    }

    private void throughNothing(int l) {
        backward(network.input(l), written.dInput(l), v -> v.dZ(l));
    }

    private void throughMask(int l, String masked) {
        backward(a(l - 1), written.dMasked(l, masked), v -> v.get(masked).hadamard(v.m(l)));
    }

    private ActivationFunction f(int l, Values v) {
        return network.layer(l).drawsSlopes()
                ? Piecewise.rrelu(v.s(l))
                : ActivationFunction.of(network.layer(l).activation());
    }

    private void forward(String name, Rule.Formula formula, Function<Values, Rounded> value) {
        rules.add(new Rule(name, Rule.Section.FORWARD, formula, value, value));
    }

    private void backward(String of, Rule.Formula formula, Function<Values, Rounded> value) {
        backward(of, formula, value, value);
    }

    private void backward(
            String of, Rule.Formula formula, Function<Values, Rounded> value, Function<Values, Rounded> onPaper) {
        rules.add(new Rule(gradient(of), Rule.Section.BACKWARD, formula, value, onPaper));
    }

    /** The rules in order. */
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    /**
     * The truth, end to end: the rules folded over their own results, from the decimals that the batch and the network
     * were written in.
     *
     * @param parameters W, b, g, mask and slopes of every layer by name, given ones as written and drawn ones as they were
     *     drawn, and what the updater keeps of them, which is 0 where it is left out
     * @return every step by name, with the error that it carries itself
     */
    public Map<String, Rounded> truth(Batch batch, Map<String, Matrix> parameters) {
        return fold(exact(batch, parameters), Rule::value, UnaryOperator.identity());
    }

    /**
     * How far the steps of a correct implementation in that precision may lie from the truth: the rules folded over their own
     * results, each with the error that it inherits, from inputs that were rounded once.
     */
    public Map<String, Rounded> endToEnd(Batch batch, Map<String, Matrix> parameters, Precision precision) {
        return fold(
                inputs(
                        batch,
                        parameters,
                        m -> Rounded.exact(m, Rounding.of(precision)).roundedAgain()),
                Rule::value,
                UnaryOperator.identity());
    }

    /**
     * The step as it comes out on paper: f′ written in A, and every result rounded to that many significant digits before
     * the next one is worked from it.
     */
    public Map<String, Rounded> onPaper(Batch batch, Map<String, Matrix> parameters, int digits) {
        return fold(exact(batch, parameters), Rule::onPaper, result -> result.toSignificantDigits(digits));
    }

    private Map<String, Rounded> exact(Batch batch, Map<String, Matrix> parameters) {
        return inputs(batch, parameters, m -> Rounded.exact(m, Rounding.TRUTH));
    }

    private Map<String, Rounded> inputs(Batch batch, Map<String, Matrix> parameters, Function<Matrix, Rounded> taken) {
        Map<String, Rounded> inputs = new LinkedHashMap<>();
        inputs.put(Step.X, taken.apply(batch.features()));
        inputs.put(Step.Y, taken.apply(batch.labels()));
        parameters.forEach((name, value) -> inputs.put(name, taken.apply(value)));
        for (int l = 1; l <= last; l++) {
            for (String parameter : network.parameters(l)) {
                Rounded of = inputs.get(parameter);
                for (String kept : network.updater(l, parameter.equals(b(l))).state()) {
                    inputs.computeIfAbsent(
                            Step.state(parameter, kept), name -> taken.apply(Matrix.zeros(of.rows(), of.columns())));
                }
            }
        }
        return inputs;
    }

    private Map<String, Rounded> fold(
            Map<String, Rounded> inputs,
            Function<Rule, Function<Values, Rounded>> reading,
            UnaryOperator<Rounded> afterEach) {
        Map<String, Rounded> results = new LinkedHashMap<>(inputs);
        Values values = new Values(name -> required(results, name));
        for (Rule rule : rules) {
            results.put(rule.name(), afterEach.apply(reading.apply(rule).apply(values)));
        }
        return results;
    }

    private static Rounded required(Map<String, Rounded> results, String name) {
        Rounded value = results.get(name);
        if (value == null) {
            throw new IllegalStateException("the derivation uses " + name + " before it is there");
        }
        return value;
    }
}
