package chalkline.training;

import chalkline.files.Digests;
import chalkline.files.FileFailure;
import chalkline.files.JsonValue;
import chalkline.files.Storage;
import chalkline.network.InvalidInputException;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run left of itself, read from its directory.
 *
 * @param path the run directory
 * @param environment what {@code environment.json} says, by name, as text
 * @param metrics the figures of its evaluation, by name; none where it came to no evaluation
 * @param evaluatedOn the rows of the evaluation: "test" or "training"; empty where there is none
 * @param verdict what the check said of the first step; empty where it was not checked
 * @param outcome how it ended; empty where it was killed, or still goes on
 */
public record RunRecord(
        Path path,
        Map<String, String> environment,
        Map<String, Double> metrics,
        String evaluatedOn,
        Optional<String> verdict,
        Optional<Outcome> outcome) {
    private static final String RESULT = "result.json";
    private static final String ENVIRONMENT = "environment.json";

    /** The order in which runs were started. */
    public static final Comparator<RunRecord> BY_START = Comparator.comparing(RunRecord::started)
            .thenComparing(run -> run.path().getFileName());

    /**
     * How a run ended.
     *
     * @param model the file that its model went to; empty where it has none
     * @param modelSha256 of that file, as it was then
     * @param refusals why it was not published, a clause each
     */
    public record Outcome(
            TrainingRun.End end, Optional<String> model, Optional<String> modelSha256, List<String> refusals) {
        public Outcome {
            refusals = List.copyOf(refusals);
        }
    }

    public RunRecord {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Whether a run was begun in the directory. */
    static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve(ENVIRONMENT));
    }

    /**
     * The run in this directory.
     *
     * @throws InvalidInputException where there is none, or a file of it is not as a run leaves it
     */
    public static RunRecord read(Path path) {
        if (!isRun(path)) {
            throw new InvalidInputException(path + ": is no run directory: there is no " + ENVIRONMENT);
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        Optional<JsonValue> evaluation = json(path, "evaluation.json");
        evaluation.ifPresent(json -> json.entries().forEach((name, value) -> {
            boolean figure =
                    ModelEvaluation.METRICS.contains(name) && value.element().isJsonPrimitive();
            if (figure) {
                metrics.put(name, value.number());
            }
        }));
        return new RunRecord(
                path,
                environment(path),
                metrics,
                evaluation.map(json -> json.get("on").text()).orElse(""),
                json(path, "check.json").map(json -> json.get("verdict").text()),
                json(path, RESULT).map(RunRecord::outcome));
    }

    private static Map<String, String> environment(Path path) {
        Map<String, String> environment = new LinkedHashMap<>();
        json(path, ENVIRONMENT)
                .orElseThrow()
                .entries()
                .forEach((key, value) -> environment.put(
                        key,
                        value.element().isJsonPrimitive()
                                ? value.element().getAsString()
                                : value.element().toString()));
        return environment;
    }

    private static Outcome outcome(JsonValue json) {
        return new Outcome(
                end(json.get("end")),
                json.find("model").map(JsonValue::text),
                json.find("modelSha256").map(JsonValue::text),
                json.get("refusals").texts());
    }

    private static Optional<JsonValue> json(Path path, String file) {
        Path whole = path.resolve(file);
        if (!Files.exists(whole)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonValue.parse(whole.toString(), Files.readString(whole)));
        } catch (IOException e) {
            throw FileFailure.of(whole, "cannot be read", e);
        }
    }

    /**
     * The runs in a folder, the first one first: those in it, or, where it has none itself, those in its folders. What is no
     * run is passed over.
     *
     * @throws InvalidInputException where there is no such folder
     */
    public static List<RunRecord> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(folder + ": there is no such folder of runs");
        }
        List<Path> folders = isRun(folder) ? List.of(folder) : folders(folder);
        List<Path> runs = folders.stream().filter(RunRecord::isRun).toList();
        if (runs.isEmpty()) {
            runs = folders.stream()
                    .flatMap(each -> folders(each).stream())
                    .filter(RunRecord::isRun)
                    .toList();
        }
        return runs.stream().map(RunRecord::read).sorted(BY_START).toList();
    }

    private static List<Path> folders(Path folder) {
        try {
            return Storage.of(folder).list(folder).stream()
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw FileFailure.of(folder, "cannot be read", e);
        }
    }

    /** When it was started, as ISO 8601 writes it, in the time of its place. */
    public String started() {
        return environment.getOrDefault("started", "");
    }

    /**
     * Whether the model that it published is still the one in that place.
     *
     * @param directory what relative paths are taken from
     */
    public boolean isInUse(Path directory) {
        Optional<Outcome> saved = outcome.filter(how -> how.end() == TrainingRun.End.SAVED);
        Optional<Path> model = saved.flatMap(Outcome::model).map(directory::resolve);
        return model.filter(Files::isRegularFile).isPresent()
                && saved.flatMap(Outcome::modelSha256).equals(model.map(Digests::sha256));
    }

    /** Writes down how the run came to its end. */
    static void write(RunDirectory run, TrainingRun.Result result, Path directory) {
        JsonObject json = new JsonObject();
        json.addProperty("end", result.end().label());
        boolean hasModel = result.end() == TrainingRun.End.SAVED || result.end() == TrainingRun.End.NOT_PUBLISHED;
        if (hasModel) {
            json.addProperty("model", shown(result.model(), directory));
            json.addProperty("modelSha256", Digests.sha256(result.model()));
        }
        JsonArray refusals = new JsonArray();
        result.refusals().forEach(refusals::add);
        json.add("refusals", refusals);
        if (result.checks().checked() > 0) {
            json.add("checked", result.checks().toJson());
        }
        run.writeJson(RESULT, json);
    }

    private static String shown(Path file, Path directory) {
        Path from = directory.toAbsolutePath().normalize();
        Path path = file.toAbsolutePath().normalize();
        return (path.startsWith(from) ? from.relativize(path) : path).toString();
    }

    private static TrainingRun.End end(JsonValue json) {
        return Arrays.stream(TrainingRun.End.values())
                .filter(end -> end.label().equals(json.text()))
                .findFirst()
                .orElseThrow(() -> json.refused("how a run can end"));
    }
}
