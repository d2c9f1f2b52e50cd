package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Scope;
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
    private static final Expression M = Expression.step("M");
    private static final Expression R = Expression.step("r");
    private static final Expression TWO = Expression.number(2);

    /** M is 1 2 / 3 4, r the row 10 20. */
    private static Scope scope(Notation notation) {
        return new Scope(notation, Map.of("M", truth(2, 2, 1, 2, 3, 4), "r", truth(1, 2, 10, 20)));
    }

    @Test
    void operators() {
        is(M.plus(R), 11, 22, 13, 24);
        is(M.minus(R), -9, -18, -7, -16);
        is(M.times(R), 10, 40, 30, 80);
        is(R.over(M), 10, 10, 10 / 3.0, 5);
        is(M.product(M), 7, 10, 15, 22);
        is(M.transposed(), 1, 3, 2, 4);
        is(M.over(2), 0.5, 1, 1.5, 2);
        is(M.in(Elementary.NEGATIVE), -1, -2, -3, -4);
        is(M.in(Elementary.SQUARE), 1, 4, 9, 16);
        is(new Sum(List.of(M, R, TWO, M)), 14, 26, 18, 30);
        assertThat(M.over(1)).isSameAs(M);
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
        is(M.total(Over.ENTRIES), Notation.XW_PLUS_B, 10);
        is(M.total(Over.EXAMPLES), Notation.XW_PLUS_B, 4, 6);
        is(M.total(Over.UNITS), Notation.XW_PLUS_B, 3, 7);
        is(M.total(Over.ENTRIES), Notation.WX_PLUS_B, 10);
        is(M.total(Over.EXAMPLES), Notation.WX_PLUS_B, 3, 7);
        is(M.total(Over.UNITS), Notation.WX_PLUS_B, 4, 6);
    }

    @Test
    void softmaxIsOfEveryExample() {
        double small = 1 / (1 + Math.E);
        double large = 1 - small;
        is(M.in(Activation.SOFTMAX), Notation.XW_PLUS_B, small, large, small, large);
        double far = 1 / (1 + Math.exp(2));
        is(M.in(Activation.SOFTMAX), Notation.WX_PLUS_B, far, far, 1 - far, 1 - far);
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
                .isThrownBy(() -> Expression.step("Z9").value(scope))
                .withMessage("the formula uses Z9, which is not there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> M.inDerivative(Activation.SOFTMAX).value(scope))
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
        reads(M.product(R), "M r");
        reads(M.plus(R).times(TWO), "(M + r)·2");
        reads(TWO.times(M.plus(R)), "2(M + r)");
        reads(TWO.times(TWO), "2·2");
        reads(TWO.times(TWO.in(Activation.SIGMOID)), "2·sigmoid(2)");
        reads(TWO.times(M.in(Activation.SIGMOID)), "2 sigmoid(M)");
        reads(M.times(R).times(M), "(M r) M");
        reads(M.minus(R.plus(M)), "M - (r + M)");
        reads(M.minus(R.minus(M)), "M - (r - M)");
        reads(M.minus(R.times(M)), "M - r M");
        reads(M.plus(R.in(Elementary.NEGATIVE)), "M - r");
        reads(M.minus(R.in(Elementary.NEGATIVE)), "M + r");
        reads(M.in(Elementary.NEGATIVE).times(R), "-M r");
        reads(M.over(R.times(TWO)), "M / (r·2)");
        reads(M.plus(R).over(3), "(M + r) / 3");
        reads(M.over(R).over(3), "M / r / 3");
        reads(M.times(R.over(TWO)), "M(r / 2)");
    }

    @Test
    void functionsPowersAndTotals() {
        reads(M.in(Elementary.SQUARE), "M^2");
        reads(M.minus(R).in(Elementary.SQUARE), "(M - r)^2");
        reads(M.in(Elementary.SQUARE).in(Elementary.SQUARE), "(M^2)^2");
        reads(M.in(Activation.TANH).in(Elementary.SQUARE), "tanh(M)^2");
        reads(M.plus(R).transposed(), "(M + r)^T");
        reads(M.in(Elementary.EXP), "e^M");
        reads(M.in(Elementary.NEGATIVE).in(Elementary.EXP), "e^(-M)");
        reads(M.in(Elementary.LN), "ln M");
        reads(M.minus(R).in(Elementary.LN), "ln(M - r)");
        reads(M.plus(R).in(Elementary.NEGATIVE), "-(M + r)");
        reads(M.in(Elementary.POSITIVE_PART), "max(0, M)");
        reads(M.in(Elementary.ONE_WHERE_POSITIVE), "1 where M > 0, else 0");
        reads(M.in(Elementary.ONE_WHERE_POSITIVE).times(R), "(1 where M > 0, else 0) r");
        reads(M.times(R).total(Over.ENTRIES), "sum M r");
        reads(M.plus(R).total(Over.EXAMPLES), "sum of (M + r) over examples");
        reads(M.total(Over.UNITS), "sum of M over units");
        reads(M.times(M.total(Over.UNITS)), "M(sum of M over units)");
        reads(M.times(R.transposed()), "M r^T");
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
        reads(M.times(literal(0)), "M·0.0");
        // An exponent would fall apart under a power, though not under a product.
        assertThat(PlainFormula.of(literal(1e-9).in(Elementary.SQUARE), l -> "1e-9"))
                .isEqualTo("(1e-9)^2");
        assertThat(PlainFormula.of(literal(1e-9).times(M), l -> "1e-9")).isEqualTo("1e-9 M");
        assertThat(PlainFormula.of(literal(9).in(Elementary.SQUARE), l -> "9")).isEqualTo("9^2");
        assertThat(PlainFormula.of(Expression.step("label").in(Elementary.SQUARE), l -> "9"))
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
        reads(TWO.times(three.plus(M).in(Activation.TANH)), "2 tanh(3.0 + M)");
        reads(TWO.times(M.times(three).in(Activation.TANH)), "2 tanh(M·3.0)");
        reads(TWO.times(three.times(M).in(Activation.TANH)), "2 tanh(3.0 M)");
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
                .mapToObj(k -> Expression.step("x" + k))
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
