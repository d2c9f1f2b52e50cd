package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.StepId;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Sum;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formulas as trees: what they come to, and how they read. */
class ExpressionTest {
    private static final Expression X = Expression.step(StepId.X);
    private static final Expression Y = Expression.step(StepId.Y);
    private static final Expression TWO = Expression.number(2);

    /** X is 1 2 / 3 4, y the row 10 20. */
    private static Scope scope(Notation notation) {
        return new Scope(notation, Map.of(StepId.X, truth(2, 2, 1, 2, 3, 4), StepId.Y, truth(1, 2, 10, 20)));
    }

    @Test
    void operators() {
        is(X.plus(Y), 11, 22, 13, 24);
        is(X.minus(Y), -9, -18, -7, -16);
        is(X.times(Y), 10, 40, 30, 80);
        is(Y.over(X), 10, 10, 10 / 3.0, 5);
        is(X.product(X), 7, 10, 15, 22);
        is(X.transposed(), 1, 3, 2, 4);
        is(X.over(2), 0.5, 1, 1.5, 2);
        is(X.in(Elementary.NEGATIVE), -1, -2, -3, -4);
        is(X.in(Elementary.SQUARE), 1, 4, 9, 16);
        is(new Sum(List.of(X, Y, TWO, X)), 14, 26, 18, 30);
        assertThat(X.over(1)).isSameAs(X);
    }

    @ParameterizedTest
    @CsvSource({
        "EXP, 0, 1",
        "EXP, 0.6931471805599453, 2",
        "LN, 0.125, -2.0794415416798357",
        "POSITIVE_PART, -3, 0",
        "POSITIVE_PART, 3, 3",
        "ONE_WHERE_POSITIVE, 0, 0",
        "ONE_WHERE_POSITIVE, 1e-9, 1",
    })
    void functions(Elementary function, double argument, double expected) {
        Expression literal = new Literal(truth(1, 1, argument), 5);
        assertThat(literal.in(function).value(scope(Notation.XW_PLUS_B)).value(0))
                .isCloseTo(expected, offset(1e-15));
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTITY, -3, -3, 1",
        "RELU, -3, 0, 0",
        "RELU, 3, 3, 1",
        "SIGMOID, 0, 0.5, 0.25",
        "TANH, 0.6931471805599453, 0.6, 0.64",
    })
    void activations(Activation.Kind kind, double argument, double value, double slope) {
        Expression literal = new Literal(truth(1, 1, argument), 5);
        Activation activation = Activation.of(kind);
        assertThat(literal.in(activation).value(scope(Notation.XW_PLUS_B)).value(0))
                .isCloseTo(value, offset(1e-15));
        assertThat(literal.inDerivative(activation)
                        .value(scope(Notation.XW_PLUS_B))
                        .value(0))
                .isCloseTo(slope, offset(1e-15));
    }

    /** e to the z loses relative accuracy as z does, and bounds what an error of z does to it. */
    @Test
    void theErrorOfAnExponent() {
        Rounded z = truth(1, 1, 2);
        z.set(0, 2, 1e-3);
        Rounded e = new Literal(z, 5).in(Elementary.EXP).value(scope(Notation.XW_PLUS_B));
        assertThat(e.error(0)).isBetween(Math.exp(2.001) - Math.exp(2), Math.exp(2) * 1.0011e-3);
    }

    @Test
    void totalsRunOverExamplesOrUnitsWhicheverIsDown() {
        is(X.total(Over.ENTRIES), Notation.XW_PLUS_B, 10);
        is(X.total(Over.EXAMPLES), Notation.XW_PLUS_B, 4, 6);
        is(X.total(Over.UNITS), Notation.XW_PLUS_B, 3, 7);
        is(X.total(Over.ENTRIES), Notation.WX_PLUS_B, 10);
        is(X.total(Over.EXAMPLES), Notation.WX_PLUS_B, 3, 7);
        is(X.total(Over.UNITS), Notation.WX_PLUS_B, 4, 6);
    }

    @Test
    void softmaxIsOfEveryExample() {
        double small = 1 / (1 + Math.E);
        double large = 1 - small;
        is(X.in(Activation.SOFTMAX), Notation.XW_PLUS_B, small, large, small, large);
        double far = 1 / (1 + Math.exp(2));
        is(X.in(Activation.SOFTMAX), Notation.WX_PLUS_B, far, far, 1 - far, 1 - far);
    }

    @Test
    void nothingTimesALogarithmOfNothingIsNothing() {
        Expression zero = new Literal(truth(1, 1, 0), 5);
        is(zero.timesOrZero(zero.in(Elementary.LN)), 0);
        assertThat(zero.times(zero.in(Elementary.LN))
                        .value(scope(Notation.XW_PLUS_B))
                        .value(0))
                .isNaN();
    }

    @Test
    void whatCannotBeWorkedIsRefused() {
        Scope scope = scope(Notation.XW_PLUS_B);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expression.step(StepId.of("Z9")).value(scope))
                .withMessage("the formula uses Z9, which is not there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> X.inDerivative(Activation.SOFTMAX).value(scope))
                .withMessage("softmax' has no number for every entry");
    }

    @Test
    void constantsAreTheDecimalsThatAreWritten() {
        Rounded tenth = new Constant("0.1").value();
        assertThat(tenth.decimal(0)
                        .orElseThrow()
                        .subtract(new BigDecimal("0.1"))
                        .abs()
                        .doubleValue())
                .isLessThan(1e-31);
        assertThat(new Literal(truth(1, 1, 3), 5).isNumber()).isTrue();
        assertThat(new Literal(truth(1, 2, 3, 4), 5).isNumber()).isFalse();
    }

    @Test
    void factorsStandSideBySideAndSumsInParentheses() {
        reads(X.product(Y), "X y");
        reads(X.plus(Y).times(TWO), "(X + y)·2");
        reads(TWO.times(X.plus(Y)), "2(X + y)");
        reads(TWO.times(TWO), "2·2");
        reads(TWO.times(TWO.in(Activation.SIGMOID)), "2·sigmoid(2)");
        reads(TWO.times(X.in(Activation.SIGMOID)), "2 sigmoid(X)");
        reads(X.times(Y).times(X), "(X y) X");
        reads(X.minus(Y.plus(X)), "X - (y + X)");
        reads(X.minus(Y.minus(X)), "X - (y - X)");
        reads(X.minus(Y.times(X)), "X - y X");
        reads(X.plus(Y.in(Elementary.NEGATIVE)), "X - y");
        reads(X.minus(Y.in(Elementary.NEGATIVE)), "X + y");
        reads(X.in(Elementary.NEGATIVE).times(Y), "-X y");
        reads(X.over(Y.times(TWO)), "X / (y·2)");
        reads(X.plus(Y).over(3), "(X + y) / 3");
        reads(X.over(Y).over(3), "X / y / 3");
        reads(X.times(Y.over(TWO)), "X(y / 2)");
    }

    @Test
    void functionsPowersAndTotals() {
        reads(X.in(Elementary.SQUARE), "X^2");
        reads(X.minus(Y).in(Elementary.SQUARE), "(X - y)^2");
        reads(X.in(Elementary.SQUARE).in(Elementary.SQUARE), "(X^2)^2");
        reads(X.in(Activation.TANH).in(Elementary.SQUARE), "tanh(X)^2");
        reads(X.plus(Y).transposed(), "(X + y)^T");
        reads(X.in(Elementary.EXP), "e^X");
        reads(X.in(Elementary.NEGATIVE).in(Elementary.EXP), "e^(-X)");
        reads(X.in(Elementary.LN), "ln X");
        reads(X.minus(Y).in(Elementary.LN), "ln(X - y)");
        reads(X.plus(Y).in(Elementary.NEGATIVE), "-(X + y)");
        reads(X.in(Elementary.POSITIVE_PART), "max(0, X)");
        reads(X.in(Elementary.ONE_WHERE_POSITIVE), "1 where X > 0, else 0");
        reads(X.in(Elementary.ONE_WHERE_POSITIVE).times(Y), "(1 where X > 0, else 0) y");
        reads(X.times(Y).total(Over.ENTRIES), "sum X y");
        reads(X.plus(Y).total(Over.EXAMPLES), "sum of (X + y) over examples");
        reads(X.total(Over.UNITS), "sum of X over units");
        reads(X.times(X.total(Over.UNITS)), "X(sum of X over units)");
        reads(X.times(Y.transposed()), "X y^T");
    }

    @Test
    void numbersThatWerePutIn() {
        Expression three = literal(3);
        Expression negative = literal(-0.5);
        reads(three, "3.0");
        reads(three.times(literal(4)), "3.0·4.0");
        reads(three.times(negative), "3.0(-0.5)");
        reads(negative.times(three), "-0.5·3.0");
        reads(three.plus(negative), "3.0 - 0.5");
        reads(three.minus(negative), "3.0 + 0.5");
        reads(negative.in(Elementary.SQUARE), "(-0.5)^2");
        reads(literal(0).in(Elementary.SQUARE), "0.0^2");
        reads(X.times(literal(0)), "X·0.0");
        // An exponent would fall apart under a power, though not under a product.
        assertThat(PlainFormula.of(literal(1e-9).in(Elementary.SQUARE), l -> "1e-9"))
                .isEqualTo("(1e-9)^2");
        assertThat(PlainFormula.of(literal(1e-9).times(X), l -> "1e-9")).isEqualTo("1e-9 X");
        assertThat(PlainFormula.of(literal(9).in(Elementary.SQUARE), l -> "9")).isEqualTo("9^2");
        assertThat(PlainFormula.of(new Expression.Words("label").in(Elementary.SQUARE), l -> "9"))
                .isEqualTo("label^2");
    }

    /** A matrix is no negative number, whatever its first entry is. */
    @Test
    void aMatrixThatWasPutInNeedsNoParentheses() {
        Expression matrix = new Literal(truth(1, 2, -1, 2), 5);
        assertThat(PlainFormula.of(matrix.transposed(), l -> l.value().value(0) > 0 ? "2" : "-1"))
                .isEqualTo("[-1 2]^T");
    }

    @Test
    void betweenNumbersStandsADot() {
        Expression three = literal(3);
        reads(TWO.times(three.over(TWO)), "2(3.0 / 2)");
        reads(TWO.times(three.in(Activation.TANH)), "2·tanh(3.0)");
        reads(TWO.times(three.plus(TWO).in(Activation.TANH)), "2·tanh(3.0 + 2)");
        reads(TWO.times(three.plus(X).in(Activation.TANH)), "2 tanh(3.0 + X)");
        reads(TWO.times(X.times(three).in(Activation.TANH)), "2 tanh(X·3.0)");
        reads(TWO.times(three.times(X).in(Activation.TANH)), "2 tanh(3.0 X)");
        reads(TWO.times(three.minus(TWO).in(Activation.TANH)), "2·tanh(3.0 - 2)");
    }

    @Test
    void ofALongSumTheFirstAndTheLastTermsAreWritten() {
        assertThat(sumOf(9).plain()).isEqualTo("x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9");
        assertThat(sumOf(10).plain()).isEqualTo("x1 + x2 + x3 + ... + x9 + x10");
        assertThat(sumOf(100).plain()).isEqualTo("x1 + x2 + x3 + ... + x99 + x100");
    }

    private static Sum sumOf(int terms) {
        return new Sum(new ArrayList<>(IntStream.rangeClosed(1, terms)
                .mapToObj(k -> new Expression.Words("x" + k))
                .toList()));
    }

    private static Literal literal(double value) {
        return new Literal(truth(1, 1, value), 5);
    }

    private static Rounded truth(int rows, int columns, double... values) {
        return Rounded.exact(Matrix.of(rows, columns, values), Rounding.TRUTH);
    }

    private static void reads(Expression expression, String text) {
        assertThat(expression.plain()).isEqualTo(text);
    }

    private static void is(Expression expression, double... expected) {
        is(expression, Notation.XW_PLUS_B, expected);
    }

    private static void is(Expression expression, Notation notation, double... expected) {
        assertThat(expression.value(scope(notation)).toMatrix().toArray())
                .as(expression.plain())
                .hasSize(expected.length)
                .containsExactly(expected, offset(1e-15));
    }
}
