package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.data.InferenceOptions.Gaps;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableProblemsTest {
    private static final Schema SCHEMA = new Schema(List.of("a", "b"), List.of("y"), List.of("no", "yes"));

    private static final String HINT = "; write data.missing: median";

    @TempDir
    Path folder;

    private Path csv(String text) {
        try {
            return Files.write(folder.resolve("t.csv"), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> problems(String text, String... labels) {
        Path file = csv(text);
        return catchThrowableOfType(
                        InvalidInputException.class,
                        () -> TestTables.read(
                                file, "t.csv", List.of(labels), CsvFormat.DEFAULT, Map.of(), Gaps.REFUSED))
                .problems();
    }

    private List<String> problemsWithSchema(String text) {
        Path file = csv(text);
        return catchThrowableOfType(InvalidInputException.class, () -> TestTables.read(file, "t.csv", SCHEMA, true))
                .problems();
    }

    private static String mended(String column, String cell) {
        return "; write data.missing-values: " + YamlText.list(List.of(cell)) + ", or data.columns: { " + column
                + ": categorical }";
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1_000", "0x1p3", "--1", "1.2.3", "٣", ".5."})
    void onlyNumbersAreNumbers(String cell) {
        assertThat(problems("x,y\n1,2\n" + cell + ",3\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + cell + "\" is not a number" + mended("x", cell));
        assertThat(problems("x,y,z\n1,2,3\n1,2," + cell + "\n", "y", "z"))
                .containsExactly("t.csv:3: column \"z\": \"" + cell + "\" is not a number" + mended("z", cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "1f", "1L", "1e", "4.9cm"})
    void aUnitInSomeRowsOnlyIsRefusedWithLinesToChooseFrom(String cell) {
        String unit = cell.replaceAll("[0-9.]", "");
        assertThat(problems("x,y\n5,2\n" + cell + ",3\n", "y"))
                .containsExactly(
                        "t.csv:3: column \"x\" has numbers of several units: \"" + cell
                                + "\" but \"5\", which has none; paste one of these lines below data.columns:",
                        "    x: { number: { unit: { " + unit
                                + ": 1, \"\": 1 } } } # with what one of each unit counts, and a number without one",
                        "    x: categorical # each text is an input of its own",
                        "    x: ignore # the column is left out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Infinity", "-inf", "+INF", "infinity", "∞"})
    void infinitiesAreNoNumbers(String cell) {
        assertThat(problems("x,y\n1,2\n" + cell + ",3\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + cell
                        + "\" is not a finite number; write data.missing-values: " + YamlText.list(List.of(cell)));
        assertThat(problems("x,y\n" + cell + ",3\n1,2\n", "y"))
                .containsExactly("t.csv:2: column \"x\": \"" + cell
                        + "\" is not a finite number; write data.missing-values: " + YamlText.list(List.of(cell)));
        assertThat(problems("x,y\n1,2\n3," + cell + "\n", "y"))
                .containsExactly("t.csv:3: column \"y\": \"" + cell
                        + "\" is not a finite number; write data.missing-values: " + YamlText.list(List.of(cell)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "nan", "NA", "n/a", "null", "NULL", "?"})
    void missingFeaturesAreRefusedWithAHint(String cell) {
        assertThat(problems("x,y\n1,2\n" + cell + ",3\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + cell + "\" is a missing value" + HINT);
        // Among texts it is one.
        assertThat(TestTables.infer(
                                csv("x,y\nred,2\n" + cell + ",3\n"),
                                "t.csv",
                                List.of("y"),
                                CsvFormat.DEFAULT,
                                Map.of(),
                                Gaps.REFUSED)
                        .schema()
                        .categories()
                        .get("x"))
                .containsExactlyInAnyOrder(cell, "red");
    }

    @Test
    void aFeatureMustBeNumbersThroughoutOrTextsThroughout() {
        assertThat(problems("x,y\nlarge,2\n5,3\n6,4\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"5\" is a number, as 1 cell more, but line 2 has the text "
                        + "\"large\"; write data.missing-values: [large], or data.columns: { x: categorical }");
    }

    @Test
    void textsThatHardlyRecurAreLeftOut() {
        // 21 of 41 values are different, then 21 of 42; the first row has none.
        InferredSchema keys = infer(csv("name,x,y\n,0.5,0\n" + names(41)), Map.of());
        assertThat(keys.schema().features()).containsExactly("x");
        assertThat(keys.schema().identifiers()).containsExactly("name");
        assertThat(keys.columns().get(0).note())
                .contains("is left out: it has 21 different texts in 41 rows, so hardly any comes twice");
        assertThat(infer(csv("name,x,y\n,0.5,0\n" + names(41)), Map.of("name", ColumnType.CATEGORICAL))
                        .schema()
                        .inputs())
                .isEqualTo(22);
        assertThat(infer(csv("name,x,y\n,0.5,0\n" + names(42)), Map.of())
                        .schema()
                        .inputs())
                .isEqualTo(22);
        assertThat(problems("name,y\n" + names(41).replace(",0.5", ""), "y"))
                .containsExactly("t.csv: no column beside the labels \"y\" to learn from; \"name\" is left out: it has "
                        + "21 different texts in 41 rows, so hardly any comes twice");
    }

    @Test
    void thousandsOfTextsAreNoCategories() {
        StringBuilder csv = new StringBuilder("town,x,y\n");
        for (int i = 0; i < 3003; i++) {
            csv.append("town ").append(i % 1001).append(",0.5,1\n");
        }
        assertThat(infer(csv(csv.toString()), Map.of()).columns().get(0).note())
                .contains("is left out: it has 1001 different texts in 3003 rows, too many for categories unless it is "
                        + "made categorical");
    }

    private static InferredSchema infer(Path file, Map<String, ColumnType> types) {
        return TestTables.infer(file, "t.csv", List.of("y"), CsvFormat.DEFAULT, types, Gaps.FILLED);
    }

    private static String names(int rows) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            lines.append("passenger ").append(i < 21 ? i : 0).append(",0.5,1\n");
        }
        return lines.toString();
    }

    @Test
    void columnsWithATypeMustBeThere() {
        Path file = csv("x,y\n1,2\n");
        Map<String, ColumnType> types = Map.of("z", ColumnType.IGNORE, "a", ColumnType.NUMERIC);
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> TestTables.read(file, "t.csv", List.of("y"), CsvFormat.DEFAULT, types, Gaps.REFUSED)))
                .hasMessage("t.csv: no column \"a\", \"z\"; the columns are \"x\", \"y\"");
    }

    @Test
    void theWrongSeparatorIsSuspected() {
        CsvFormat commas = new CsvFormat(',', List.of());
        Path file = csv("x;y\n1;2\n");
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> TestTables.infer(file, "t.csv", List.of("y"), commas, Map.of(), Gaps.REFUSED)))
                .hasMessage("t.csv: no column \"y\"; the columns are \"x;y\"; is the separator ';'?");
    }

    @Test
    void aKnownSchemaNamesUnknownCategories() {
        Schema schema = new Schema(List.of("color"), List.of("y"), List.of(), Map.of("color", List.of("blue", "red")));
        Path file = csv("color\nred\nmauve\n");
        assertThat(catchThrowableOfType(
                        InvalidInputException.class, () -> TestTables.read(file, "t.csv", schema, false)))
                .hasMessage("t.csv:3: column \"color\": \"mauve\" is not one of the categories \"blue\", \"red\"");
    }

    @Test
    void badCellsOfAColumnAndKindAreOneSentence() {
        assertThat(problems("x,w,y\n1,,2\n2,  ,3\n3,5,\n\"a\nb\",5,6\nx,7,8\n1,2\n", "y"))
                .containsExactly(
                        "t.csv:2: column \"w\" is empty (and 1 more row like it)" + HINT,
                        "t.csv:4: column \"y\" is empty; write data.missing-labels: drop-rows",
                        "t.csv:5: column \"x\": \"a�b\" is not a number, nor is 1 cell more; write data.missing-values: "
                                + "[\"a\\u000Ab\", x], or data.columns: { x: categorical }",
                        "t.csv:8: 2 cells, but the header has 3 columns");
    }

    @Test
    void longCellsAreCutOff() {
        assertThat(problems("x,y\n0,1\n" + "z".repeat(70) + ",1\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + "z".repeat(60) + "…\" is not a number"
                        + mended("x", "z".repeat(70)));
    }

    @Test
    void raggedRowsAreNamed() {
        assertThat(problems("x,y\n1\n1,2\n1,2,3\n", "y"))
                .containsExactly(
                        "t.csv:2: 1 cell, but the header has 2 columns",
                        "t.csv:4: 3 cells, but the header has 2 columns");
    }

    @Test
    void theHeaderMustNameEachColumnOnce() {
        assertThat(problems("x,,y,x \n1,2,3,4\n", "y"))
                .containsExactly("t.csv:1: column name \"x\" occurs twice, in columns 1 and 4; write data.names: "
                        + "[x, column_2, y, x_2]");
        assertThat(problems("x,,y\n1,2,3\n", "y"))
                .containsExactly("t.csv: column 2 has no name; write data.names: [x, column_2, y]");
    }

    @Test
    void thereMustBeAHeaderAndRows() {
        assertThat(problems("", "y")).containsExactly("t.csv: the file is empty; its first line must be column names");
        assertThat(problems("\n\n", "y"))
                .containsExactly("t.csv: the file is empty; its first line must be column names");
        assertThat(problems("x,y\n", "y")).containsExactly("t.csv: column names but no rows");
        assertThat(problems("1,2\n3,4\n", "y"))
                .containsExactly("t.csv: no column \"y\"; the first line must be column names, but has only numbers");
    }

    @Test
    void labelsMustBeColumns() {
        assertThat(problems("x,z\n1,2\n", "y")).containsExactly("t.csv: no column \"y\"; the columns are \"x\", \"z\"");
        assertThat(problems("y\n1\n", "y")).containsExactly("t.csv: no column beside the labels \"y\" to learn from");
        assertThat(problems("x,y\n1,2\n", "y", "y"))
                .containsExactly("t.csv: the labels \"y\", \"y\" name a column twice");
        assertThat(problems("x,y\n1,2\n")).containsExactly("t.csv: no label column is named");
    }

    @Test
    void classesMustBeTextThroughoutAndMoreThanOne() {
        assertThat(problems("x,y\n1,a\n2,a\n", "y"))
                .containsExactly("t.csv: there is only one class, \"a\", in label column \"y\"");
        assertThat(problems("x,y\n1,1.5\n2,2\n3,abc\n", "y"))
                .containsExactly("t.csv:4: column \"y\": \"abc\" is not a number" + mended("y", "abc"));
        assertThat(problems("x,y\n1,a\n2,b\n3,7\n", "y"))
                .containsExactly("t.csv:4: column \"y\": \"7\" is a number, but line 2 has the text \"a\""
                        + "; write data.missing-values: [a, b], or data.columns: { y: categorical }");
    }

    @Test
    void missingLabelsAreNoClass() {
        assertThat(problems("x,y\n1,a\n2,\n3,\n4,b\n", "y"))
                .containsExactly(
                        "t.csv:3: column \"y\" is empty (and 1 more row like it); write data.missing-labels: drop-rows");
        assertThat(problems("x,y\n1,2\n2,-1e999\n", "y"))
                .containsExactly("t.csv:3: column \"y\": \"-1e999\" is too large for float64");
    }

    @Test
    void aKnownSchemaNamesWhatIsMissing() {
        assertThat(problemsWithSchema("b,c,y\n1,2,no\n"))
                .containsExactly("t.csv: no column \"a\"; the columns are \"b\", \"c\", \"y\"");
        assertThat(problemsWithSchema("a,b\n1,2\n"))
                .containsExactly("t.csv: no column \"y\"; the columns are \"a\", \"b\"");
    }

    @Test
    void aKnownSchemaNamesUnknownClasses() {
        assertThat(problemsWithSchema("a,b,y\n1,2,no\n1,2,maybe\n1,2,\n"))
                .containsExactly(
                        "t.csv:3: column \"y\": \"maybe\" is not one of the classes \"no\", \"yes\"",
                        "t.csv:4: column \"y\" is empty");
    }

    @Test
    void malformedQuotesAreNamed() {
        assertThat(problems("x,y\n1,\"2\"3\n", "y"))
                .containsExactly("t.csv: not well-formed CSV: Unexpected character after closing quote: '3' (0x33) "
                        + "(record starting at line 2)");
        assertThat(problems("x,y\n1,2\n1,\"2\n1,2\n", "y"))
                .singleElement()
                .asString()
                .startsWith("t.csv: not well-formed CSV: ")
                .contains("line 3");
    }

    @Test
    void theFileMustExist() {
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> TestTables.read(
                                folder.resolve("none.csv"),
                                "none.csv",
                                List.of("y"),
                                CsvFormat.DEFAULT,
                                Map.of(),
                                Gaps.REFUSED)))
                .hasMessage("none.csv: no such file");
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> TestTables.read(folder, "data", List.of("y"), CsvFormat.DEFAULT, Map.of(), Gaps.REFUSED)))
                .hasMessage("data: a directory without tables");
    }
}
