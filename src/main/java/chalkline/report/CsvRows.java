package chalkline.report;

import java.io.StringWriter;
import java.util.List;

/** A table of a person's own names and texts as CSV. */
final class CsvRows {
    private CsvRows() {}

    static String of(List<List<String>> rows) {
        StringWriter out = new StringWriter();
        CsvOutput csv = new CsvOutput(out);
        rows.forEach(csv::row);
        csv.flush();
        return out.toString();
    }
}
