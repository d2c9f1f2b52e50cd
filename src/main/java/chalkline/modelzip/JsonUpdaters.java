package chalkline.modelzip;

import chalkline.network.Schedule;
import chalkline.network.Schedule.Name;
import chalkline.network.Updater;
import chalkline.network.Updater.Parameter;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Updaters and schedules in a configuration.json. Classes and fields are named like kinds and parameters here, in Java's
 * spelling, except where {@link #key} says otherwise.
 */
public final class JsonUpdaters {
    private static final String UPDATERS = "org.nd4j.linalg.learning.config.";
    private static final String SCHEDULES = "org.nd4j.linalg.schedule.";

    private JsonUpdaters() {}

    /** Whether Deeplearning4j has that kind. */
    public static boolean has(Updater.Kind kind) {
        return kind != Updater.Kind.CLASSICAL_MOMENTUM;
    }

    private static Stream<Updater.Kind> kinds() {
        return Arrays.stream(Updater.Kind.values()).filter(JsonUpdaters::has);
    }

    /** The kind with that class name in Deeplearning4j. */
    public static Optional<Updater.Kind> kind(String className) {
        return kinds().filter(kind -> className.equals(UPDATERS + kind.title())).findFirst();
    }

    /** The names of the classes of all kinds, without the package. */
    static String[] updaters() {
        return kinds().map(Updater.Kind::title).toArray(String[]::new);
    }

    /** The names of the classes of all kinds, without the package. */
    static String[] schedules() {
        return Arrays.stream(Schedule.Kind.values())
                .map(JsonUpdaters::simpleName)
                .toArray(String[]::new);
    }

    private static String simpleName(Schedule.Kind kind) {
        return camelCase("-" + kind.label() + "-schedule");
    }

    /** learningRate for learning-rate. */
    static String camelCase(String label) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < label.length(); i++) {
            name.append(label.charAt(i) == '-' ? Character.toUpperCase(label.charAt(++i)) : label.charAt(i));
        }
        return name.toString();
    }

    private static String key(Schedule.Kind kind, Name name) {
        return switch (name) {
            case INITIAL -> kind == Schedule.Kind.CYCLE ? "initialLearningRate" : "initialValue";
            case MAX -> "maxLearningRate";
            case VALUE,
                    GAMMA,
                    POWER,
                    MAX_ITER,
                    STEP_SIZE,
                    DECAY_RATE,
                    STEP,
                    CYCLE_LENGTH,
                    ANNEALING_LENGTH,
                    ANNEALING_DECAY -> camelCase(name.label());
        };
    }

    private static String number(Parameter parameter) {
        return camelCase(parameter.label());
    }

    private static Optional<String> schedule(Parameter parameter) {
        return Optional.ofNullable(
                switch (parameter) {
                    case LEARNING_RATE -> "learningRateSchedule";
                    case MOMENTUM -> "momentumISchedule";
                    case BETA1, BETA2, RHO, RMS_DECAY, EPSILON -> null;
                });
    }

    /**
     * The updater; empty where the vocabulary has none.
     *
     * @throws IllegalArgumentException if one of its numbers is out of range
     */
    public static Optional<Updater> read(JsonObject json) {
        return unknown(json).isPresent()
                ? Optional.empty()
                : kind(className(json)).map(kind -> {
                    Map<Parameter, Schedule> values = new HashMap<>();
                    kind.parameters().forEach(parameter -> values.put(parameter, value(json, parameter)));
                    return new Updater(kind, values);
                });
    }

    /** As in Deeplearning4j, a schedule takes precedence over the number. */
    private static Schedule value(JsonObject json, Parameter parameter) {
        return schedule(parameter)
                .flatMap(key -> set(json, key))
                .map(set -> schedule(set).orElseThrow())
                .orElseGet(() -> Schedule.fixed(number(json, number(parameter))));
    }

    /** What is not covered of a known updater: another kind of schedule. */
    static Optional<String> unknown(JsonObject json) {
        if (set(json, "momentumSchedule").isPresent()) {
            return Optional.of("the outdated momentumSchedule of Nesterovs");
        }
        return Arrays.stream(Parameter.values())
                .flatMap(parameter -> schedule(parameter).stream())
                .flatMap(key -> set(json, key).stream())
                .filter(set -> schedule(set).isEmpty())
                .map(set -> className(set).replace(SCHEDULES, ""))
                .findFirst();
    }

    private static Optional<Schedule> schedule(JsonObject json) {
        return Arrays.stream(Schedule.Kind.values())
                .filter(kind -> className(json).equals(SCHEDULES + simpleName(kind)))
                .findFirst()
                .map(kind -> schedule(kind, json));
    }

    private static Schedule schedule(Schedule.Kind kind, JsonObject json) {
        Map<Name, Double> numbers = new HashMap<>();
        kind.parameters().forEach(parameter -> {
            String key = key(kind, parameter.name());
            numbers.put(
                    parameter.name(),
                    parameter.name().isWhole() ? member(json, key).getAsInt() : number(json, key));
        });
        TreeMap<Integer, Double> table = new TreeMap<>();
        if (kind == Schedule.Kind.MAP) {
            member(json, "values")
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(entry -> table.put(
                            Integer.valueOf(entry.getKey()), entry.getValue().getAsDouble()));
        }
        return new Schedule(kind, kind == Schedule.Kind.FIXED ? Schedule.By.ITERATION : by(json), numbers, table);
    }

    private static Schedule.By by(JsonObject json) {
        String type = member(json, "scheduleType").getAsString();
        return Stream.of(Schedule.By.values())
                .filter(by -> by.name().equals(type))
                .findFirst()
                .orElseThrow(() -> new JsonParseException("a schedule goes by iteration or epoch"));
    }

    /** Writes an updater as Deeplearning4j does if it was built with a number or a schedule, not both. */
    public static JsonObject write(Updater updater) {
        JsonObject json = new JsonObject();
        json.addProperty("@class", UPDATERS + updater.kind().title());
        updater.kind().parameters().forEach(parameter -> {
            Schedule value = updater.values().get(parameter);
            if (value.changes()) {
                json.addProperty(number(parameter), Double.toString(Double.NaN));
                json.add(schedule(parameter).orElseThrow(), write(value));
            } else {
                json.addProperty(number(parameter), value.number(Name.VALUE));
            }
        });
        return json;
    }

    private static JsonObject write(Schedule schedule) {
        JsonObject json = new JsonObject();
        json.addProperty("@class", SCHEDULES + simpleName(schedule.kind()));
        json.addProperty("scheduleType", schedule.by().name());
        schedule.numbers().forEach((name, number) -> {
            String key = key(schedule.kind(), name);
            if (name.isWhole()) {
                json.addProperty(key, number.intValue());
            } else {
                json.addProperty(key, number);
            }
        });
        if (schedule.kind() == Schedule.Kind.MAP) {
            JsonObject values = new JsonObject();
            schedule.table().forEach((key, value) -> values.addProperty(key.toString(), value));
            json.add("values", values);
        }
        return json;
    }

    private static String className(JsonObject json) {
        return member(json, "@class").getAsString();
    }

    private static double number(JsonObject json, String key) {
        return member(json, key).getAsDouble();
    }

    private static JsonElement member(JsonObject json, String key) {
        return JsonNetworkReader.member(json, key);
    }

    private static Optional<JsonObject> set(JsonObject json, String key) {
        return Optional.ofNullable(json.get(key))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
    }
}
