package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    @Test
    void everyClassWeighsTheSameInTheTrainingRows() {
        Schema schema = new Schema(List.of("x"), List.of("y"), List.of("a", "b", "c"));
        Table table = Table.part(
                schema,
                Cells.of(Matrix.of(7, 1, new double[7])),
                Cells.of(Matrix.of(7, 1, 0, 0, 0, 1, 1, 1, 2)),
                RowNotes.NONE,
                0);
        // Of the rows 0 to 3 three are a and one is b: 4/(2·3), 4/(2·1), and c does not occur.
        assertThat(ClassWeights.balanced(table, 0, 1, 2, 3)).containsExactly(4 / 6.0, 2.0, 1.0);
        assertThat(ClassWeights.balanced(table, 0, 1, 3, 4, 6)).containsExactly(5 / 6.0, 5 / 6.0, 5 / 3.0);
    }
}
