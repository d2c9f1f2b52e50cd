package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossFunctionTest {

    /** 0·ln 0 is 0, in the truth as for the implementations that are judged. */
    @ParameterizedTest
    @EnumSource(Rounding.class)
    void aLabelOfZeroTakesItsOutputOut(Rounding rounding) {
        Rounded a = Rounded.exact(Matrix.of(1, 2, 0, 0.5), rounding);
        Rounded y = Rounded.exact(Matrix.of(1, 2, 0, 1), rounding);
        assertThat(LossFunction.of(Loss.MCXENT).value(a, y).value(0)).isEqualTo(Math.log(2));
    }
}
