package chalkline.network;

/**
 * What pulls a layer's parameters towards 0.
 *
 * @param weights what pulls W
 * @param biases what pulls b
 */
public record Regularisation(Terms weights, Terms biases) {
    /** None. */
    public static final Regularisation NONE = new Regularisation(Terms.NONE, Terms.NONE);

    /**
     * Of one parameter p.
     *
     * @param l1 adds l1·Σ|p| to the score and l1·sign(p) to the gradient
     * @param l2 adds ½·l2·Σp² to the score and l2·p to the gradient
     * @param weightDecay adds weightDecay·p to the update, behind the updater (Loshchilov and Hutter, 2019), times the
     *     learning rate where {@code decayTimesRate} says so; and ½·weightDecay·Σp² to the score, as Deeplearning4j has it
     * @param decayTimesRate whether the decay is multiplied by the learning rate
     */
    public record Terms(double l1, double l2, double weightDecay, boolean decayTimesRate) {
        /** None. */
        public static final Terms NONE = new Terms(0, 0, 0, true);

        public Terms {
            for (double coefficient : new double[] {l1, l2, weightDecay}) {
                if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "a regularisation coefficient is " + coefficient + " but must be 0 or positive");
                }
            }
        }

        /** Whether anything is pulled. */
        public boolean isNone() {
            return l1 == 0 && l2 == 0 && weightDecay == 0;
        }
    }

    /** What pulls b, or W. */
    public Terms of(boolean bias) {
        return bias ? biases : weights;
    }

    /** Whether anything is pulled. */
    public boolean isNone() {
        return weights.isNone() && biases.isNone();
    }
}
