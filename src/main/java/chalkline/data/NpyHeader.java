package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of an array: {@code {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }}, a
 * Python literal, of which exactly this form is understood and nothing is ever run.
 *
 * @param description the type of its numbers, "<f8"; "|V", NumPy's own letter, where it is a list of fields
 * @param fortranOrder whether the numbers stand column by column
 * @param shape the lengths of its dimensions, each at least 0
 */
record NpyHeader(String description, boolean fortranOrder, List<Long> shape) {

    /**
     * Reads the literal.
     *
     * @param where file and array, for sentences
     * @throws InvalidInputException where it is anything else
     */
    static NpyHeader parse(String literal, String where) {
        return new Parser(literal, where).header();
    }

    /** Goes through the text once. No nesting is followed, so no text can make it deep. */
    private static final class Parser {
        private static final int MOST_DIGITS = 18;
        private static final String FIELDS = "|V";

        private final String text;
        private final String where;
        private int at;

        Parser(String text, String where) {
            this.text = text;
            this.where = where;
        }

        NpyHeader header() {
            String description = null;
            Boolean fortranOrder = null;
            List<Long> shape = null;
            expect('{');
            while (!taken('}')) {
                int key = skipSpace();
                String name = string();
                expect(':');
                if (name.equals("descr") && description == null) {
                    description = description();
                    if (description.equals(FIELDS)) {
                        // The rest of a list of fields does not matter to a reader of numbers.
                        return new NpyHeader(description, false, List.of());
                    }
                } else if (name.equals("fortran_order") && fortranOrder == null) {
                    fortranOrder = truth();
                } else if (name.equals("shape") && shape == null) {
                    shape = shape();
                } else {
                    throw malformed(key);
                }
                if (!taken(',')) {
                    expect('}');
                    break;
                }
            }
            if (skipSpace() != text.length() || description == null || fortranOrder == null || shape == null) {
                throw malformed(at);
            }
            return new NpyHeader(description, fortranOrder, shape);
        }

        private String description() {
            boolean fields = skipSpace() < text.length() && (text.charAt(at) == '[' || text.charAt(at) == '(');
            return fields ? FIELDS : string();
        }

        /** A text in either kind of quotes, without escapes. */
        private String string() {
            int start = skipSpace();
            char quote = start < text.length() ? text.charAt(start) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, start + 1) : -1;
            if (end < 0 || text.substring(start, end).indexOf('\\') >= 0) {
                throw malformed(start);
            }
            at = end + 1;
            return text.substring(start + 1, end);
        }

        private boolean truth() {
            int start = skipSpace();
            if (text.startsWith("True", start)) {
                at += "True".length();
                return true;
            }
            if (text.startsWith("False", start)) {
                at += "False".length();
                return false;
            }
            throw malformed(start);
        }

        /** (), (2,), (2, 3) or (2, 3,); (2) would not be a tuple. */
        private List<Long> shape() {
            List<Long> lengths = new ArrayList<>();
            expect('(');
            while (!taken(')')) {
                lengths.add(length());
                if (lengths.size() == 1) {
                    expect(',');
                } else if (!taken(',')) {
                    expect(')');
                    break;
                }
            }
            return lengths;
        }

        private long length() {
            int start = skipSpace();
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            boolean padded = at - start > 1 && text.charAt(start) == '0';
            if (at == start || at - start > MOST_DIGITS || padded) {
                throw malformed(start);
            }
            return Long.parseLong(text, start, at, 10);
        }

        private void expect(char c) {
            if (!taken(c)) {
                throw malformed(at);
            }
        }

        private boolean taken(char c) {
            if (skipSpace() == text.length() || text.charAt(at) != c) {
                return false;
            }
            at++;
            return true;
        }

        /** The place of the next character that is no space. */
        private int skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
            return at;
        }

        private InvalidInputException malformed(int place) {
            return new InvalidInputException(where + " has a header that NumPy does not write, "
                    + Sentences.quoted(text.strip()) + ", at character " + (place + 1));
        }
    }
}
