package chalkline.config;

import chalkline.data.ColumnType;
import chalkline.data.DateForm;
import chalkline.data.NumberForm;
import chalkline.network.Sentences;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what columns hold: a word, {@code number: { decimal: ",", unit: € }}, or {@code date: dd.MM.yyyy}. */
final class ColumnTypeReader {
    private static final String EXAMPLE = "{ zip-code: categorical, id: ignore, sold: { date: dd.MM.yyyy } }";

    private final List<String> labels;

    /** What a label column may be: a part of what another column may be. */
    ColumnTypeReader(List<String> labels) {
        this.labels = labels;
    }

    Map<String, ColumnType> read(YamlValue field) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        field.entries("a map of column names, such as " + EXAMPLE)
                .orElse(Map.of())
                .forEach((name, value) -> {
                    Optional<ColumnType> type = type(value);
                    boolean label = labels.contains(name);
                    if (label && type.filter(ColumnType::isLeftOut).isPresent()) {
                        value.problem("a label cannot be ignored: take it off data.train.labels");
                    } else if (label && labels.size() > 1 && type.equals(Optional.of(ColumnType.CATEGORICAL))) {
                        value.problem("classes need one label column, not " + labels.size());
                    } else {
                        type.ifPresent(t -> types.put(name, t));
                    }
                });
        return types;
    }

    private static Optional<ColumnType> type(YamlValue field) {
        if (!(field.node() instanceof YamlNode.Mapping)) {
            ColumnType[] words = {
                ColumnType.NUMERIC,
                ColumnType.CATEGORICAL,
                ColumnType.BOOLEAN,
                DateForm.days(DateForm.ISO),
                ColumnType.IDENTIFIER,
                ColumnType.IGNORE
            };
            return field.oneOf("column type", words, word -> word instanceof DateForm ? "date" : word.toYaml());
        }
        Optional<YamlValue> choice = field.choice("column type", List.of("number", "date"));
        return choice.isEmpty()
                ? Optional.empty()
                : choice.get().path().endsWith(".date") ? date(choice.get()) : number(choice.get());
    }

    private static Optional<ColumnType> date(YamlValue field) {
        if (!(field.node() instanceof YamlNode.Mapping)) {
            return field.text().flatMap(pattern -> made(field, () -> DateForm.days(pattern)));
        }
        Optional<YamlMap> section = field.section("format", "parts");
        String pattern =
                section.flatMap(s -> s.get("format")).flatMap(YamlValue::text).orElse(DateForm.ISO);
        List<DateForm.Part> parts = new ArrayList<>();
        section.flatMap(s -> s.get("parts"))
                .flatMap(f -> f.items("a list of parts, such as [days, weekday, month, hour]"))
                .orElse(List.of())
                .forEach(item -> item.oneOf("part of a date", DateForm.Part.values(), DateForm.Part::label)
                        .ifPresent(parts::add));
        return made(field, () -> parts.isEmpty() ? DateForm.days(pattern) : new DateForm(pattern, parts));
    }

    private static Optional<ColumnType> number(YamlValue field) {
        Optional<YamlMap> section = field.section("decimal", "thousands", "unit");
        if (section.isEmpty()) {
            return Optional.empty();
        }
        String decimal = section.get().get("decimal").flatMap(YamlValue::text).orElse(".");
        String thousands =
                section.get().get("thousands").flatMap(YamlValue::text).orElse("");
        Map<String, Double> units = new LinkedHashMap<>();
        section.get().get("unit").ifPresent(unit -> {
            if (unit.node() instanceof YamlNode.Mapping) {
                unit.entries("a map of units with what one of each counts, such as { MB: 1, GB: 1000 }")
                        .orElse(Map.of())
                        .forEach((name, factor) -> factor.decimal()
                                .map(BigDecimal::doubleValue)
                                .ifPresent(value -> units.put(name, value)));
            } else {
                unit.text().ifPresent(name -> units.put(name, NumberForm.factor(name)));
            }
        });
        if (decimal.length() != 1) {
            field.problem("decimal must be one character, \".\" or \",\", not " + Sentences.shown(decimal));
            return Optional.empty();
        }
        return made(field, () -> new NumberForm(decimal.charAt(0), thousands, units));
    }

    /** Reports a pattern that cannot be used. */
    private static Optional<ColumnType> made(YamlValue field, Supplier<ColumnType> type) {
        try {
            return Optional.of(type.get());
        } catch (IllegalArgumentException e) {
            field.problem(e.getMessage());
            return Optional.empty();
        }
    }
}
