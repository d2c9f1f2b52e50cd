package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.StepId;
import chalkline.reference.Rule.Formula;
import java.util.Optional;

/**
 * Dropout (Srivastava et al., 2014, in its inverted form, which scales while training), of a layer's input or as a layer of its
 * own: a mask M is drawn, every entry 1/p with probability p, else 0.
 *
 * <pre>
 * D       = A(l−1) ∘ M             N × nIn; A where it is the layer
 * dA(l−1) = dD ∘ M                 N × nIn
 * </pre>
 *
 * @param l the layer
 * @param masked what is left
 */
record DropoutRules(int l, StepId masked) implements LayerRules {

    @Override
    public void forward(RuleList rules, Optional<Expression> mask) {
        rules.forward(masked, step(StepId.a(l - 1)).times(step(StepId.m(l))));
    }

    @Override
    public void backward(RuleList rules, Formula dZ) {
        if (rules.handsOn(l)) {
            rules.backward(StepId.a(l - 1), step(masked.gradient()).times(step(StepId.m(l))));
        }
    }
}
