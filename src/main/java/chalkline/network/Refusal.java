package chalkline.network;

import java.util.List;

/**
 * A mistake that a configuration is refused for, where it is also the reason why such a network would not learn.
 *
 * @param kind which
 * @param place the key that is wrong: {@code network.layers[2].output.activation}
 * @param sentence what a person reads
 * @param mend settings, each {@code KEY=VALUE}, with which this is no longer refused
 */
public record Refusal(Kind kind, String place, String sentence, List<String> mend) {

    public enum Kind {
        /** The softmax of one output, which is always 1. */
        ONE_OUTPUT_SOFTMAX,
        /** A cross entropy whose outputs are no probabilities. */
        LOSS_NEEDS_OTHER_ACTIVATION,
        /** Another number of outputs than the labels have. */
        OUTPUT_WIDTH
    }

    public Refusal {
        mend = List.copyOf(mend);
    }
}
