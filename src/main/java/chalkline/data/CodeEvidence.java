package chalkline.data;

/** Whether the numbers of a column are codes or days: whether all are digits and have as many of them. */
final class CodeEvidence {
    private static final int DATE_DIGITS = 8;

    /** How many digits every number has; 0 where they have not as many, and negative before the first. */
    private int digits = -1;

    private boolean zeroLeads;
    private boolean calendar = true;

    /** Notes a number as it is written. */
    void add(String cell, double value) {
        if (digits == 0) {
            return;
        }
        boolean same = digits < 0 ? cell.length() > 1 : cell.length() == digits;
        for (int i = 0; same && i < cell.length(); i++) {
            same = cell.charAt(i) >= '0' && cell.charAt(i) <= '9';
        }
        digits = same ? cell.length() : 0;
        zeroLeads |= same && cell.charAt(0) == '0';
        calendar &= digits == DATE_DIGITS && DateForm.isCalendarDay((int) value);
    }

    /** Whether the numbers seen have as many digits. */
    boolean isPossible() {
        return digits > 0;
    }

    /** Whether no further number can change anything. */
    boolean isSettled() {
        return digits == 0;
    }

    /** Whether some begin with 0, as codes do and quantities do not. */
    boolean hasLeadingZeros() {
        return digits > 0 && zeroLeads;
    }

    /** Whether all are days such as 20251231. */
    boolean isCalendar() {
        return digits == DATE_DIGITS && calendar;
    }
}
