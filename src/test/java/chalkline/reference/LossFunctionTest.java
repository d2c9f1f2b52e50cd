package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LossFunctionTest {
    private static final Rounding FLOAT64 = Rounding.FLOAT64;

    /** 0·ln 0 is 0, in the truth as for the implementations that are judged. */
    @ParameterizedTest
    @MethodSource("chalkline.reference.Worked#roundings")
    void aLabelOfZeroTakesItsOutputOut(Rounding rounding) {
        Rounded a = Rounded.exact(Matrix.of(1, 2, 0, 0.5), rounding);
        Rounded y = Rounded.exact(Matrix.of(1, 2, 0, 1), rounding);
        assertThat(LossFunction.of(Loss.MCXENT).value(a, y).value(0)).isEqualTo(Math.log(2));
        for (Loss.Kind kind : List.of(Loss.Kind.MCXENT, Loss.Kind.KL_DIVERGENCE)) {
            assertThat(LossFunction.of(new Loss(kind)).gradient(a, y).value(0)).isZero();
        }
        assertThat(LossFunction.of(new Loss(Loss.Kind.POISSON)).gradient(a, y).value(0))
                .isEqualTo(1);
    }

    /** Worked by hand for a = (½, 2; 1, ¼), y = (1, −1; −1, 1). */
    @ParameterizedTest
    @CsvSource({
        "L1, 3.125, 0.5",
        "MEAN_ABSOLUTE_ERROR, 1.5625, 0.25",
        "MEAN_ABSOLUTE_PERCENTAGE_ERROR, 156.25, 25",
        "HINGE, 3.125, 0.5",
        "SQUARED_HINGE, 6.90625, 3",
        "WASSERSTEIN, -0.5625, -0.25",
    })
    void signsAndMargins(Loss.Kind kind, double value, double secondSlope) {
        Rounded a = Rounded.exact(Matrix.of(2, 2, 0.5, 2, 1, 0.25), FLOAT64);
        Rounded y = Rounded.exact(Matrix.of(2, 2, 1, -1, -1, 1), FLOAT64);
        LossFunction loss = LossFunction.of(new Loss(kind));
        assertThat(loss.value(a, y).value(0)).isEqualTo(value);
        assertThat(loss.gradient(a, y).value(1)).isEqualTo(secondSlope);
    }

    @Test
    void weightsMultiplyEachOutputsTerm() {
        Rounded a = Rounded.exact(Matrix.of(1, 2, 3, 5), FLOAT64);
        Rounded y = Rounded.exact(Matrix.of(1, 2, 1, 1), FLOAT64);
        LossFunction loss = LossFunction.of(new Loss(Loss.Kind.MSE, Optional.of(List.of(0.5, 0.25))));
        assertThat(loss.value(a, y).value(0)).isEqualTo((0.5 * 4 + 0.25 * 16) / 2);
        assertThat(loss.gradient(a, y).value(1)).isEqualTo(0.25 * 2 * 4 / 2);
    }

    /** 0 where the derivative does not exist, and nothing else, where the side is not left open. */
    @Test
    void kinksHaveTheirConvention() {
        Rounded a = Rounded.exact(Matrix.of(1, 2, 1, 1.5), FLOAT64);
        Rounded y = Rounded.exact(Matrix.of(1, 2, 1, 1), FLOAT64);
        Rounded absolute = LossFunction.of(new Loss(Loss.Kind.L1)).gradient(a, y);
        assertThat(absolute.value(0)).isZero();
        assertThat(absolute.error(0)).isZero();
        assertThat(absolute.value(1)).isEqualTo(1);
        assertThat(absolute.error(1)).isZero();
        Rounded hinge = LossFunction.of(new Loss(Loss.Kind.HINGE)).gradient(a, y);
        assertThat(hinge.value(0)).isZero();
        assertThat(hinge.error(0)).isZero();
        assertThat(hinge.value(1)).isZero();
        assertThat(hinge.error(1)).isZero();
    }

    /** Outputs in [0, 1], labels 3 and 0.5. */
    @ParameterizedTest
    @CsvSource({
        "MSE, 2",
        "L2, 4",
        "HALF_SQUARED_ERROR, 2",
        "L1, 2",
        "MEAN_ABSOLUTE_ERROR, 1",
        "MEAN_ABSOLUTE_PERCENTAGE_ERROR, 33.333333333333336",
        "MEAN_SQUARED_LOGARITHMIC_ERROR, 0.2402265069591007",
        "HINGE, 0.5",
        "SQUARED_HINGE, 0.25",
        "POISSON, 1.8465735902799727",
        "KL_DIVERGENCE,",
        "COSINE_PROXIMITY,",
    })
    void knowsWhatItCannotFallBelow(Loss.Kind kind, Double lowest) {
        assertThat(LossFunction.of(new Loss(kind)).lowestOnRange(new double[] {3, 0.5}, 0, 1))
                .isEqualTo(Optional.ofNullable(lowest));
    }

    @Test
    void weightsBelongToLossesThatTakeThem() {
        assertThatThrownBy(() -> new Loss(Loss.Kind.HINGE, Optional.of(List.of(1.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hinge takes no weights");
        assertThatThrownBy(() -> new Loss(Loss.Kind.L1, Optional.of(List.of(1.0, -1.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a weight of the loss is -1.0 but must be 0 or positive");
    }
}
