package chalkline.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arithmetic in a derivation's text, read and computed again in decimals, its functions in double. */
final class ArithmeticLines {
    private static final Pattern START = Pattern.compile("^ *(?:(?:first )?entry[^:]*: |[A-Za-z0-9'().]* = )(.*)$");
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");
    private static final List<String> KNOWN = List.of("e", "ln", "max", "min", "sign", "sqrt", "tanh");

    private final String text;
    private int at;

    private ArithmeticLines(String text) {
        this.text = text.replace(" ", "").replace("·", "*");
    }

    /** What is equal by the text, without formulas and sums that are not written in full; two at least. */
    static List<List<String>> of(String document) {
        List<List<String>> chains = new ArrayList<>();
        String open = "";
        for (String line : document.lines().toList()) {
            Matcher start = START.matcher(line);
            String stripped = line.strip();
            boolean goesOn = stripped.startsWith("= ") || stripped.startsWith("+ ") || stripped.startsWith("- ");
            if (goesOn && !line.contains("[")) {
                open += " " + stripped;
            } else {
                add(open, chains);
                open = start.matches() ? start.group(1) : "";
            }
        }
        add(open, chains);
        return chains;
    }

    private static void add(String open, List<List<String>> chains) {
        List<String> parts = Arrays.stream(open.split("(^| )= "))
                .filter(part -> !part.isBlank() && isArithmetic(part))
                .toList();
        if (parts.size() > 1) {
            chains.add(parts);
        }
    }

    private static boolean isArithmetic(String part) {
        Matcher words = LETTERS.matcher(part);
        while (words.find()) {
            if (!KNOWN.contains(words.group())) {
                return false;
            }
        }
        return !part.contains("...") && !part.contains("[");
    }

    static BigDecimal value(String arithmetic) {
        ArithmeticLines reader = new ArithmeticLines(arithmetic);
        BigDecimal value = reader.sum();
        if (reader.at != reader.text.length()) {
            throw new IllegalArgumentException("cannot read \"" + arithmetic + "\" from " + reader.at);
        }
        return value;
    }

    private boolean take(String token) {
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    private BigDecimal sum() {
        BigDecimal value = take("-") ? product().negate() : product();
        while (at < text.length()) {
            if (take("+")) {
                value = value.add(product());
            } else if (take("-")) {
                value = value.subtract(product());
            } else {
                break;
            }
        }
        return value;
    }

    /** Factors stand side by side where the second is in parentheses. */
    private BigDecimal product() {
        BigDecimal value = power();
        while (at < text.length()) {
            if (take("*") || text.charAt(at) == '(') {
                value = value.multiply(power(), MathContext.DECIMAL128);
            } else if (take("/")) {
                BigDecimal divisor = power();
                // What has norm 0 stays 0 when it is divided by its norm.
                boolean none = value.signum() == 0 && divisor.signum() == 0;
                value = none ? BigDecimal.ZERO : value.divide(divisor, MathContext.DECIMAL128);
            } else {
                break;
            }
        }
        return value;
    }

    private BigDecimal power() {
        BigDecimal base = atom();
        if (!take("^")) {
            return base;
        }
        BigDecimal exponent = atom();
        return exponent.stripTrailingZeros().scale() <= 0
                ? base.pow(exponent.intValueExact(), MathContext.DECIMAL128)
                : new BigDecimal(Math.pow(base.doubleValue(), exponent.doubleValue()));
    }

    private BigDecimal atom() {
        if (take("(")) {
            return closed(sum());
        }
        if (take("|")) {
            BigDecimal size = sum().abs();
            if (!take("|")) {
                throw new IllegalArgumentException("no | in \"" + text + "\" at " + at);
            }
            return size;
        }
        if (take("e^")) {
            return new BigDecimal(Math.exp(atom().doubleValue()));
        }
        if (take("ln(")) {
            return closed(new BigDecimal(Math.log(sum().doubleValue())));
        }
        if (take("tanh(")) {
            return closed(new BigDecimal(Math.tanh(sum().doubleValue())));
        }
        if (take("sign(")) {
            return closed(BigDecimal.valueOf(sum().signum()));
        }
        if (take("sqrt(")) {
            return closed(sum().sqrt(MathContext.DECIMAL128));
        }
        if (take("|")) {
            BigDecimal inner = sum();
            if (!take("|")) {
                throw new IllegalArgumentException("no | in \"" + text + "\" at " + at);
            }
            return inner.abs();
        }
        if (take("max(")) {
            return closed(sum().max(second()));
        }
        if (take("min(")) {
            return closed(sum().min(second()));
        }
        Matcher number = Pattern.compile("[0-9.]+(e-?[0-9]+)?").matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw new IllegalArgumentException("no number in \"" + text + "\" at " + at);
        }
        at = number.end();
        return new BigDecimal(number.group());
    }

    private BigDecimal second() {
        if (!take(",")) {
            throw new IllegalArgumentException("no , in \"" + text + "\" at " + at);
        }
        return sum();
    }

    private BigDecimal closed(BigDecimal value) {
        if (!take(")")) {
            throw new IllegalArgumentException("no ) in \"" + text + "\" at " + at);
        }
        return value;
    }
}
