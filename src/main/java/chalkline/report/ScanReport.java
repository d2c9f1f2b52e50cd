package chalkline.report;

import chalkline.modelzip.Danger;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a scan of a model zip found, for a terminal and for other programs. */
public final class ScanReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private static final int MOST_SHOWN = 100;

    private ScanReport() {}

    /** A line for the zip, and one for each danger. */
    public static String text(String shownName, List<Danger> dangers) {
        String name = Sentences.plain(shownName);
        return dangers.isEmpty()
                ? "CLEAN  " + name + ": nothing in it is dangerous to whoever loads it\n"
                : "DANGEROUS  " + name + ": " + Sentences.counted(dangers.size(), "finding") + "\n"
                        + dangers.stream()
                                .limit(MOST_SHOWN)
                                .map(danger ->
                                        "  " + Sentences.plain(danger.kind().id() + "  " + sentence(danger)) + "\n")
                                .collect(Collectors.joining())
                        + (dangers.size() > MOST_SHOWN ? "  and " + (dangers.size() - MOST_SHOWN) + " more\n" : "");
    }

    private static String sentence(Danger danger) {
        return danger.entry().isEmpty() ? danger.what() : danger.entry() + " " + danger.what();
    }

    /** A log of SARIF 2.1.0, the static analysis format that code hosts and build servers show. */
    public static String sarif(Path file, String version, List<Danger> dangers) {
        JsonObject driver = new JsonObject();
        driver.addProperty("name", "Chalkline");
        driver.addProperty("version", version);
        JsonArray rules = new JsonArray();
        for (Danger.Kind kind : Danger.Kind.values()) {
            JsonObject rule = new JsonObject();
            rule.addProperty("id", kind.id());
            rule.add("shortDescription", text(kind.description()));
            rules.add(rule);
        }
        driver.add("rules", rules);
        JsonArray results = new JsonArray();
        dangers.forEach(danger -> results.add(result(file, danger)));
        JsonObject run = new JsonObject();
        run.add("tool", object("driver", driver));
        run.add("results", results);
        JsonObject log = new JsonObject();
        log.addProperty("$schema", SCHEMA);
        log.addProperty("version", "2.1.0");
        JsonArray runs = new JsonArray();
        runs.add(run);
        log.add("runs", runs);
        return Json.pretty(log);
    }

    private static JsonObject result(Path file, Danger danger) {
        JsonObject artifact = new JsonObject();
        artifact.addProperty("uri", file.toUri().toString());
        JsonObject location = object("physicalLocation", object("artifactLocation", artifact));
        if (!danger.entry().isEmpty()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("fullyQualifiedName", danger.entry());
            JsonArray entries = new JsonArray();
            entries.add(entry);
            location.add("logicalLocations", entries);
        }
        JsonArray locations = new JsonArray();
        locations.add(location);
        JsonObject result = new JsonObject();
        result.addProperty("ruleId", danger.kind().id());
        result.addProperty("level", "error");
        result.add("message", text(sentence(danger)));
        result.add("locations", locations);
        return result;
    }

    private static JsonObject text(String sentence) {
        JsonObject text = new JsonObject();
        text.addProperty("text", sentence);
        return text;
    }

    private static JsonObject object(String key, JsonObject value) {
        JsonObject object = new JsonObject();
        object.add(key, value);
        return object;
    }
}
