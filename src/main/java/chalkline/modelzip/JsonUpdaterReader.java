package chalkline.modelzip;

import chalkline.network.Schedule;
import chalkline.network.Updater;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads an updater and its schedules from the JSON of a configuration. */
final class JsonUpdaterReader {
    private JsonUpdaterReader() {}

    /**
     * The updater; empty where the vocabulary has none.
     *
     * @throws IllegalArgumentException where one of its numbers cannot be
     */
    static Optional<Updater> read(JsonObject json) {
        if (unknown(json).isPresent()) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (name(json)) {
                    case "Sgd" -> new Updater.Sgd(rate(json));
                    case "NoOp" -> new Updater.NoOp();
                    case "Adam" ->
                        new Updater.Adam(
                                rate(json), number(json, "beta1"), number(json, "beta2"), number(json, "epsilon"));
                    case "AdaMax" -> new Updater.AdaMax(rate(json), number(json, "beta1"), number(json, "beta2"));
                    case "Nadam" ->
                        new Updater.Nadam(
                                rate(json), number(json, "beta1"), number(json, "beta2"), number(json, "epsilon"));
                    case "AMSGrad" ->
                        new Updater.AmsGrad(
                                rate(json), number(json, "beta1"), number(json, "beta2"), number(json, "epsilon"));
                    case "AdaBelief" ->
                        new Updater.AdaBelief(
                                rate(json), number(json, "beta1"), number(json, "beta2"), number(json, "epsilon"));
                    case "AdaDelta" -> new Updater.AdaDelta(number(json, "rho"), number(json, "epsilon"));
                    case "AdaGrad" -> new Updater.AdaGrad(rate(json), number(json, "epsilon"));
                    case "RmsProp" ->
                        new Updater.RmsProp(rate(json), number(json, "rmsDecay"), number(json, "epsilon"));
                    case "Nesterovs" ->
                        new Updater.Nesterovs(rate(json), scheduled(json, "momentum", "momentumISchedule"));
                    default -> null;
                });
    }

    /** What the vocabulary cannot say of a known updater: a schedule of another kind. */
    static Optional<String> unknown(JsonObject json) {
        if (isSet(json, "momentumSchedule")) {
            return Optional.of("the outdated momentumSchedule of Nesterovs");
        }
        for (String key : new String[] {"learningRateSchedule", "momentumISchedule"}) {
            if (isSet(json, key) && schedule(json.getAsJsonObject(key)).isEmpty()) {
                return Optional.of(name(json.getAsJsonObject(key)));
            }
        }
        return Optional.empty();
    }

    private static Schedule rate(JsonObject json) {
        return scheduled(json, "learningRate", "learningRateSchedule");
    }

    /** As Deeplearning4j reads the two: where there is a schedule, the number means nothing. */
    private static Schedule scheduled(JsonObject json, String number, String schedule) {
        return isSet(json, schedule)
                ? schedule(json.getAsJsonObject(schedule)).orElseThrow()
                : new Schedule.Fixed(number(json, number));
    }

    private static Optional<Schedule> schedule(JsonObject json) {
        return Optional.ofNullable(
                switch (name(json)) {
                    case "FixedSchedule" -> new Schedule.Fixed(number(json, "value"));
                    case "ExponentialSchedule" ->
                        new Schedule.Exponential(by(json), number(json, "initialValue"), number(json, "gamma"));
                    case "InverseSchedule" ->
                        new Schedule.Inverse(
                                by(json), number(json, "initialValue"), number(json, "gamma"), number(json, "power"));
                    case "PolySchedule" ->
                        new Schedule.Poly(
                                by(json), number(json, "initialValue"), number(json, "power"), whole(json, "maxIter"));
                    case "SigmoidSchedule" ->
                        new Schedule.Sigmoid(
                                by(json), number(json, "initialValue"), number(json, "gamma"), whole(json, "stepSize"));
                    case "StepSchedule" ->
                        new Schedule.Stepwise(
                                by(json),
                                number(json, "initialValue"),
                                number(json, "decayRate"),
                                number(json, "step"));
                    case "MapSchedule" -> new Schedule.Table(by(json), values(json));
                    case "CycleSchedule" ->
                        new Schedule.Cycle(
                                by(json),
                                number(json, "initialLearningRate"),
                                number(json, "maxLearningRate"),
                                whole(json, "cycleLength"),
                                whole(json, "annealingLength"),
                                number(json, "annealingDecay"));
                    default -> null;
                });
    }

    private static Map<Integer, Double> values(JsonObject json) {
        Map<Integer, Double> values = new HashMap<>();
        for (var entry : member(json, "values").getAsJsonObject().entrySet()) {
            values.put(Integer.valueOf(entry.getKey()), entry.getValue().getAsDouble());
        }
        return values;
    }

    private static Schedule.By by(JsonObject json) {
        return switch (member(json, "scheduleType").getAsString()) {
            case "ITERATION" -> Schedule.By.ITERATION;
            case "EPOCH" -> Schedule.By.EPOCH;
            default -> throw new JsonParseException("a schedule goes by iteration or epoch");
        };
    }

    private static String name(JsonObject json) {
        return member(json, "@class")
                .getAsString()
                .replace("org.nd4j.linalg.learning.config.", "")
                .replace("org.nd4j.linalg.schedule.", "");
    }

    private static double number(JsonObject json, String key) {
        return member(json, key).getAsDouble();
    }

    private static int whole(JsonObject json, String key) {
        return member(json, key).getAsInt();
    }

    private static JsonElement member(JsonObject json, String key) {
        JsonElement value = json.get(key);
        if (value == null) {
            throw new JsonParseException("there is no " + key);
        }
        return value;
    }

    private static boolean isSet(JsonObject json, String key) {
        return json.has(key) && json.get(key).isJsonObject();
    }
}
