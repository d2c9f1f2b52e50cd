package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.data.InferenceOptions.Gaps;
import chalkline.data.InferenceOptions.WholeLabels;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    @TempDir
    Path folder;

    private Path csv(String text) throws IOException {
        return Files.write(folder.resolve("t.csv"), text.getBytes(StandardCharsets.UTF_8));
    }

    private Table read(String text, String... labels) throws IOException {
        return CsvTables.read(csv(text), "t.csv", List.of(labels));
    }

    @Test
    void irisHasThreeClasses() {
        Table iris = CsvTables.read(Path.of("data/iris.csv"), "data/iris.csv", List.of("species"));
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
        Table table = CsvTables.read(Path.of("data/assignment-01.csv"), "data/assignment-01.csv", List.of("y"));
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
        Table table = TestTables.read(csv("id,y,b,a,note\n7,yes,2,1,?\n8,no,4,3,?\n"), "t.csv", schema, true);
        assertThat(table.features(0, 1)).isEqualTo(Matrix.of(2, 2, 1, 2, 3, 4));
        assertThat(table.batch(0, 1).labels()).isEqualTo(Matrix.of(2, 2, 0, 1, 1, 0));
        assertThat(table.ignoredColumns()).containsExactly("id", "note");
        assertThat(table.schema()).isSameAs(schema);
    }

    @Test
    void aKnownSchemaKeepsNumericLabels() throws IOException {
        Schema schema = new Schema(List.of("a"), List.of("y", "z"), List.of());
        Table table = TestTables.read(csv("z,a,y\n1,2,3\n"), "t.csv", schema, true);
        assertThat(table.batch(0).labels()).isEqualTo(Matrix.of(1, 2, 3, 1));
        assertThat(table.hasClasses()).isFalse();
    }

    @Test
    void labelsThatAreNotRequiredAreNotLookedAt() throws IOException {
        Schema schema = new Schema(List.of("a"), List.of("y"), List.of("no", "yes"));
        Table without = TestTables.read(csv("a\n1\n"), "t.csv", schema, false);
        assertThat(without.hasLabels()).isFalse();
        assertThatThrownBy(() -> without.batch(0)).hasMessage("the table has no labels");
        Table blank = TestTables.read(csv("a,y\n1,\n"), "t.csv", schema, false);
        assertThat(blank.features(0)).isEqualTo(Matrix.of(1, 1, 1));
        assertThat(blank.ignoredColumns()).isEmpty();
    }

    @Test
    void aFeatureOfTextsIsOneInputACategory() throws IOException {
        Table table = read("color,x,y\nred,1,2\n blue ,3,4\n\"red\",5,6\n", "y");
        assertThat(table.schema())
                .isEqualTo(new Schema(
                        List.of("color", "x"),
                        List.of("y"),
                        List.of(),
                        Map.of("color", List.of("blue", "red")),
                        Map.of(),
                        List.of(),
                        Unseen.ZEROS));
        assertThat(table.batch(0, 1, 2))
                .isEqualTo(new Batch(
                                Matrix.of(3, 3, 0, 1, 1, 1, 0, 3, 0, 1, 5),
                                Matrix.of(3, 1, 2, 4, 6),
                                List.of("color=blue", "color=red", "x"),
                                List.of("y"))
                        .numbered(0, 1, 2));
    }

    @Test
    void typesOverrideWhatTheCellsLookLike() throws IOException {
        Path file = csv("id,zip,x,y\n7,012,1,0\n8,12,2,1\n9,012,3,0\n");
        Map<String, ColumnType> types = Map.of(
                "id", ColumnType.IGNORE,
                "zip", ColumnType.CATEGORICAL,
                "x", ColumnType.NUMERIC,
                "y", ColumnType.CATEGORICAL);
        Table table = TestTables.read(file, "t.csv", List.of("y"), CsvFormat.DEFAULT, types, Gaps.REFUSED);
        assertThat(table.schema())
                .isEqualTo(new Schema(
                        List.of("zip", "x"),
                        List.of("y"),
                        List.of("0", "1"),
                        Map.of("zip", List.of("012", "12")),
                        Map.of(),
                        List.of(),
                        Unseen.ZEROS));
        assertThat(table.features(0, 1, 2)).isEqualTo(Matrix.of(3, 3, 1, 0, 1, 0, 1, 2, 1, 0, 3));
        assertThat(table.classOf(1)).isEqualTo(1);
        assertThat(table.ignoredColumns()).containsExactly("id");
    }

    @Test
    void separatorsAndMissingValuesAreThoseOfTheFormat() throws IOException {
        CsvFormat format = new CsvFormat(';', List.of("-999", "unknown"));
        Path file = csv("color;x;y\n\"a;b\";1;2\nUnknown;-999;4\nNA;;6\n");
        Table table = TestTables.read(file, "t.csv", List.of("y"), format, Map.of(), Gaps.FILLED);
        assertThat(table.schema().categories()).isEqualTo(Map.of("color", List.of("NA", "a;b")));
        assertThatThrownBy(() -> table.features(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a value is missing and nothing stands in for it");
        Table complete = table.with(new Imputer(Imputer.Policy.CONSTANT, List.of(1.0, 0.5)));
        assertThat(complete.features(0, 1, 2)).isEqualTo(Matrix.of(3, 3, 0, 1, 1, 0, 1, 0.5, 1, 0, 0.5));
    }

    @Test
    void aTableMayBeLongerThanABlockAndContinueInAnotherFile() throws IOException {
        int rows = 70_000;
        StringBuilder text = new StringBuilder("kind,x,y\n");
        for (int i = 0; i < rows; i++) {
            text.append(i % 3 == 0 ? "c" : i % 3 == 1 ? "b" : "a")
                    .append(',')
                    .append(i)
                    .append(',');
            text.append(i % 2 == 0 ? "even" : "odd").append('\n');
        }
        // Numbers that count up would be taken for those of the rows.
        Table first = TestTables.read(
                csv(text.toString()),
                "t.csv",
                List.of("y"),
                CsvFormat.DEFAULT,
                Map.of("x", ColumnType.NUMERIC),
                Gaps.REFUSED);
        Path more = Files.writeString(folder.resolve("more.csv"), "y,x,kind\nodd,-1,b\neven,-2,a\n");
        Table both = first.and(TestTables.read(more, "more.csv", first.schema(), true))
                .and(TestTables.read(more, "more.csv", first.schema(), true));
        assertThat(first.rows()).isEqualTo(rows);
        assertThat(both.rows()).isEqualTo(rows + 4);
        for (int row : new int[] {0, 32_767, 32_768, 65_535, 65_536, rows - 1}) {
            double[] expected = {row % 3 == 2 ? 1 : 0, row % 3 == 1 ? 1 : 0, row % 3 == 0 ? 1 : 0, row};
            assertThat(both.features(row)).isEqualTo(Matrix.of(1, 4, expected));
            assertThat(both.classOf(row)).isEqualTo(row % 2);
        }
        assertThat(both.features(rows, rows + 3)).isEqualTo(Matrix.of(2, 4, 0, 1, 0, -1, 1, 0, 0, -2));
        assertThat(both.classOf(rows)).isEqualTo(1);
        assertThat(Table.inline(Matrix.of(1, 1, 5), Matrix.of(1, 1, 6))
                        .and(Table.inline(Matrix.of(1, 1, 7), Matrix.of(1, 1, 8)))
                        .batch(1, 0)
                        .labels())
                .isEqualTo(Matrix.of(2, 1, 8, 6));
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

    /** Columns of every kind in more rows than are held together, with gaps in them. */
    private static String allKinds(String label) {
        Random random = new Random(8);
        StringBuilder csv = new StringBuilder("id,plain,money,day,zip,town,truth,mixed,note," + label + "\n");
        for (int i = 0; i < 9_000; i++) {
            csv.append("k%d,%s,\"$%d,%03d\",%d.%d.2024,%05d,%s,%s,%s,%s,%s\n"
                    .formatted(
                            i,
                            i % 7 == 0 ? "NA" : Double.toString(random.nextGaussian()),
                            1000 + random.nextInt(9),
                            random.nextInt(999),
                            1 + random.nextInt(28),
                            1 + random.nextInt(12),
                            random.nextInt(40),
                            i % 5 == 0 ? "" : "town " + random.nextInt(30),
                            random.nextBoolean() ? "TRUE" : "false",
                            random.nextBoolean() ? "A" : "1",
                            i % 9 == 0 ? "" : "x",
                            label.equals("class") ? (i % 11 == 0 ? "?" : i % 3 + ".0") : random.nextInt(99) + ".5"));
        }
        return csv.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "amount"})
    void whatIsReadAtOnceIsWhatIsReadAfterwards(String label) throws IOException {
        for (List<String> without : List.of(List.<String>of(), List.of("zip", "mixed"))) {
            Map<String, ColumnType> types = new HashMap<>();
            without.forEach(name -> types.put(name, ColumnType.IGNORE));
            InferenceOptions options = new InferenceOptions(
                    List.of(label), types, WholeLabels.CLASSES_IF_FEW, Gaps.OWN_CATEGORY, true, Unseen.ZEROS);
            Path file = csv(allKinds(label));
            InferredTable once = CsvTables.inferAndRead(file, "t.csv", CsvFormat.DEFAULT, options);
            Table again = TestTables.again(once, file, "t.csv", options);
            assertThat(once.table().rows()).isEqualTo(again.rows()).isEqualTo(label.equals("class") ? 8181 : 9000);
            assertThat(once.table().schema().features()).hasSize(8 - without.size());
            assertThat(TestTables.cells(once.table())).isEqualTo(TestTables.cells(again));
            assertThat(once.table().notes()).isEqualTo(again.notes());
            assertThat(once.table().ignoredColumns()).containsAll(without);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"193.", "1.5", "1.0", "007", "1e3"})
    void aNumberThatIsAClassAmongTextsIsItsText(String odd) throws IOException {
        String rows = "1,a\n2,1\n3,0\n".repeat(9);
        Path file = csv("x,y\n" + rows + "5," + odd + "\n" + rows);
        InferredTable once =
                CsvTables.inferAndRead(file, "t.csv", CsvFormat.DEFAULT, InferenceOptions.of(List.of("y")));
        assertThat(once.inferred().schema().classes()).contains("0", "1", "a", odd);
        assertThat(once.inferred().schema().classes().get(once.table().classOf(27)))
                .isEqualTo(odd);
        assertThat(TestTables.cells(once.table()))
                .isEqualTo(TestTables.cells(TestTables.again(once, file, "t.csv", InferenceOptions.of(List.of("y")))));
    }
}
