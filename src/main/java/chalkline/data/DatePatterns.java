package chalkline.data;

import chalkline.network.Sentences;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What reads the dates of a pattern: Java's own patterns, but years need no era, days, months and hours no leading zero. A time
 * of the day may be left out, and may have seconds, fractions of them and a zone behind it.
 */
final class DatePatterns {
    private static final int FIRST_SHORT_YEAR = 1970;
    private static final int LONGEST = 60;
    private static final int NANO_DIGITS = 9;
    private static final Pattern CLOCK = Pattern.compile("( ?)([Hh])+:mm(?::ss)?(?:\\.S+)?( ?a)?");
    private static final Pattern DIGITS = Pattern.compile("yyyyMM(dd('T')?(HHmm(ss)?)?)?");
    private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

    private DatePatterns() {}

    /** @throws IllegalArgumentException if it is no pattern of a date */
    static DateTimeFormatter formatter(String pattern) {
        return FORMATTERS.computeIfAbsent(pattern, DatePatterns::build);
    }

    private static DateTimeFormatter build(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("the pattern of a date has at most " + LONGEST + " characters");
        }
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        switch (pattern) {
            case DateForm.ISO ->
                isoTime(builder.append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart())
                        .optionalEnd();
            case DateForm.ISO_ZONED -> {
                zone(isoTime(builder.append(DateTimeFormatter.ISO_LOCAL_DATE)));
                builder.parseDefaulting(ChronoField.OFFSET_SECONDS, 0);
            }
            case DateForm.QUARTER ->
                builder.appendPattern("[uuuu[-][ ]'Q'q]['Q'q[-][ ][/]uuuu]")
                        .parseDefaulting(IsoFields.DAY_OF_QUARTER, 1);
            case DateForm.WEEK ->
                builder.appendValue(IsoFields.WEEK_BASED_YEAR, 4)
                        .appendPattern("[-][ ]'W'")
                        .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1, 2, SignStyle.NOT_NEGATIVE)
                        .optionalStart()
                        .appendLiteral('-')
                        .appendValue(ChronoField.DAY_OF_WEEK, 1)
                        .optionalEnd()
                        .parseDefaulting(ChronoField.DAY_OF_WEEK, 1);
            default -> append(builder, pattern);
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    private static void append(DateTimeFormatterBuilder builder, String pattern) {
        if (pattern.chars().noneMatch(c -> c == 'y' || c == 'u')) {
            throw new IllegalArgumentException("the pattern " + Sentences.quoted(pattern)
                    + " of a date has no year: write, for example, dd.MM.yyyy");
        }
        Matcher clock = CLOCK.matcher(pattern);
        if (DIGITS.matcher(pattern).matches()) {
            zone(builder.appendPattern(pattern.replace('y', 'u')));
        } else if (clock.find()) {
            day(builder, pattern.substring(0, clock.start()));
            builder.optionalStart()
                    .appendPattern((clock.group(1).isEmpty() ? "" : "[,][ ][:]") + clock.group(2) + ":mm");
            fraction(builder.optionalStart().appendPattern(":ss"), '.');
            fraction(builder, ',').optionalEnd();
            zone(builder.appendPattern(clock.group(3) == null ? "[' Uhr']" : "[ ]a"))
                    .optionalEnd();
            day(builder, pattern.substring(clock.end()));
        } else {
            day(builder, pattern);
        }
        if (!pattern.contains("d")) {
            builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
        }
    }

    /** Appends what is no time of the day. */
    private static void day(DateTimeFormatterBuilder builder, String pattern) {
        String lenient = pattern.replaceAll("(?<!d)dd(?!d)", "d")
                .replaceAll("(?<!M)MM(?!M)", "M")
                .replaceAll("M{3,4}", "MMM")
                .replace(", ", "[,] ")
                .replace('y', 'u');
        String[] pieces = lenient.split("(?<!u)uu(?!u)", -1);
        for (int k = 0; k < pieces.length; k++) {
            if (k > 0) {
                builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR);
            }
            if (!pieces[k].isEmpty()) {
                builder.appendPattern(pieces[k]);
            }
        }
    }

    private static DateTimeFormatterBuilder isoTime(DateTimeFormatterBuilder builder) {
        return fraction(builder.appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME), ',');
    }

    private static DateTimeFormatterBuilder fraction(DateTimeFormatterBuilder builder, char point) {
        return builder.optionalStart()
                .appendLiteral(point)
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, NANO_DIGITS, false)
                .optionalEnd();
    }

    /** An offset, the name of a zone, or both: +01:00, Z, GMT, +01:00[Europe/Berlin]. */
    private static DateTimeFormatterBuilder zone(DateTimeFormatterBuilder builder) {
        for (String offset : List.of("+HH:MM:ss", "+HHMMss", "+HHmm")) {
            builder.optionalStart()
                    .appendPattern("[ ]")
                    .appendOffset(offset, "Z")
                    .optionalEnd();
        }
        builder.optionalStart().appendPattern("[ ]").appendZoneRegionId().optionalEnd();
        return builder.optionalStart()
                .appendLiteral('[')
                .appendZoneRegionId()
                .appendLiteral(']')
                .optionalEnd();
    }
}
