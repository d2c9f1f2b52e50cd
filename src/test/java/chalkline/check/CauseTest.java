package chalkline.check;

import static chalkline.reference.Expression.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Over;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation that can leave a precision, and what is said of it. */
class CauseTest {
    private static final String LARGEST = " is beyond float32's largest number, 3.4028235e38";
    private static final Expression Z = step("Z1");
    private static final Expression W = step("W1");
    private static final Expression Y = step("y");
    private static final Expression LOSS = step("loss");
    private static final Expression BAD = step("A1");

    /** Z1 [1e30 0 −2; 3 1e−30 1e38], W1 [1e20 1; 1e10 −1; 1e38 0], y [0; 2], A1 [1 NaN 1; 1 1 ∞], b1 [1e20 2 −3], loss 1e25. */
    private static final Map<String, Matrix> STEPS = Map.of(
            "Z1", Matrix.of(2, 3, 1e30, 0, -2, 3, 1e-30, 1e38),
            "W1", Matrix.of(3, 2, 1e20, 1, 1e10, -1, 1e38, 0),
            "y", Matrix.of(2, 1, 0, 2),
            "A1", Matrix.of(2, 3, 1, Double.NaN, 1, 1, 1, Double.POSITIVE_INFINITY),
            "b1", Matrix.of(1, 3, 1e20, 2, -3),
            "loss", Matrix.of(1, 1, 1e25));

    private static Optional<String> cause(Precision precision, Expression formula, int row, int column) {
        Map<StepId, Rounded> values = new HashMap<>();
        STEPS.forEach((name, value) -> values.put(StepId.of(name), Rounded.exact(value, Rounding.TRUTH)));
        return new Cause(precision, new Scope(Notation.XW_PLUS_B, values), row, column).of(formula);
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                // What is not finite already.
                arguments(BAD, 0, 1, "A1, row 1, unit 2, is NaN"),
                arguments(BAD, 1, 2, "A1, row 2, unit 3, is Infinity"),
                arguments(BAD.plus(Z), 0, 1, "A1, row 1, unit 2, is NaN"),
                arguments(Z.minus(BAD), 1, 2, "A1, row 2, unit 3, is Infinity"),
                // Numbers of the formula.
                arguments(number(1e39), 0, 0, "the number 1e39" + LARGEST),
                arguments(put(-1e39), 0, 0, "the number -1e39" + LARGEST),
                // Sums, in some order.
                arguments(
                        LOSS.plus(LOSS).plus(number(3.4e38)).plus(number(1e37)),
                        0,
                        0,
                        "the sum 3.4e38 + 1e37" + LARGEST),
                arguments(sum(3e38, 3e38), 0, 0, "the sum 3e38 + 3e38" + LARGEST),
                arguments(
                        sum(3e38, 3e38, -3e38),
                        0,
                        0,
                        "the sum 3e38 + 3e38 + -3e38, in some order of its terms," + LARGEST),
                arguments(
                        sum(-3e38, -3e38, 1e38, 1),
                        0,
                        0,
                        "the sum -3e38 + -3e38 + 1e38 + ..., of 4 terms,, in some order of its terms," + LARGEST),
                arguments(sum(1e38, 1e38, 1e38, 1e38), 0, 0, "the sum 1e38 + 1e38 + 1e38 + ..., of 4 terms," + LARGEST),
                arguments(number(3e38).minus(number(-3e38)), 0, 0, "the sum 3e38 + 3e38" + LARGEST),
                // Products and quotients of entries.
                arguments(Z.times(LOSS), 0, 0, "1e30·1e25" + LARGEST),
                arguments(Z.timesOrZero(LOSS), 0, 0, "1e30·1e25" + LARGEST),
                arguments(
                        LOSS.over(Z),
                        0,
                        1,
                        "1e25 / 0 is a division by 0, where loss = 1e25 and Z1 = 0 (row 1, unit 2)"),
                arguments(
                        LOSS.zeroOrOver(Z),
                        0,
                        1,
                        "1e25 / 0 is a division by 0, where loss = 1e25 and Z1 = 0 (row 1, unit 2)"),
                arguments(Z.over(Z), 0, 1, "0 / 0 has no value, where Z1 = 0 (row 1, unit 2)"),
                arguments(
                        LOSS.over(Z),
                        1,
                        1,
                        "1e25 / 1e-30, where loss = 1e25 and Z1 = 1e-30 (row 2, unit 2)," + LARGEST),
                arguments(
                        LOSS.overOrZero(Z),
                        1,
                        1,
                        "1e25 / 1e-30, where loss = 1e25 and Z1 = 1e-30 (row 2, unit 2)," + LARGEST),
                arguments(
                        LOSS.over(number(1e-60)),
                        0,
                        0,
                        "1e25 / 1e-60 is a division by 0, which float32 makes of 1e-60, where loss = 1e25"),
                arguments(LOSS.power(number(2)), 0, 0, "1e25^2" + LARGEST),
                arguments(BAD.min(Z), 0, 1, "A1, row 1, unit 2, is NaN"),
                arguments(Z.max(BAD), 0, 1, "A1, row 1, unit 2, is NaN"),
                // Products of matrices: an operand, a product, then the sum.
                arguments(Z.product(W), 0, 0, "1e30·1e20" + LARGEST),
                arguments(Z.product(W), 1, 0, "1e38·1e38" + LARGEST),
                arguments(step("b1").product(W), 0, 0, "1e20·1e20" + LARGEST),
                arguments(BAD.product(W), 0, 1, "A1, row 1, unit 2, is NaN"),
                arguments(W.product(BAD), 0, 2, "A1, row 2, unit 3, is Infinity"),
                arguments(W.transposed().product(Z.transposed()), 0, 0, "1e20·1e30" + LARGEST),
                arguments(BAD.transposed(), 1, 0, "A1, row 1, unit 2, is NaN"),
                // Functions.
                arguments(
                        Z.in(Elementary.LN),
                        0,
                        2,
                        "ln Z1 is the logarithm of a negative number, -2, where Z1 = -2 (row 1, unit 3)"),
                arguments(Z.in(Elementary.LN), 0, 1, "ln Z1 is the logarithm of 0, where Z1 = 0 (row 1, unit 2)"),
                arguments(Y.in(Elementary.LN), 0, 0, "ln y is the logarithm of 0, where y = 0 (row 1)"),
                arguments(Z.in(Elementary.SQRT), 0, 2, "sqrt(Z1) is the root of a negative number, -2"),
                arguments(Z.in(Elementary.SQUARE), 0, 0, "(1e30)^2, where Z1 = 1e30 (row 1, unit 1)," + LARGEST),
                arguments(number(100).times(Y).in(Elementary.EXP), 1, 0, "e^200, where y = 2 (row 2)," + LARGEST),
                arguments(BAD.in(Elementary.ABS), 0, 1, "A1, row 1, unit 2, is NaN"),
                arguments(Z.in(Activation.of(Activation.Kind.CUBE)), 0, 0, "cube of 1e30" + LARGEST),
                arguments(BAD.in(Activation.SOFTMAX), 0, 0, "A1, row 1, unit 2, is NaN"),
                arguments(BAD.in(Activation.TANH), 0, 1, "A1, row 1, unit 2, is NaN"),
                // Only the side that is taken.
                arguments(where(Z, BAD, LOSS), 1, 2, "A1, row 2, unit 3, is Infinity"),
                arguments(where(Z, LOSS, BAD), 0, 1, "A1, row 1, unit 2, is NaN"),
                arguments(where(BAD, LOSS, LOSS), 0, 1, "A1, row 1, unit 2, is NaN"),
                // Totals, each over its own entries.
                arguments(BAD.total(Over.ENTRIES), 0, 0, "A1, row 1, unit 2, is NaN"),
                arguments(BAD.total(Over.UNITS), 1, 0, "A1, row 2, unit 3, is Infinity"),
                arguments(BAD.total(Over.EXAMPLES), 0, 2, "A1, row 2, unit 3, is Infinity"),
                arguments(
                        Z.in(Elementary.SQUARE).total(Over.ENTRIES),
                        0,
                        0,
                        "(1e30)^2, where Z1 = 1e30 (row 1, unit 1)," + LARGEST),
                arguments(number(4).times(W).total(Over.INPUTS), 0, 0, "4·1e38" + LARGEST),
                arguments(
                        number(3).times(Z).plus(number(1e38)).total(Over.UNITS), 1, 0, "the sum 3e38 + 1e38" + LARGEST),
                arguments(
                        number(2)
                                .times(Z.in(Elementary.ABS))
                                .plus(number(1.1e38))
                                .total(Over.EXAMPLES),
                        0,
                        2,
                        "the sum 1.1e38 + 3.1e38" + LARGEST));
    }

    private static Expression step(String name) {
        return Expression.step(StepId.of(name));
    }

    private static Expression put(double value) {
        return new Expression.Literal(Rounded.exact(Matrix.of(1, 1, value), Rounding.TRUTH), 5);
    }

    private static Expression sum(double... terms) {
        return new Expression.Sum(
                java.util.Arrays.stream(terms).mapToObj(CauseTest::put).toList());
    }

    private static Expression where(Expression subject, Expression above, Expression below) {
        return new Expression.Where(subject, new Expression.Constant("0"), false, above, below);
    }

    @ParameterizedTest
    @MethodSource
    void causes(Expression formula, int row, int column, String says) {
        assertThat(cause(Precision.FLOAT32, formula, row, column)).contains(says);
    }

    /** The same entries where nothing is beyond, or is not looked into. */
    static Stream<Arguments> none() {
        return Stream.of(
                arguments(BAD, 0, 0),
                arguments(number(3e38), 0, 0),
                arguments(sum(3e38, -3e38), 0, 0),
                arguments(sum(1e38, 1e38, 1e38, -1e38), 0, 0),
                arguments(Z.timesOrZero(BAD), 0, 1),
                arguments(Z.zeroOrOver(BAD), 0, 1),
                arguments(BAD.overOrZero(Z), 0, 1),
                arguments(LOSS.over(number(1e-10)), 0, 0),
                arguments(Z.min(LOSS), 0, 0),
                arguments(Z.max(LOSS), 0, 0),
                arguments(Z.product(W), 0, 1),
                arguments(W.transposed(), 0, 1),
                arguments(Z.in(Elementary.LN), 0, 0),
                arguments(Z.in(Elementary.SQRT), 0, 1),
                arguments(Z.in(Elementary.SQUARE), 0, 2),
                arguments(Y.in(Elementary.EXP), 1, 0),
                arguments(Z.in(Elementary.NEGATIVE), 0, 0),
                arguments(Z.in(Elementary.SIGN), 0, 2),
                arguments(Z.in(Activation.RELU), 1, 2),
                arguments(where(Z, LOSS, BAD), 0, 0),
                arguments(where(Z, BAD, LOSS), 0, 1),
                arguments(BAD.total(Over.EXAMPLES), 0, 0),
                arguments(Z.total(Over.UNITS), 0, 0),
                arguments(Z.total(Over.ENTRIES), 0, 0),
                arguments(step("b1").plus(Z), 1, 0),
                arguments(LOSS.power(number(0.5)), 0, 0));
    }

    @ParameterizedTest
    @MethodSource
    void none(Expression formula, int row, int column) {
        assertThat(cause(Precision.FLOAT32, formula, row, column)).isEmpty();
    }

    @Test
    void atThePointTheConventionDecides() {
        Expression atPoint = new Expression.Where(Z, new Expression.Constant("0"), true, BAD, LOSS);
        assertThat(cause(Precision.FLOAT32, atPoint, 0, 1)).contains("A1, row 1, unit 2, is NaN");
        assertThat(cause(
                        Precision.FLOAT32,
                        new Expression.Where(Z, new Expression.Constant("-2"), false, BAD, LOSS),
                        0,
                        2))
                .isEmpty();
    }

    @Test
    void whatFloat32CannotHoldFloat64Can() {
        assertThat(cause(Precision.FLOAT64, Z.times(LOSS), 0, 0)).isEmpty();
        assertThat(cause(Precision.FLOAT64, LOSS.over(number(1e-60)), 0, 0)).isEmpty();
        assertThat(cause(Precision.FLOAT64, LOSS.power(number(13)), 0, 0))
                .contains("1e25^13 is beyond float64's largest number, 1.7976931e308");
    }

    /** The numbers that a finished sum was made of are not those of what comes after it. */
    @Test
    void onlyTheStepsOfTheOperationAreNamed() {
        Expression after = Y.total(Over.ENTRIES).times(number(0)).plus(Z).in(Elementary.LN);
        assertThat(cause(Precision.FLOAT32, after, 0, 2))
                .contains(after.plain() + " is the logarithm of a negative number, -2, where Z1 = -2 (row 1, unit 3)");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1.5, 1.5",
        "-2, -2",
        "12345678, 12345678",
        "123456789, 1.2345679e8",
        "1e-10, 1e-10",
        "0.00001, 0.00001",
        "1e25, 1e25",
        "NaN, NaN",
        "-Infinity, -Infinity",
        "0.1, 0.1"
    })
    void numbersShowAsFewDigitsAsTheyNeed(double value, String shown) {
        assertThat(Cause.number(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "loss, 1, 1, 0, 0, ''",
                "Z1, 3, 1, 2, 0, row 3",
                "Z1, 1, 3, 0, 2, unit 3",
                "Z1, 2, 3, 1, 2, 'row 2, unit 3'",
                "W1, 2, 3, 1, 2, 'input 2, unit 3'",
                "W1, 2, 1, 1, 0, input 2",
                "b1.next, 1, 2, 0, 1, unit 2",
                "X, 2, 3, 0, 1, 'row 1, column 2'",
                "y, 1, 2, 0, 1, column 2",
                "mask, 2, 2, 1, 0, 'row 2, column 1'"
            })
    void places(String name, int rows, int columns, int row, int column, String place) {
        assertThat(NotFinite.place(StepId.of(name), rows, columns, row, column)).isEqualTo(place);
    }
}
