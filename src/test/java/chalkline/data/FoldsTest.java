package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row is a test's once; classes, groups and time are kept. */
class FoldsTest {
    @TempDir
    private Path directory;

    @Test
    void everyRowIsATestsOnceAndClassesAreSpread() throws IOException {
        StringBuilder csv = new StringBuilder("x,y\n");
        for (int row = 0; row < 60; row++) {
            csv.append(row).append(',').append(row % 6 == 0 ? "rare" : "usual").append('\n');
        }
        Path file = Files.writeString(directory.resolve("rare.csv"), csv.toString());
        Table table = CsvTables.read(file, "rare.csv", List.of("y"));
        List<DataSplit> folds = Folds.drawn(table, 60, 5, 0.25, 7);
        assertThat(folds.stream()
                        .flatMapToInt(fold -> Arrays.stream(fold.test()))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
        for (DataSplit fold : folds) {
            assertThat(fold.test()).hasSize(12);
            assertThat(fold.validation()).hasSize(12);
            assertThat(fold.train()).hasSize(36).doesNotContain(fold.test()).doesNotContain(fold.validation());
            assertThat(rare(fold.test())).isEqualTo(2);
            assertThat(rare(fold.validation())).isBetween(1L, 3L);
        }
        assertThat(Folds.drawn(table, 60, 5, 0.25, 7)).isEqualTo(folds);
        assertThatThrownBy(() -> Folds.drawn(table, 3, 5, 0, 7))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("5 parts cannot be made of 3 rows");
    }

    private static long rare(int... rows) {
        return Arrays.stream(rows).filter(row -> row % 6 == 0).count();
    }

    @Test
    void rowsOfAGroupStayTogether() {
        List<String> groups =
                IntStream.range(0, 100).mapToObj(row -> "g" + row * row % 13).toList();
        for (DataSplit fold : Folds.grouped(groups, 3, 0.2, 1)) {
            assertThat(fold.test().length).isBetween(25, 45);
            for (int[] part : List.of(fold.train(), fold.validation())) {
                List<String> here =
                        Arrays.stream(part).mapToObj(groups::get).distinct().toList();
                assertThat(Arrays.stream(fold.test()).mapToObj(groups::get)).doesNotContainAnyElementsOf(here);
            }
        }
        assertThatThrownBy(() -> Folds.grouped(List.of("a", "b", "a"), 3, 0, 1))
                .hasMessage("3 parts cannot be made of 2 groups");
    }

    @Test
    void whatIsTestedIsLaterThanWhatIsTrainedOn() {
        double[] days = IntStream.range(0, 40).mapToDouble(row -> row * 17 % 40).toArray();
        Table table = Table.inline(Matrix.of(40, 1, days), Matrix.of(40, 1, days));
        List<DataSplit> folds = Folds.inTime(table, 0, 40, 3, 0.2);
        assertThat(folds).hasSize(3);
        for (DataSplit fold : folds) {
            double last = Arrays.stream(fold.train())
                    .mapToDouble(row -> days[row])
                    .max()
                    .orElseThrow();
            assertThat(Arrays.stream(fold.validation()).mapToDouble(row -> days[row]))
                    .allMatch(day -> day > last);
            double watched = Arrays.stream(fold.validation())
                    .mapToDouble(row -> days[row])
                    .max()
                    .orElseThrow();
            assertThat(Arrays.stream(fold.test()).mapToDouble(row -> days[row]))
                    .hasSize(10)
                    .allMatch(day -> day > watched);
        }
        assertThat(folds.get(2).train()).hasSize(24);
        assertThat(folds.get(2).validation()).hasSize(6);
        assertThat(Folds.inTime(table, -1, 40, 3, 0).get(0).test())
                .containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    }
}
