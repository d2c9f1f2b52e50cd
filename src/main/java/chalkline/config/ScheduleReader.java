package chalkline.config;

import chalkline.network.Schedule;
import chalkline.network.Schedule.By;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a number or a schedule: {@code 0.1} or {@code { exponential: { initial: 0.1, gamma: 0.99, by: epoch } }}. */
final class ScheduleReader {
    private static final List<String> NAMES =
            List.of("exponential", "inverse", "poly", "sigmoid", "step", "map", "cycle");

    private final YamlValue field;
    private final YamlMap section;
    private boolean sound = true;

    private ScheduleReader(YamlValue field, YamlMap section) {
        this.field = field;
        this.section = section;
    }

    /** A learning rate; empty where there is none, which was reported. */
    static Optional<Schedule> rate(YamlValue field) {
        return read(field, () -> atMost(field, Double.POSITIVE_INFINITY, "0 or positive"));
    }

    /** A momentum; empty where there is none, which was reported. */
    static Optional<Schedule> momentum(YamlValue field) {
        return read(field, () -> atMost(field, 1, "from 0 to 1"));
    }

    private static Optional<Double> atMost(YamlValue field, double most, String range) {
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && (number.get().signum() < 0 || number.get().doubleValue() > most)) {
            field.problem("must be " + range + ", not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(BigDecimal::doubleValue);
    }

    private static Optional<Schedule> read(YamlValue field, Supplier<Optional<Double>> number) {
        if (!(field.node() instanceof YamlNode.Mapping)) {
            return number.get().map(Schedule.Fixed::new);
        }
        Optional<YamlValue> chosen = field.choice("schedule", NAMES);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        String path = chosen.get().path();
        String name = path.substring(path.lastIndexOf('.') + 1);
        return chosen.get()
                .section(keys(name).toArray(String[]::new))
                .flatMap(section -> new ScheduleReader(chosen.get(), section).schedule(name));
    }

    private static List<String> keys(String name) {
        return switch (name) {
            case "exponential" -> List.of("by", "initial", "gamma");
            case "inverse" -> List.of("by", "initial", "gamma", "power");
            case "poly" -> List.of("by", "initial", "power", "max-iter");
            case "sigmoid" -> List.of("by", "initial", "gamma", "step-size");
            case "step" -> List.of("by", "initial", "decay-rate", "step");
            case "map" -> List.of("by", "values");
            default -> List.of("by", "initial", "max", "cycle-length", "annealing-length", "annealing-decay");
        };
    }

    private Optional<Schedule> schedule(String name) {
        By by = taken(
                section.get("by")
                        .map(f -> f.oneOf("what it goes by", By.values(), By::label))
                        .orElse(Optional.of(By.ITERATION)),
                By.ITERATION);
        if (name.equals("map")) {
            Map<Integer, Double> values = values();
            return built(() -> new Schedule.Table(by, values));
        }
        double initial = number("initial", "0.1");
        return switch (name) {
            case "exponential" -> {
                double gamma = number("gamma", "0.99");
                yield built(() -> new Schedule.Exponential(by, initial, gamma));
            }
            case "inverse" -> {
                double gamma = number("gamma", "0.01");
                double power = number("power", "0.75");
                yield built(() -> new Schedule.Inverse(by, initial, gamma, power));
            }
            case "poly" -> {
                double power = number("power", "2");
                int maxIter = whole("max-iter", "1000");
                yield built(() -> new Schedule.Poly(by, initial, power, maxIter));
            }
            case "sigmoid" -> {
                double gamma = number("gamma", "-0.01");
                int stepSize = whole("step-size", "1000");
                yield built(() -> new Schedule.Sigmoid(by, initial, gamma, stepSize));
            }
            case "step" -> {
                double decayRate = number("decay-rate", "0.5");
                double step = number("step", "100");
                yield built(() -> new Schedule.Stepwise(by, initial, decayRate, step));
            }
            default -> {
                double max = number("max", "1");
                int cycleLength = whole("cycle-length", "1000");
                int annealingLength = whole("annealing-length", "100");
                double annealingDecay = number("annealing-decay", "0.99");
                yield built(() -> new Schedule.Cycle(by, initial, max, cycleLength, annealingLength, annealingDecay));
            }
        };
    }

    /** A schedule that its numbers allow; otherwise its own sentence is reported. */
    private Optional<Schedule> built(Supplier<Schedule> schedule) {
        if (!sound) {
            return Optional.empty();
        }
        try {
            return Optional.of(schedule.get());
        } catch (IllegalArgumentException e) {
            field.problem(e.getMessage());
            return Optional.empty();
        }
    }

    private <T> T taken(Optional<T> value, T otherwise) {
        sound &= value.isPresent();
        return value.orElse(otherwise);
    }

    private double number(String key, String example) {
        return taken(section.require(key, example).flatMap(YamlValue::decimal).map(BigDecimal::doubleValue), 1.0);
    }

    private int whole(String key, String example) {
        return taken(
                section.require(key, example)
                        .flatMap(f -> f.whole(0, Integer.MAX_VALUE))
                        .map(Long::intValue),
                1);
    }

    /** The values at their iterations or epochs: {@code { 0: 0.1, 100: 0.01 }}. */
    private Map<Integer, Double> values() {
        Map<Integer, Double> values = new HashMap<>();
        Optional<YamlValue> map = section.require("values", "{ 0: 0.1, 100: 0.01 }");
        if (map.isEmpty() || !(map.get().node() instanceof YamlNode.Mapping mapping)) {
            map.ifPresent(f -> f.problem(
                    "must be a map of numbers, such as { 0: 0.1, 100: 0.01 }, not " + YamlProblems.shown(f.node())));
            sound = false;
            return values;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            String path = map.get().child(entry.key().text());
            YamlProblems problems = map.get().problems();
            Optional<Long> key = new YamlValue(path, entry.key(), problems).whole(0, Integer.MAX_VALUE);
            Optional<BigDecimal> value = new YamlValue(path, entry.value(), problems).decimal();
            if (key.isPresent() && values.containsKey(key.get().intValue())) {
                problems.add(entry.key().position(), path, "given twice");
                sound = false;
            }
            sound &= key.isPresent() && value.isPresent();
            if (key.isPresent() && value.isPresent()) {
                values.put(key.get().intValue(), value.get().doubleValue());
            }
        }
        return values;
    }
}
