package chalkline.modelzip;

import chalkline.modelzip.Danger.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is dangerous in text: bytes written as Base64 or as hexadecimal digits, and texts that programs run. */
final class TextSigns {
    /** How objects begin that are written in Base64, and one and two bytes behind the beginning of such a text. */
    private static final List<Written> BASE64 = List.of(
            new Written(Kind.SERIALIZED_OBJECT, "rO0ABX", 0, ""),
            new Written(Kind.SERIALIZED_OBJECT, "ztAAV", 1, "[Kaq6]ztAAV[w-z0-9+/_-]"),
            new Written(Kind.SERIALIZED_OBJECT, "s7QAF", 1, "[CGKOSWaeimquy26+-]s7QAF[c-f]"),
            new Written(Kind.NESTED_ARCHIVE, "H4sI", 1, "[^A-Za-z0-9+/_-]H4sI[A-I]"),
            new Written(Kind.NESTED_ARCHIVE, "UEsDB", 1, "[^A-Za-z0-9+/_-]UEsDB[A-Z]"),
            new Written(Kind.NESTED_ARCHIVE, "N3q8rycc", 0, ""),
            new Written(Kind.NESTED_ARCHIVE, "Td6WFoA", 1, "[/_]Td6WFoA"),
            new Written(Kind.NESTED_ARCHIVE, "UmFyIRoH", 0, ""),
            new Written(Kind.NESTED_ARCHIVE, "QlpoO", 1, "[^A-Za-z0-9+/_-]QlpoO"),
            new Written(Kind.CODE, "yv66vgAA", 0, ""),
            new Written(Kind.CODE, "f0VMR", 1, "[^A-Za-z0-9+/_-]f0VMR[gQ]"),
            new Written(Kind.CODE, "TVqQAAMAAAA", 0, ""));

    private static final List<Written> HEX = List.of(
            new Written(Kind.SERIALIZED_OBJECT, "aced00057", 0, ""),
            new Written(Kind.NESTED_ARCHIVE, "1f8b0800", 1, "[^0-9a-f]1f8b0800"),
            new Written(Kind.NESTED_ARCHIVE, "504b0304", 1, "[^0-9a-f]504b0304"),
            new Written(Kind.NESTED_ARCHIVE, "377abcaf271c", 0, ""),
            new Written(Kind.NESTED_ARCHIVE, "fd377a585a00", 0, ""),
            new Written(Kind.CODE, "cafebabe0000", 0, ""),
            new Written(Kind.CODE, "7f454c460", 1, "[^0-9a-f]7f454c460[12]"));

    /** What stands between the digits of bytes: 0x, \x, %, and what separates numbers. */
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("0x|\\\\x|[%\\s,:;-]");

    private static final Pattern SPACE = Pattern.compile("\\s++");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u+([0-9a-fA-F]{4})|([nrt/\"]))");
    private static final Pattern PICKLE = Pattern.compile("\\(?c[\\w.]+\\n\\w+\\n");
    private static final Pattern SCRIPT = Pattern.compile("\\s{0,100}#!");
    private static final Pattern JAR = Pattern.compile("(?m)^(?:Main|Premain|Agent|Launcher-Agent)-Class\\s*:");
    private static final int ENOUGH = 256;

    private TextSigns() {}

    /** The text that the bytes are, in whichever of Unicode's encodings; empty where they are none. */
    static Optional<String> textOf(byte... bytes) {
        int[] b = new int[4];
        for (int i = 0; i < b.length; i++) {
            b[i] = i < bytes.length ? bytes[i] & 0xff : 1;
        }
        Charset charset = StandardCharsets.UTF_8;
        if (b[0] == 0 && b[1] == 0 && (b[2] == 0 || b[2] == 0xfe)) {
            charset = Charset.forName("UTF-32BE");
        } else if (b[0] != 0 && b[2] == 0 && b[3] == 0 && (b[1] == 0 || b[1] == 0xfe)) {
            charset = Charset.forName("UTF-32LE");
        } else if (b[0] == 0 && b[1] != 0 || b[0] == 0xfe && b[1] == 0xff) {
            charset = StandardCharsets.UTF_16BE;
        } else if (b[0] != 0 && b[1] == 0 || b[0] == 0xff && b[1] == 0xfe) {
            charset = StandardCharsets.UTF_16LE;
        }
        if (!isPlain(new String(bytes, 0, Math.min(bytes.length, ENOUGH), charset))) {
            return Optional.empty();
        }
        String text = new String(bytes, charset);
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text).filter(TextSigns::isPlain);
    }

    private static boolean isPlain(String text) {
        return text.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c));
    }

    /** The text with what JSON and Java write as escapes. */
    static String withoutEscapes(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meant(found)));
    }

    private static String meant(MatchResult escape) {
        if (escape.group(1) != null) {
            return Character.toString((char) Integer.parseInt(escape.group(1), 16));
        }
        return switch (escape.group(2)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> escape.group(2);
        };
    }

    /** The first sign of each kind, with a clause about it. */
    static Map<Kind, String> found(String text) {
        Map<Kind, String> found = new LinkedHashMap<>();
        String plain = withoutEscapes(text);
        find(" " + plain, BASE64, "in Base64", found);
        find(" " + SPACE.matcher(plain).replaceAll(""), BASE64, "in Base64", found);
        String digits = BETWEEN_DIGITS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        find(" " + digits, HEX, "in hexadecimal digits", found);
        if (PICKLE.matcher(text).lookingAt()) {
            found.putIfAbsent(Kind.CODE, "is a Python pickle");
        }
        if (SCRIPT.matcher(text).lookingAt()) {
            found.putIfAbsent(Kind.CODE, "is a script");
        }
        if (plain.contains("java.beans.XMLDecoder")) {
            found.putIfAbsent(Kind.CODE, "is a program in XML");
        }
        if (JAR.matcher(text).find()) {
            found.putIfAbsent(Kind.CODE, "makes a program of the zip");
        }
        return found;
    }

    private static void find(String text, List<Written> beginnings, String how, Map<Kind, String> found) {
        for (Written each : beginnings) {
            if (!found.containsKey(each.kind()) && each.isIn(text)) {
                found.put(
                        each.kind(),
                        "holds "
                                + switch (each.kind()) {
                                    case SERIALIZED_OBJECT -> "a serialized Java object ";
                                    case NESTED_ARCHIVE -> "an archive ";
                                    default -> "a program ";
                                }
                                + how);
            }
        }
    }

    /**
     * How bytes begin that are written as text.
     *
     * @param needle what is looked for first
     * @param before how many characters of the pattern stand before the needle
     * @param pattern what must be there too; empty for no more
     */
    private record Written(Kind kind, String needle, int before, String pattern) {
        boolean isIn(String text) {
            int at = text.indexOf(needle);
            if (pattern.isEmpty() || at < 0) {
                return at >= 0;
            }
            Matcher whole = Pattern.compile(pattern).matcher(text);
            for (; at >= 0; at = text.indexOf(needle, at + 1)) {
                if (at >= before && whole.region(at - before, text.length()).lookingAt()) {
                    return true;
                }
            }
            return false;
        }
    }
}
