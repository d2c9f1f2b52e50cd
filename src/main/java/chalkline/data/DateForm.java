package chalkline.data;

import chalkline.network.Sentences;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * How the dates of a column are written, and which inputs they are.
 *
 * @param pattern {@value #ISO}, {@value #ISO_ZONED}, {@value #TIME}, or a pattern of {@link DateTimeFormatter} with English
 *     names: {@code dd.MM.yyyy}. Days, months and hours may have one digit or two; of years with two digits, 70 is 1970 and
 *     69 is 2069.
 * @param parts the inputs, at least one
 */
public record DateForm(String pattern, List<Part> parts) implements ColumnType {
    /** 2025-12-31, with or without a time behind it: 2025-12-31T14:30, 2025-12-31 14:30:05.25. */
    public static final String ISO = "iso";
    /** The same with an offset from UTC, 2025-12-31T14:30Z, which is taken as UTC. */
    public static final String ISO_ZONED = "iso-zoned";
    /** 20251231, which is a number too. */
    static final String BASIC = "yyyyMMdd";
    /** 14:30, 14:30:05, 14.30.05 or 2:30 pm, which is a fraction of a day. */
    public static final String TIME = "time";

    private static final double SECONDS_A_DAY = 86_400;
    private static final double NANOSECONDS_A_DAY = SECONDS_A_DAY * 1e9;
    private static final int FIRST_SHORT_YEAR = 1970;
    private static final int LONGEST_PATTERN = 60;
    private static final int DAYS_A_WEEK = 7;
    private static final int HOURS_A_DAY = 24;
    private static final int MONTHS_A_YEAR = 12;

    private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

    /** The inputs that a date can become. */
    public enum Part {
        /** Days since 1970-01-01, and the time as a fraction. */
        DAYS(1, 1),
        /** Where in the week it is, from Monday: cos and sin of 2π·day/7. */
        WEEKDAY(2, DAYS_A_WEEK),
        /** Where in the year it is, from January: cos and sin of 2π·month/12. */
        MONTH(2, MONTHS_A_YEAR),
        /** Where in the day it is: cos and sin of 2π·hour/24. */
        HOUR(2, HOURS_A_DAY);

        private final int width;
        private final int period;

        Part(int width, int period) {
            this.width = width;
            this.period = period;
        }

        /** The name in a configuration. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Part> named(String label) {
            return Arrays.stream(values())
                    .filter(part -> part.label().equals(label))
                    .findFirst();
        }

        /** Writes the inputs of the date. */
        private void fill(double days, double[] inputs, int at) {
            double position = switch (this) {
                case DAYS -> days;
                // 1970-01-01 was a Thursday.
                case WEEKDAY -> Math.floorMod((long) Math.floor(days) + 3, DAYS_A_WEEK);
                case MONTH -> LocalDate.ofEpochDay((long) Math.floor(days)).getMonthValue() - 1;
                case HOUR -> (days - Math.floor(days)) * HOURS_A_DAY;
            };
            if (this == DAYS) {
                inputs[at] = position;
            } else {
                inputs[at] = Math.cos(2 * Math.PI * position / period);
                inputs[at + 1] = Math.sin(2 * Math.PI * position / period);
            }
        }
    }

    public DateForm {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.stream().distinct().count() < parts.size()) {
            throw new IllegalArgumentException("a date needs parts, each once");
        }
        formatter(pattern);
    }

    /** Dates as days. */
    public static DateForm days(String pattern) {
        return new DateForm(pattern, List.of(Part.DAYS));
    }

    /** Whether the number is a day of these or the last 150 years, as 20251231 is. */
    static boolean isCalendarDay(int number) {
        int year = number / 10_000;
        int month = number / 100 % 100;
        int day = number % 100;
        return year >= 1900
                && year < 2100
                && month >= 1
                && month <= MONTHS_A_YEAR
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    /** How many inputs the column is. */
    int width() {
        return parts.stream().mapToInt(part -> part.width).sum();
    }

    /** Writes the inputs of a date, which is given in days. */
    void fill(double days, double[] inputs, int at) {
        int next = at;
        for (Part part : parts) {
            part.fill(days, inputs, next);
            next += part.width;
        }
    }

    /** For each input whether it is a number without bounds, which is scaled as others are. */
    List<Boolean> scaled() {
        List<Boolean> scaled = new ArrayList<>();
        for (Part part : parts) {
            for (int k = 0; k < part.width; k++) {
                scaled.add(part == Part.DAYS);
            }
        }
        return scaled;
    }

    /** Names of the inputs of a column of that name. */
    List<String> inputNames(String column) {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            if (part == Part.DAYS) {
                names.add(column);
            } else {
                names.add("cos " + part.label() + " of " + column);
                names.add("sin " + part.label() + " of " + column);
            }
        }
        return names;
    }

    /** Days since 1970-01-01, in UTC where an offset is written; a time alone is its fraction of a day. NaN for no date. */
    @Override
    public double parse(String text) {
        try {
            TemporalAccessor date = formatter(pattern)
                    .parseBest(
                            text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from, LocalTime::from);
            if (date instanceof OffsetDateTime zoned) {
                return days(zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
            }
            if (date instanceof LocalDateTime local) {
                return days(local);
            }
            return date instanceof LocalDate day ? day.toEpochDay() : fraction(LocalTime.from(date));
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /** Whether the text is written like this; it may still be no date, as 31.02.2025. Quicker to say no than {@link #parse}. */
    boolean fits(String text) {
        ParsePosition end = new ParsePosition(0);
        return formatter(pattern).parseUnresolved(text, end) != null && end.getIndex() == text.length();
    }

    @Override
    public boolean isLeftOut() {
        return false;
    }

    @Override
    public String noun() {
        return "a date " + (pattern.equals(ISO) ? "such as 2025-12-31" : pattern);
    }

    private static double days(LocalDateTime time) {
        return time.toLocalDate().toEpochDay() + fraction(time.toLocalTime());
    }

    private static double fraction(LocalTime time) {
        return time.toNanoOfDay() / NANOSECONDS_A_DAY;
    }

    private static DateTimeFormatter formatter(String pattern) {
        return FORMATTERS.computeIfAbsent(pattern, DateForm::build);
    }

    private static DateTimeFormatter build(String pattern) {
        if (pattern.length() > LONGEST_PATTERN) {
            throw new IllegalArgumentException("the pattern of a date has at most " + LONGEST_PATTERN + " characters");
        }
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        switch (pattern) {
            case ISO -> isoTime(builder.append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart());
            case ISO_ZONED -> {
                isoTime(builder.append(DateTimeFormatter.ISO_LOCAL_DATE)).appendPattern("[ ]");
                for (String offset : List.of("+HH:MM:ss", "+HHMMss", "+HHmm")) {
                    builder.optionalStart().appendOffset(offset, "Z").optionalEnd();
                }
                builder.appendPattern("['UTC']").parseDefaulting(ChronoField.OFFSET_SECONDS, 0);
            }
            case TIME -> builder.appendPattern("[h:mm[:ss][ ]a][H:mm[:ss]][H.mm.ss]");
            case BASIC -> builder.appendPattern("uuuuMMdd");
            default -> append(builder, pattern);
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatterBuilder isoTime(DateTimeFormatterBuilder builder) {
        return builder.appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    /** Java's own patterns, but years need no era, days, months and hours no leading zero, times no seconds. */
    private static void append(DateTimeFormatterBuilder builder, String pattern) {
        if (pattern.chars().noneMatch(c -> c == 'y' || c == 'u')) {
            throw new IllegalArgumentException("the pattern " + Sentences.quoted(pattern)
                    + " of a date has no year: write, for example, dd.MM.yyyy");
        }
        String lenient = pattern.replaceAll("(?<!d)dd(?!d)", "d")
                .replaceAll("(?<!M)MM(?!M)", "M")
                .replaceAll("M{3,4}", "[MMMM][MMM]")
                .replace(", ", "[,] ")
                .replaceAll("H+:mm(:ss)?", "H:mm[:ss[.SSSSSS][.SSS]]")
                .replaceAll("h+:mm(:ss)?", "h:mm[:ss]")
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
        if (!pattern.contains("d")) {
            builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
        }
    }

    @Override
    public String toYaml() {
        String shown = YamlText.of(pattern);
        return parts.equals(List.of(Part.DAYS))
                ? "{ date: " + shown + " }"
                : "{ date: { format: " + shown + ", parts: "
                        + YamlText.list(parts.stream().map(Part::label).toList()) + " } }";
    }

    @Override
    public List<String> toWords() {
        List<String> words = new ArrayList<>(List.of("date", pattern));
        words.addAll(parts.stream().map(Part::label).collect(Collectors.toList()));
        return words;
    }
}
