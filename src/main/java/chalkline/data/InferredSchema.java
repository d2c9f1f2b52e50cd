package chalkline.data;

import java.util.List;

/**
 * The schema inferred from a file.
 *
 * @param schema by which it is read, and every later file
 * @param format as the file is written
 * @param rows how many there are
 * @param columns what became of each, in the order of the file
 * @param notes on how the file was read
 */
public record InferredSchema(
        Schema schema, CsvFormat format, long rows, List<ColumnSummary> columns, List<String> notes) {
    public InferredSchema {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }
}
