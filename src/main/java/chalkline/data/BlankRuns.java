package chalkline.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Reduces runs of spaces and tabs to one space each and drops them at both ends of a line; quoted text is kept. */
final class BlankRuns extends FilterReader {
    private final char quote;
    private boolean quoted;
    private boolean atStart = true;
    private boolean blank;
    /** The character to return after a space; -1 for none. */
    private int next = -1;

    BlankRuns(Reader text, char quote) {
        super(text);
        this.quote = quote;
    }

    @Override
    public int read() throws IOException {
        if (next >= 0) {
            int c = next;
            next = -1;
            return c;
        }
        int c = in.read();
        while (!quoted && (c == ' ' || c == '\t')) {
            blank = true;
            c = in.read();
        }
        boolean end = c < 0 || c == '\n' || c == '\r';
        boolean between = blank && !atStart && !end;
        blank = false;
        atStart = end && !quoted;
        quoted ^= c == quote;
        if (between) {
            next = c;
            return ' ';
        }
        return c;
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
        int read = 0;
        for (int c; read < length && (c = read()) >= 0; read++) {
            to[from + read] = (char) c;
        }
        return read == 0 && length > 0 ? -1 : read;
    }
}
