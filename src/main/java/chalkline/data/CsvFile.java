package chalkline.data;

import chalkline.data.InferenceOptions.Advice;
import chalkline.network.Sentences;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;

/** The records of a CSV file, and every problem with it. */
final class CsvFile {
    /** Takes the records one by one, the header first. */
    interface Receiver {
        /** Receives the names of the columns, once for each file of a table. */
        void header(Header names);

        /** Whether more rows are wanted. */
        default boolean wantsRows() {
            return true;
        }

        /** Takes a file in which nothing stands, not even names, as a table without rows; false if it has to have some. */
        default boolean takesNothing() {
            return false;
        }

        void row(CsvRecord cells);

        /** Called after the last row, before noted problems are thrown. */
        void end();
    }

    private final Path file;
    private final CsvFormat asked;
    private final TableProblems problems;
    private CsvFormat format;
    /** The file that is read, or was read last; null before the first. */
    private CsvText text;

    private boolean otherEncoding;
    private boolean noHeader;
    private boolean nothing;
    private final Set<String> before = new LinkedHashSet<>();
    private boolean wasRead;

    CsvFile(Path file, String shownName, CsvFormat format) {
        this(file, shownName, format, Advice.CONFIGURATION);
    }

    /** @param advice where a person can write what mends it */
    CsvFile(Path file, String shownName, CsvFormat format, Advice advice) {
        this.file = file;
        this.asked = format;
        this.format = format;
        this.problems = new TableProblems(shownName + ": ", shownName + ":", advice, format.missingValues());
    }

    /** What is wrong with it. */
    TableProblems problems() {
        return problems;
    }

    /** Its format, known once its header was read; its encoding is only certain at the end. */
    CsvFormat format() {
        return text == null ? format : format.in(text.encoding());
    }

    /** The separator, once the header was read. */
    char separator() {
        return format.separator().orElse(CsvFormat.USUAL_SEPARATOR);
    }

    /** Notes on how it was read. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (hasOtherEncoding()) {
            notes.add("not UTF-8, so it was read as Windows-1252; data.encoding says otherwise where it is neither");
        }
        if (nothing) {
            notes.add("nothing stands in it, not even names of columns");
        }
        if (!before.isEmpty()) {
            notes.add("passed over before the names: " + String.join(", ", before));
        }
        if (noHeader) {
            notes.add("the first line has values, not names, so the columns are called column_1, column_2, …; "
                    + "data.header: true says otherwise");
        }
        return notes;
    }

    /** Hands every record to the receiver, then throws the noted problems, if any. */
    void read(Receiver receiver) {
        Path part = file;
        try {
            List<Path> parts = CsvParts.of(file);
            if (parts.isEmpty()) {
                problems.add(Files.isDirectory(file) ? "a directory without tables" : "no such files");
            }
            for (Path each : parts) {
                part = each;
                if (parts.size() > 1) {
                    problems.of(each.toString());
                }
                open(each, receiver);
            }
            if (!parts.isEmpty() && wasRead) {
                receiver.end();
            }
        } catch (CsvParseException e) {
            problems.add("not well-formed CSV: " + e.getMessage());
        } catch (IOException e) {
            unreadable(part, e);
        }
        problems.throwIfAny();
    }

    private void open(Path part, Receiver receiver) throws IOException {
        try (CsvText characters = CsvText.open(part, asked)) {
            text = characters;
            format = asked;
            read(new BufferedReader(characters), receiver);
        } finally {
            otherEncoding = hasOtherEncoding();
        }
    }

    /** Whether a file, so far, is in the encoding that is not the usual one, and nobody said so. */
    private boolean hasOtherEncoding() {
        return otherEncoding
                || text != null
                        && text.encoding().equals(CsvText.OTHER_ENCODING)
                        && !asked.encoding().orElse("").equals(CsvText.OTHER_ENCODING)
                        && !asked.encodingDecides();
    }

    private void read(BufferedReader characters, Receiver receiver) throws IOException {
        FirstLines lines = text.isOfRows() ? FirstLines.OF_ROWS : FirstLines.of(characters, format);
        format = format.with(lines.separator());
        Iterator<CsvRecord> records = lines.records(characters);
        for (int i = 0; i < lines.before() && records.hasNext(); i++) {
            before.add(
                    Sentences.quoted(String.join(" ", next(records).getFields()).strip()));
        }
        CsvRecord first = next(records);
        if (first == null) {
            if (receiver.takesNothing()) {
                wasRead = true;
                nothing = true;
            } else {
                problems.add("the file is empty; its first line must be column names");
            }
            return;
        }
        CsvRecord cells = next(records);
        receiver.header(header(lines, first, cells));
        problems.throwIfAny();
        if (!lines.header()) {
            receiver.row(first);
        }
        for (; cells != null && receiver.wantsRows(); cells = next(records)) {
            receiver.row(cells);
        }
        wasRead = true;
    }

    private Header header(FirstLines lines, CsvRecord first, CsvRecord second) {
        if (!lines.header()) {
            noHeader = asked.header().isEmpty();
            format = format.withHeader(false);
            return Header.numbered(first.getFieldCount(), format, problems);
        }
        List<String> names = new ArrayList<>(first.getFields());
        int last = names.size() - 1;
        if (second != null
                && second.getFieldCount() == last
                && last > 0
                && names.get(last).isBlank()) {
            // A separator too many behind the names.
            names.remove(last);
        }
        // R's write.table gives row names no column name.
        if (second != null
                && second.getFieldCount() == names.size() + 1
                && !second.getField(names.size()).isBlank()
                && names.stream().noneMatch(String::isBlank)) {
            names.add(0, "");
        }
        return Header.of(names, first.getStartingLineNumber(), format, problems);
    }

    /** The next record, or null. Only failures in here are failures of the file. */
    private static CsvRecord next(Iterator<CsvRecord> records) throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void unreadable(Path part, IOException e) {
        if (e instanceof NoSuchFileException) {
            problems.add("no such file");
        } else if (Files.isDirectory(part)) {
            problems.add("a directory, not a file");
        } else if (e instanceof CharacterCodingException) {
            problems.add(
                    e instanceof CsvText.OtherContentException
                            ? e.getMessage()
                            : "not " + asked.encoding().orElse(CsvText.USUAL_ENCODING) + " text"
                                    + (asked.encodingDecides()
                                            ? ", which data.encoding says it is; leave data.encoding out, and the file decides"
                                            : "; data.encoding must say what it is"));
        } else if (e instanceof ZipException || e instanceof EOFException) {
            problems.add("is compressed with gzip, but damaged: " + e.getMessage());
        } else {
            problems.add("cannot be read (" + e + ")");
        }
    }
}
