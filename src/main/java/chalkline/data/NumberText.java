package chalkline.data;

/** Which texts are numbers: plain decimals with an optional exponent, nothing else that Java would take for one. */
final class NumberText {
    private NumberText() {}

    /**
     * The nearest double; infinite where the number is beyond all doubles, NaN where the text is not a number. Spaces
     * around it do not matter.
     */
    static double parse(String text) {
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

    /** Whether the text is somebody's way of writing an infinity. */
    static boolean isInfinity(String text) {
        String name = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return name.equalsIgnoreCase("inf") || name.equalsIgnoreCase("infinity") || name.equals("∞");
    }
}
