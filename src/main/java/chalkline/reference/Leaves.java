package chalkline.reference;

import chalkline.network.StepId;
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
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/** Something that is asked of every leaf of a formula, and the answers put together. */
public final class Leaves<R> implements ExpressionVisitor<R> {
    /** The steps, as often as they occur. */
    static final Leaves<Stream<StepId>> STEPS = new Leaves<>(
            symbol -> Stream.of(symbol.id()),
            constant -> Stream.empty(),
            literal -> Stream.empty(),
            words -> Stream.empty(),
            Stream::concat);

    /** Whether no leaf is a step. */
    static final Leaves<Boolean> NUMERIC =
            new Leaves<>(symbol -> false, constant -> true, literal -> true, words -> false, Boolean::logicalAnd);

    private final Function<Symbol, R> ofSymbol;
    private final Function<Constant, R> ofConstant;
    private final Function<Literal, R> ofLiteral;
    private final Function<Words, R> ofWords;
    private final BinaryOperator<R> together;

    /** @param together what two answers are together, whichever is put to which first */
    public Leaves(
            Function<Symbol, R> ofSymbol,
            Function<Constant, R> ofConstant,
            Function<Literal, R> ofLiteral,
            Function<Words, R> ofWords,
            BinaryOperator<R> together) {
        this.ofSymbol = ofSymbol;
        this.ofConstant = ofConstant;
        this.ofLiteral = ofLiteral;
        this.ofWords = ofWords;
        this.together = together;
    }

    @Override
    public R symbol(Symbol symbol) {
        return ofSymbol.apply(symbol);
    }

    @Override
    public R constant(Constant constant) {
        return ofConstant.apply(constant);
    }

    @Override
    public R literal(Literal literal) {
        return ofLiteral.apply(literal);
    }

    @Override
    public R words(Words words) {
        return ofWords.apply(words);
    }

    @Override
    public R sum(Sum sum) {
        return all(sum.terms().stream());
    }

    @Override
    public R binary(Binary binary) {
        return all(binary.left(), binary.right());
    }

    @Override
    public R transpose(Transpose transpose) {
        return transpose.of().accept(this);
    }

    @Override
    public R apply(Apply apply) {
        return apply.argument().accept(this);
    }

    @Override
    public R call(Call call) {
        return call.argument().accept(this);
    }

    @Override
    public R where(Where where) {
        return all(where.subject(), where.point(), where.above(), where.below());
    }

    @Override
    public R total(Total total) {
        return total.of().accept(this);
    }

    private R all(Expression... parts) {
        return all(Arrays.stream(parts));
    }

    private R all(Stream<Expression> parts) {
        return parts.map(part -> part.accept(this)).reduce(together).orElseThrow();
    }
}
