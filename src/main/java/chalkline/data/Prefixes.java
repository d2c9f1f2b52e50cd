package chalkline.data;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What units count where they differ by a prefix: GB beside MB, kg beside g, k and M behind a bare number. */
final class Prefixes {
    private static final Map<String, Double> OF_UNITS =
            Map.of("µ", 1e-6, "m", 1e-3, "c", 1e-2, "", 1.0, "k", 1e3, "K", 1e3, "M", 1e6, "G", 1e9, "T", 1e12);
    private static final Map<String, Double> ALONE =
            Map.of("k", 1e3, "K", 1e3, "M", 1e6, "G", 1e9, "B", 1e9, "bn", 1e9, "T", 1e12);

    /** Where on the globe: south and west of zero. */
    private static final Map<String, Double> SIDES = Map.of("N", 1.0, "E", 1.0, "S", -1.0, "W", -1.0);

    /** In seconds. */
    private static final Map<String, Double> TIMES = times();

    private Prefixes() {}

    private static Map<String, Double> times() {
        Map<String, Double> times = new LinkedHashMap<>();
        List.of("ms", "msec", "millis").forEach(unit -> times.put(unit, 1e-3));
        List.of("s", "sec", "secs", "second", "seconds").forEach(unit -> times.put(unit, 1.0));
        List.of("m", "min", "mins", "minute", "minutes").forEach(unit -> times.put(unit, 60.0));
        List.of("h", "hr", "hrs", "hour", "hours").forEach(unit -> times.put(unit, 3_600.0));
        List.of("d", "day", "days").forEach(unit -> times.put(unit, 86_400.0));
        List.of("w", "wk", "wks", "week", "weeks").forEach(unit -> times.put(unit, 604_800.0));
        return times;
    }

    /** What one of each unit counts: of units with a prefix, or of time, in the smallest of them, of others 1, or what is known of it alone. */
    static Map<String, Double> factors(Collection<String> units) {
        if (ALONE.keySet().containsAll(units)) {
            return each(units, ALONE::get);
        }
        if (units.stream().allMatch(unit -> SIDES.containsKey(side(unit)))) {
            return each(units, unit -> SIDES.get(side(unit)));
        }
        if (units.size() > 1 && TIMES.keySet().containsAll(units)) {
            return inSmallest(each(units, TIMES::get));
        }
        String first = units.iterator().next();
        for (int at = 0; at < first.length() && units.size() > 1; at++) {
            Optional<Map<String, Double>> found = of(units, first.substring(at));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return each(units, NumberForm::factor);
    }

    private static String side(String unit) {
        return unit.replaceFirst("^°? ?", "");
    }

    private static Map<String, Double> each(Collection<String> units, Function<String, Double> factor) {
        Map<String, Double> known = new LinkedHashMap<>();
        units.forEach(unit -> known.put(unit, factor.apply(unit)));
        return known;
    }

    /** Empty where they are not all that one with a prefix. */
    private static Optional<Map<String, Double>> of(Collection<String> units, String base) {
        Map<String, Double> factors = new LinkedHashMap<>();
        for (String unit : units) {
            Double factor = unit.endsWith(base) ? OF_UNITS.get(unit.substring(0, unit.length() - base.length())) : null;
            if (factor == null) {
                return Optional.empty();
            }
            factors.put(unit, factor);
        }
        return Optional.of(inSmallest(factors));
    }

    private static Map<String, Double> inSmallest(Map<String, Double> factors) {
        double smallest =
                factors.values().stream().mapToDouble(each -> each).min().orElse(1);
        factors.replaceAll((unit, factor) -> (double) Math.round(factor / smallest));
        return factors;
    }
}
