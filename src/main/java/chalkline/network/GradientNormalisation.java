package chalkline.network;

/**
 * What is done to a layer's gradients, averaged over the examples, before anything else uses them. The names are
 * Deeplearning4j's.
 *
 * @param kind which
 * @param threshold what the clipping kinds clip at; positive
 */
public record GradientNormalisation(Kind kind, double threshold) {
    /** None. */
    public static final GradientNormalisation NONE = new GradientNormalisation(Kind.NONE, 1);

    public enum Kind {
        NONE("none"),
        /** All of a layer's gradients divided by their joint L2 norm. */
        RENORMALIZE_L2_PER_LAYER("renormalize-l2-per-layer"),
        /** Each parameter's gradient divided by its own L2 norm. */
        RENORMALIZE_L2_PER_PARAM_TYPE("renormalize-l2-per-param-type"),
        /** Every entry moved into [−threshold, threshold]. */
        CLIP_ELEMENT_WISE_ABSOLUTE_VALUE("clip-element-wise-absolute-value"),
        /** All of a layer's gradients scaled so that their joint L2 norm is at most the threshold. */
        CLIP_L2_PER_LAYER("clip-l2-per-layer"),
        /** Each parameter's gradient scaled so that its L2 norm is at most the threshold. */
        CLIP_L2_PER_PARAM_TYPE("clip-l2-per-param-type");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }

    public GradientNormalisation {
        if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the threshold is " + threshold + " but must be positive");
        }
    }
}
