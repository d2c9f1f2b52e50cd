package chalkline.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;

/** Reads the names of a CSV file's columns, and nothing of its rows. */
final class ColumnNames implements CsvFile.Receiver {
    private List<String> names = List.of();

    @Override
    public void header(Header header) {
        names = header.names();
    }

    @Override
    public boolean wantsRows() {
        return false;
    }

    @Override
    public void row(CsvRecord cells) {
        // Not looked at.
    }

    @Override
    public void end() {
        // Nothing is open.
    }

    List<String> names() {
        return names;
    }
}
