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
 * @param source what is masked
 * @param mask M
 * @param masked what is left
 */
record DropoutRules(StepId source, StepId mask, StepId masked) implements LayerRules {

    @Override
    public void forward(RuleList rules, Optional<Expression> ofLabels) {
        rules.forward(masked, step(source).times(step(mask)));
    }

    @Override
    public void backward(RuleList rules, Formula dZ) {
        if (rules.handsOn(source)) {
            rules.backward(source, step(masked.gradient()).times(step(mask)));
        }
    }
}
