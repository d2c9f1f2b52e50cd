package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Matrix;

/**
 * The slopes of randomised ReLU (Xu, Wang, Chen and Li, Empirical Evaluation of Rectified Activations in Convolution Network,
 * 2015): while training each is drawn from the uniform distribution between two bounds.
 */
public final class Slopes {
    private Slopes() {}

    /**
     * What the drawn slopes must be: themselves within the bounds, else the nearer bound. The error is that of lower +
     * r·(upper − lower), by which a slope is made of an r drawn from [0, 1].
     *
     * @param drawn the slopes as an implementation had them
     * @param activation randomised ReLU
     */
    public static Rounded within(Rounded drawn, Activation activation) {
        Rounded one = Rounded.exact(Matrix.of(1, 1, 1), drawn.rounding());
        Rounded lower = one.scaled(activation.parameter(0));
        Rounded upper = lower.plus(one.scaled(activation.parameter(1)).minus(lower));
        Rounded slopes = new Rounded(drawn.rounding(), drawn.rows(), drawn.columns());
        for (int k = 0; k < slopes.size(); k++) {
            double slope = drawn.value(k);
            if (slope >= activation.parameter(0) && slope <= activation.parameter(1)) {
                slopes.copy(k, drawn, k);
            } else {
                slopes.copy(k, slope > activation.parameter(1) ? upper : lower, 0);
            }
        }
        return slopes;
    }
}
