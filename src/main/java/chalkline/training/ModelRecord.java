package chalkline.training;

import chalkline.check.CheckResult;
import chalkline.check.StepVerdict;
import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The origin of a model: its configuration and data, its metrics, and the check of its first step. It travels in the model
 * file. It holds no time of day, so that the same training gives the same file.
 *
 * @param configuration the configuration with its defaults, as YAML
 * @param versions of all software involved, by name
 * @param data the files that were trained on, and that which the network was read from; none where the configuration itself
 *     holds the data and the network
 * @param evaluatedOn the rows that the metrics are of: "test" or "training"
 * @param rows how many rows those were
 * @param metrics by name, as {@link ModelEvaluation#metrics} has them
 * @param trained for how long; empty in records of older releases
 * @param check of the first step; empty where it was not checked
 */
public record ModelRecord(
        String configuration,
        Map<String, String> versions,
        List<DataFile> data,
        String evaluatedOn,
        int rows,
        Map<String, Double> metrics,
        Optional<Length> trained,
        Optional<CheckRecord> check) {
    private static final String CONFIGURATION = "chalkline/config.resolved.yaml";
    /** The entry of a model file that holds it, besides its configuration. */
    static final String RECORD = "chalkline/record.json";

    /**
     * A file of data.
     *
     * @param file its name in the configuration
     * @param sha256 of its content, in hexadecimal digits
     */
    public record DataFile(String file, String sha256) {}

    /**
     * How long a network was trained, which its own configuration says too.
     *
     * @param epochs that were ended
     * @param steps that were taken
     */
    public record Length(long epochs, long steps) {}

    /**
     * What the check said.
     *
     * @param verdict of the whole: "agrees", "deviates" or "inconclusive"
     * @param precision what was computed in
     * @param matchesFit whether the recorded step is the unrecorded one, bit for bit
     * @param agreeing how many steps agree
     * @param steps how many steps were compared
     * @param known the known differences of the engine that it met, by id
     * @param findings the most serious first
     */
    public record CheckRecord(
            String verdict,
            String precision,
            boolean matchesFit,
            int agreeing,
            int steps,
            List<String> known,
            List<FindingRecord> findings) {
        public CheckRecord {
            known = List.copyOf(known);
            findings = List.copyOf(findings);
        }

        /** The part of a check's result that is recorded. */
        public static CheckRecord of(CheckResult result) {
            return new CheckRecord(
                    result.verdict().label(),
                    result.precision().label(),
                    result.matchesFit(),
                    (int) result.steps().stream()
                            .filter(step -> step.verdict() == StepVerdict.AGREES)
                            .count(),
                    (int) result.steps().stream()
                            .filter(step -> step.verdict() != StepVerdict.NOT_EXPOSED)
                            .count(),
                    result.known().stream().map(met -> met.difference().id()).toList(),
                    result.findings().stream()
                            .map(finding -> new FindingRecord(
                                    finding.step().toString(), finding.code().label(), finding.message()))
                            .toList());
        }

        /** The same for a resumed run, from its check.json; empty if there is none. */
        public static Optional<CheckRecord> ofRun(Path runDirectory) {
            Path file = runDirectory.resolve("check.json");
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try {
                return Optional.of(ofJson(StrictJson.parseObject(Files.readAllBytes(file), file.toString())));
            } catch (IOException | InvalidInputException | ClassCastException | NullPointerException e) {
                // Saving a trained model must not fail for a note about its first step.
                return Optional.empty();
            }
        }

        private static CheckRecord ofJson(JsonObject root) {
            List<String> verdicts = new ArrayList<>();
            for (JsonElement step : root.getAsJsonArray("steps")) {
                verdicts.add(text(step.getAsJsonObject(), "verdict"));
            }
            return new CheckRecord(
                    text(root, "verdict"),
                    text(root, "precision"),
                    text(root, "matchesFit").equals("bitwise"),
                    Collections.frequency(verdicts, StepVerdict.AGREES.label()),
                    verdicts.size() - Collections.frequency(verdicts, StepVerdict.NOT_EXPOSED.label()),
                    ModelRecord.known(root, met -> text(met.getAsJsonObject(), "id")),
                    ModelRecord.findings(root.getAsJsonArray("findings")));
        }
    }

    /** One finding: the step, what kind of finding it is, and a sentence. */
    public record FindingRecord(String step, String code, String message) {}

    public ModelRecord {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        data = List.copyOf(data);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * The record of a model that was trained just now.
     *
     * @param model that is saved with it
     * @param check of the first step; empty where it was not checked
     * @param evaluatedOn the rows of the evaluation: "test" or "training"
     */
    public static ModelRecord of(
            Job job,
            Engine engine,
            Model model,
            Optional<CheckRecord> check,
            ModelEvaluation evaluation,
            String evaluatedOn) {
        Inspection trained = model.inspect();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Chalkline", Environment.version());
        versions.put(engine.name(), engine.version());
        versions.put("Java", Runtime.version().toString());
        versions.put("CPU kernel", engine.kernel());
        return new ModelRecord(
                job.configuration().resolved(),
                versions,
                Stream.concat(job.dataFiles().stream(), job.networkFile().stream())
                        .toList(),
                evaluatedOn,
                evaluation.rows(),
                evaluation.metrics(),
                Optional.of(new Length(trained.epoch(), trained.iteration())),
                check);
    }

    /** As entries of a model file. */
    public Map<String, byte[]> toEntries() {
        JsonObject root = new JsonObject();
        JsonObject ofVersions = new JsonObject();
        versions.forEach(ofVersions::addProperty);
        root.add("versions", ofVersions);
        JsonArray files = new JsonArray();
        for (DataFile file : data) {
            JsonObject one = new JsonObject();
            one.addProperty("file", file.file());
            one.addProperty("sha256", file.sha256());
            files.add(one);
        }
        root.add("data", files);
        root.addProperty("evaluatedOn", evaluatedOn);
        root.addProperty("rows", rows);
        JsonObject figures = new JsonObject();
        metrics.forEach((name, value) -> figures.add(
                name, Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(value.toString())));
        root.add("metrics", figures);
        trained.ifPresent(length -> {
            JsonObject counts = new JsonObject();
            counts.addProperty("epochs", length.epochs());
            counts.addProperty("steps", length.steps());
            root.add("trained", counts);
        });
        check.ifPresent(said -> root.add("check", json(said)));
        String text = new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(root) + "\n";
        return Map.of(
                CONFIGURATION,
                configuration.getBytes(StandardCharsets.UTF_8),
                RECORD,
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(CheckRecord said) {
        JsonObject check = new JsonObject();
        check.addProperty("verdict", said.verdict());
        check.addProperty("precision", said.precision());
        check.addProperty("matchesFit", said.matchesFit());
        check.addProperty("agreeing", said.agreeing());
        check.addProperty("steps", said.steps());
        JsonArray known = new JsonArray();
        said.known().forEach(known::add);
        check.add("knownDifferences", known);
        JsonArray findings = new JsonArray();
        for (FindingRecord finding : said.findings()) {
            JsonObject one = new JsonObject();
            one.addProperty("step", finding.step());
            one.addProperty("code", finding.code());
            one.addProperty("message", finding.message());
            findings.add(one);
        }
        check.add("findings", findings);
        return check;
    }

    /**
     * From a model file's entries; empty where there is no record.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where an entry is not such a record
     */
    public static Optional<ModelRecord> fromEntries(Map<String, byte[]> entries, String where) {
        if (!entries.containsKey(RECORD)) {
            return Optional.empty();
        }
        if (!entries.containsKey(CONFIGURATION)) {
            throw new InvalidInputException(where + ": has the entry \"" + RECORD + "\" but not \"" + CONFIGURATION
                    + "\", which belongs to it");
        }
        String place = where + "!" + RECORD;
        JsonObject root = StrictJson.parseObject(entries.get(RECORD), place);
        try {
            return Optional.of(new ModelRecord(
                    new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8),
                    versions(root.getAsJsonObject("versions")),
                    files(root.getAsJsonArray("data")),
                    text(root, "evaluatedOn"),
                    number(root, "rows"),
                    metrics(root.getAsJsonObject("metrics")),
                    Optional.ofNullable(root.getAsJsonObject("trained"))
                            .map(counts -> new Length(
                                    Long.parseLong(text(counts, "epochs")), Long.parseLong(text(counts, "steps")))),
                    Optional.ofNullable(root.getAsJsonObject("check")).map(ModelRecord::check)));
        } catch (ClassCastException | NullPointerException | IllegalStateException | NumberFormatException e) {
            throw new InvalidInputException(place + ": is not the record of a training", e);
        }
    }

    /** Whether its configuration's model goes to a file of that name. */
    boolean wasPublishedAs(Path name) {
        return configuration
                .lines()
                .filter(line -> line.startsWith("model: "))
                .map(line -> line.substring("model: ".length()).replace("\"", ""))
                .anyMatch(file -> Path.of(file).getFileName().equals(name));
    }

    private static Map<String, String> versions(JsonObject object) {
        Map<String, String> versions = new LinkedHashMap<>();
        object.keySet().forEach(name -> versions.put(name, text(object, name)));
        return versions;
    }

    private static List<DataFile> files(JsonArray array) {
        List<DataFile> files = new ArrayList<>();
        for (JsonElement element : array) {
            JsonObject file = element.getAsJsonObject();
            files.add(new DataFile(text(file, "file"), text(file, "sha256")));
        }
        return files;
    }

    private static Map<String, Double> metrics(JsonObject object) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        object.keySet()
                .forEach(name -> metrics.put(
                        name, Double.valueOf(object.getAsJsonPrimitive(name).getAsString())));
        return metrics;
    }

    private static CheckRecord check(JsonObject object) {
        return new CheckRecord(
                text(object, "verdict"),
                text(object, "precision"),
                object.getAsJsonPrimitive("matchesFit").getAsBoolean(),
                number(object, "agreeing"),
                number(object, "steps"),
                known(object, JsonElement::getAsString),
                findings(object.getAsJsonArray("findings")));
    }

    /** Empty in records of older releases. */
    private static List<String> known(JsonObject object, Function<JsonElement, String> id) {
        List<String> ids = new ArrayList<>();
        if (object.has("knownDifferences")) {
            object.getAsJsonArray("knownDifferences").forEach(each -> ids.add(id.apply(each)));
        }
        return ids;
    }

    private static List<FindingRecord> findings(JsonArray array) {
        List<FindingRecord> findings = new ArrayList<>();
        for (JsonElement element : array) {
            JsonObject finding = element.getAsJsonObject();
            findings.add(new FindingRecord(text(finding, "step"), text(finding, "code"), text(finding, "message")));
        }
        return findings;
    }

    private static String text(JsonObject object, String name) {
        return object.getAsJsonPrimitive(name).getAsString();
    }

    private static int number(JsonObject object, String name) {
        return Integer.parseInt(text(object, name));
    }
}
