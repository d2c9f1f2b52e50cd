package chalkline.data;

import chalkline.network.Sentences;
import java.util.Arrays;

/** What becomes of a category that no training row had. */
public enum Unseen {
    /** No input of the column is 1: the row is of none of the categories, and is said to be. */
    ZEROS("zeros"),
    /** It counts as a missing value. */
    MISSING("missing"),
    /** The row is refused. */
    REFUSE("refuse");

    private final String label;

    Unseen(String label) {
        this.label = label;
    }

    /** The policy of that single name. */
    static Unseen named(String label) {
        return Arrays.stream(values())
                .filter(policy -> policy.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no policy for unseen categories " + Sentences.quoted(label)));
    }

    /** The name in a configuration. */
    public String label() {
        return label;
    }
}
