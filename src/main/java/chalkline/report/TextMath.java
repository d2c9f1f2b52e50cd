package chalkline.report;

import chalkline.reference.Elementary;
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
import chalkline.reference.PlainFormula;
import chalkline.reference.Precedence;

/**
 * A formula in plain characters, its matrices as high as they are.
 *
 * @param matrixDigits significant digits of a matrix's numbers
 */
record TextMath(int matrixDigits) implements ExpressionVisitor<TextBlock> {

    /** Without matrices, in one line. */
    static String line(Expression expression) {
        return PlainFormula.of(expression, literal -> Numbers.text(literal.value(), 0, literal.digits()));
    }

    static TextBlock block(Expression expression, int matrixDigits) {
        return expression.accept(new TextMath(matrixDigits));
    }

    @Override
    public TextBlock symbol(Symbol symbol) {
        return TextBlock.of(line(symbol));
    }

    @Override
    public TextBlock words(Words words) {
        return TextBlock.of(line(words));
    }

    @Override
    public TextBlock constant(Constant constant) {
        return TextBlock.of(line(constant));
    }

    @Override
    public TextBlock literal(Literal literal) {
        return TextBlock.of(literal.value(), literal.isNumber() ? literal.digits() : matrixDigits);
    }

    @Override
    public TextBlock sum(Sum sum) {
        TextBlock block = null;
        for (Expression term : sum.terms()) {
            block = block == null ? term.accept(this) : block.beside(" + ").beside(write(term, isNegative(term)));
        }
        return block;
    }

    @Override
    public TextBlock binary(Binary binary) {
        TextBlock left = write(binary.left(), Precedence.PRODUCT.isMoreThan(binary.left()));
        TextBlock right = write(binary.right(), Precedence.POWER.isMoreThan(binary.right()));
        return switch (binary.operator()) {
            case MINUS ->
                binary.left()
                        .accept(this)
                        .beside(" - ")
                        .beside(write(
                                binary.right(),
                                Precedence.PRODUCT.isMoreThan(binary.right()) || isNegative(binary.right())));
            case TIMES, TIMES_OR_ZERO ->
                left.beside(isNumber(binary.left()) || isNumber(binary.right()) ? " " : " ∘ ")
                        .beside(right);
            case OVER, ZERO_OR_OVER, OVER_OR_ZERO -> left.beside(" / ").beside(right);
            case MIN -> call("min(", binary);
            case MAX -> call("max(", binary);
            case PRODUCT -> left.beside(" ").beside(right);
            case POWER -> left.beside("^").beside(right);
        };
    }

    private TextBlock call(String opening, Binary binary) {
        return TextBlock.of(opening)
                .beside(binary.left().accept(this))
                .beside(", ")
                .beside(binary.right().accept(this))
                .beside(")");
    }

    private static boolean isNumber(Expression expression) {
        return expression instanceof Literal literal && literal.isNumber();
    }

    private static boolean isNegative(Expression expression) {
        return expression instanceof Literal literal && literal.isNegative();
    }

    @Override
    public TextBlock transpose(Transpose transpose) {
        return transpose.of().accept(this).beside("^T");
    }

    @Override
    public TextBlock apply(Apply apply) {
        TextBlock argument = apply.argument().accept(this);
        if (apply.function() == Elementary.ABS) {
            return TextBlock.of("|").beside(argument).beside("|");
        }
        return apply.function() == Elementary.POSITIVE_PART
                ? TextBlock.of("max(0, ").beside(argument).beside(")")
                : TextBlock.of(apply.function().label()).beside(argument.parenthesised());
    }

    @Override
    public TextBlock call(Call call) {
        return TextBlock.of(call.name()).beside(call.argument().accept(this).parenthesised());
    }

    @Override
    public TextBlock where(Where where) {
        return TextBlock.of(line(where));
    }

    @Override
    public TextBlock total(Total total) {
        return TextBlock.of("sum ").beside(total.of().accept(this));
    }

    private TextBlock write(Expression expression, boolean apart) {
        TextBlock block = expression.accept(this);
        return apart ? block.parenthesised() : block;
    }
}
