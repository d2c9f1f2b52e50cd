package chalkline.reference;

import java.util.Optional;

/** The rules of one layer, forward and backward. */
interface LayerRules {
    /** @param mask of labels, where those of Z that are masked matter to nobody */
    void forward(RuleList rules, Optional<Expression> mask);

    /** @param dZ the formula of the gradient of what the activation is given */
    void backward(RuleList rules, Rule.Formula dZ);
}
