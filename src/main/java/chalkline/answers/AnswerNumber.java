package chalkline.answers;

import java.math.BigDecimal;

/**
 * A number as a person gave it. Its last written place counts: 1 stands for 1 ± ½, 1.0 for 1 ± 0.05, 3e2 for 300 ± 50.
 *
 * @param text as written
 * @param value the number; NaN or infinite only where it comes from a binary file
 * @param unit one unit of the last written place; 0 for a binary number, which has all its digits
 */
public record AnswerNumber(String text, double value, double unit) {

    /** A number written in decimals. */
    public static AnswerNumber written(String text, BigDecimal decimal) {
        return new AnswerNumber(text, decimal.doubleValue(), decimal.ulp().doubleValue());
    }

    /** A number from a binary file. */
    public static AnswerNumber binary(String text, double value) {
        return new AnswerNumber(text, value, 0);
    }

    /** ±½ of the last written place. */
    public double halfUnit() {
        return unit / 2;
    }

    boolean isZero() {
        return value == 0;
    }

    /** A 0 without decimals, which says nothing of how small the number may be. */
    boolean isBareZero() {
        return isZero() && (unit == 0 || unit >= 1);
    }

    /** Whether the exact number is written so: rounded to the last place, or cut off there. */
    boolean writes(double exact) {
        return rounds(exact) || truncates(exact);
    }

    /** Half a unit, and what the comparison in double can itself be off by. */
    boolean rounds(double exact) {
        return Math.abs(value - exact) <= halfUnit() + slack(exact);
    }

    /** Digits cut off instead of rounded: nearer to 0 by less than a unit. */
    boolean truncates(double exact) {
        double missing = (exact - value) * Math.signum(exact);
        return !isZero() && missing > 0 && missing < unit + slack(exact);
    }

    private double slack(double exact) {
        return unit == 0 ? 0 : 4 * Math.ulp(Math.max(Math.abs(exact), Math.abs(value)));
    }
}
