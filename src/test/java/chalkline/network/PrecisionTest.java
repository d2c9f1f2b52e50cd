package chalkline.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionTest {
    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 3, 1, true", "FLOAT32, 3, 32, true", "FLOAT32, 3, 3, false", "FLOAT32, 3, 12, false",
        "FLOAT32, 0, 4, true", "FLOAT32, 1e-38, 4, false", "FLOAT32, 1e-38, 1, true", "FLOAT64, 1e-38, 4, true",
        "FLOAT64, -1e-308, 4, false", "FLOAT64, 3, 7, false",
    })
    void onlyAPowerOfTwoDividesExactlyAndOnlyWhatIsNotSubnormalThen(
            Precision precision, double quotient, int divisor, boolean exactly) {
        assertThat(precision.dividesExactly(Matrix.of(1, 2, 1, quotient), divisor))
                .isEqualTo(exactly);
    }
}
