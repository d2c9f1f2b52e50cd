package chalkline.check;

import chalkline.network.StepId;

/**
 * Something worth knowing about a checked step.
 *
 * @param step the step it is about
 * @param code what kind of finding it is
 * @param message one sentence
 */
public record Finding(StepId step, Code code, String message) {

    /** The kinds of findings. */
    public enum Code {
        /** A number that is not finite: the first one, and why. */
        NOT_FINITE("not-finite"),
        /** Labels that no output of the last activation can reach. */
        LABELS_OUTSIDE_RANGE("labels-outside-range"),
        /** Labels that softmax and cross entropy take for probabilities, and that do not sum to 1. */
        LABELS_NOT_NORMALISED("labels-not-normalised"),
        /** A gradient that keeps far fewer digits than the steps before it. */
        DIGITS_LOST("digits-lost"),
        /** What was computed instead, where a step deviates. */
        EXPLAINED("explained"),
        /** A derivative is taken where there is none, by convention. */
        ON_A_KINK("on-a-kink"),
        /** Of a step that is taken in parts, the part that deviates. */
        PART_DEVIATES("part-deviates"),
        /** The recorded step is not the unrecorded one. */
        RECORDING_DIFFERS("recording-differs"),
        /** Nearly all units of a hidden ReLU layer are 0 on every row. */
        DEAD_RELU("dead-relu"),
        /** Nearly all outputs of a hidden sigmoid or tanh layer have next to no slope. */
        SATURATED("saturated"),
        /** There is no derivation of a step: it was held against differences of its own forward pass. */
        NUMERICAL("numerical"),
        /** A training step starts from other values than the step before left. */
        STATE_CHANGED("state-changed"),
        /** A trained model was saved without its updater's state. */
        UPDATER_STATE_MISSING("updater-state-missing"),
        /** Parameters that are NaN or infinite before the step. */
        PARAMETERS_NOT_FINITE("parameters-not-finite"),
        /** The model's file says how its data is scaled. */
        NORMALIZER("normalizer"),
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
