package chalkline.check;

/**
 * Something worth knowing about a checked step.
 *
 * @param step the step it is about
 * @param code what kind of finding it is
 * @param message one sentence
 */
public record Finding(String step, Code code, String message) {

    /** The kinds of findings. */
    public enum Code {
        /** Labels that no output of the last activation can reach. */
        LABELS_OUTSIDE_RANGE("labels-outside-range"),
        /** Labels that softmax and cross entropy take for probabilities, and that do not sum to 1. */
        LABELS_NOT_NORMALISED("labels-not-normalised"),
        /** A gradient that keeps far fewer digits than the steps before it. */
        DIGITS_LOST("digits-lost"),
        /** Outputs that were moved away from 0 and 1 explain a loss, or its gradient, that does not agree. */
        CLIPPED("clipped"),
        /** A step that deviates is what something other than what was asked for would have given. */
        EXPLAINED("explained"),
        /** The recorded step is not the unrecorded one. */
        RECORDING_DIFFERS("recording-differs"),
        /** The configuration has the same regulariser more than once. */
        REGULARISER_DUPLICATE("regulariser-duplicate"),
        /** The configuration has regularisers that are not meant to be together. */
        REGULARISER_CONFLICT("regulariser-conflict");

        private final String label;

        Code(String label) {
            this.label = label;
        }

        /** The name in JSON. */
        public String label() {
            return label;
        }
    }
}
