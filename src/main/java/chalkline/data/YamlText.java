package chalkline.data;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as YAML takes them for texts, so that what a message or a file shows can be pasted. */
public final class YamlText {
    /** What YAML takes for text without quotes, and for nothing else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");

    private static final Set<String> NULLS = Set.of("null", "Null", "NULL");

    private YamlText() {}

    /** The text, in quotes where it needs them. */
    public static String of(String text) {
        if (PLAIN.matcher(text).matches() && !NULLS.contains(text)) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~' && !Character.isLetterOrDigit(c) && !isSign(c)) {
                quoted.append(String.format("\\u%04X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** What people know as signs and can type again: €, ², °. */
    private static boolean isSign(char c) {
        int type = Character.getType(c);
        return type == Character.CURRENCY_SYMBOL || type == Character.OTHER_SYMBOL || type == Character.OTHER_NUMBER;
    }

    /** The texts as a list in brackets. */
    public static String list(List<String> texts) {
        return texts.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
    }
}
