package chalkline.files;

/** Turns what strangers wrote, names in files and messages of libraries, into parts of one printable sentence. */
public final class Sentences {
    private static final int LONGEST = 200;

    private Sentences() {}

    /** The text in quotation marks, with what does not print replaced and what is too long cut. */
    public static String quoted(String text) {
        return '"' + printable(text) + '"';
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

    /** The text with what does not print replaced and what is too long cut. */
    public static String printable(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
