package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.StepId;
import chalkline.reference.Expression.Over;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a formula as a person does who knows these conventions, and nothing else of it:
 *
 * <ul>
 *   <li>two factors side by side are the matrix product where one is a W or a transpose, and else one entry at a time;
 *   <li>factors and quotients are taken from left to right, a sum runs to the end of its product, and {@code ln}, {@code e^}
 *       and {@code ^2} take the one thing beside them;
 *   <li>numbers in brackets are one an output.
 * </ul>
 */
final class FormulaParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?(?:[eE]-?[0-9]+)?"
            + "|[A-Za-z][A-Za-z0-9]*(?:\\.[A-Za-z]+)*'?|>=|[-+·/^()|,>\\[\\]])");
    private static final List<String> WORDS = List.of("where", "else", "over", "of");

    private final List<String> tokens = new ArrayList<>();
    private final String text;
    private final Notation notation;
    /** That of the layer whose step it is. */
    private final Optional<Activation> activation;

    private int at;
    private int openBars;

    private FormulaParser(String text, Notation notation, Optional<Activation> activation) {
        this.text = text;
        this.notation = notation;
        this.activation = activation;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (end < text.length()) {
            throw error("cannot read on from " + text.substring(end));
        }
    }

    static Expression parse(String text, Notation notation, Optional<Activation> activation) {
        FormulaParser parser = new FormulaParser(text, notation, activation);
        Expression whole = parser.cases();
        if (parser.at < parser.tokens.size()) {
            throw parser.error("goes on after its end");
        }
        return whole;
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("\"" + text + "\", at " + peek() + " (" + at + "): " + what);
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean take(String token) {
        boolean isIt = peek().equals(token);
        at += isIt ? 1 : 0;
        return isIt;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw error("expected " + token);
        }
    }

    private String next() {
        String token = peek();
        at++;
        return token;
    }

    /** {@code a where z > 0, else b}. */
    private Expression cases() {
        Expression above = sum();
        if (!take("where")) {
            return above;
        }
        Expression subject = sum();
        boolean atPoint = take(">=");
        if (!atPoint) {
            expect(">");
        }
        Expression.Constant point = signedNumber();
        expect(",");
        expect("else");
        return new Expression.Where(subject, point, atPoint, above, cases());
    }

    private Expression.Constant signedNumber() {
        String sign = take("-") ? "-" : "";
        return new Expression.Constant(sign + next());
    }

    private Expression sum() {
        Expression sum = signedProduct();
        while (true) {
            if (take("+")) {
                sum = sum.plus(product());
            } else if (take("-")) {
                sum = sum.minus(product());
            } else {
                return sum;
            }
        }
    }

    private Expression signedProduct() {
        return take("-") ? product().in(Elementary.NEGATIVE) : product();
    }

    private Expression product() {
        Expression product = factor();
        while (true) {
            if (take("/")) {
                product = product.over(factor());
            } else if (take("·")) {
                product = beside(product, factor());
            } else if (startsFactor()) {
                product = beside(product, factor());
            } else {
                return product;
            }
        }
    }

    private boolean startsFactor() {
        String token = peek();
        return token.equals("|")
                ? openBars == 0
                : !token.isEmpty()
                        && !WORDS.contains(token)
                        && (Character.isLetterOrDigit(token.charAt(0)) || token.equals("(") || token.equals("["));
    }

    private static Expression beside(Expression left, Expression right) {
        return isMatrix(left) || isMatrix(right) ? left.product(right) : left.times(right);
    }

    private static boolean isMatrix(Expression factor) {
        return factor instanceof Expression.Transpose
                || factor instanceof Expression.Symbol symbol
                        && symbol.id().toString().matches("W[0-9]+");
    }

    private Expression factor() {
        if (take("sum")) {
            if (!take("of")) {
                return signedProduct().total(Over.ENTRIES);
            }
            Expression of = signedProduct();
            expect("over");
            return of.total(Over.valueOf(next().toUpperCase(java.util.Locale.ROOT)));
        }
        if (take("ln")) {
            return atom().in(Elementary.LN);
        }
        if (take("e")) {
            expect("^");
            return atom().in(Elementary.EXP);
        }
        Expression base = atom();
        if (!take("^")) {
            return base;
        }
        if (take("T")) {
            return base.transposed();
        }
        Expression exponent = atom();
        return exponent.equals(Expression.number(2)) ? base.in(Elementary.SQUARE) : base.power(exponent);
    }

    private Expression atom() {
        String token = next();
        if (token.isEmpty()) {
            throw error("ends too early");
        }
        if (Character.isDigit(token.charAt(0))) {
            return new Expression.Constant(token);
        }
        return switch (token) {
            case "(" -> closed(")");
            case "[" -> weights();
            case "|" -> {
                if (openBars > 0) {
                    throw error("bars within bars can be read in two ways");
                }
                openBars++;
                Expression of = sum();
                openBars--;
                expect("|");
                yield of.in(Elementary.ABS);
            }
            case "sqrt" -> called().in(Elementary.SQRT);
            case "sign" -> called().in(Elementary.SIGN);
            case "min" -> ofTwo(Operator.MIN);
            case "max" -> ofTwo(Operator.MAX);
            default -> isActivation(token) ? call(token) : symbol(token);
        };
    }

    private Expression closed(String end) {
        int outside = openBars;
        openBars = 0;
        Expression of = cases();
        openBars = outside;
        expect(end);
        return of;
    }

    private Expression called() {
        expect("(");
        return closed(")");
    }

    private Expression ofTwo(Operator operator) {
        expect("(");
        Expression left = closed(",");
        return new Expression.Binary(operator, left, closed(")"));
    }

    private Expression symbol(String token) {
        if (!Character.isLetter(token.charAt(0)) || WORDS.contains(token)) {
            throw error("no operand");
        }
        return Expression.step(StepId.of(token));
    }

    private static String functionName(String token) {
        return token.endsWith("'") ? token.substring(0, token.length() - 1) : token;
    }

    private static Optional<Activation.Kind> kind(String token) {
        for (Activation.Kind kind : Activation.Kind.values()) {
            if (kind.function().equals(functionName(token))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private boolean isActivation(String token) {
        return peek().equals("(") && kind(token).isPresent();
    }

    /** That of the layer with its parameters; those that formulas are written with have none. */
    private Expression call(String token) {
        Activation.Kind kind = kind(token).orElseThrow();
        Activation called = activation.filter(own -> own.kind() == kind).orElseGet(() -> Activation.of(kind));
        return token.endsWith("'") ? called().inDerivative(called) : called().in(called);
    }

    private Expression weights() {
        List<BigDecimal> numbers = new ArrayList<>();
        while (!take("]")) {
            numbers.add(signedNumber().exact());
        }
        BigDecimal[] values = numbers.toArray(BigDecimal[]::new);
        Matrix matrix = notation == Notation.XW_PLUS_B
                ? Matrix.ofDecimals(1, values.length, values)
                : Matrix.ofDecimals(values.length, 1, values);
        return new Expression.Literal(Rounded.exact(matrix, Rounding.TRUTH), 14);
    }
}
