package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Worksheet;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules, folded from the start, against the worksheet's numbers to 37 digits. */
class GoldenTest {
    private static final Set<String> UNITS_ARE_ROWS = Set.of("W1", "dW1");

    private final Map<StepId, Rounded> truth = Derivation.of(Worksheet.network(Precision.FLOAT64))
            .truth(
                    Worksheet.batch(),
                    Map.of(
                            StepId.of("W1"),
                            Worksheet.W1,
                            StepId.of("b1"),
                            Worksheet.B1,
                            StepId.of("W2"),
                            Worksheet.W2,
                            StepId.of("b2"),
                            Worksheet.B2));

    @Test
    void theTruthIsRightTo25DigitsAndItsErrorBoundHolds() throws IOException {
        Properties golden = golden();
        assertThat(golden).hasSize(14);
        golden.forEach((name, text) -> {
            Rounded step = truth.get(StepId.of((String) name));
            if (UNITS_ARE_ROWS.contains(name)) {
                step = step.transposed();
            }
            String[] expected = ((String) text).trim().split("\\s+");
            assertThat(step.size()).isEqualTo(expected.length);
            for (int k = 0; k < expected.length; k++) {
                BigDecimal exact = new BigDecimal(expected[k]);
                BigDecimal actual = new BigDecimal(step.extended(k).hi())
                        .add(new BigDecimal(step.extended(k).lo()));
                BigDecimal difference = actual.subtract(exact).abs();
                assertThat(difference.divide(exact.abs(), MathContext.DECIMAL64))
                        .as("%s[%d]", name, k)
                        .isLessThan(new BigDecimal("1e-25"));
                assertThat(difference.doubleValue())
                        .as("bound of %s[%d]", name, k)
                        .isLessThanOrEqualTo(step.error(k) + exact.abs().doubleValue() * 1e-36);
                assertThat(step.error(k))
                        .as("bound of %s[%d]", name, k)
                        .isLessThan(exact.abs().doubleValue() * 1e-17);
            }
        });
    }

    @Test
    void onPaperA2IsRoundedTo1AndEveryLaterGradientIs0() {
        Map<StepId, Rounded> paper = Derivation.of(Worksheet.network(Precision.FLOAT64))
                .onPaper(
                        Worksheet.batch(),
                        Map.of(
                                StepId.of("W1"),
                                Worksheet.W1,
                                StepId.of("b1"),
                                Worksheet.B1,
                                StepId.of("W2"),
                                Worksheet.W2,
                                StepId.of("b2"),
                                Worksheet.B2),
                        4);
        assertThat(paper.get(StepId.of("A2")).value(0)).isEqualTo(1);
        assertThat(paper.get(StepId.of("loss")).value(0)).isEqualTo(289);
        assertThat(paper.get(StepId.of("dA2")).value(0)).isEqualTo(-34);
        for (String name : new String[] {"dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"}) {
            assertThat(paper.get(StepId.of(name)).toMatrix().toArray()).as(name).containsOnly(0);
        }
    }

    private static Properties golden() throws IOException {
        Properties golden = new Properties();
        try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/assignment-01.properties")) {
            golden.load(in);
        }
        return golden;
    }
}
