package chalkline.network;

/**
 * What pulls a layer's parameters towards 0.
 *
 * @param l1 adds l1·Σ|w| to the score and l1·sign(w) to the gradient
 * @param l2 adds ½·l2·Σw² to the score and l2·w to the gradient
 * @param weightDecay subtracts weightDecay·w beside the update (Loshchilov and Hutter, 2019), times the learning rate where
 *     {@code decayTimesRate} says so
 * @param decayTimesRate whether the decay of weights and biases is multiplied by the learning rate
 * @param l1Bias as l1, for b
 * @param l2Bias as l2, for b
 * @param weightDecayBias as weightDecay, for b
 */
public record Regularisation(
        double l1,
        double l2,
        double weightDecay,
        boolean decayTimesRate,
        double l1Bias,
        double l2Bias,
        double weightDecayBias) {
    /** None. */
    public static final Regularisation NONE = new Regularisation(0, 0, 0, true, 0, 0, 0);

    public Regularisation {
        for (double coefficient : new double[] {l1, l2, weightDecay, l1Bias, l2Bias, weightDecayBias}) {
            if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a regularisation coefficient is " + coefficient + " but must be 0 or positive");
            }
        }
    }
}
