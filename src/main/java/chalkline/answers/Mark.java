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
    /** It uses nothing: a zero carried on from a zero that earned nothing, or a number that merely fills the sheet. */
    EMPTY("empty"),
    /** Neither. */
    WRONG("wrong");

    private final String label;

    Mark(String label) {
        this.label = label;
    }

    /** Whether it has its part in the points. */
    public boolean earns() {
        return switch (this) {
            case RIGHT, ROUNDED_TO_ZERO, FOLLOWS -> true;
            case BLANK, EMPTY, WRONG -> false;
        };
    }

    /** The name in text and JSON. */
    public String label() {
        return label;
    }
}
