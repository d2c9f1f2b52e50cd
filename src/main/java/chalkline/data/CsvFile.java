package chalkline.data;

import chalkline.network.InvalidInputException;
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
import java.util.ArrayList;
import java.util.List;

/** The records of a CSV file, and every problem with it: the first ten as sentences, the others counted. */
final class CsvFile {

    /** Takes the records one by one, the header first. */
    interface Receiver {
        void header(CsvRecord names);

        void row(CsvRecord cells);

        /** After the last row, before what was noted is thrown. */
        void end();
    }

    private static final int MOST_PROBLEMS = 10;

    private final Path file;
    private final String shownName;
    private final char separator;
    private final List<String> problems = new ArrayList<>();
    private long furtherProblems;
    private String hint = "";

    CsvFile(Path file, String shownName, char separator) {
        this.file = file;
        this.shownName = shownName;
        this.separator = separator;
    }

    /** Notes a problem with the file as a whole. */
    void problem(String sentence) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(shownName + ": " + sentence);
        } else {
            furtherProblems++;
        }
    }

    /** Adds a hint to what was noted, however much that is. */
    void hint(String sentence) {
        hint = sentence;
    }

    /** Notes a problem in a line. */
    void problem(long line, String sentence) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(shownName + ":" + line + ": " + sentence);
        } else {
            furtherProblems++;
        }
    }

    /** Throws what was noted, if anything was. */
    void throwProblems() {
        if (!problems.isEmpty()) {
            if (furtherProblems > 0) {
                problems.add(shownName + ": and " + furtherProblems + " more");
            }
            if (!hint.isEmpty()) {
                problems.add(shownName + ": " + hint);
            }
            throw new InvalidInputException(problems);
        }
    }

    /** Hands every record to the receiver, then throws what was noted, if anything was. */
    void read(Receiver receiver) {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            skipByteOrderMark(text);
            boolean header = true;
            for (CsvRecord cells : CsvReader.builder()
                    .fieldSeparator(separator)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .ofCsvRecord(text)) {
                if (header) {
                    receiver.header(cells);
                    throwProblems();
                } else {
                    receiver.row(cells);
                }
                header = false;
            }
            if (header) {
                problem("the file is empty; its first line must be column names");
            } else {
                receiver.end();
            }
        } catch (CsvParseException e) {
            problem("not well-formed CSV: " + e.getMessage());
        } catch (UncheckedIOException e) {
            unreadable(e.getCause());
        } catch (IOException e) {
            unreadable(e);
        }
        throwProblems();
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
    }

    private void unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            problem("no such file");
        } else if (Files.isDirectory(file)) {
            problem("a directory, not a file");
        } else if (e instanceof CharacterCodingException) {
            undecodable();
        } else {
            problem("cannot be read (" + e + ")");
        }
    }

    /** The decoder does not say where it failed, so the first line that is not UTF-8 is looked for. */
    private void undecodable() {
        try (BufferedReader bytes = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            long number = 1;
            for (String line = bytes.readLine(); line != null; line = bytes.readLine()) {
                if (!isUtf8(line.getBytes(StandardCharsets.ISO_8859_1))) {
                    problem(number, "not UTF-8 text; save the file as UTF-8");
                    return;
                }
                number++;
            }
            problem("not UTF-8 text; save the file as UTF-8");
        } catch (IOException e) {
            problem("cannot be read (" + e + ")");
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
