package chalkline.cli;

import chalkline.network.Sentences;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Cleans foreign text for a terminal: it cannot move the cursor, change the title or the writing direction, or break a line.
 */
final class Terminal extends PrintWriter {
    Terminal(Writer out) {
        super(new Plain(out), true);
    }

    @Override
    public void println(String line) {
        super.println(Sentences.plain(String.valueOf(line)));
    }

    /** Replaces unprintable characters, except line feeds. */
    private static final class Plain extends FilterWriter {
        /** A high surrogate still waiting for its low surrogate; 0 if there is none. */
        private char first;

        Plain(Writer out) {
            super(out);
        }

        @Override
        public void write(int c) throws IOException {
            write(String.valueOf((char) c), 0, 1);
        }

        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            write(new String(text, offset, length), 0, length);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            String whole = (first == 0 ? "" : String.valueOf(first)) + text.substring(offset, offset + length);
            first = 0;
            if (!whole.isEmpty() && Character.isHighSurrogate(whole.charAt(whole.length() - 1))) {
                first = whole.charAt(whole.length() - 1);
                whole = whole.substring(0, whole.length() - 1);
            }
            // Line ends on Windows are written elsewhere.
            out.write(whole.equals(System.lineSeparator()) ? whole : Sentences.plainLines(whole));
        }
    }
}
