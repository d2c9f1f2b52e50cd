package chalkline.answers;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as people and programs write them: 0.25, 2.5e-1, 2.5·10⁻¹, 1/4, ¼, 0,25, −0.25, {@code np.float32(0.25)}, {@code
 * tensor(0.25, grad_fn=…)}.
 */
final class WrittenNumber {
    private static final String PLAIN = "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)";
    private static final Pattern DECIMAL = Pattern.compile(PLAIN + "(?:[eE]([-+]?[0-9]{1,9}))?");
    private static final Pattern COMMA = Pattern.compile("([-+]?[0-9]+),([0-9]+(?:[eE][-+]?[0-9]{1,9})?)");
    /** 1,234 may be a thousand and something. */
    private static final Pattern THOUSANDS = Pattern.compile("[-+]?[1-9][0-9]{0,2},[0-9]{3}");

    private static final Pattern FRACTION = Pattern.compile("(" + PLAIN + ")\\s*/\\s*(" + PLAIN + ")");
    private static final Pattern POWER = Pattern.compile(
            "(?:(" + PLAIN
                    + ")\\s*[·⋅∙*×xX]\\s*|([-+]?))10\\s*(?:(?:\\^|\\*\\*)\\s*[({]?([-+]?[0-9]{1,4})[)}]?|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}))");
    private static final Pattern CALL = Pattern.compile(
            "(?:np\\.|numpy\\.|torch\\.)?(?:float(?:16|32|64)?|tensor|array)\\(\\s*(.*?)\\s*(?:,\\s*[a-z_]+=.*)?\\)");
    private static final Map<String, String> FRACTIONS =
            Map.of("½", "1/2", "⅓", "1/3", "⅔", "2/3", "¼", "1/4", "¾", "3/4", "⅛", "1/8");
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final int LONGEST = 1200;
    private static final int LARGEST_EXPONENT = 2000;

    private WrittenNumber() {}

    /**
     * The number, or a problem and nothing.
     *
     * @param text as it stands in a sheet
     * @param problem is told what is wrong with it
     */
    static Optional<AnswerNumber> parse(String text, Consumer<String> problem) {
        String plain = plain(text);
        if (plain.length() > LONGEST) {
            problem.accept("must be a number of at most " + LONGEST + " characters");
            return Optional.empty();
        }
        if (THOUSANDS.matcher(plain).matches()) {
            problem.accept(text + " can be " + plain.replace(',', '.') + " or " + plain.replace(",", "")
                    + ": write it with a point, or without a comma");
            return Optional.empty();
        }
        Matcher fraction = FRACTION.matcher(plain);
        if (fraction.matches()) {
            return fraction(text, fraction, problem);
        }
        Optional<String> decimal = decimal(plain);
        if (decimal.isEmpty()) {
            problem.accept("must be a number, not " + text);
        }
        return decimal.flatMap(digits -> inRange(text, digits, problem));
    }

    /** With the minus of keyboards, and without what programs write around a number. */
    private static String plain(String text) {
        String plain = text.strip()
                .replace('−', '-')
                .replace('‒', '-')
                .replace('–', '-')
                .replace("\u00a0", "")
                .replace("\u202f", "");
        Matcher call = CALL.matcher(plain);
        if (call.matches()) {
            plain = call.group(1);
        }
        boolean negative = plain.startsWith("-");
        String fraction = FRACTIONS.get(negative ? plain.substring(1) : plain);
        return fraction == null ? plain : (negative ? "-" : "") + fraction;
    }

    /** As digits with a point and an exponent. */
    private static Optional<String> decimal(String plain) {
        if (DECIMAL.matcher(plain).matches()) {
            return Optional.of(plain);
        }
        Matcher comma = COMMA.matcher(plain);
        if (comma.matches()) {
            return Optional.of(comma.group(1) + "." + comma.group(2));
        }
        Matcher power = POWER.matcher(plain);
        if (power.matches()) {
            String mantissa = power.group(1) == null ? power.group(2) + "1" : power.group(1);
            return Optional.of(mantissa + "e" + (power.group(3) == null ? digits(power.group(4)) : power.group(3)));
        }
        return Optional.empty();
    }

    private static String digits(String superscripts) {
        StringBuilder digits = new StringBuilder();
        superscripts.chars().forEach(c -> digits.append(c == '⁻' ? "-" : c == '⁺' ? "" : SUPERSCRIPTS.indexOf(c)));
        return digits.toString();
    }

    /** Of a fraction all digits are known. */
    private static Optional<AnswerNumber> fraction(String text, Matcher fraction, Consumer<String> problem) {
        double above = Double.parseDouble(fraction.group(1));
        double below = Double.parseDouble(fraction.group(2));
        double value = above / below;
        if (!Double.isFinite(value)) {
            problem.accept(text + " is no number: it divides by 0");
            return Optional.empty();
        }
        return Optional.of(AnswerNumber.binary(text, value, 2 * Math.ulp(value)));
    }

    private static Optional<AnswerNumber> inRange(String text, String digits, Consumer<String> problem) {
        Matcher decimal = DECIMAL.matcher(digits);
        boolean isFar = decimal.matches()
                && decimal.group(1) != null
                && Math.abs(Long.parseLong(decimal.group(1))) > LARGEST_EXPONENT;
        if (isFar) {
            problem.accept(text + " is out of range: its exponent is beyond ±" + LARGEST_EXPONENT);
            return Optional.empty();
        }
        BigDecimal exact = new BigDecimal(digits);
        double value = exact.doubleValue();
        if (Double.isInfinite(value) || value == 0 && exact.signum() != 0) {
            problem.accept(text + (value == 0 ? " is too small" : " is too large") + " for float64");
            return Optional.empty();
        }
        return Optional.of(AnswerNumber.written(text, exact));
    }
}
