package chalkline.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;

/** Reads the names of a table's columns, as its first file has them, and nothing of its rows. */
final class ColumnNames implements CsvFile.Receiver {
    private List<String> names;

    @Override
    public void header(Header header) {
        names = names == null ? header.names() : names;
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
