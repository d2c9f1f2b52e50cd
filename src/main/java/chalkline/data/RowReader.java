package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Problems;
import java.util.List;
import java.util.Map;

/** Reads a table from values that somebody has in hand, cell by cell as if they stood in a file. */
final class RowReader {
    private RowReader() {}

    static Table read(List<? extends Map<String, ?>> rows, Schema schema, CsvFormat format, boolean mayMiss) {
        if (rows.isEmpty()) {
            throw new InvalidInputException("there are no rows");
        }
        Problems problems = new Problems("", "row ", CsvFile.MOST_PROBLEMS);
        List<ColumnReader> columns = schema.features().stream()
                .map(name -> column(problems, name, schema, format, mayMiss))
                .toList();
        Cells.Builder cells = new Cells.Builder(columns.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            for (ColumnReader column : columns) {
                cells.add(column.value(i + 1L, cell(rows.get(i).get(column.name()))));
            }
            cells.endRow();
        }
        problems.throwIfAny();
        return Table.of(schema, cells.build(), null, List.of());
    }

    private static ColumnReader column(
            Problems problems, String name, Schema schema, CsvFormat format, boolean mayMiss) {
        List<String> categories = schema.categories().get(name);
        return categories == null
                ? new ColumnReader(problems, name, 0, ColumnType.NUMERIC, format, mayMiss)
                : new ColumnReader(problems, name, 0, ColumnType.CATEGORICAL, format, mayMiss).knowing(categories);
    }

    /** A number's text is read as that number again; 0.1f is 0.10000000149011612, as it is wherever it is computed with. */
    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Float number ? Double.toString(number) : value.toString();
    }
}
