package chalkline.reference;

/** What stands between two operands; a single number is repeated to fit. */
public enum Operator {
    /** Entry by entry. */
    MINUS,
    /** Entry by entry. */
    TIMES,
    /** Entry by entry; 0 where the left factor is 0, whatever the right one is: 0·ln 0, and what is masked. */
    TIMES_OR_ZERO,
    /** Entry by entry. */
    OVER,
    /** Entry by entry; 0 where what is divided is 0, whatever the divisor is: a label of 0 over an output. */
    ZERO_OR_OVER,
    /** Entry by entry; 0 where the divisor is 0: what has norm 0, or no deviation from its mean. */
    OVER_OR_ZERO,
    /** The smaller of both, entry by entry. */
    MIN,
    /** The larger of both, entry by entry. */
    MAX,
    /** Of matrices. */
    PRODUCT,
    /** Of one number. */
    POWER
}
