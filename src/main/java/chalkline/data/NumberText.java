package chalkline.data;

import java.math.BigDecimal;

/** Which texts are numbers: plain decimals with an optional exponent, nothing else that Java would take for one. */
final class NumberText {
    private NumberText() {}

    /** Powers of ten that are doubles without rounding. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final int EXACT_DIGITS = 15;

    /**
     * The nearest double; infinite where the number is beyond all doubles, NaN where the text is not a number. Spaces
     * around it do not matter.
     */
    static double parse(String text) {
        double value = fewDigits(text);
        return Double.isNaN(value) ? any(text) : value;
    }

    /**
     * Up to 15 characters of digits and a point; NaN for any other text. The digits as a whole number and the power of ten
     * are exact doubles, so that their quotient is the nearest double (W. D. Clinger, "How to Read Floating Point Numbers
     * Accurately", 1990), at a fraction of the cost of {@link Double#parseDouble}.
     */
    private static double fewDigits(String text) {
        int length = text.length();
        boolean negative = length > 0 && text.charAt(0) == '-';
        int start = negative ? 1 : 0;
        long digits = 0;
        int point = -1;
        if (length - start > EXACT_DIGITS) {
            return Double.NaN;
        }
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = 10 * digits + (c - '0');
            } else if (c == '.' && point < 0) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        if (length - start - (point < 0 ? 0 : 1) == 0) {
            return Double.NaN;
        }
        double value = point < 0 ? digits : digits / EXACT_POWERS[length - 1 - point];
        return negative ? -value : value;
    }

    private static double any(String text) {
        String number = text.strip();
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            // Without letters other than e there is no hexadecimal, no 1d, no NaN and no Infinity.
            if (!(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The number in plain decimals. */
    static String shown(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    /** Whether the text is somebody's way of writing an infinity. */
    static boolean isInfinity(String text) {
        String name = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return name.equalsIgnoreCase("inf") || name.equalsIgnoreCase("infinity") || name.equals("∞");
    }
}
