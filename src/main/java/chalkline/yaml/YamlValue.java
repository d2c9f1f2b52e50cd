package chalkline.yaml;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One value of a configuration and its place. Every reading method returns the value, or reports the problem and returns
 * empty, so that the rest of the file is still read.
 *
 * @param path its place, such as {@code network.layers[0].dense.units}; empty for the whole file
 */
public record YamlValue(String path, YamlNode node, YamlProblems problems) {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    /** YAML 1.2 core schema; the infinities and NaN are left out. */
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE]([-+]?[0-9]+))?");

    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[-+]?\\.inf|\\.nan");
    /** The exact decimal of a subnormal double can have 324 zeros and then 767 significant digits. */
    private static final int LONGEST_NUMBER = 1200;

    private static final int LARGEST_EXPONENT = 2000;

    public void problem(String message) {
        problems.add(node.position(), path, message);
    }

    /** Reports what is expected here, and returns empty. */
    private <T> Optional<T> expected(String what) {
        problem(
                node instanceof YamlNode.Scalar scalar && scalar.isNull()
                        ? "has no value; it must be " + what
                        : "must be " + what + ", not " + YamlProblems.shown(node));
        return Optional.empty();
    }

    /** A map with only these keys, each at most once. */
    public Optional<YamlMap> section(String... keys) {
        return section(List.of(keys));
    }

    private Optional<YamlMap> section(List<String> keys) {
        if (!(node instanceof YamlNode.Mapping map)) {
            return expected("a map with " + (keys.size() == 1 ? "the key " : "the keys ") + String.join(", ", keys));
        }
        return Optional.of(YamlMap.of(this, map, keys));
    }

    /** The entries of a non-empty map in their order, with any keys, each at most once. */
    public Optional<Map<String, YamlValue>> entries(String what) {
        if (!(node instanceof YamlNode.Mapping map)) {
            return expected(what);
        }
        if (map.entries().isEmpty()) {
            problem("must be " + what + ", not an empty map");
            return Optional.empty();
        }
        List<String> keys =
                map.entries().stream().map(entry -> entry.key().text()).toList();
        YamlMap section = YamlMap.of(this, map, keys);
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        keys.forEach(key -> section.get(key).ifPresent(field -> entries.put(key, field)));
        return Optional.of(entries);
    }

    /** The entry of a map with a single key, which must be one of these. */
    public Optional<YamlValue> choice(String what, List<String> keys) {
        int last = keys.size() - 1;
        String others = String.join(", ", keys.subList(0, last));
        String oneKey = "a map with one key, " + others + (others.isEmpty() ? "" : " or ") + keys.get(last);
        if (!(node instanceof YamlNode.Mapping map)) {
            return expected(oneKey);
        }
        if (map.entries().size() != 1) {
            problem("must be " + oneKey + ", not with " + map.entries().size());
            return Optional.empty();
        }
        YamlNode.Entry entry = map.entries().get(0);
        String key = entry.key().text();
        if (!keys.contains(key)) {
            problems.add(entry.key().position(), path, unknown(what, key, keys));
            return Optional.empty();
        }
        return Optional.of(new YamlValue(child(key), entry.value(), problems));
    }

    /** Like {@link #choice}, but a name alone is read as that name with an empty map. */
    public Optional<YamlValue> choiceOrName(String what, List<String> keys) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
            return choice(what, keys);
        }
        if (!keys.contains(scalar.text())) {
            problem(unknown(what, scalar.text(), keys));
            return Optional.empty();
        }
        return Optional.of(
                new YamlValue(child(scalar.text()), new YamlNode.Mapping(node.position(), List.of()), problems));
    }

    /** The last part of the path: the name that was chosen. */
    public String key() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    public String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The items of a non-empty list. */
    public Optional<List<YamlValue>> items(String what) {
        if (!(node instanceof YamlNode.Sequence list)) {
            return expected(what);
        }
        if (list.items().isEmpty()) {
            problem("must be " + what + ", not an empty list");
            return Optional.empty();
        }
        List<YamlValue> items = new ArrayList<>();
        for (YamlNode item : list.items()) {
            items.add(new YamlValue(path + "[" + items.size() + "]", item, problems));
        }
        return Optional.of(items);
    }

    /** Text as it was written; numbers are text too. */
    public Optional<String> text() {
        return node instanceof YamlNode.Scalar scalar && !scalar.isNull()
                ? Optional.of(scalar.text())
                : expected("text");
    }

    /** One of the values, by name. */
    public <T> Optional<T> oneOf(String what, T[] values, Function<T, String> name) {
        Map<String, T> known = new LinkedHashMap<>();
        for (T value : values) {
            known.put(name.apply(value), value);
        }
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
            return expected("one of " + String.join(", ", known.keySet()));
        }
        if (!known.containsKey(scalar.text())) {
            problem(unknown(what, scalar.text(), List.copyOf(known.keySet())));
        }
        return Optional.ofNullable(known.get(scalar.text()));
    }

    public static String unknown(String what, String given, List<String> known) {
        return "unknown " + what + " " + Sentences.shown(given)
                + Spelling.hint(given, known).orElse("")
                + " (known: " + String.join(", ", known) + ")";
    }

    /** Yes or no. */
    public Optional<Boolean> bool() {
        if (node instanceof YamlNode.Scalar scalar && scalar.plain()) {
            switch (scalar.text()) {
                case "true":
                    return Optional.of(true);
                case "false":
                    return Optional.of(false);
                default:
                    break;
            }
        }
        return expected("true or false");
    }

    /** A whole number of at least {@code least} and at most {@code most}. */
    public Optional<Long> whole(long least, long most) {
        if (!(node instanceof YamlNode.Scalar scalar)
                || !scalar.plain()
                || !WHOLE.matcher(scalar.text()).matches()) {
            return expected("a whole number");
        }
        boolean readable = scalar.text().length() <= LONGEST_NUMBER;
        BigInteger value = readable ? new BigInteger(scalar.text()) : BigInteger.ZERO;
        if (readable && value.compareTo(BigInteger.valueOf(least)) < 0 && least != Long.MIN_VALUE) {
            problem("must be at least " + least + ", not " + Sentences.shown(scalar.text()));
            return Optional.empty();
        }
        if (!readable || value.bitLength() > 63 || value.longValue() > most) {
            problem("must be from " + least + " to " + most + ", not " + Sentences.shown(scalar.text()));
            return Optional.empty();
        }
        return Optional.of(value.longValue());
    }

    /** A number, exactly as written, whose double neither overflows nor becomes 0 unless it is 0. */
    public Optional<BigDecimal> decimal() {
        if (node instanceof YamlNode.Scalar scalar && scalar.plain()) {
            var match = NUMBER.matcher(scalar.text());
            if (scalar.text().length() <= LONGEST_NUMBER && match.matches()) {
                return inRange(scalar.text(), match.group(1));
            }
            if (NOT_FINITE.matcher(scalar.text()).matches()) {
                return expected("a finite number");
            }
        }
        return expected("a number");
    }

    private Optional<BigDecimal> inRange(String text, String exponent) {
        // BigDecimal holds 1e999999999 in a few bytes, but arithmetic on it needs gigabytes: check the exponent first.
        if (exponent != null && new BigInteger(exponent).abs().compareTo(BigInteger.valueOf(LARGEST_EXPONENT)) > 0) {
            problem(Sentences.shown(text) + " is out of range: its exponent is beyond ±" + LARGEST_EXPONENT);
            return Optional.empty();
        }
        BigDecimal decimal = new BigDecimal(text);
        double value = decimal.doubleValue();
        if (Double.isInfinite(value)) {
            problem(Sentences.shown(text) + " is too large for float64, which ends at " + Double.MAX_VALUE);
            return Optional.empty();
        }
        if (value == 0 && decimal.signum() != 0) {
            problem(Sentences.shown(text) + " is too small for float64, in which it would be 0");
            return Optional.empty();
        }
        return Optional.of(decimal);
    }

    /** A list of rows of numbers, all equally long, that this precision can hold. */
    public Optional<Matrix> matrix(Precision precision) {
        Optional<List<YamlValue>> rows = items("a list of rows, such as [[1, 2], [3, 4]]");
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        int before = problems.count();
        List<BigDecimal> entries = new ArrayList<>();
        int columns = -1;
        for (YamlValue row : rows.get()) {
            if (row.node() instanceof YamlNode.Scalar) {
                problem("must be a list of rows, such as [[1, 2], [3, 4]], not a list of numbers");
                return Optional.empty();
            }
            List<YamlValue> cells = row.items("a row of numbers").orElse(List.of());
            if (columns < 0 && !cells.isEmpty()) {
                columns = cells.size();
            }
            if (!cells.isEmpty() && cells.size() != columns) {
                row.problem(
                        "the row has " + Sentences.counted(cells.size(), "number") + " but the first has " + columns);
            }
            cells.forEach(cell -> cell.decimal(precision).ifPresent(entries::add));
        }
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(Matrix.ofDecimals(rows.get().size(), columns, entries.toArray(BigDecimal[]::new)));
    }

    /** A flat list of numbers that this precision can hold, 1 × their number. */
    public Optional<Matrix> vector(Precision precision) {
        Optional<List<YamlValue>> cells = items("a list of numbers, such as [1, 2]");
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        if (cells.get().get(0).node() instanceof YamlNode.Sequence) {
            problem("must be a list of numbers, such as [1, 2], not a list of lists");
            return Optional.empty();
        }
        int before = problems.count();
        List<BigDecimal> entries = new ArrayList<>();
        cells.get().forEach(cell -> cell.decimal(precision).ifPresent(entries::add));
        return problems.count() > before
                ? Optional.empty()
                : Optional.of(Matrix.ofDecimals(1, entries.size(), entries.toArray(BigDecimal[]::new)));
    }

    private Optional<BigDecimal> decimal(Precision precision) {
        Optional<BigDecimal> decimal = decimal();
        if (decimal.isPresent()
                && Double.isInfinite(precision.cast(decimal.get().doubleValue()))) {
            problem(YamlProblems.shown(node) + " is too large for " + precision.label() + ", which ends at "
                    + Float.MAX_VALUE);
            return Optional.empty();
        }
        return decimal;
    }
}
