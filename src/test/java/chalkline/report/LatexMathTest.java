package chalkline.report;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;
import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.StepId;
import chalkline.reference.Elementary;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Operator;
import org.junit.jupiter.api.Test;

class LatexMathTest {
    private static String written(Expression expression) {
        return LatexMath.of(expression, 6);
    }

    private static Expression of(String constant) {
        return new Expression.Constant(constant);
    }

    @Test
    void aDotStandsBetweenNumbersAndNothingBesideAParenthesis() {
        assertThat(written(of("0.1").times(new Binary(Operator.POWER, of("0.5"), number(2)))))
                .isEqualTo("0.1 \\cdot 0.5^{2}");
        assertThat(written(of("0.1").times(step(StepId.of("dW1"))))).isEqualTo("0.1 dW_1");
        assertThat(written(step(StepId.of("rate2")).times(step(StepId.of("dW2")))))
                .isEqualTo("\\text{rate2} dW_2");
        assertThat(written(number(2).times(step(StepId.of("A2")).minus(step(StepId.of("y"))))))
                .isEqualTo("2(A_2 - y)");
    }

    @Test
    void aSignStandsBeforeTheFraction() {
        assertThat(written(step(StepId.of("A2")).plus(step(StepId.of("y"))).over(number(4))))
                .isEqualTo("\\frac{1}{4} (A_2 + y)");
        assertThat(written(step(StepId.of("A2"))
                        .plus(step(StepId.of("y")))
                        .in(Elementary.NEGATIVE)
                        .over(number(4))))
                .isEqualTo("-\\frac{1}{4} (A_2 + y)");
    }
}
