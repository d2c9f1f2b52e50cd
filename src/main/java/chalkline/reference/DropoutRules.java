package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.StepId;

/**
 * Dropout (Srivastava et al., 2014, in its inverted form, which scales while training), of a layer's input or as a layer of its
 * own: a mask M is drawn, every entry 1/p with probability p, else 0.
 *
 * <pre>
 * D       = A(l−1) ∘ M             N × nIn; A where it is the layer
 * dA(l−1) = dD ∘ M                 N × nIn
 * </pre>
 */
final class DropoutRules {
    private DropoutRules() {}

    /** @param masked what is left */
    static void forward(RuleList rules, int l, StepId masked) {
        rules.forward(masked, step(StepId.a(l - 1)).times(step(StepId.m(l))));
    }

    static void backward(RuleList rules, int l, StepId masked) {
        if (rules.handsOn(l)) {
            rules.backward(StepId.a(l - 1), step(masked.gradient()).times(step(StepId.m(l))));
        }
    }
}
