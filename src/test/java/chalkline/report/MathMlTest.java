package chalkline.report;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;
import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import org.junit.jupiter.api.Test;

/** What a browser makes of it is seen in ReportPagesTest. */
class MathMlTest {
    private static final String OPEN = "<mo stretchy=\"false\">(</mo>";
    private static final String CLOSE = "<mo stretchy=\"false\">)</mo>";
    private static final String SIGN = "<mo form=\"prefix\">−</mo>";
    private static final String A2 = "<msub><mi>A</mi><mn>2</mn></msub>";

    private static String written(Expression expression) {
        StringBuilder out = new StringBuilder();
        MathMl.of(expression, 6).forEach(part -> part.write(out));
        return out.toString().replace("\n", "");
    }

    private static Expression literal(double... values) {
        Matrix matrix = Matrix.of(values.length / Math.min(2, values.length), Math.min(2, values.length), values);
        return new Expression.Literal(Rounded.exact(matrix, Rounding.TRUTH), 6);
    }

    @Test
    void names() {
        assertThat(written(step(StepId.of("dZ2"))))
                .isEqualTo("<msub><mrow><mi>d</mi><mi>Z</mi></mrow><mn>2</mn></msub>");
        assertThat(written(step(StepId.of("W1.m.next"))))
                .isEqualTo("<msubsup><mi>W</mi><mn>1</mn><mtext>m next</mtext></msubsup>");
        assertThat(written(step(StepId.of("loss")))).isEqualTo("<mtext>loss</mtext>");
        assertThat(written(new Expression.Words("<b>"))).isEqualTo("<mtext>&lt;b&gt;</mtext>");
    }

    @Test
    void numbersHaveTheirSignAndTheirPowerOfTen() {
        assertThat(written(literal(-3.8e-7)))
                .isEqualTo(SIGN + "<mn>3.8</mn><mo>·</mo><msup><mn>10</mn><mrow>" + SIGN + "<mn>7</mn></mrow></msup>");
        assertThat(written(literal(Double.NEGATIVE_INFINITY))).isEqualTo(SIGN + "<mi>∞</mi>");
    }

    @Test
    void aMatrixHasARowForEachOfItsRows() {
        assertThat(written(literal(1, -2, 3, 4)))
                .isEqualTo("<mrow><mo>[</mo><mtable class=\"matrix\">"
                        + "<mtr><mtd><mn>1</mn></mtd><mtd>" + SIGN + "<mn>2</mn></mtd></mtr>"
                        + "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>]</mo></mrow>");
    }

    @Test
    void aNegativeTermIsSubtractedAndANegativeSubtrahendAdded() {
        assertThat(written(literal(1).plus(literal(-2)))).isEqualTo("<mn>1</mn><mo>−</mo><mn>2</mn>");
        assertThat(written(literal(1).minus(literal(-2)))).isEqualTo("<mn>1</mn><mo>+</mo><mn>2</mn>");
    }

    @Test
    void exponentsStandAboveIndicesAndDifferencesInParentheses() {
        assertThat(written(step(StepId.of("A2")).in(Elementary.SQUARE)))
                .isEqualTo("<msubsup><mi>A</mi><mn>2</mn><mn>2</mn></msubsup>");
        assertThat(written(step(StepId.of("W2")).transposed()))
                .isEqualTo("<msubsup><mi>W</mi><mn>2</mn><mi>T</mi></msubsup>");
        assertThat(written(step(StepId.of("A2")).minus(step(StepId.of("y"))).in(Elementary.SQUARE)))
                .isEqualTo("<msup><mrow>" + OPEN + A2 + "<mo>−</mo><mi>y</mi>" + CLOSE + "</mrow><mn>2</mn></msup>");
    }

    @Test
    void productsOfMatricesByEntryAndOfNumbersDiffer() {
        assertThat(written(step(StepId.of("W1")).product(step(StepId.of("X")))))
                .isEqualTo("<msub><mi>W</mi><mn>1</mn></msub><mspace width=\"0.2em\"></mspace><mi>X</mi>");
        assertThat(written(step(StepId.of("dA2")).times(step(StepId.of("Z2")).inDerivative(Activation.SIGMOID))))
                .isEqualTo("<msub><mrow><mi>d</mi><mi>A</mi></mrow><mn>2</mn></msub><mo>∘</mo>"
                        + "<msup><mi>σ</mi><mo>′</mo></msup><mrow>" + OPEN + "<msub><mi>Z</mi><mn>2</mn></msub>" + CLOSE
                        + "</mrow>");
        assertThat(written(literal(2).times(literal(-3))))
                .isEqualTo("<mn>2</mn><mrow>" + OPEN + SIGN + "<mn>3</mn>" + CLOSE + "</mrow>");
        assertThat(written(literal(2).times(literal(3)))).isEqualTo("<mn>2</mn><mo>·</mo><mn>3</mn>");
    }

    @Test
    void quotientsAreFractions() {
        assertThat(written(step(StepId.of("A2")).over(number(4)))).isEqualTo("<mfrac>" + A2 + "<mn>4</mn></mfrac>");
        assertThat(written(step(StepId.of("A2")).plus(step(StepId.of("y"))).over(number(4))))
                .isEqualTo("<mfrac><mn>1</mn><mn>4</mn></mfrac><mspace width=\"0.2em\"></mspace><mrow>" + OPEN + A2
                        + "<mo>+</mo><mi>y</mi>" + CLOSE + "</mrow>");
        assertThat(written(step(StepId.of("A2"))
                        .plus(step(StepId.of("y")))
                        .in(Elementary.NEGATIVE)
                        .over(number(4))))
                .isEqualTo(SIGN + "<mfrac><mn>1</mn><mn>4</mn></mfrac><mspace width=\"0.2em\"></mspace><mrow>" + OPEN
                        + A2 + "<mo>+</mo><mi>y</mi>" + CLOSE + "</mrow>");
    }
}
