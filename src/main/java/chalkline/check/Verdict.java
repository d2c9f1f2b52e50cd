package chalkline.check;

/** What the check says of a whole training step. */
public enum Verdict {
    /** Every step that is exposed agrees, and every gradient step has an entry of which a digit was checked. */
    AGREES("agrees"),
    /** Some step contradicts the derivation. */
    DEVIATES("deviates"),
    /** Nothing can be claimed: the recording is not the fit, or a whole gradient step was not decided. */
    INCONCLUSIVE("inconclusive");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** The name in text and JSON. */
    public String label() {
        return label;
    }
}
