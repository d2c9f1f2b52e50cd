package chalkline.check;

/** What the check says of an entry, and of a step. */
public enum StepVerdict {
    /** |actual − reference| ≤ bound. */
    AGREES("agrees"),
    /** |actual − reference| > bound, or not comparable though the reference and the bound are finite. */
    DEVIATES("deviates"),
    /** NaN or infinite where the reference is finite. */
    NON_FINITE("non-finite"),
    /** There is no finite bound to hold it against, or neither side is finite. */
    UNDECIDED("undecided"),
    /** Within the bound, but the bound or the error inherited is as large as the value: no digit was checked. */
    UNINFORMATIVE("uninformative"),
    /** Of a step only: it is not the textbook's, and known conventions of the framework give every number of it. */
    CONVENTION("convention"),
    /** Of a step only: it is not the textbook's, and known differences, a defect among them, give every number of it. */
    DEFECT("defect"),
    /** Of a step only: the implementation never computes it, and the next step was checked by its fused form. */
    NOT_EXPOSED("not-exposed");

    private final String label;

    StepVerdict(String label) {
        this.label = label;
    }

    /** The name in text and JSON. */
    public String label() {
        return label;
    }

    /** Whether it contradicts the derivation. */
    public boolean contradicts() {
        return this == DEVIATES || this == NON_FINITE || this == DEFECT;
    }

    /** Whether it contradicts the derivation, or is a convention that is not the derivation's. */
    boolean departs() {
        return contradicts() || this == CONVENTION;
    }
}
