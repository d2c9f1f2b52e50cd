package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

    private static final String HINT =
            "t.csv: missing values are refused unless the model is trained with something that "
                    + "stands in for them, as by data.missing: median";

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
        return catchThrowableOfType(InvalidInputException.class, () -> Table.readCsv(file, "t.csv", List.of(labels)))
                .problems();
    }

    private List<String> problemsWithSchema(String text) {
        Path file = csv(text);
        return catchThrowableOfType(InvalidInputException.class, () -> Table.readCsv(file, "t.csv", SCHEMA, true))
                .problems();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1_000", "0x1p3", "1d", "1f", "1L", "1 000", "1e", "--1", "1.2.3", "٣", "."})
    void onlyPlainDecimalsAreNumbers(String cell) {
        assertThat(problems("x,y\n1,2\n" + cell + ",3\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + cell + "\" is not a number");
        assertThat(problems("x,y,z\n1,2,3\n1,2," + cell + "\n", "y", "z"))
                .containsExactly("t.csv:3: column \"z\": \"" + cell + "\" is not a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Infinity", "-inf", "+INF", "infinity", "∞"})
    void infinitiesAreNoNumbers(String cell) {
        assertThat(problems("x,y\n1,2\n" + cell + ",3\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + cell + "\" is not a finite number");
        assertThat(problems("x,y\n" + cell + ",3\n1,2\n", "y"))
                .containsExactly("t.csv:2: column \"x\": \"" + cell + "\" is not a finite number");
        assertThat(problems("x,y\n1,2\n3," + cell + "\n", "y"))
                .containsExactly("t.csv:3: column \"y\": \"" + cell + "\" is not a finite number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "nan", "NA", "n/a", "null", "NULL", "?"})
    void missingFeaturesAreRefusedWithAHint(String cell) {
        assertThat(problems("x,y\n1,2\n" + cell + ",3\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + cell + "\" is a missing value", HINT);
        assertThat(problems("x,y\nred,2\n" + cell + ",3\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + cell + "\" is a missing value", HINT);
    }

    @Test
    void aFeatureMustBeNumbersThroughoutOrTextsThroughout() {
        assertThat(problems("x,y\n4.9cm,2\n5,3\n6,4\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"5\" is a number, but line 2 has the text \"4.9cm\"; it must "
                        + "hold numbers throughout, or be made categorical");
    }

    @Test
    void thousandsOfTextsAreNoCategories() {
        StringBuilder csv = new StringBuilder("id,y\n");
        for (int i = 0; i < 1002; i++) {
            csv.append("customer ").append(i).append(",1\n");
        }
        assertThat(problems(csv.toString(), "y"))
                .containsExactly(
                        "t.csv:1002: column \"id\" has more than 1000 different texts; they are hardly categories,"
                                + " unless it is made categorical; otherwise it must be ignored");
    }

    @Test
    void textsThatHardlyRecurAreNoCategories() {
        // 21 of 41 values are different, then 21 of 42; the first row has none.
        Path keys = csv("name,y\n,0\n" + names(41));
        assertThat(catchThrowableOfType(InvalidInputException.class, () -> read(keys, Map.of())))
                .hasMessage(
                        "t.csv: column \"name\" has 21 different texts in 41 rows; they are hardly categories, unless it "
                                + "is made categorical; otherwise it must be ignored");
        assertThat(read(keys, Map.of("name", ColumnType.CATEGORICAL)).schema().inputs())
                .isEqualTo(21);
        assertThat(read(csv("name,y\n,0\n" + names(42)), Map.of()).schema().inputs())
                .isEqualTo(21);
    }

    private static String names(int rows) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            lines.append("passenger ").append(i < 21 ? i : 0).append(",1\n");
        }
        return lines.toString();
    }

    private static Table read(Path file, Map<String, ColumnType> types) {
        return Table.readCsv(file, "t.csv", List.of("y"), CsvFormat.DEFAULT, types, true);
    }

    @Test
    void columnsWithATypeMustBeThere() {
        Path file = csv("x,y\n1,2\n");
        Map<String, ColumnType> types = Map.of("z", ColumnType.IGNORE, "a", ColumnType.NUMERIC);
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> Table.readCsv(file, "t.csv", List.of("y"), CsvFormat.DEFAULT, types, false)))
                .hasMessage("t.csv: no column \"a\", \"z\"; the columns are \"x\", \"y\"");
    }

    @Test
    void theWrongSeparatorIsSuspected() {
        assertThat(problems("x;y\n1;2\n", "y"))
                .containsExactly("t.csv: no column \"y\"; the columns are \"x;y\"; is the separator ';'?");
    }

    @Test
    void aKnownSchemaNamesUnknownCategories() {
        Schema schema = new Schema(List.of("color"), List.of("y"), List.of(), Map.of("color", List.of("blue", "red")));
        Path file = csv("color\nred\nmauve\n");
        assertThat(catchThrowableOfType(InvalidInputException.class, () -> Table.readCsv(file, "t.csv", schema, false)))
                .hasMessage("t.csv:3: column \"color\": \"mauve\" is not one of the categories \"blue\", \"red\"");
    }

    @Test
    void everyBadCellIsNamed() {
        assertThat(problems("x,w,y\n1,,2\n1e999,  ,3\n\"a\nb\",5,6\nx,7,8\n", "y"))
                .containsExactly(
                        "t.csv:2: column \"w\" is empty",
                        "t.csv:3: column \"x\": \"1e999\" is too large for float64",
                        "t.csv:3: column \"w\" is empty",
                        "t.csv:4: column \"x\": \"a�b\" is not a number",
                        "t.csv:6: column \"x\": \"x\" is not a number",
                        HINT);
    }

    @Test
    void afterTenProblemsTheOthersAreCounted() {
        List<String> problems = problems("x,y\n0,1\n" + "a,1\n".repeat(13), "y");
        assertThat(problems).hasSize(11).last().isEqualTo("t.csv: and 3 more");
        assertThat(problems).element(9).isEqualTo("t.csv:12: column \"x\": \"a\" is not a number");
        assertThat(problems("x,y\n0,1\n" + "a,1\n".repeat(10), "y")).hasSize(10);
    }

    @Test
    void longCellsAreCutOff() {
        assertThat(problems("x,y\n0,1\n" + "z".repeat(70) + ",1\n", "y"))
                .containsExactly("t.csv:3: column \"x\": \"" + "z".repeat(60) + "…\" is not a number");
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
                .containsExactly("t.csv:1: column 2 has no name", "t.csv:1: column name \"x\" occurs twice");
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
        assertThat(problems("y\n1\n", "y")).containsExactly("t.csv:1: no column beside the labels \"y\"");
        assertThat(problems("x,y\n1,2\n", "y", "y"))
                .containsExactly("t.csv: the labels \"y\", \"y\" name a column twice");
        assertThat(problems("x,y\n1,2\n")).containsExactly("t.csv: no label column is named");
    }

    @Test
    void classesMustBeTextThroughoutAndMoreThanOne() {
        assertThat(problems("x,y\n1,a\n2,a\n", "y"))
                .containsExactly("t.csv: there is only one class, \"a\", in label column \"y\"");
        assertThat(problems("x,y\n1,1.5\n2,2\n3,abc\n", "y"))
                .containsExactly("t.csv:4: column \"y\": \"abc\" is not a number");
        assertThat(problems("x,y\n1,a\n2,b\n3,7\n", "y"))
                .containsExactly(
                        "t.csv:4: column \"y\": \"7\" is a number, but line 2 has the text \"a\"; it must hold "
                                + "numbers throughout, or be made categorical");
    }

    @Test
    void missingLabelsAreNoClass() {
        assertThat(problems("x,y\n1,a\n2,\n3,NaN\n4,b\n", "y"))
                .containsExactly("t.csv:3: column \"y\" is empty", "t.csv:4: column \"y\": \"NaN\" is a missing value");
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
    void onlyUtf8IsRead() throws IOException {
        Path file = Files.write(folder.resolve("t.csv"), "x,y\n1,a\n2,ü\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(InvalidInputException.class, () -> Table.readCsv(file, "t.csv", List.of("y")))
                        .problems())
                .containsExactly("t.csv:3: not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void theFileMustExist() {
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> Table.readCsv(folder.resolve("none.csv"), "none.csv", List.of("y"))))
                .hasMessage("none.csv: no such file");
        assertThat(catchThrowableOfType(InvalidInputException.class, () -> Table.readCsv(folder, "data", List.of("y"))))
                .hasMessage("data: a directory, not a file");
    }
}
