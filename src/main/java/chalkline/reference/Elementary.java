package chalkline.reference;

/** The functions that formulas are written with. */
public enum Elementary {
    NEGATIVE("-"),
    SQUARE("^2"),
    EXP("e^"),
    LN("ln"),
    SQRT("sqrt"),
    /** |z|. */
    ABS("abs"),
    SIGN("sign"),
    /** max(0, z). */
    POSITIVE_PART("max"),
    /** 1 where z > 0, else 0. */
    ONE_WHERE_POSITIVE("1 where positive");

    private final String label;

    Elementary(String label) {
        this.label = label;
    }

    /** Its name in plain characters. */
    public String label() {
        return label;
    }
}
