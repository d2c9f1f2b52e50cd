package chalkline.report;

import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import chalkline.reference.Expression.Words;
import chalkline.reference.ExpressionVisitor;
import chalkline.reference.Leaves;
import chalkline.reference.Operator;
import chalkline.reference.Precedence;
import chalkline.reference.Rounded;

/**
 * A formula as LaTeX math, with amsmath. It is also what GitHub's Markdown takes, so it does without the commands that
 * Markdown would read as its own escapes: no {@code \,} and no {@code \{}.
 *
 * @param matrixDigits significant digits of a matrix's numbers
 */
record LatexMath(int matrixDigits) implements ExpressionVisitor<String> {
    /** In characters; what is wider has to be broken into lines. */
    private static final int WIDEST_FRACTION = 60;

    private static final Leaves<Boolean> CONSTANT = new Leaves<>(
            symbol -> symbol.id().isHyperParameter(),
            constant -> true,
            literal -> false,
            words -> false,
            Boolean::logicalAnd);
    private static final Leaves<Boolean> NUMBER =
            new Leaves<>(symbol -> false, constant -> false, Literal::isNumber, words -> false, Boolean::logicalAnd);

    static String of(Expression expression, int matrixDigits) {
        return expression.accept(new LatexMath(matrixDigits));
    }

    /** A step's name: W_1, dZ_2; a word as it is. */
    static String name(StepId step) {
        String name = step.toString();
        if (!isIndexed(step)) {
            return name.length() == 1 ? name : "\\text{" + name + "}";
        }
        String layer = Integer.toString(step.layer());
        return (step.isGradient() ? "d" : "")
                + step.role().text()
                + "_"
                + (layer.length() == 1 ? layer : "{" + layer + "}")
                + (step.suffixes().isEmpty() ? "" : "^{\\text{" + String.join(" ", step.suffixes()) + "}}");
    }

    /** Whether its name is a letter with its layer for an index, not a word. */
    static boolean isIndexed(StepId step) {
        return step.layer() > 0 && step.role().text().length() == 1;
    }

    static String matrix(Rounded matrix, int digits) {
        if (matrix.size() == 1) {
            return number(Numbers.text(matrix, 0, digits));
        }
        StringBuilder text = new StringBuilder("\\begin{bmatrix} ");
        for (int k = 0; k < matrix.size(); k++) {
            text.append(k == 0 ? "" : k % matrix.columns() == 0 ? " \\\\ " : " & ")
                    .append(number(Numbers.text(matrix, k, digits)));
        }
        return text.append(" \\end{bmatrix}").toString();
    }

    private static String number(String text) {
        int exponent = text.indexOf('e');
        return exponent < 0
                ? text.replace("Infinity", "\\infty").replace("NaN", "\\text{NaN}")
                : text.substring(0, exponent) + " \\cdot 10^{" + text.substring(exponent + 1) + "}";
    }

    @Override
    public String symbol(Symbol symbol) {
        return name(symbol.id());
    }

    @Override
    public String words(Words words) {
        return words == Words.LEFT_OUT ? "\\cdots" : "\\text{" + words.text() + "}";
    }

    @Override
    public String constant(Constant constant) {
        return matrix(constant.value(), Arithmetic.DIGITS);
    }

    @Override
    public String literal(Literal literal) {
        return matrix(literal.value(), literal.isNumber() ? literal.digits() : matrixDigits);
    }

    @Override
    public String sum(Sum sum) {
        String text = "";
        for (Expression term : sum.shown()) {
            text = text.isEmpty() ? term.accept(this) : joined(text, " + ", " - ", term.accept(this));
        }
        return text;
    }

    private static String joined(String left, String sign, String opposite, String right) {
        return right.startsWith("-") ? left + opposite + right.substring(1) : left + sign + right;
    }

    @Override
    public String binary(Binary binary) {
        Expression left = binary.left();
        Expression right = binary.right();
        return switch (binary.operator()) {
            case MINUS -> joined(left.accept(this), " - ", " + ", write(right, Precedence.PRODUCT));
            case TIMES, TIMES_OR_ZERO, PRODUCT -> {
                String factor = write(right, Precedence.POWER);
                yield write(left, Precedence.ofLeftFactor(left)) + between(binary, factor.substring(0, 1)) + factor;
            }
            case OVER, ZERO_OR_OVER, OVER_OR_ZERO -> written(left, right);
            case POWER -> write(left, Precedence.ATOM) + "^{" + right.accept(this) + "}";
            case MIN -> "\\min\\left(" + left.accept(this) + ", " + right.accept(this) + "\\right)";
            case MAX -> "\\max\\left(" + left.accept(this) + ", " + right.accept(this) + "\\right)";
        };
    }

    /**
     * What stands between two factors: nothing, a space, the dot of numbers or the ring of products by entry.
     *
     * @param factor how the right one begins
     */
    static String between(Binary binary, String factor) {
        boolean scalar = isConstant(binary.left()) || isNumber(binary.left());
        if (scalar && factor.startsWith("(")) {
            return "";
        }
        if (scalar && !factor.isEmpty() && Character.isDigit(factor.charAt(0))) {
            return " \\cdot ";
        }
        if (isNumber(binary.left()) && !(binary.right() instanceof Literal literal && !literal.isNumber())) {
            return " \\cdot ";
        }
        return scalar || isNumber(binary.right()) || binary.operator() == Operator.PRODUCT ? " " : " \\circ ";
    }

    /** Whether it is arithmetic of what belongs to the formula. */
    private static boolean isConstant(Expression expression) {
        return expression.accept(CONSTANT);
    }

    /** Whether it is one number, or arithmetic of numbers. */
    static boolean isNumber(Expression expression) {
        return expression.accept(NUMBER);
    }

    /** How a quotient is written. */
    enum Quotient {
        /** 1/n before what is divided. */
        FACTOR,
        /** In one line. */
        SLASH,
        /** One over the other. */
        FRACTION
    }

    /** Long sums over a number stay outside of the fraction, so that they can be broken into lines. */
    static Quotient quotient(Expression left, Expression right) {
        boolean byNumber = right instanceof Constant || isNumber(right);
        boolean sum = left instanceof Sum || left instanceof Binary binary && binary.isQuotient();
        boolean matrix = left.isNumeric() && !isNumber(left);
        if (byNumber && (sum || matrix || left instanceof Apply apply && apply.argument() instanceof Sum)) {
            return Quotient.FACTOR;
        }
        boolean wide = isNumber(right) && TextMath.line(right).length() > WIDEST_FRACTION;
        return wide ? Quotient.SLASH : Quotient.FRACTION;
    }

    private String written(Expression left, Expression right) {
        return switch (quotient(left, right)) {
            case FACTOR -> {
                String divided = write(left, Precedence.PRODUCT);
                String fraction = "\\frac{1}{" + right.accept(this) + "} ";
                // A sign behind the fraction would read as a difference.
                yield divided.startsWith("-") ? "-" + fraction + divided.substring(1) : fraction + divided;
            }
            case SLASH -> write(left, Precedence.PRODUCT) + " / " + write(right, Precedence.POWER);
            case FRACTION -> "\\frac{" + left.accept(this) + "}{" + right.accept(this) + "}";
        };
    }

    @Override
    public String transpose(Transpose transpose) {
        return write(transpose.of(), Precedence.ATOM) + "^T";
    }

    @Override
    public String apply(Apply apply) {
        Expression argument = apply.argument();
        String inner = argument.accept(this);
        return switch (apply.function()) {
            case NEGATIVE -> "-" + write(argument, Precedence.PRODUCT);
            case SQUARE -> write(argument, Precedence.ATOM) + "^2";
            case EXP -> "e^{" + inner + "}";
            case LN -> argument instanceof Symbol ? "\\ln " + inner : "\\ln(" + inner + ")";
            case POSITIVE_PART ->
                isNumber(argument) || argument instanceof Symbol
                        ? "\\max(0, " + inner + ")"
                        : "\\max\\left(0, " + inner + "\\right)";
            case ONE_WHERE_POSITIVE -> "1 \\text{ where } " + inner + " > 0 \\text{, else } 0";
            case ABS ->
                isNumber(argument) || argument instanceof Symbol ? "|" + inner + "|" : "\\left|" + inner + "\\right|";
            case SQRT -> "\\sqrt{" + inner + "}";
            case SIGN -> "\\operatorname{sign}" + parenthesised(argument, inner);
        };
    }

    @Override
    public String call(Call call) {
        Expression argument = call.argument();
        return function(call) + parenthesised(argument, argument.accept(this));
    }

    private static String function(Call call) {
        String name = call.functionName();
        String symbol = name.equals("sigmoid") ? "\\sigma" : name.equals("tanh") ? "\\tanh" : "\\text{" + name + "}";
        return call.isDerivative() ? symbol + "'" : symbol;
    }

    @Override
    public String where(Where where) {
        return where.above().accept(this) + " \\text{ where } "
                + where.subject().accept(this)
                + (where.atPoint() ? " \\ge " : " > ")
                + where.point().accept(this) + " \\text{, else } "
                + where.below().accept(this);
    }

    private static String parenthesised(Expression argument, String inner) {
        boolean matrix = argument instanceof Literal literal && !literal.isNumber();
        return matrix ? "\\left(" + inner + "\\right)" : "(" + inner + ")";
    }

    @Override
    public String total(Total total) {
        String over = switch (total.over()) {
            case ENTRIES -> "";
            case EXAMPLES -> "_{\\text{examples}}";
            case INPUTS -> "_{\\text{inputs}}";
            case UNITS -> "_{\\text{units}}";
        };
        return "\\sum" + over + " " + write(total.of(), Precedence.PRODUCT);
    }

    /** In parentheses where it would fall apart. */
    private String write(Expression expression, Precedence least) {
        String text = expression.accept(this);
        // A fraction holds itself together; a power of ten does not under another power.
        boolean fraction = text.startsWith("\\frac") && text.endsWith("}");
        boolean exponent = least == Precedence.ATOM && text.contains("\\cdot");
        return least.isMoreThan(expression) && !fraction || exponent ? "(" + text + ")" : text;
    }
}
