package chalkline.reference;

import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * L1 and L2 regularisation (Goodfellow, Bengio and Courville, Deep Learning, §7.1) and weight decay beside the update
 * (Loshchilov and Hutter, 2019), as Deeplearning4j documents them: ½ in the score of L2, and the decay's own term in the
 * score.
 */
final class Regularisers {
    private Regularisers() {}

    /** What is added to the gradient: l1·sign(p) and l2·p. */
    static Rounded penalised(Rounded gradient, Rounded p, Terms terms) {
        List<Rounded> sum = new ArrayList<>(List.of(gradient));
        if (terms.l1() > 0) {
            sum.add(p.map(Kinks.SIGN_WITH_ZERO).scaled(terms.l1()));
        }
        if (terms.l2() > 0) {
            sum.add(p.scaled(terms.l2()));
        }
        return Norms.sumInAnyOrder(sum);
    }

    /** The loss and l1·Σ|p| + ½(l2 + decay)·Σp² of every parameter. */
    static Rounded score(Network network, Values v) {
        List<Rounded> sum = new ArrayList<>(List.of(v.get(Step.LOSS)));
        for (int l = 1; l <= network.depth(); l++) {
            for (String name : network.parameters(l)) {
                add(sum, v.get(name), network.layer(l).regularisation().of(name.equals(Step.b(l))));
            }
        }
        return Norms.sumInAnyOrder(sum);
    }

    private static void add(List<Rounded> sum, Rounded p, Terms terms) {
        if (terms.l1() > 0) {
            Rounded sizes = p.map(Functions.ABS);
            sum.add(Norms.total(sizes).scaled(terms.l1()));
        }
        // An implementation may take the root of the sum of squares and square it again.
        Rounded norm = Norms.of(List.of(p));
        Rounded half = norm.hadamard(norm).scaled(0.5);
        if (terms.l2() > 0) {
            sum.add(half.scaled(terms.l2()));
        }
        if (terms.weightDecay() > 0) {
            sum.add(half.scaled(terms.weightDecay()));
        }
    }
}
