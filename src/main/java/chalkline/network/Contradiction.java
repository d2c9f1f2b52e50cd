package chalkline.network;

/**
 * Something that the description of a network says twice or against itself.
 *
 * @param step the step that it is about
 * @param kind which of the two
 * @param message one sentence, with what the network is taken to be
 * @param sum the sum of all regularisation that is given for that parameter
 */
public record Contradiction(StepId step, Kind kind, String message, Regularisation.Terms sum) {

    public enum Kind {
        /** The same regulariser more than once. */
        REGULARISER_DUPLICATE,
        /** Regularisers that are not meant to be together. */
        REGULARISER_CONFLICT
    }
}
