package chalkline.network;

import java.util.List;
import java.util.stream.Collectors;

/** Turns what strangers wrote, names in files and messages of libraries, into parts of one printable sentence. */
public final class Sentences {
    private static final int LONGEST = 200;
    private static final int LONGEST_SHOWN = 60;
    private static final int MOST = 20;

    private Sentences() {}

    /** The text on one line: control and format characters replaced, and cut where it is very long. */
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
        return '"' + printable(text, Integer.MAX_VALUE) + '"';
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

    private static String printable(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
