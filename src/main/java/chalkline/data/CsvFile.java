package chalkline.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.ZipException;

/** The records of a CSV file, and every problem with it. */
final class CsvFile {
    private static final int SAMPLE = 1 << 16;
    private static final int SAMPLE_RECORDS = 20;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    /** Takes the records one by one, the header first. */
    interface Receiver {
        /** The names of the columns, of each file of a table anew. */
        void header(Header names);

        void row(CsvRecord cells);

        /** After the last row, before what was noted is thrown. */
        void end();
    }

    private final Path file;
    private final CsvFormat asked;
    private final TableProblems problems;
    private CsvFormat format;
    private boolean otherEncoding;
    private boolean wasRead;

    CsvFile(Path file, String shownName, CsvFormat format) {
        this.file = file;
        this.asked = format;
        this.format = format;
        this.problems = new TableProblems(shownName + ": ", shownName + ":");
    }

    /** What is wrong with it. */
    TableProblems problems() {
        return problems;
    }

    /** How it is written, once its header was read. */
    CsvFormat format() {
        return format;
    }

    /** The separator, once the header was read. */
    char separator() {
        return format.separator().orElse(CsvFormat.USUAL_SEPARATOR);
    }

    /** What a person should know of how it was read. */
    List<String> notes() {
        return otherEncoding
                ? List.of("not UTF-8, so it was read as Windows-1252; data.encoding says otherwise where it is neither")
                : List.of();
    }

    /** Hands every record to the receiver, then throws what was noted, if anything was. */
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
        String known = asked.encoding().orElse(CsvText.USUAL_ENCODING);
        boolean isOpen =
                known.equalsIgnoreCase(CsvText.USUAL_ENCODING) || known.equalsIgnoreCase(CsvText.OTHER_ENCODING);
        if (isOpen && Files.isRegularFile(part)) {
            boolean other = CsvText.isOtherEncoding(part);
            otherEncoding |= other && !known.equalsIgnoreCase(CsvText.OTHER_ENCODING);
            known = other ? CsvText.OTHER_ENCODING : CsvText.USUAL_ENCODING;
        }
        format = asked.in(known);
        try (BufferedReader text = CsvText.open(part, format.encoding())) {
            read(text, receiver);
        }
    }

    private void read(BufferedReader text, Receiver receiver) throws IOException {
        if (format.separator().isEmpty()) {
            format = format.with(separator(text));
        }
        Iterator<CsvRecord> records = records(text, separator());
        CsvRecord first = next(records);
        if (first == null) {
            problems.add("the file is empty; its first line must be column names");
            return;
        }
        CsvRecord cells = next(records);
        List<String> names = new ArrayList<>(first.getFields());
        // R's write.table gives row names no column name.
        if (cells != null
                && cells.getFieldCount() == names.size() + 1
                && !cells.getField(names.size()).isBlank()
                && names.stream().noneMatch(String::isBlank)) {
            names.add(0, "");
        }
        receiver.header(Header.of(names, first.getStartingLineNumber(), format, problems));
        problems.throwIfAny();
        for (; cells != null; cells = next(records)) {
            receiver.row(cells);
        }
        wasRead = true;
    }

    /** The separator under which the first lines have most cells, each as many. */
    private static char separator(BufferedReader text) throws IOException {
        char[] sample = new char[SAMPLE];
        text.mark(SAMPLE);
        int length = 0;
        for (int read = 0; read >= 0 && length < SAMPLE; length += Math.max(0, read)) {
            read = text.read(sample, length, SAMPLE - length);
        }
        text.reset();
        char best = CsvFormat.USUAL_SEPARATOR;
        int most = 1;
        for (char candidate : SEPARATORS) {
            int cells = cells(new String(sample, 0, length), length == SAMPLE, candidate);
            if (cells > most) {
                most = cells;
                best = candidate;
            }
        }
        return best;
    }

    /** How many cells each of the sample's first lines has; 0 where not all have as many. */
    private static int cells(String sample, boolean isCut, char separator) {
        List<Integer> counts = new ArrayList<>();
        try {
            Iterator<CsvRecord> records = records(new StringReader(sample), separator);
            while (records.hasNext() && counts.size() < SAMPLE_RECORDS) {
                counts.add(records.next().getFieldCount());
            }
        } catch (CsvParseException e) {
            // The sample ends within a quoted cell, or such a separator makes no sense.
        }
        if (isCut && counts.size() > 1 && counts.size() < SAMPLE_RECORDS) {
            counts.remove(counts.size() - 1);
        }
        int header = counts.isEmpty() ? 0 : counts.get(0);
        boolean even = counts.stream().skip(1).allMatch(count -> count == header || count == header + 1);
        return even ? header : 0;
    }

    private static Iterator<CsvRecord> records(Reader text, char separator) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text)
                .iterator();
    }

    /** The next record, or null. What a receiver throws is its own affair; only this is a failure of the file. */
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
            problems.add("not " + format.encoding().orElse("UTF-8") + " text; data.encoding must say what it is");
        } else if (e instanceof ZipException || e instanceof EOFException) {
            problems.add("is compressed with gzip, but damaged: " + e.getMessage());
        } else {
            problems.add("cannot be read (" + e + ")");
        }
    }
}
