package chalkline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void aWideFormulaGoesOnBesideTheNextRowsOfItsStepAndBelowThem() {
        String wide = String.join(" ", Collections.nCopies(45, "a +")) + " a";

        String text = Columns.alignedFormulas(List.of(
                List.of("Step", "Formula", "Right"),
                List.of("  Z1", wide, "1"),
                List.of("", "", "2"),
                List.of("  A1", "tanh(Z1)", "3")));

        assertThat(text.lines().map(String::stripTrailing))
                .containsExactly(
                        "Step  Formula" + " ".repeat(78) + "Right",
                        "  Z1  " + "a + ".repeat(21) + " 1",
                        "          " + "a + ".repeat(20) + " 2",
                        "          " + "a + ".repeat(4) + "a",
                        "  A1  tanh(Z1)" + " ".repeat(77) + "3");
    }

    @Test
    void whatCannotBeBrokenStaysWide() {
        String text = Columns.alignedFormulas(List.of(List.of("W1", "x".repeat(100), "1")));

        assertThat(text).isEqualTo("W1  " + "x".repeat(100) + "  1\n");
    }
}
