package chalkline.answers;

import chalkline.network.Conventions;
import chalkline.network.Notation;
import chalkline.network.Precision;
import java.util.Map;
import java.util.Optional;

/**
 * What a sheet says of itself.
 *
 * @param notation it is in
 * @param precision its numbers were computed in; empty where that is the network's
 * @param conventions of its course
 * @param negative whether its gradients and changes have the other sign
 * @param bias whether dW and W.next have the bias as one of their inputs
 * @param aliases its own names, and what they mean
 */
record SheetStyle(
        Notation notation,
        Optional<Precision> precision,
        Conventions conventions,
        boolean negative,
        Bias bias,
        Map<String, String> aliases) {
    /** Where a sheet has the bias. */
    enum Bias {
        OWN("own"),
        /** The weight of an input 1 before the others. */
        FIRST("first-input"),
        /** The weight of an input 1 behind the others. */
        LAST("last-input");

        private final String label;

        Bias(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** What signs a sheet writes. */
    enum Sign {
        POSITIVE("positive"),
        NEGATIVE("negative");

        private final String label;

        Sign(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** A sheet that says nothing. */
    static SheetStyle of(Notation notation, Conventions conventions) {
        return new SheetStyle(notation, Optional.empty(), conventions, false, Bias.OWN, Map.of());
    }
}
