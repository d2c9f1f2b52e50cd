package chalkline.answers;

import java.math.BigDecimal;

/**
 * A number as a person gave it. It stands for every number that is written so, whether it is rounded to its last place or cut
 * off there: from half a unit of that place nearer to 0 to less than a whole unit farther from it. 1.23 stands for [1.225,
 * 1.24), 3e2 for [250, 400), 0.00 for what is smaller than 0.01; a 0 without decimals, or 0.0 as programs print it, stands for 0 alone.
 *
 * @param text as written
 * @param value the number; NaN or infinite only where it comes from a binary file
 * @param unit one unit of the last written place; of a binary number that of its last bit, and of its 0 none
 */
public record AnswerNumber(String text, double value, double unit) {
    /** The share of a unit at its far end that is not counted: 3.8 is not 3.9, however 3.9 is computed. */
    private static final double OPEN = 1e-6;
    /** The share within which a number is near. */
    private static final double NEAR = 0.1;
    /** Above the unit of 0.00 and below that of 0.0. */
    private static final double PRINTED_ZERO = 0.05;

    /** A number written in decimals. */
    public static AnswerNumber written(String text, BigDecimal decimal) {
        return new AnswerNumber(text, decimal.doubleValue(), decimal.ulp().doubleValue());
    }

    /** A number from a binary file, whose last bit is worth that much. */
    public static AnswerNumber binary(String text, double value, double lastBit) {
        return new AnswerNumber(text, value, value == 0 ? 0 : lastBit);
    }

    /** The number with the other sign, of a sheet that writes it so. */
    AnswerNumber negated() {
        return new AnswerNumber(text, value == 0 ? value : -value, unit);
    }

    boolean isZero() {
        return value == 0;
    }

    /** A 0 without decimals, or as programs print it: 0.0, 0.000e+00. It says nothing of how small the number may be. */
    boolean isBareZero() {
        return isZero() && (unit == 0 || unit > PRINTED_ZERO || text.indexOf('e') >= 0 || text.indexOf('E') >= 0);
    }

    /** The middle of the numbers that it stands for. */
    double middle() {
        return isZero() || !Double.isFinite(value) ? value : value + Math.signum(value) * unit / 4;
    }

    /** How far from the middle they reach. */
    double reach() {
        return isBareZero() ? 0 : isZero() ? unit : 0.75 * unit;
    }

    /** Whether it stands for the exact number. */
    boolean writes(double exact) {
        return writes(exact, 0);
    }

    /** Whether it stands for some number within an error of that one; infinities and NaN stand for nothing. */
    boolean writes(double near, double error) {
        if (!Double.isFinite(near) || !Double.isFinite(value)) {
            return false;
        }
        if (isBareZero()) {
            return Math.abs(near) <= error;
        }
        double slack = 4 * Math.ulp(Math.max(Math.abs(near), Math.abs(value)));
        if (isZero()) {
            return Math.abs(near) - error < unit * (1 - OPEN);
        }
        double farther = (near - value) * Math.signum(value);
        return farther + error >= -unit / 2 - slack && farther - error <= Math.max(unit * (1 - OPEN), slack);
    }

    /** Whether it is about that number, which is hardly so by chance. */
    boolean isNear(double other) {
        return Math.abs(value - other) <= NEAR * Math.abs(value);
    }

    /** Whether it is the number with its digits cut off, and not rounded. */
    boolean truncates(double exact) {
        return !isZero() && writes(exact) && Math.abs(exact) - Math.abs(value) > unit / 2 * (1 + OPEN);
    }
}
