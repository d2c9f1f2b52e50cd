package chalkline.config;

import chalkline.network.Schedule;
import chalkline.network.Schedule.By;
import chalkline.network.Schedule.Kind;
import chalkline.network.Schedule.Name;
import chalkline.network.Schedule.Parameter;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a schedule: {@code { exponential: { initial: 0.1, gamma: 0.99, by: epoch } }}. */
final class ScheduleReader {
    private static final List<Kind> KINDS =
            Arrays.stream(Kind.values()).filter(kind -> kind != Kind.FIXED).toList();
    private static final String TABLE = "values";

    private ScheduleReader() {}

    /** The schedule; empty where it could not be read, which was reported. */
    static Optional<Schedule> read(YamlValue field) {
        List<String> names = KINDS.stream().map(Kind::label).toList();
        return field.choice("schedule", names).flatMap(chosen -> read(chosen, KINDS.get(names.indexOf(chosen.key()))));
    }

    private static Optional<Schedule> read(YamlValue field, Kind kind) {
        Optional<YamlMap> section = field.section(Stream.of(
                        Stream.of("by"),
                        kind.parameters().stream()
                                .map(parameter -> parameter.name().label()),
                        Stream.of(TABLE).filter(key -> kind == Kind.MAP))
                .flatMap(keys -> keys)
                .toArray(String[]::new));
        if (section.isEmpty()) {
            return Optional.empty();
        }
        int before = field.problems().count();
        By by = section.get()
                .get("by")
                .flatMap(f -> f.oneOf("what it goes by", By.values(), By::label))
                .orElse(By.ITERATION);
        Map<Name, Double> numbers = new EnumMap<>(Name.class);
        for (Parameter parameter : kind.parameters()) {
            Name name = parameter.name();
            section.get()
                    .require(name.label(), parameter.example())
                    .flatMap(f -> number(f, name))
                    .ifPresent(number -> numbers.put(name, number));
        }
        TreeMap<Integer, Double> table = kind == Kind.MAP ? table(section.get()) : new TreeMap<>();
        if (field.problems().count() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Schedule(kind, by, numbers, table));
        } catch (IllegalArgumentException e) {
            field.problem(e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Double> number(YamlValue field, Name name) {
        return name.isWhole()
                ? field.whole(0, Integer.MAX_VALUE).map(Long::doubleValue)
                : field.decimal().map(BigDecimal::doubleValue);
    }

    /** The values at their iterations or epochs: {@code { 0: 0.1, 100: 0.01 }}. */
    private static TreeMap<Integer, Double> table(YamlMap section) {
        TreeMap<Integer, Double> table = new TreeMap<>();
        Optional<YamlValue> map = section.require(TABLE, "{ 0: 0.1, 100: 0.01 }");
        if (map.isEmpty() || !(map.get().node() instanceof YamlNode.Mapping mapping)) {
            map.ifPresent(f -> f.problem(
                    "must be a map of numbers, such as { 0: 0.1, 100: 0.01 }, not " + YamlProblems.shown(f.node())));
            return table;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            String path = map.get().child(entry.key().text());
            YamlProblems problems = map.get().problems();
            Optional<Long> key = new YamlValue(path, entry.key(), problems).whole(0, Integer.MAX_VALUE);
            Optional<BigDecimal> value = new YamlValue(path, entry.value(), problems).decimal();
            if (key.isPresent() && table.containsKey(key.get().intValue())) {
                problems.add(entry.key().position(), path, "given twice");
            }
            if (key.isPresent() && value.isPresent()) {
                table.put(key.get().intValue(), value.get().doubleValue());
            }
        }
        return table;
    }
}
