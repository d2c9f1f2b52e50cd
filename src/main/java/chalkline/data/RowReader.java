package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import chalkline.network.InvalidInputException;
import java.util.List;
import java.util.Map;

/** Reads a table from values in memory as if they stood in a file. */
final class RowReader {
    private RowReader() {}

    static Table read(List<? extends Map<String, ?>> rows, Schema schema, CsvFormat format, Gaps gaps) {
        if (rows.isEmpty()) {
            throw new InvalidInputException("there are no rows");
        }
        TableProblems problems = new TableProblems("", "row ");
        List<ColumnReader> columns = schema.features().stream()
                .map(name -> ColumnReader.feature(problems, name, 0, schema, format, gaps))
                .toList();
        Cells.Builder cells = new Cells.Builder(columns.size(), rows.size());
        RowNotes.Builder notes = new RowNotes.Builder();
        for (int i = 0; i < rows.size(); i++) {
            for (ColumnReader column : columns) {
                cells.add(column.value(i + 1L, cell(rows.get(i).get(column.name()))));
                if (column.wasUnseen()) {
                    notes.unseen(i, column.name());
                }
            }
            cells.endRow();
        }
        problems.throwIfAny();
        return Table.part(schema, cells.build(), null, notes.build(List.of(), List.of(), List.of()), 0);
    }

    /** A number's text is read as that number again; 0.1f is 0.10000000149011612, as it is wherever it is computed with. */
    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Float number ? Double.toString(number) : value.toString();
    }
}
