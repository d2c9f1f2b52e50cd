package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.reference.Expression.Over;
import chalkline.reference.Rule.Definition;
import chalkline.reference.Rule.Formula;
import chalkline.reference.Rule.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The activation of a layer l, and a layer of an activation alone:
 *
 * <pre>
 * Z       = A(l−1)                 N × units
 * A       = f(Z)                   N × units
 * dZ      = dA ∘ f′(Z)             N × units; of softmax A ∘ (dA − Σ dA ∘ A), the sum over the units
 * dA(l−1) = dZ                     N × units
 * </pre>
 *
 * <p>Randomised ReLU (Xu, Wang, Chen and Li, 2015) has slopes S, N × units, drawn between two bounds; f′ is 1 or the slope.
 */
final class ActivationRules implements LayerRules {
    private final Layer layer;
    private final int l;
    private final StepId source;
    private final StepId input;

    ActivationRules(Network network, int l) {
        this.layer = network.layer(l);
        this.l = l;
        this.source = network.source(l);
        this.input = network.input(l);
    }

    @Override
    public void forward(RuleList rules, Optional<Expression> mask) {
        rules.forward(StepId.z(l), step(input));
        rules.forward(StepId.a(l), examples -> value(layer, l));
    }

    @Override
    public void backward(RuleList rules, Formula fromOutput) {
        rules.backward(StepId.z(l), fromOutput);
        if (rules.handsOn(source)) {
            rules.backward(input, step(StepId.z(l).gradient()));
        }
    }

    /** A = f(Z). */
    static Written value(Layer layer, int l) {
        List<Expression> forms = new ArrayList<>();
        if (!layer.drawsSlopes()) {
            forms.add(step(StepId.z(l)).in(layer.activation()));
        }
        forms.addAll(rule(layer, l).values());
        return Written.as(forms.toArray(Expression[]::new));
    }

    /** dZ: what f makes of dA, with f′ written in A on paper. */
    static Written backward(Layer layer, int l) {
        Expression dA = step(StepId.a(l).gradient());
        return backward(layer, l, dA, dA);
    }

    /**
     * The same of a formula for dA.
     *
     * @param dA what implementations are held to
     * @param written how it is written
     */
    static Written backward(Layer layer, int l, Expression dA, Expression written) {
        Activation f = layer.activation();
        Expression z = step(StepId.z(l));
        ActivationRule rule = rule(layer, l);
        if (layer.drawsSlopes()) {
            // No function of Z alone, which f′(Z) would be.
            return Written.judged(dA.times(rule.derivative()), written.times(rule.derivative()));
        }
        Expression slope = z.inDerivative(f);
        if (f.kind() == Activation.Kind.SOFTMAX) {
            Expression onPaper = throughSoftmax(step(StepId.a(l)), written);
            return new Written(
                    throughSoftmax(z.in(f), dA), List.of(written.times(slope), onPaper), Optional.empty(), onPaper);
        }
        Definition definition = new Definition(slope, rule.derivatives());
        return new Written(
                dA.times(slope),
                List.of(written.times(slope)),
                Optional.of(definition),
                written.times(definition.worked()));
    }

    private static Expression throughSoftmax(Expression a, Expression dA) {
        return a.times(dA.minus(dA.times(a).total(Over.UNITS)));
    }

    private static ActivationRule rule(Layer layer, int l) {
        return ActivationRule.of(layer.activation(), step(StepId.z(l)), step(StepId.a(l)), step(StepId.s(l)));
    }
}
