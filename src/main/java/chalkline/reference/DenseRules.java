package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.reference.Expression.Over;
import chalkline.reference.Rule.Formula;
import chalkline.reference.Rule.Written;
import java.util.Optional;

/**
 * A dense layer l, W being nIn × nOut and b 1 × nOut:
 *
 * <pre>
 * Z       = A(l−1)·W + b           N × nOut
 * A       = f(Z)                   N × nOut
 * dZ      = dA ∘ f′(Z)             N × nOut
 * dW      = A(l−1)ᵀ·dZ             nIn × nOut
 * db      = Σ dZ over examples     1 × nOut
 * dA(l−1) = dZ·Wᵀ                  N × nIn
 * </pre>
 *
 * <p>With layer normalisation (Ba, Kiros and Hinton, Layer Normalization, 2016, equation 4 and supplement) g, 1 × nOut, is a
 * parameter too; μ and σ are an example's mean and standard deviation over the units, S = (U − μ) / σ, and mean(…) runs over
 * the units as well. There is no ε; where σ = 0 what the paper leaves open is taken as 0:
 *
 * <pre>
 * U       = A(l−1)·W               N × nOut
 * Z       = g ∘ S + b              N × nOut
 * dU      = (h − mean(h) − S ∘ mean(h ∘ S)) / σ, with h = dZ ∘ g
 * dW      = A(l−1)ᵀ·dU             nIn × nOut
 * dg      = Σ dZ ∘ S over examples
 * dA(l−1) = dU·Wᵀ                  N × nIn
 * </pre>
 */
final class DenseRules implements LayerRules {
    private final Layer layer;
    private final int l;
    private final StepId source;
    private final StepId input;
    private final StepId sum;
    private final Expression w;
    private final Expression b;
    private final Expression g;
    private final Expression u;
    private final Expression dZ;

    DenseRules(Network network, int l) {
        this.layer = network.layer(l);
        this.l = l;
        this.source = network.source(l);
        this.input = network.input(l);
        this.sum = network.sum(l);
        this.w = step(StepId.w(l));
        this.b = step(StepId.b(l));
        this.g = step(StepId.g(l));
        this.u = step(StepId.u(l));
        this.dZ = step(StepId.z(l).gradient());
    }

    @Override
    public void forward(RuleList rules, Optional<Expression> mask) {
        Expression product = step(input).product(w);
        if (layer.layerNorm().isPresent()) {
            rules.forward(StepId.u(l), product);
            rules.forward(StepId.z(l), plusBias(g.times(standardised())));
        } else {
            Expression z = plusBias(product);
            rules.forward(StepId.z(l), mask.map(m -> m.times(z)).orElse(z));
        }
        rules.forward(StepId.a(l), examples -> ActivationRules.value(layer, l));
    }

    @Override
    public void backward(RuleList rules, Formula fromOutput) {
        rules.backward(StepId.z(l), fromOutput);
        if (layer.layerNorm().isPresent()) {
            Expression h = dZ.times(g).loose(1);
            Expression along =
                    standardised().times(mean(h.times(standardised())).loose(1)).loose(1);
            rules.backward(StepId.u(l), h.minus(mean(h).loose(1)).minus(along).overOrZero(deviation()));
        }
        rules.backward(StepId.w(l), step(input).transposed().product(step(sum.gradient())));
        if (layer.hasBias()) {
            rules.backward(StepId.b(l), overExamples(dZ));
        }
        if (layer.layerNorm().isPresent()) {
            rules.backward(StepId.g(l), overExamples(dZ.times(standardised())));
        }
        if (rules.handsOn(source)) {
            rules.backward(input, step(sum.gradient()).product(w.transposed()));
        }
    }

    private Expression plusBias(Expression of) {
        return layer.hasBias() ? of.plus(b) : of;
    }

    private static Formula overExamples(Expression each) {
        return examples -> Written.as(examples == 1 ? each : each.total(Over.EXAMPLES));
    }

    /** S. */
    private Expression standardised() {
        return u.minus(mean(u)).overOrZero(deviation());
    }

    private Expression mean(Expression of) {
        return of.total(Over.UNITS).over(layer.units());
    }

    private Expression deviation() {
        return new Hint.Deviation(u, layer.units());
    }
}
