package chalkline.reference;

import chalkline.network.Matrix;

/**
 * Inverted dropout (Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014, §10): while
 * training an entry is kept with probability p and then divided by p, so that its expectation stays what it was.
 */
public final class Dropout {
    private Dropout() {}

    /**
     * What the mask that was drawn must be: 1/p where it keeps an entry, 0 where it does not.
     *
     * @param drawn the mask as an implementation had it
     * @param p how likely an entry is kept
     */
    public static Rounded mask(Rounded drawn, double p) {
        Rounded one = Rounded.exact(Matrix.of(1, 1, 1), drawn.rounding());
        Rounded kept = one.over(one.scaled(p));
        Rounded mask = new Rounded(drawn.rounding(), drawn.rows(), drawn.columns());
        for (int k = 0; k < mask.size(); k++) {
            if (drawn.value(k) != 0) {
                mask.set(k, kept.value(0), kept.error(0));
            }
        }
        return mask;
    }
}
