package chalkline.data;

import chalkline.network.Problems;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;

/** The records of a CSV file, and every problem with it. */
final class CsvFile {
    /** A person reads no more at once. */
    static final int MOST_PROBLEMS = 10;

    /** Takes the records one by one, the header first. */
    interface Receiver {
        void header(CsvRecord names);

        void row(CsvRecord cells);

        /** After the last row, before what was noted is thrown. */
        void end();
    }

    private final Path file;
    private final char separator;
    private final Problems problems;

    CsvFile(Path file, String shownName, char separator) {
        this.file = file;
        this.separator = separator;
        this.problems = new Problems(shownName + ": ", shownName + ":", MOST_PROBLEMS);
    }

    /** What is wrong with it. */
    Problems problems() {
        return problems;
    }

    /** Hands every record to the receiver, then throws what was noted, if anything was. */
    void read(Receiver receiver) {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            skipByteOrderMark(text);
            Iterator<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(separator)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(text)
                    .iterator();
            CsvRecord header = next(records);
            if (header == null) {
                problems.add("the file is empty; its first line must be column names");
            } else {
                receiver.header(header);
                problems.throwIfAny();
                for (CsvRecord cells = next(records); cells != null; cells = next(records)) {
                    receiver.row(cells);
                }
                receiver.end();
            }
        } catch (CsvParseException e) {
            problems.add("not well-formed CSV: " + e.getMessage());
        } catch (IOException e) {
            unreadable(e);
        }
        problems.throwIfAny();
    }

    /** The next record, or null. What a receiver throws is its own affair; only this is a failure of the file. */
    private static CsvRecord next(Iterator<CsvRecord> records) throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
    }

    private void unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            problems.add("no such file");
        } else if (Files.isDirectory(file)) {
            problems.add("a directory, not a file");
        } else if (e instanceof CharacterCodingException) {
            undecodable();
        } else {
            problems.add("cannot be read (" + e + ")");
        }
    }

    /** The decoder does not say where it failed, so the first line that is not UTF-8 is looked for. */
    private void undecodable() {
        try (BufferedReader bytes = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            long number = 1;
            for (String line = bytes.readLine(); line != null; line = bytes.readLine()) {
                if (!isUtf8(line.getBytes(StandardCharsets.ISO_8859_1))) {
                    problems.add(number, "not UTF-8 text; save the file as UTF-8");
                    return;
                }
                number++;
            }
            problems.add("not UTF-8 text; save the file as UTF-8");
        } catch (IOException e) {
            problems.add("cannot be read (" + e + ")");
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
