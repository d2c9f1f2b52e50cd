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
import chalkline.reference.Precedence;
import chalkline.reference.Rounded;
import java.util.ArrayList;
import java.util.List;

/**
 * A formula as MathML, as the elements of a row; what belongs together without standing in one row is in an mrow.
 *
 * @param matrixDigits significant digits of a matrix's numbers
 */
record MathMl(int matrixDigits) implements ExpressionVisitor<List<Html>> {
    /** A sign, which stands closer to its number than the minus of a difference does. */
    private static final Html MINUS = Html.of("mo", "−").with("form", "prefix");

    /** Spaces at the ends of a text in a formula are lost, unless they are of this kind. */
    private static final String SPACE = "\u00a0";

    static List<Html> of(Expression expression, int matrixDigits) {
        return expression.accept(new MathMl(matrixDigits));
    }

    /** The row as one element: itself where it is one. */
    static Html row(List<Html> parts) {
        return parts.size() == 1 ? parts.get(0) : Html.of("mrow", parts);
    }

    static Html operator(String text) {
        return Html.of("mo", text);
    }

    static Html words(String text) {
        return Html.of("mtext", text);
    }

    /** A step's name: W with index 1, dZ with index 2; a word as it is. */
    static Html name(StepId step) {
        String name = step.toString();
        if (!LatexMath.isIndexed(step)) {
            return name.length() == 1 ? Html.of("mi", name) : words(name);
        }
        Html letter = Html.of("mi", step.role().text());
        Html base = step.isGradient() ? Html.of("mrow", Html.of("mi", "d"), letter) : letter;
        Html layer = Html.of("mn", Integer.toString(step.layer()));
        return step.suffixes().isEmpty()
                ? Html.of("msub", base, layer)
                : Html.of("msubsup", base, layer, words(String.join(" ", step.suffixes())));
    }

    /** A number, or a matrix in brackets, row by row. */
    static List<Html> matrix(Rounded matrix, int digits) {
        if (matrix.size() == 1) {
            return number(Numbers.text(matrix, 0, digits));
        }
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < matrix.rows(); i++) {
            List<Html> cells = new ArrayList<>();
            for (int j = 0; j < matrix.columns(); j++) {
                cells.add(Html.of("mtd", number(Numbers.text(matrix, i * matrix.columns() + j, digits))));
            }
            rows.add(Html.of("mtr", cells));
        }
        return List.of(Html.of("mrow", operator("["), Html.of("mtable", rows).in("matrix"), operator("]")));
    }

    /** −3.8e-7 as −3.8 · 10⁻⁷. */
    static List<Html> number(String text) {
        List<Html> parts = new ArrayList<>();
        String size = text;
        if (text.startsWith("-")) {
            parts.add(MINUS);
            size = text.substring(1);
        }
        int exponent = size.indexOf('e');
        if (exponent < 0) {
            parts.add(size.equals("Infinity") ? Html.of("mi", "∞") : Html.of("mn", size));
            return parts;
        }
        parts.add(Html.of("mn", size.substring(0, exponent)));
        parts.add(operator("·"));
        parts.add(Html.of("msup", Html.of("mn", "10"), row(number(size.substring(exponent + 1)))));
        return parts;
    }

    @Override
    public List<Html> symbol(Symbol symbol) {
        return List.of(name(symbol.id()));
    }

    @Override
    public List<Html> words(Words words) {
        return List.of(words == Words.LEFT_OUT ? operator("⋯") : words(words.text()));
    }

    @Override
    public List<Html> constant(Constant constant) {
        return matrix(constant.value(), Arithmetic.DIGITS);
    }

    @Override
    public List<Html> literal(Literal literal) {
        return matrix(literal.value(), literal.isNumber() ? literal.digits() : matrixDigits);
    }

    @Override
    public List<Html> sum(Sum sum) {
        List<Html> row = List.of();
        for (Expression term : sum.shown()) {
            List<Html> next = term.accept(this);
            row = row.isEmpty() ? next : joined(row, "+", "−", next);
        }
        return row;
    }

    private static List<Html> joined(List<Html> left, String sign, String opposite, List<Html> right) {
        boolean negative = right.get(0).equals(MINUS);
        List<Html> row = new ArrayList<>(left);
        row.add(operator(negative ? opposite : sign));
        row.addAll(negative ? right.subList(1, right.size()) : right);
        return row;
    }

    @Override
    public List<Html> binary(Binary binary) {
        Expression left = binary.left();
        Expression right = binary.right();
        return switch (binary.operator()) {
            case MINUS -> joined(left.accept(this), "−", "+", write(right, Precedence.PRODUCT));
            case TIMES, TIMES_OR_ZERO, PRODUCT -> {
                List<Html> factor = write(right, Precedence.POWER);
                List<Html> row = new ArrayList<>(write(left, Precedence.ofLeftFactor(left)));
                row.addAll(between(binary, factor));
                row.addAll(factor);
                yield row;
            }
            case OVER, ZERO_OR_OVER, OVER_OR_ZERO -> quotient(left, right);
            case POWER -> List.of(power(write(left, Precedence.ATOM), row(right.accept(this))));
            case MIN -> function("min", left, right);
            case MAX -> function("max", left, right);
        };
    }

    private List<Html> function(String name, Expression left, Expression right) {
        List<Html> arguments = new ArrayList<>(left.accept(this));
        arguments.add(operator(","));
        arguments.addAll(right.accept(this));
        return List.of(Html.of("mi", name), parenthesised(arguments));
    }

    private static List<Html> between(Binary binary, List<Html> factor) {
        String sign = LatexMath.between(binary, beginning(factor));
        return sign.isEmpty()
                ? List.of()
                : sign.isBlank()
                        ? List.of(Html.of("mspace").with("width", "0.2em"))
                        : List.of(operator(sign.contains("circ") ? "∘" : "·"));
    }

    /** Of a number, a power of one, or what is in parentheses. */
    private static String beginning(List<Html> row) {
        Html first = row.get(0);
        boolean inLine = first instanceof Html.Element element
                && List.of("mn", "msup", "mrow").contains(element.tag());
        return inLine ? first.content() : "";
    }

    private List<Html> quotient(Expression left, Expression right) {
        return switch (LatexMath.quotient(left, right)) {
            case FACTOR -> {
                List<Html> divided = write(left, Precedence.PRODUCT);
                boolean negative = divided.get(0).equals(MINUS);
                // A sign behind the fraction would read as a difference.
                List<Html> row = new ArrayList<>(negative ? List.of(MINUS) : List.of());
                row.add(Html.of("mfrac", Html.of("mn", "1"), row(right.accept(this))));
                row.add(Html.of("mspace").with("width", "0.2em"));
                row.addAll(negative ? divided.subList(1, divided.size()) : divided);
                yield row;
            }
            case SLASH -> {
                List<Html> row = new ArrayList<>(write(left, Precedence.PRODUCT));
                row.add(operator("/"));
                row.addAll(write(right, Precedence.POWER));
                yield row;
            }
            case FRACTION -> List.of(Html.of("mfrac", row(left.accept(this)), row(right.accept(this))));
        };
    }

    @Override
    public List<Html> transpose(Transpose transpose) {
        return List.of(power(write(transpose.of(), Precedence.ATOM), Html.of("mi", "T")));
    }

    @Override
    public List<Html> apply(Apply apply) {
        Expression argument = apply.argument();
        List<Html> inner = argument.accept(this);
        return switch (apply.function()) {
            case NEGATIVE -> {
                List<Html> row = new ArrayList<>(List.of(MINUS));
                row.addAll(write(argument, Precedence.PRODUCT));
                yield row;
            }
            case SQUARE -> List.of(power(write(argument, Precedence.ATOM), Html.of("mn", "2")));
            case EXP -> List.of(Html.of("msup", Html.of("mi", "e"), row(inner)));
            case LN ->
                argument instanceof Symbol
                        ? List.of(Html.of("mi", "ln"), Html.of("mspace").with("width", "0.17em"), row(inner))
                        : List.of(Html.of("mi", "ln"), parenthesised(inner));
            case POSITIVE_PART -> {
                List<Html> arguments = new ArrayList<>(List.of(Html.of("mn", "0"), operator(",")));
                arguments.addAll(inner);
                yield List.of(Html.of("mi", "max"), parenthesised(arguments));
            }
            case ONE_WHERE_POSITIVE -> {
                List<Html> row = new ArrayList<>(List.of(Html.of("mn", "1"), words(SPACE + "where" + SPACE)));
                row.addAll(inner);
                row.addAll(List.of(operator(">"), Html.of("mn", "0"), words(", else" + SPACE), Html.of("mn", "0")));
                yield row;
            }
            case ABS -> List.of(Html.of("mrow", operator("|"), row(inner), operator("|")));
            case SQRT -> List.of(Html.of("msqrt", row(inner)));
            case SIGN -> List.of(Html.of("mi", "sign"), parenthesised(inner));
        };
    }

    @Override
    public List<Html> call(Call call) {
        Html name = call.functionName().equals("sigmoid") ? Html.of("mi", "σ") : Html.of("mi", call.functionName());
        return List.of(
                call.isDerivative() ? Html.of("msup", name, operator("′")) : name,
                parenthesised(call.argument().accept(this)));
    }

    @Override
    public List<Html> where(Where where) {
        List<Html> row = new ArrayList<>(where.above().accept(this));
        row.add(words(SPACE + "where" + SPACE));
        row.addAll(where.subject().accept(this));
        row.add(operator(where.atPoint() ? "≥" : ">"));
        row.addAll(where.point().accept(this));
        row.add(words(", else" + SPACE));
        row.addAll(where.below().accept(this));
        return row;
    }

    @Override
    public List<Html> total(Total total) {
        Html sign = operator("∑");
        String over = switch (total.over()) {
            case ENTRIES -> "";
            case EXAMPLES -> "examples";
            case INPUTS -> "inputs";
            case UNITS -> "units";
        };
        List<Html> row = new ArrayList<>();
        row.add(over.isEmpty() ? sign : Html.of("msub", sign, words(over)));
        row.addAll(write(total.of(), Precedence.PRODUCT));
        return row;
    }

    /** In a row of its own, or the parentheses would be as high as their highest neighbour. */
    private static Html parenthesised(List<Html> inner) {
        String stretchy = Boolean.toString(inner.stream().anyMatch(MathMl::isHigh));
        List<Html> row = new ArrayList<>(List.of(Html.of("mo", "(").with("stretchy", stretchy)));
        row.addAll(inner);
        row.add(Html.of("mo", ")").with("stretchy", stretchy));
        return Html.of("mrow", row);
    }

    private static boolean isHigh(Html part) {
        return part instanceof Html.Element element
                && (List.of("mtable", "mfrac", "msqrt").contains(element.tag())
                        || element.parts().stream().anyMatch(MathMl::isHigh));
    }

    /** With an exponent, which stands above an index and not behind it. */
    private static Html power(List<Html> base, Html exponent) {
        if (base.size() == 1
                && base.get(0) instanceof Html.Element one
                && one.tag().equals("msub")) {
            return Html.of("msubsup", one.parts().get(0), one.parts().get(1), exponent);
        }
        return Html.of("msup", row(base), exponent);
    }

    /** In parentheses where it would fall apart. */
    private List<Html> write(Expression expression, Precedence least) {
        List<Html> row = expression.accept(this);
        // A fraction holds itself together; a power of ten does not under another power.
        boolean fraction = row.size() == 1
                && row.get(0) instanceof Html.Element one
                && one.tag().equals("mfrac");
        boolean exponent = least == Precedence.ATOM && row.contains(operator("·"));
        return least.isMoreThan(expression) && !fraction || exponent ? List.of(parenthesised(row)) : row;
    }
}
