package chalkline.data;

import java.util.List;
import java.util.stream.Collectors;

/** How this package's messages show what stood in a file: short and on one line, whatever it was. */
final class Sentences {
    private static final int LONGEST = 40;
    private static final int MOST = 20;

    private Sentences() {}

    /** The text in quotes, its control characters replaced and its end cut off where it is long. */
    static String quoted(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return '"'
                + shown.codePoints()
                        .mapToObj(c -> Character.isISOControl(c) ? "�" : Character.toString(c))
                        .collect(Collectors.joining())
                + '"';
    }

    /** The texts in quotes with commas between, the first 20 of them. */
    static String listed(List<String> texts) {
        String shown = texts.stream().limit(MOST).map(Sentences::quoted).collect(Collectors.joining(", "));
        return texts.size() > MOST ? shown + " and " + (texts.size() - MOST) + " more" : shown;
    }

    /** "1 cell", "2 cells". */
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
