package chalkline.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.List;

/** A table of a person's own names and texts as CSV. */
final class CsvRows {
    private CsvRows() {}

    static String of(List<List<String>> rows) {
        StringWriter out = new StringWriter();
        CsvWriter csv = CsvWriter.builder()
                .bufferSize(0)
                .lineDelimiter(LineDelimiter.LF)
                .build(out);
        rows.forEach(row -> csv.writeRecord(row.stream().map(CsvRows::inert).toList()));
        return out.toString();
    }

    /** A spreadsheet takes a cell that begins like this for a formula; behind an apostrophe it is text. */
    private static String inert(String cell) {
        return cell.length() < 2 || cell.matches("-?[0-9.]+") || "=+-@\t\r".indexOf(cell.charAt(0)) < 0
                ? cell
                : "'" + cell;
    }
}
