package chalkline.data;

import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the numbers of a column are written: {@code 1.234,50 €}, {@code $1,300.00}, {@code 5%}.
 *
 * @param decimal stands before the decimals: {@code '.'} or {@code ','}
 * @param thousands stands between groups of three digits, where it stands; empty for nothing. A space is any kind of space.
 * @param units what may stand before or behind the number, each with what one of it counts: {@code %} is 0.01. The
 *     empty unit is that of a number without one, which is else 1 where there are no units or one of them counts 1.
 */
public record NumberForm(char decimal, String thousands, Map<String, Double> units) implements ColumnType {
    /** 12, -0.5, 1e-3; also (0.5) and −0.5. */
    public static final NumberForm PLAIN = new NumberForm('.', "", Map.of());

    /** The default value of a unit. */
    private static final Map<String, Double> FACTORS = Map.of("%", 0.01, "‰", 0.001);

    private static final String SEPARATORS = ".,' ";
    private static final double FIVE = 5;

    public NumberForm {
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        boolean known = thousands.isEmpty() || thousands.length() == 1 && SEPARATORS.contains(thousands);
        if (decimal != '.' && decimal != ',' || !known || thousands.equals(String.valueOf(decimal))) {
            throw new IllegalArgumentException("numbers with the decimal sign " + Sentences.quoted("" + decimal)
                    + " and " + Sentences.quoted(thousands) + " between thousands cannot be read");
        }
        units.forEach((unit, factor) -> {
            if (!unit.isEmpty() && unit.isBlank()
                    || !Double.isFinite(factor)
                    || unit.chars().anyMatch(Character::isDigit)) {
                throw new IllegalArgumentException(Sentences.quoted(unit) + " = " + factor + " is no unit");
            }
        });
    }

    /** The same numbers with this unit too; an empty text is no unit. */
    NumberForm with(String unit) {
        if (unit.isEmpty()) {
            return this;
        }
        Map<String, Double> all = new LinkedHashMap<>(units);
        all.put(unit, factor(unit));
        return new NumberForm(decimal, thousands, all);
    }

    /** The same numbers, with something between thousands, where all these texts are such; empty where nothing helps. */
    Optional<NumberForm> grouped(Collection<String> texts) {
        return thousands.isEmpty()
                ? SEPARATORS
                        .chars()
                        .filter(separator -> separator != decimal)
                        .mapToObj(separator -> new NumberForm(decimal, Character.toString(separator), units))
                        .filter(form -> texts.stream().allMatch(text -> Double.isFinite(form.parse(text))))
                        .findFirst()
                : Optional.empty();
    }

    /** The default value of this unit: 0.01 for a per cent, else 1. */
    public static double factor(String unit) {
        return FACTORS.getOrDefault(unit, 1.0);
    }

    @Override
    public boolean isLeftOut() {
        return false;
    }

    @Override
    public String noun() {
        return Double.isNaN(bare()) ? "a number with the unit " + String.join(" or ", units.keySet()) : "a number";
    }

    @Override
    public Optional<String> prediction() {
        return units.entrySet().stream()
                .filter(unit -> unit.getValue() != 1 && !unit.getKey().isEmpty())
                .findFirst()
                .map(unit -> (FACTORS.containsKey(unit.getKey()) ? "in fractions: 5" : "in plain numbers: 5")
                        + unit.getKey() + " is " + NumberText.shown(FIVE * unit.getValue()));
    }

    /** What a number without a unit counts; NaN where it has to have one: 5 is not 5%. */
    double bare() {
        return units.getOrDefault("", units.isEmpty() || units.containsValue(1.0) ? 1 : Double.NaN);
    }

    @Override
    public double parse(String text) {
        double plain = decimal == '.' ? NumberText.parse(text) : Double.NaN;
        if (!Double.isNaN(plain)) {
            return plain == 0 ? 0 : plain * bare();
        }
        // (1.50) and −1.50 are plain numbers, too.
        Written written = Written.of(text);
        double value = digits(written.digits);
        double factor = written.unit.isEmpty() ? bare() : units.getOrDefault(written.unit, Double.NaN);
        return value == 0 && written.unit.isEmpty() ? 0 : written.sign * factor * value;
    }

    /** A number without sign and unit. */
    double digits(String digits) {
        StringBuilder plain = new StringBuilder(digits.length());
        int end = digits.indexOf(decimal);
        int exponent = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        int whole = end >= 0 ? end : exponent >= 0 ? exponent : digits.length();
        int inGroup = 0;
        // Indians write 12,34,567: all groups but the last one may have two digits.
        int group = 0;
        boolean grouped = false;
        for (int i = 0; i < whole; i++) {
            char c = digits.charAt(i);
            if (c >= '0' && c <= '9') {
                inGroup++;
                plain.append(c);
            } else if (thousands.isEmpty() || c != thousands.charAt(0)) {
                return Double.NaN;
            } else if (grouped ? !isGroup(inGroup, group) : inGroup == 0 || inGroup > 3 || digits.charAt(0) == '0') {
                return Double.NaN;
            } else {
                group = grouped ? inGroup : inGroup == 3 ? 3 : 0;
                grouped = true;
                inGroup = 0;
            }
        }
        if (grouped && (inGroup != 3 || exponent >= 0)) {
            return Double.NaN;
        }
        if (whole < digits.length()) {
            String rest = digits.substring(whole);
            plain.append(end >= 0 ? "." + rest.substring(1) : rest);
        }
        return NumberText.parse(plain.toString());
    }

    /** Whether a group of so many digits may follow one of {@code before}, of which 0 is not known. */
    private static boolean isGroup(int digits, int before) {
        return before == 0 ? digits == 2 || digits == 3 : digits == before;
    }

    /**
     * A number taken apart.
     *
     * @param sign 1 or -1
     * @param unit what stands before or behind it; empty for nothing
     * @param digits from the first digit to the last one, every kind of space made one; empty where the text is no number
     * @param leads whether the unit stands before the number
     */
    record Written(int sign, String unit, String digits, boolean leads) {
        private static final Written NONE = new Written(1, "", "", false);

        static Written of(String text) {
            String rest = spaced(text.strip());
            // (1,300.00) is what accountants write for a debt.
            boolean debt = rest.startsWith("(") && rest.endsWith(")");
            if (debt) {
                rest = rest.substring(1, rest.length() - 1).strip();
            }
            int first = 0;
            while (first < rest.length() && !isDigit(rest, first)) {
                first++;
            }
            // .5 is a half, but Rs.5 are five.
            if (first > 0
                    && first < rest.length()
                    && (rest.charAt(first - 1) == '.' || rest.charAt(first - 1) == ',')
                    && (first == 1 || !Character.isLetter(rest.charAt(first - 2)))) {
                first--;
            }
            int last = rest.length();
            while (last > first && !isDigit(rest, last - 1)) {
                last--;
            }
            if (first >= last) {
                return NONE;
            }
            String before = rest.substring(0, first);
            String after = rest.substring(last).strip();
            // SAP writes 1.300,00- for a debt.
            if (after.equals("-")) {
                before += '-';
                after = "";
            }
            int signs = (int) before.chars().filter(Written::isSign).count();
            boolean minus = before.indexOf('-') >= 0 || before.indexOf('−') >= 0;
            String lead = before.chars()
                    .filter(c -> !isSign(c))
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining())
                    .strip();
            if (signs + (debt ? 1 : 0) > 1 || !lead.isEmpty() && !after.isEmpty()) {
                return NONE;
            }
            return new Written(minus || debt ? -1 : 1, lead + after, rest.substring(first, last), !lead.isEmpty());
        }

        private static boolean isDigit(String text, int at) {
            return text.charAt(at) >= '0' && text.charAt(at) <= '9';
        }

        private static boolean isSign(int c) {
            return c == '-' || c == '−' || c == '+';
        }

        private static String spaced(String text) {
            return text.chars().allMatch(c -> c < 128)
                    ? text
                    : text.replace('\u00A0', ' ')
                            .replace('\u202F', ' ')
                            .replace('\u2009', ' ')
                            .replace('’', '\'');
        }
    }

    @Override
    public String toYaml() {
        if (equals(PLAIN)) {
            return "numeric";
        }
        List<String> keys = new ArrayList<>();
        if (decimal != '.') {
            keys.add("decimal: \"" + decimal + '"');
        }
        if (!thousands.isEmpty()) {
            keys.add("thousands: \"" + thousands + '"');
        }
        if (!units.isEmpty()) {
            boolean usual = units.size() == 1
                    && units.entrySet().stream().allMatch(unit -> unit.getValue() == factor(unit.getKey()));
            keys.add("unit: "
                    + (usual
                            ? YamlText.of(units.keySet().iterator().next())
                            : units.entrySet().stream()
                                    .map(unit -> YamlText.of(unit.getKey()) + ": " + NumberText.shown(unit.getValue()))
                                    .collect(Collectors.joining(", ", "{ ", " }"))));
        }
        return "{ number: { " + String.join(", ", keys) + " } }";
    }

    @Override
    public List<String> toWords() {
        List<String> words = new ArrayList<>(List.of("number", String.valueOf(decimal), thousands));
        units.forEach((unit, factor) -> words.add(unit + "=" + factor));
        return words;
    }
}
