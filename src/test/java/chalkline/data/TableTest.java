package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
    @TempDir
    Path folder;

    private Path csv(String text) throws IOException {
        return Files.write(folder.resolve("t.csv"), text.getBytes(StandardCharsets.UTF_8));
    }

    private Table read(String text, String... labels) throws IOException {
        return Table.readCsv(csv(text), "t.csv", List.of(labels));
    }

    @Test
    void irisHasThreeClasses() {
        Table iris = Table.readCsv(Path.of("data/iris.csv"), "data/iris.csv", List.of("species"));
        assertThat(iris.rows()).isEqualTo(150);
        assertThat(iris.schema())
                .isEqualTo(new Schema(
                        List.of("sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"),
                        List.of("species"),
                        List.of("setosa", "versicolor", "virginica")));
        Batch batch = iris.batch(149, 0, 50);
        assertThat(batch.features())
                .isEqualTo(
                        Matrix.ofRows(new double[] {5.9, 3, 5.1, 1.8}, new double[] {5.1, 3.5, 1.4, 0.2}, new double[] {
                            7, 3.2, 4.7, 1.4
                        }));
        assertThat(batch.labels()).isEqualTo(Matrix.of(3, 3, 0, 0, 1, 1, 0, 0, 0, 1, 0));
        assertThat(batch.labelNames()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(batch.featureNames()).isEqualTo(iris.schema().features());
        assertThat(iris.classOf(149)).isEqualTo(2);
    }

    @Test
    void theWorksheetHasOneNumericLabel() {
        Table table = Table.readCsv(Path.of("data/assignment-01.csv"), "data/assignment-01.csv", List.of("y"));
        assertThat(table.schema()).isEqualTo(new Schema(List.of("x1", "x2", "x3"), List.of("y"), List.of()));
        assertThat(table.batch(0).features()).isEqualTo(Matrix.of(1, 3, 20, 3, 4));
        assertThat(table.batch(0).labels()).isEqualTo(Matrix.of(1, 1, 18));
        assertThatThrownBy(() -> table.classOf(0)).hasMessage("the table has no classes");
    }

    @Test
    void decimalsAreKeptInFeaturesAndLabels() throws IOException {
        Batch batch = read("x,y\n0.1,0.3\n0.5,-2.5e-3\n", "y").batch(0);
        Matrix decimals = Matrix.ofDecimals(1, 2, new BigDecimal("0.1"), new BigDecimal("0.3"));
        assertThat(batch.features().remainder(0)).isNotZero().isEqualTo(decimals.remainder(0));
        assertThat(batch.labels().remainder(0)).isNotZero().isEqualTo(decimals.remainder(1));
    }

    @Test
    void severalLabelsAreNumbersInTheOrderTheyAreNamed() throws IOException {
        Table table = read("a,x,b\n1,2,3\n4,5,6\n", "b", "a");
        assertThat(table.schema()).isEqualTo(new Schema(List.of("x"), List.of("b", "a"), List.of()));
        assertThat(table.batch(0, 1).labels()).isEqualTo(Matrix.of(2, 2, 3, 1, 6, 4));
    }

    @Test
    void byteOrderMarkSpacesQuotesAndBlankLinesDoNotMatter() throws IOException {
        Table table = read("\uFEFF\"x\", y \r\n 1 ,\" a,\"\"1\"\" \"\r\n\r\n+.5E1,b\r\n", "y");
        assertThat(table.schema()).isEqualTo(new Schema(List.of("x"), List.of("y"), List.of("a,\"1\"", "b")));
        assertThat(table.features(0, 1)).isEqualTo(Matrix.of(2, 1, 1, 5));
        assertThat(table.classOf(1)).isEqualTo(1);
    }

    @Test
    void aKnownSchemaFindsColumnsByName() throws IOException {
        Schema schema = new Schema(List.of("a", "b"), List.of("y"), List.of("no", "yes"));
        Table table = Table.readCsv(csv("id,y,b,a,note\n7,yes,2,1,?\n8,no,4,3,?\n"), "t.csv", schema, true);
        assertThat(table.features(0, 1)).isEqualTo(Matrix.of(2, 2, 1, 2, 3, 4));
        assertThat(table.batch(0, 1).labels()).isEqualTo(Matrix.of(2, 2, 0, 1, 1, 0));
        assertThat(table.ignoredColumns()).containsExactly("id", "note");
        assertThat(table.schema()).isSameAs(schema);
    }

    @Test
    void aKnownSchemaKeepsNumericLabels() throws IOException {
        Schema schema = new Schema(List.of("a"), List.of("y", "z"), List.of());
        Table table = Table.readCsv(csv("z,a,y\n1,2,3\n"), "t.csv", schema, true);
        assertThat(table.batch(0).labels()).isEqualTo(Matrix.of(1, 2, 3, 1));
        assertThat(table.hasClasses()).isFalse();
    }

    @Test
    void labelsThatAreNotRequiredAreNotLookedAt() throws IOException {
        Schema schema = new Schema(List.of("a"), List.of("y"), List.of("no", "yes"));
        Table without = Table.readCsv(csv("a\n1\n"), "t.csv", schema, false);
        assertThat(without.hasLabels()).isFalse();
        assertThatThrownBy(() -> without.batch(0)).hasMessage("the table has no labels");
        Table blank = Table.readCsv(csv("a,y\n1,\n"), "t.csv", schema, false);
        assertThat(blank.features(0)).isEqualTo(Matrix.of(1, 1, 1));
        assertThat(blank.ignoredColumns()).isEmpty();
    }

    @Test
    void inlineNumbersKeepEveryDigit() {
        BigDecimal long1 = new BigDecimal("0.123456789012345678901");
        Matrix x = Matrix.ofDecimals(2, 2, BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ZERO, long1);
        Table table = Table.inline(x, Matrix.of(2, 1, 5, 6));
        assertThat(table.schema()).isEqualTo(new Schema(List.of("x1", "x2"), List.of("y"), List.of()));
        Batch batch = table.batch(1, 0);
        assertThat(batch.features()).isEqualTo(Matrix.of(2, 2, 0, long1.doubleValue(), 1, 10));
        assertThat(batch.features().remainder(1)).isNotZero().isEqualTo(x.remainder(3));
        assertThat(batch.labels()).isEqualTo(Matrix.of(2, 1, 6, 5));
        assertThat(Table.inline(x, x).schema().labels()).containsExactly("y1", "y2");
        assertThatThrownBy(() -> Table.inline(x, Matrix.of(1, 1, 5))).hasMessage("2 rows of x but 1 rows of y");
    }
}
