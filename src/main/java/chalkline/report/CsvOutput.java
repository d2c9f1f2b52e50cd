package chalkline.report;

import chalkline.network.Sentences;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CSV whose texts may be anybody's: what a spreadsheet would take for a formula stands behind an apostrophe, and what does not
 * print is replaced, so that a row is a line.
 */
final class CsvOutput {
    /** What begins a formula in some spreadsheet, the wide forms of East Asian ones among them. */
    private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9.,]*([eE][+-]?[0-9]+)?");

    private final CsvWriter csv;

    /** Writes to {@code out}, in its own time: {@link #flush} hands on what was written. */
    CsvOutput(Writer out) {
        csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    }

    /** Adds a row of numbers, which are written as they are, and texts. */
    void row(List<?> cells) {
        csv.writeRecord(cells.stream()
                .map(cell -> cell instanceof Number ? cell.toString() : text(cell.toString()))
                .toList());
    }

    private static String text(String cell) {
        String begin = cell.stripLeading();
        boolean formula = begin.length() > 1
                && FORMULA.indexOf(begin.charAt(0)) >= 0
                && !NUMBER.matcher(begin).matches();
        return Sentences.plain(formula ? "'" + cell : cell);
    }

    /** Hands on what was written. */
    void flush() {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
