package chalkline.data;

import chalkline.data.InferenceOptions.Advice;
import chalkline.data.InferenceOptions.Gaps;
import chalkline.network.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads tables from CSV files, compressed with gzip or not. Spaces around cells and names are dropped, blank
 * lines are skipped. A file's bad cells are named all at once, those of one column and kind in one sentence.
 */
public final class CsvTables {
    private CsvTables() {}

    /**
     * The schema of a file, inferred from all its rows. Every column that is neither a label nor ignored nor an
     * identifier is a feature, in the order of the file.
     *
     * @param shownName the file's name in messages
     * @throws InvalidInputException if no schema can be inferred, or more than one
     */
    public static InferredSchema infer(Path file, String shownName, CsvFormat format, InferenceOptions options) {
        return SchemaInference.of(file, shownName, format, options, true).schema();
    }

    /** The same, but no cell is held, so that recurring numbers far from all others are not noted. */
    public static InferredSchema inferInPassing(
            Path file, String shownName, CsvFormat format, InferenceOptions options) {
        return SchemaInference.of(file, shownName, format, options, false).schema();
    }

    /**
     * Infers the schema of a file, within the options, and reads it, in one pass.
     *
     * @param shownName the file's name in messages
     * @throws InvalidInputException where the file cannot be used
     */
    public static InferredTable inferAndRead(Path file, String shownName, CsvFormat format, InferenceOptions options) {
        SchemaInference inference = SchemaInference.of(file, shownName, format, options, true);
        InferredSchema shown = inference.schema();
        Table table = inference
                .table()
                .orElseGet(() -> read(
                        file,
                        shownName,
                        shown.schema(),
                        shown.format(),
                        ReadOptions.labelled(options.gaps()).dropping(options.dropUnlabelled())));
        return new InferredTable(shown, table);
    }

    /**
     * A file with a known schema: columns are found by name, in any order, and further columns are ignored.
     *
     * @param shownName the file's name in messages
     * @throws InvalidInputException where the file cannot be used
     */
    public static Table read(Path file, String shownName, Schema schema, CsvFormat format, ReadOptions options) {
        return TableReader.read(file, shownName, schema, format, options);
    }

    /**
     * The names of a file's columns, in their order.
     *
     * @throws InvalidInputException where the file cannot be used
     */
    public static List<String> columns(Path file, String shownName, CsvFormat format) {
        return columns(file, shownName, format, Advice.CONFIGURATION);
    }

    /**
     * The same.
     *
     * @param advice where a person can write what mends the file
     */
    public static List<String> columns(Path file, String shownName, CsvFormat format, Advice advice) {
        ColumnNames reader = new ColumnNames();
        new CsvFile(file, shownName, format, advice).read(reader);
        return reader.names();
    }

    /**
     * The columns that a person means on a command line: each text is the name of a column, or several names with commas
     * between.
     *
     * @param columns of the file
     */
    public static List<String> meant(List<String> texts, List<String> columns) {
        return texts.stream()
                .flatMap(text -> columns.contains(text) ? Stream.of(text) : Stream.of(text.split(",")))
                .map(text -> columns.contains(text) ? text : text.strip())
                .toList();
    }

    /** The same with nothing given but the labels. */
    public static Table read(Path file, String shownName, List<String> labels) {
        return inferAndRead(file, shownName, CsvFormat.DEFAULT, InferenceOptions.of(labels))
                .table();
    }

    /**
     * A file with a known schema, but never all rows at once: tables of at most so many rows, in the order of the file, each
     * with rows of one file; one without rows where there are none and there may be none. None follows a row that is bad.
     *
     * @param receiver takes the tables one by one
     * @throws InvalidInputException where the file cannot be used
     */
    public static void readInParts(
            Path file,
            String shownName,
            Schema schema,
            CsvFormat format,
            ReadOptions options,
            int rowsAtATime,
            Consumer<Table> receiver) {
        TableReader.readInParts(file, shownName, schema, format, options, rowsAtATime, receiver);
    }

    /**
     * Rows in memory with a known schema: the value of a cell by its column's name. Numbers are used as they are, texts are read
     * as in a file, an absent value or null is missing; other names are ignored.
     *
     * @throws InvalidInputException where a row cannot be used
     */
    public static Table ofRows(List<? extends Map<String, ?>> rows, Schema schema, CsvFormat format, Gaps gaps) {
        return RowReader.read(rows, schema, format, gaps);
    }
}
