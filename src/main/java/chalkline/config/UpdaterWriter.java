package chalkline.config;

import static chalkline.config.ConfigurationWriter.number;

import chalkline.network.Schedule;
import chalkline.network.Schedule.Name;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes an updater with all its parameters as one line of YAML. */
final class UpdaterWriter {
    private UpdaterWriter() {}

    static String write(Updater updater) {
        List<String> values = updater.kind().parameters().stream()
                .map(parameter ->
                        parameter.label() + ": " + write(updater.values().get(parameter)))
                .toList();
        return values.isEmpty() ? updater.kind().label() : oneKey(updater.kind().label(), values);
    }

    private static String write(Schedule schedule) {
        if (!schedule.changes()) {
            return number(schedule.number(Name.VALUE));
        }
        List<String> values = new ArrayList<>(List.of("by: " + schedule.by().label()));
        schedule.kind()
                .parameters()
                .forEach(each -> values.add(each.name().label() + ": " + number(schedule.number(each.name()))));
        if (schedule.kind() == Schedule.Kind.MAP) {
            values.add(schedule.table().entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + number(entry.getValue()))
                    .collect(Collectors.joining(", ", "values: { ", " }")));
        }
        return oneKey(schedule.kind().label(), values);
    }

    private static String oneKey(String name, List<String> values) {
        return "{ " + name + ": { " + String.join(", ", values) + " } }";
    }
}
