package chalkline.data;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the ways in which all cells of a column can be read as dates. */
final class DateEvidence {
    private static final List<String> DAYS = List.of(
            "dd.MM.yyyy",
            "dd.MM.yy",
            "dd/MM/yyyy",
            "MM/dd/yyyy",
            "dd/MM/yy",
            "MM/dd/yy",
            "dd-MM-yyyy",
            "MM-dd-yyyy",
            "dd-MM-yy",
            "MM-dd-yy",
            "yyyy-MM-dd",
            "yyyy/MM/dd",
            "yyyy.MM.dd",
            "yy-MM-dd",
            "yy/MM/dd",
            "yy.MM.dd",
            "dd MMM yyyy",
            "dd-MMM-yyyy",
            "dd-MMM-yy",
            "dd/MMM/yyyy",
            "dd.MMM.yyyy",
            "dd. MMM yyyy",
            "ddMMMyyyy",
            "MMM dd, yyyy",
            "MMM-dd-yyyy",
            "yyyy-MMM-dd",
            "yyyy年MM月dd日");
    private static final List<String> OTHERS = List.of(
            "MMM dd HH:mm yyyy",
            "yyyyMMdd'T'HHmmss",
            "MMM yyyy",
            "MMM-yyyy",
            "MMM-yy",
            "MM/yyyy",
            "yyyy-MM",
            "yyyy/MM",
            "yyyy'M'MM",
            DateForm.QUARTER,
            DateForm.WEEK);
    /** In the order of preference where several give the same dates. */
    private static final List<DateForm> FORMS = Stream.of(
                    Stream.of(DateForm.ISO, DateForm.ISO_ZONED, DateForm.TIME),
                    DAYS.stream(),
                    DAYS.stream().map(day -> day + " HH:mm"),
                    DAYS.stream().map(day -> day + " hh:mm a"),
                    OTHERS.stream())
            .flatMap(patterns -> patterns)
            .map(DateForm::days)
            .toList();

    private static final int SHORTEST = 4;
    private static final int LONGEST = 50;
    private static final Pattern SEASON = Pattern.compile("([0-9]{4})[-/]([0-9]{2})");
    private static final int CENTURY = 100;

    private final long[] hashes = new long[FORMS.size()];
    /** The first and the last date under each form. */
    private final double[] first = new double[FORMS.size()];

    private final double[] last = new double[FORMS.size()];
    private List<Integer> alive = new ArrayList<>();
    private boolean begun;
    private long added;
    private boolean seasons = true;
    private String telling;

    DateEvidence() {
        Arrays.fill(first, Double.POSITIVE_INFINITY);
        Arrays.fill(last, Double.NEGATIVE_INFINITY);
    }

    /** Of these cells. */
    static DateEvidence of(String... cells) {
        DateEvidence evidence = new DateEvidence();
        for (String cell : cells) {
            evidence.add(cell);
        }
        return evidence;
    }

    /** A cell that is not missing. */
    void add(String cell) {
        added++;
        seasons = seasons && isSeason(cell.strip());
        if (begun && alive.isEmpty()) {
            return;
        }
        if (!begun) {
            begun = true;
            for (int k = 0; k < FORMS.size(); k++) {
                alive.add(k);
            }
        }
        String text = cell.strip();
        if (text.length() < SHORTEST || text.length() > LONGEST || text.chars().noneMatch(Character::isDigit)) {
            alive = List.of();
            return;
        }
        boolean many = alive.size() > 1;
        List<Integer> still = new ArrayList<>();
        Set<Double> dates = new HashSet<>();
        for (int k : alive) {
            DateForm form = FORMS.get(k);
            double days = many && !form.fits(text) ? Double.NaN : form.parse(text);
            if (!Double.isNaN(days)) {
                hashes[k] = 31 * hashes[k] + Double.hashCode(days);
                first[k] = Math.min(first[k], days);
                last[k] = Math.max(last[k], days);
                still.add(k);
                dates.add(days);
            }
        }
        alive = still;
        telling = telling == null && dates.size() > 1 ? text : telling;
    }

    private static boolean isSeason(String text) {
        Matcher years = SEASON.matcher(text);
        return years.matches() && (Integer.parseInt(years.group(1)) + 1) % CENTURY == Integer.parseInt(years.group(2));
    }

    /** Whether there are several texts and each names a year and the next one, as 2003-04 and 2011-12 do: no months, but seasons. */
    boolean areSeasons() {
        return seasons && added > 1;
    }

    /** The first and the last date, read by that pattern: 2023-01-31 to 2024-12-30; empty where not all are such dates. */
    Optional<String> range(String pattern) {
        return alive.stream()
                .filter(k -> FORMS.get(k).pattern().equals(pattern))
                .findFirst()
                .map(k -> day(first[k]) + " to " + day(last[k]));
    }

    private static LocalDate day(double days) {
        return LocalDate.ofEpochDay((long) Math.floor(days));
    }

    /** The first cell that is a different date in another way of reading; null if there is none. */
    String telling() {
        return telling;
    }

    /** One form for each way to read the column; those that give the same dates are one way, unless they swap day and month. */
    List<DateForm> readings() {
        List<DateForm> readings = new ArrayList<>();
        if (areSeasons()) {
            return readings;
        }
        Set<Long> seen = new HashSet<>();
        Set<Long> swapped = new HashSet<>();
        for (int k : alive) {
            boolean swaps = FORMS.get(k).pattern().startsWith("MM/dd")
                    || FORMS.get(k).pattern().startsWith("MM-dd");
            boolean isNew = seen.add(hashes[k]);
            if (swaps ? swapped.add(hashes[k]) : isNew) {
                readings.add(FORMS.get(k));
            }
        }
        return readings;
    }
}
