package chalkline.reference;

import static chalkline.network.Step.LOSS;
import static chalkline.network.Step.a;
import static chalkline.network.Step.b;
import static chalkline.network.Step.gradient;
import static chalkline.network.Step.next;
import static chalkline.network.Step.w;
import static chalkline.network.Step.z;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * dAL    = ∂loss/∂AL              N × nOut
 * dZl    = dAl ∘ f′(Zl)           N × nOut
 * dWl    = A(l−1)ᵀ·dZl            nIn × nOut
 * dbl    = Σ dZl over examples    1 × nOut
 * dA(l−1) = dZl·Wlᵀ               N × nIn
 * Wl.next = Wl − η·dWl            nIn × nOut
 * </pre>
 */
public final class Derivation {
    private final Network network;
    private final List<Rule> rules = new ArrayList<>();

    private Derivation(Network network) {
        this.network = network;
    }

    /** The rules of a step of that network, in the order in which they are written on paper. */
    public static Derivation of(Network network) {
        return write(network, true);
    }

    /** The same for an implementation that never computes dAL: dZL has its fused form, and dAL is left out. */
    public static Derivation withoutOutputGradient(Network network) {
        return write(network, false);
    }

    private static Derivation write(Network network, boolean outputGradient) {
        Derivation derivation = new Derivation(network);
        derivation.forward();
        derivation.backward(outputGradient);
        derivation.update();
        return derivation;
    }

    private void forward() {
        for (int layer = 1; layer <= network.depth(); layer++) {
            int l = layer;
            ActivationFunction f = f(l);
            rule(
                    z(l),
                    Rule.Section.FORWARD,
                    weighted(w(l), a(l - 1), " + " + b(l)),
                    v -> v.a(l - 1).affine(v.w(l), v.b(l)));
            rule(a(l), Rule.Section.FORWARD, same(name(l) + "(" + z(l) + ")"), v -> f.value(v.z(l)));
        }
        LossFunction loss = LossFunction.of(network.loss());
        int last = network.depth();
        rule(LOSS, Rule.Section.FORWARD, same(loss.formula(a(last))), v -> loss.value(v.a(last), v.y()));
    }

    private void backward(boolean outputGradient) {
        LossFunction loss = LossFunction.of(network.loss());
        int last = network.depth();
        if (outputGradient) {
            backward(a(last), same(loss.gradientFormula(a(last))), v -> loss.gradient(v.a(last), v.y()));
        }
        for (int layer = last; layer >= 1; layer--) {
            int l = layer;
            ActivationFunction f = f(l);
            if (l == last && !outputGradient) {
                backward(
                        z(l),
                        same(fusedFormula()),
                        v -> loss.gradientThrough(network.layer(l).activation(), v.z(l), v.y()));
            } else {
                rules.add(new Rule(
                        gradient(z(l)),
                        Rule.Section.BACKWARD,
                        same(gradient(a(l)) + " " + name(l) + "'(" + z(l) + ")"),
                        v -> f.backward(v.z(l), v.dA(l)),
                        v -> f.backwardFromOutput(v.a(l), v.dA(l))));
            }
            backward(
                    w(l),
                    outer(gradient(z(l)), a(l - 1)),
                    v -> v.a(l - 1).transposed().times(v.dZ(l)));
            backward(b(l), overExamples(gradient(z(l))), v -> v.dZ(l).columnSums());
            if (l > 1) {
                backward(
                        a(l - 1),
                        transposedWeighted(w(l), gradient(z(l))),
                        v -> v.dZ(l).times(v.w(l).transposed()));
            }
        }
    }

    private void update() {
        // The one updater so far; a further one makes this a switch that the compiler completes.
        double rate = ((Updater.Sgd) network.updater()).learningRate();
        for (int layer = 1; layer <= network.depth(); layer++) {
            int l = layer;
            update(w(l), rate, v -> v.w(l).minus(v.dW(l).scaled(rate)));
            update(b(l), rate, v -> v.b(l).minus(v.db(l).scaled(rate)));
        }
    }

    private ActivationFunction f(int l) {
        return ActivationFunction.of(network.layer(l).activation());
    }

    private String name(int l) {
        Activation activation = network.layer(l).activation();
        return activation == Activation.RELU ? "ReLU" : activation.label();
    }

    private void rule(String name, Rule.Section section, Rule.Formula formula, Function<Values, Rounded> value) {
        rules.add(new Rule(name, section, formula, value, value));
    }

    private void backward(String of, Rule.Formula formula, Function<Values, Rounded> value) {
        rule(gradient(of), Rule.Section.BACKWARD, formula, value);
    }

    private void update(String of, double rate, Function<Values, Rounded> value) {
        rule(next(of), Rule.Section.UPDATE, same(of + " - " + rate + " " + gradient(of)), value);
    }

    private String fusedFormula() {
        int last = network.depth();
        return switch (network.loss()) {
            case MCXENT -> a(last) + " - y";
            case MSE, L2, HALF_SQUARED_ERROR, XENT -> "loss'(" + a(last) + ") " + name(last) + "'(" + z(last) + ")";
        };
    }

    private static Rule.Formula same(String formula) {
        return (notation, examples) -> formula;
    }

    private static Rule.Formula overExamples(String dZ) {
        return (notation, examples) -> examples == 1 ? dZ : "sum of " + dZ + " over examples";
    }

    private static Rule.Formula weighted(String w, String a, String bias) {
        return (notation, examples) -> switch (notation) {
            case WX_PLUS_B -> w + " " + a + bias;
            case XW_PLUS_B -> a + " " + w + bias;
        };
    }

    private static Rule.Formula transposedWeighted(String w, String dZ) {
        return (notation, examples) -> switch (notation) {
            case WX_PLUS_B -> w + "^T " + dZ;
            case XW_PLUS_B -> dZ + " " + w + "^T";
        };
    }

    private static Rule.Formula outer(String dZ, String a) {
        return (notation, examples) -> switch (notation) {
            case WX_PLUS_B -> dZ + " " + a + "^T";
            case XW_PLUS_B -> a + "^T " + dZ;
        };
    }

    /** The rules in order. */
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    /**
     * The truth, end to end: the rules folded over their own results, from the decimals that the batch and the network
     * were written in.
     *
     * @param parameters W and b of every layer by name, given ones as written and drawn ones as they were drawn
     * @return every step by name, with the error that it carries itself
     */
    public Map<String, Rounded> truth(Batch batch, Map<String, Matrix> parameters) {
        return fold(batch, parameters, Rule::value, UnaryOperator.identity());
    }

    /**
     * The step as it comes out on paper: f′ written in A, and every result rounded to that many significant digits before
     * the next one is worked from it.
     */
    public Map<String, Rounded> onPaper(Batch batch, Map<String, Matrix> parameters, int digits) {
        return fold(batch, parameters, Rule::onPaper, result -> result.toSignificantDigits(digits));
    }

    private Map<String, Rounded> fold(
            Batch batch,
            Map<String, Matrix> parameters,
            Function<Rule, Function<Values, Rounded>> reading,
            UnaryOperator<Rounded> afterEach) {
        Map<String, Rounded> results = new LinkedHashMap<>();
        results.put(Step.X, Rounded.exact(batch.features(), Rounding.TRUTH));
        results.put(Step.Y, Rounded.exact(batch.labels(), Rounding.TRUTH));
        parameters.forEach((name, value) -> results.put(name, Rounded.exact(value, Rounding.TRUTH)));
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
