package chalkline.config;

import chalkline.network.Schedule;
import chalkline.network.Updater;
import chalkline.network.Updater.Kind;
import chalkline.network.Updater.Parameter;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the key {@code updater}; parameters left out have their defaults. */
final class UpdaterReader {
    private UpdaterReader() {}

    /** The updater; empty where it could not be read, which was reported. */
    static Optional<Updater> read(YamlValue field) {
        List<String> names = Arrays.stream(Kind.values()).map(Kind::label).toList();
        return field.choiceOrName("updater", names)
                .flatMap(chosen -> read(chosen, Kind.values()[names.indexOf(chosen.key())]));
    }

    private static Optional<Updater> read(YamlValue field, Kind kind) {
        Optional<YamlMap> section =
                field.section(kind.parameters().stream().map(Parameter::label).toArray(String[]::new));
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Map<Parameter, Schedule> values = new HashMap<>();
        for (Parameter parameter : kind.parameters()) {
            double usual = kind.usual(parameter);
            Optional<YamlValue> given = Double.isNaN(usual)
                    ? section.get().require(parameter.label(), "0.1")
                    : section.get().get(parameter.label());
            if (given.isEmpty() && !Double.isNaN(usual)) {
                values.put(parameter, Schedule.fixed(usual));
            }
            given.flatMap(value -> read(value, parameter)).ifPresent(value -> values.put(parameter, value));
        }
        return values.size() < kind.parameters().size() ? Optional.empty() : Optional.of(new Updater(kind, values));
    }

    private static Optional<Schedule> read(YamlValue field, Parameter parameter) {
        if (parameter.isScheduled() && field.node() instanceof YamlNode.Mapping) {
            return ScheduleReader.read(field);
        }
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && !parameter.allows(number.get().doubleValue())) {
            field.problem("must be " + parameter.range() + ", not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(value -> Schedule.fixed(value.doubleValue()));
    }
}
