package chalkline.network;

import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns foreign text, such as names in files and messages of libraries, into parts of one printable sentence. */
public final class Sentences {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int LONGEST = 200;
    private static final int LONGEST_SHOWN = 60;
    private static final int MOST = 20;

    private Sentences() {}

    /**
     * Whether a character of a foreign text may be shown: no control, no line or paragraph separator, no half of a pair, and
     * nothing that turns the direction of writing or hides. The joiners, which Persian and emoji need, may.
     */
    public static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }

    /** The whole text on one line: what is not {@link #isPrintable printable} is replaced. */
    public static String plain(String text) {
        return replaced(text, Integer.MIN_VALUE);
    }

    /** The whole text in its lines: what is not {@link #isPrintable printable} is replaced, line feeds apart. */
    public static String plainLines(String text) {
        return replaced(text, '\n');
    }

    private static String replaced(String text, int allowed) {
        int known = 0;
        while (known < text.length() && (text.charAt(known) == allowed || isLatin(text.charAt(known)))) {
            known++;
        }
        if (known == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length()).append(text, 0, known);
        text.substring(known)
                .codePoints()
                .forEach(c -> shown.appendCodePoint(c == allowed || isPrintable(c) ? c : '\uFFFD'));
        return shown.toString();
    }

    /** Whether it is one of the characters that nearly all text is made of, and printable. */
    private static boolean isLatin(char c) {
        return c >= ' ' && c <= '~';
    }

    /** The same JSON: what is not printable in its texts is written as an escape. */
    public static String escapedJson(String json) {
        StringBuilder escaped = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (c == '\n' || isPrintable(c)) {
                escaped.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return escaped.toString();
    }

    /** The text on one line, cut where it is very long. */
    public static String printable(String text) {
        return printable(text, LONGEST);
    }

    /** A value as a sentence shows it: printable, and cut where it is long. */
    public static String shown(String text) {
        return printable(text, LONGEST_SHOWN);
    }

    /** A value in quotation marks. */
    public static String quoted(String text) {
        return '"' + shown(text) + '"';
    }

    /** A name in quotation marks, whole, so that it can be copied. */
    public static String name(String text) {
        return '"' + plain(text) + '"';
    }

    /** Values in quotation marks with commas between, the first 20 of them. */
    public static String listed(List<String> texts) {
        String shown = texts.stream().limit(MOST).map(Sentences::quoted).collect(Collectors.joining(", "));
        return texts.size() > MOST ? shown + " and " + (texts.size() - MOST) + " more" : shown;
    }

    /** "1 row", "2 rows". */
    public static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** A number as one writes it: 18 rather than 18.0. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Why it failed: the first line of the innermost message there is, or the name of the failure. */
    public static String reason(Throwable failure) {
        String reason = failure.getClass().getSimpleName();
        Throwable cause = failure;
        // A chain of causes may be a circle; no honest one is this long.
        for (int i = 0; cause != null && i < 20; i++) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                reason = cause.getMessage();
            }
            cause = cause.getCause();
        }
        return printable(reason.strip().lines().findFirst().orElse(reason));
    }

    /** The text on one line, of at most so many characters. */
    static String printable(String text, int longest) {
        return plain(text.length() > longest ? text.substring(0, longest) + "…" : text);
    }

    /** The clause for a text that names no file: "is not a path: ". Mostly a locale has no other characters than ASCII. */
    public static String noPath(InvalidPathException failure) {
        boolean ofTheLocale = failure.getInput().chars().anyMatch(c -> c > '~');
        return "is not a path"
                + (ofTheLocale
                        ? " in this locale, which has not all of its characters: start Java with LC_ALL=C.UTF-8"
                        : ": " + failure.getReason());
    }
}
