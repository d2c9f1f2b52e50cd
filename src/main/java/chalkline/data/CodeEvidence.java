package chalkline.data;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** Whether the numbers of a column are codes or dates: whether all are digits and have as many of them. */
final class CodeEvidence {
    /** 202512, 20251231, 202512311430, 20251231143005, by their digits. */
    private static final Map<Integer, DateForm> DATES = Map.of(
            6,
            DateForm.days("yyyyMM"),
            8,
            DateForm.days("yyyyMMdd"),
            12,
            DateForm.days("yyyyMMddHHmm"),
            14,
            DateForm.days("yyyyMMddHHmmss"));

    private static final double FIRST = LocalDate.of(1900, 1, 1).toEpochDay();
    private static final double LAST = LocalDate.of(2100, 1, 1).toEpochDay();

    /** How many digits every number has; 0 where they have not as many, and negative before the first. */
    private int digits = -1;

    private boolean zeroLeads;
    private boolean calendar = true;

    /** Notes a number as it is written. */
    void add(String cell) {
        if (digits == 0) {
            return;
        }
        boolean same = digits < 0 ? cell.length() > 1 : cell.length() == digits;
        for (int i = 0; same && i < cell.length(); i++) {
            same = cell.charAt(i) >= '0' && cell.charAt(i) <= '9';
        }
        digits = same ? cell.length() : 0;
        zeroLeads |= same && cell.charAt(0) == '0';
        calendar = calendar && isDate(cell);
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

    /** How all are dates of these or the last 100 years; empty where they are none. */
    Optional<DateForm> asDates() {
        return calendar && digits > 0 ? Optional.of(DATES.get(digits)) : Optional.empty();
    }

    private boolean isDate(String cell) {
        DateForm form = DATES.get(digits);
        double days = form == null ? Double.NaN : form.parse(cell);
        return days >= FIRST && days < LAST;
    }
}
