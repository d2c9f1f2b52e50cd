package chalkline.reference;

import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import chalkline.reference.Expression.Words;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A formula in plain characters in one line. Two factors stand side by side: the matrix product where one of them is a W or a
 * transpose, else a product entry by entry. Products and quotients are read from left to right, a sum runs to the end of its
 * product, {@code ln}, {@code e^} and {@code ^2} take the one thing beside them.
 */
public final class PlainFormula implements ExpressionVisitor<String> {
    private final Function<Literal, String> numerals;

    private PlainFormula(Function<Literal, String> numerals) {
        this.numerals = numerals;
    }

    /**
     * The line.
     *
     * @param numerals writes what was put in
     */
    public static String of(Expression expression, Function<Literal, String> numerals) {
        return expression.accept(new PlainFormula(numerals));
    }

    @Override
    public String symbol(Symbol symbol) {
        return symbol.id().toString();
    }

    @Override
    public String words(Words words) {
        return words.text();
    }

    @Override
    public String constant(Constant constant) {
        return constant.written();
    }

    @Override
    public String literal(Literal literal) {
        return literal.isNumber()
                ? numerals.apply(literal)
                : IntStream.range(0, literal.value().size())
                        .mapToObj(k -> numerals.apply(literal.at(k)))
                        .collect(Collectors.joining(" ", "[", "]"));
    }

    @Override
    public String sum(Sum sum) {
        String text = "";
        for (Expression term : sum.shown()) {
            String written = write(term, Precedence.SUM);
            text = text.isEmpty() ? written : joined(text, " + ", " - ", written);
        }
        return text;
    }

    /** To add a negative number is to take it away, as one writes it. */
    private static String joined(String left, String sign, String opposite, String right) {
        return right.startsWith("-") ? left + opposite + right.substring(1) : left + sign + right;
    }

    @Override
    public String binary(Binary binary) {
        Expression left = binary.left();
        Expression right = binary.right();
        return switch (binary.operator()) {
            case MINUS -> joined(write(left, Precedence.SUM), " - ", " + ", write(right, Precedence.PRODUCT));
            case TIMES, TIMES_OR_ZERO, PRODUCT -> {
                String factor = write(right, Precedence.POWER);
                String between = factor.startsWith("(") ? "" : right.isNumeric() ? "·" : " ";
                yield write(left, runsOn(left) ? Precedence.POWER : Precedence.ofLeftFactor(left)) + between + factor;
            }
            case OVER, ZERO_OR_OVER, OVER_OR_ZERO -> {
                boolean apart = runsOn(left) && !(right instanceof Constant);
                yield write(left, apart ? Precedence.POWER : Precedence.PRODUCT) + " / "
                        + write(right, Precedence.POWER);
            }
            case POWER -> write(left, Precedence.ATOM) + "^" + write(right, Precedence.ATOM);
            case MIN -> "min(" + write(left, Precedence.SUM) + ", " + write(right, Precedence.SUM) + ")";
            case MAX -> "max(" + write(left, Precedence.SUM) + ", " + write(right, Precedence.SUM) + ")";
        };
    }

    /** Whether it begins with a sum that would run over a further factor; one over a number is the same either way. */
    private static boolean runsOn(Expression expression) {
        if (expression instanceof Total total) {
            return total.over() == Over.ENTRIES;
        }
        return expression instanceof Apply apply && apply.function() == Elementary.NEGATIVE && runsOn(apply.argument())
                || expression instanceof Binary binary && binary.isQuotient() && runsOn(binary.left());
    }

    @Override
    public String transpose(Transpose transpose) {
        return write(transpose.of(), Precedence.ATOM) + "^T";
    }

    @Override
    public String apply(Apply apply) {
        Expression argument = apply.argument();
        return switch (apply.function()) {
            case NEGATIVE -> {
                String of = write(argument, Precedence.PRODUCT);
                yield of.startsWith("-") ? "-(" + of + ")" : "-" + of;
            }
            case SQUARE -> write(argument, Precedence.ATOM) + "^2";
            case EXP -> "e^" + write(argument, Precedence.ATOM);
            case LN -> argument instanceof Symbol ? "ln " + argument.accept(this) : "ln(" + argument.accept(this) + ")";
            case POSITIVE_PART -> "max(0, " + write(argument, Precedence.SUM) + ")";
            case ONE_WHERE_POSITIVE -> "1 where " + write(argument, Precedence.SUM) + " > 0, else 0";
            case ABS -> "|" + write(argument, Precedence.SUM) + "|";
            case SIGN, SQRT -> apply.function().label() + "(" + argument.accept(this) + ")";
        };
    }

    @Override
    public String call(Call call) {
        return call.name() + "(" + call.argument().accept(this) + ")";
    }

    @Override
    public String where(Where where) {
        return write(where.above(), Precedence.SUM) + " where " + write(where.subject(), Precedence.SUM)
                + (where.atPoint() ? " >= " : " > ")
                + where.point().written() + ", else " + where.below().accept(this);
    }

    @Override
    public String total(Total total) {
        String of = write(total.of(), Precedence.PRODUCT);
        return switch (total.over()) {
            case ENTRIES -> "sum " + of;
            case EXAMPLES -> "sum of " + of + " over examples";
            case INPUTS -> "sum of " + of + " over inputs";
            case UNITS -> "sum of " + of + " over units";
        };
    }

    /** In parentheses where it would fall apart. */
    private String write(Expression expression, Precedence least) {
        String text = expression.accept(this);
        boolean hasExponent = expression instanceof Literal && text.contains("e");
        return least.isMoreThan(expression) || least == Precedence.ATOM && hasExponent ? "(" + text + ")" : text;
    }
}
