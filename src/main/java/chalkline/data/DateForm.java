package chalkline.data;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the dates of a column are written, and which inputs they are.
 *
 * @param pattern {@value #ISO}, {@value #ISO_ZONED}, {@value #QUARTER}, {@value #WEEK}, {@value #TIME}, or a pattern of
 *     {@link java.time.format.DateTimeFormatter}: {@code dd.MM.yyyy}. Days, months and hours may have one digit or two; of years with two digits, 70 is 1970 and
 *     69 is 2069.
 * @param parts the inputs, at least one
 */
public record DateForm(String pattern, List<Part> parts) implements ColumnType {
    /** 2025-12-31, with or without a time behind it: 2025-12-31T14:30, 2025-12-31 14:30:05.25. */
    public static final String ISO = "iso";
    /** The same with an offset from UTC, 2025-12-31T14:30Z, which is taken as UTC. */
    public static final String ISO_ZONED = "iso-zoned";
    /** 2025Q4, 2025-Q4 or Q4 2025: the quarter's first day. */
    public static final String QUARTER = "quarter";
    /** 2025-W03 or 2025-W03-4, as ISO 8601 counts weeks: the Monday where no day is written. */
    public static final String WEEK = "week";
    /** 14:30, 14:30:05.25, 14.30.05, 2:30 pm or 30:15, which is a fraction of a day. */
    public static final String TIME = "time";

    private static final double NANOSECONDS_A_DAY = 86_400 * 1e9;
    private static final Pattern CLOCK = Pattern.compile(
            "([0-9]{1,4})[:h]([0-5][0-9])(?::([0-5][0-9]))?(?:[.,]([0-9]+))?(?: ?([aApP])\\.?[mM]\\.?)?");
    private static final Pattern CLOCK_OF_POINTS =
            Pattern.compile("([01]?[0-9]|2[0-3])\\.([0-5][0-9])\\.([0-5][0-9])()()");
    private static final Pattern SHORT_YEAR = Pattern.compile("(?<!y)yy(?!y)|(?<!u)uu(?!u)");
    private static final int DAYS_A_WEEK = 7;
    private static final int HOURS_A_DAY = 24;
    private static final int MINUTES_AN_HOUR = 60;
    private static final int HALF_A_DAY = 12;
    private static final int MONTHS_A_YEAR = 12;

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
        if (!pattern.equals(TIME)) {
            DatePatterns.formatter(pattern);
        }
    }

    /** Dates as days. */
    public static DateForm days(String pattern) {
        return new DateForm(pattern, List.of(Part.DAYS));
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

    /** Days since 1970-01-01, in UTC where a zone is written; a time alone is its fraction of a day. NaN for no date. */
    @Override
    public double parse(String text) {
        if (pattern.equals(TIME)) {
            return clock(text);
        }
        try {
            TemporalAccessor date = DatePatterns.formatter(pattern).parse(words(text));
            LocalDate day = date.query(TemporalQueries.localDate());
            LocalTime time = date.query(TemporalQueries.localTime());
            if (day == null) {
                return Double.NaN;
            }
            if (time == null) {
                return day.toEpochDay();
            }
            ZoneId zone = date.query(TemporalQueries.zone());
            LocalDateTime local = LocalDateTime.of(day, time);
            return days(
                    zone == null
                            ? local
                            : LocalDateTime.ofInstant(local.atZone(zone).toInstant(), ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /** Whether the text is written like this; it may still be no date, as 31.02.2025. Quicker to say no than {@link #parse}. */
    boolean fits(String text) {
        if (pattern.equals(TIME)) {
            return !Double.isNaN(clock(text));
        }
        ParsePosition end = new ParsePosition(0);
        String words = words(text);
        return DatePatterns.formatter(pattern).parseUnresolved(words, end) != null && end.getIndex() == words.length();
    }

    private String words(String text) {
        String spaced = text.strip().replace('\u00A0', ' ').replace('\u202F', ' ');
        return pattern.contains("MMM") ? DateWords.english(spaced) : spaced;
    }

    /** A time of the day, or a duration: more than 24 hours, or minutes and seconds, which differ from hours by a factor only. */
    private static double clock(String text) {
        String written = text.strip().replace('\u00A0', ' ').replace('\u202F', ' ');
        Matcher clock = CLOCK.matcher(written);
        if (!clock.matches()) {
            clock = CLOCK_OF_POINTS.matcher(written);
            if (!clock.matches()) {
                return Double.NaN;
            }
        }
        String half = Objects.requireNonNullElse(clock.group(5), "");
        double hours = Integer.parseInt(clock.group(1));
        if (!half.isEmpty()) {
            if (hours < 1 || hours > HALF_A_DAY) {
                return Double.NaN;
            }
            hours = hours % HALF_A_DAY + (half.equalsIgnoreCase("p") ? HALF_A_DAY : 0);
        }
        double last =
                clock.group(4) == null || clock.group(4).isEmpty() ? 0 : Double.parseDouble("0." + clock.group(4));
        double minutes = Integer.parseInt(clock.group(2));
        minutes += clock.group(3) == null ? last : (Integer.parseInt(clock.group(3)) + last) / MINUTES_AN_HOUR;
        return (hours + minutes / MINUTES_AN_HOUR) / HOURS_A_DAY;
    }

    @Override
    public boolean isLeftOut() {
        return false;
    }

    @Override
    public String noun() {
        return switch (pattern) {
            case ISO -> "a date such as 2025-12-31";
            case ISO_ZONED -> "a date such as 2025-12-31T14:30Z";
            case QUARTER -> "a quarter such as 2025-Q4";
            case WEEK -> "a week such as 2025-W03";
            case TIME -> "a time such as 14:30";
            default -> "a date " + pattern;
        };
    }

    @Override
    public Optional<String> prediction() {
        return Optional.of(pattern.equals(TIME) ? "in days: 06:00 is 0.25" : "in days since 1970-01-01");
    }

    /** Whether the years have two digits, so that the century is a guess. */
    boolean guessesCentury() {
        return SHORT_YEAR.matcher(pattern).find();
    }

    private static double days(LocalDateTime time) {
        return time.toLocalDate().toEpochDay() + time.toLocalTime().toNanoOfDay() / NANOSECONDS_A_DAY;
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
