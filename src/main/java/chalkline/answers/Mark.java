package chalkline.answers;

/** What an answer is worth. */
public enum Mark {
    /** Nothing was answered. */
    BLANK("blank"),
    /** The truth, as far as it is written out. */
    RIGHT("right"),
    /** 0 for a number that is not 0, as rounding made it. */
    ROUNDED_TO_ZERO("rounded-to-zero"),
    /** Not the truth, but what the formula gives on the person's own earlier answers. */
    FOLLOWS("follows"),
    /** Neither. */
    WRONG("wrong");

    private final String label;

    Mark(String label) {
        this.label = label;
    }

    /** The name in text and JSON. */
    public String label() {
        return label;
    }
}
