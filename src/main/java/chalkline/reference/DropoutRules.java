package chalkline.reference;

import static chalkline.network.Step.gradient;
import static chalkline.reference.Expression.step;

import chalkline.network.Step;

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

    /** @param masked the name of what is left */
    static void forward(RuleList rules, int l, String masked) {
        rules.forward(masked, step(Step.a(l - 1)).times(step(Step.m(l))));
    }

    static void backward(RuleList rules, int l, String masked) {
        if (l > 1) {
            rules.backward(Step.a(l - 1), step(gradient(masked)).times(step(Step.m(l))));
        }
    }
}
