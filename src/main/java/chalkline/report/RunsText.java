package chalkline.report;

import chalkline.config.ConfigurationDifference;
import chalkline.network.Sentences;
import chalkline.training.RunRecord;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs as their directories tell of them: a list, and two beside each other. */
public final class RunsText {
    private static final int DIGITS = 4;
    private static final int HASH = 8;
    private static final String STARTED = "started";
    /** The figures that stand for a whole evaluation, the most telling first. */
    private static final List<String> HEADLINES = List.of("accuracy", "rmse");

    private RunsText() {}

    /**
     * A line a run.
     *
     * @param directory what the paths of the runs' models are taken from
     */
    public static String list(List<RunRecord> runs, Path directory) {
        if (runs.isEmpty()) {
            return "There are no runs\n";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Run", "Started", "Data", "Metric", "Check", "End"));
        for (RunRecord run : runs) {
            rows.add(List.of(
                    run.path().toString(),
                    shortTime(run),
                    shortHash(run),
                    metric(run),
                    run.verdict().orElse(""),
                    end(run, directory)));
        }
        return Columns.aligned(rows);
    }

    private static String shortTime(RunRecord run) {
        return run.started().replaceFirst("\\..*", "").replace('T', ' ');
    }

    private static String shortHash(RunRecord run) {
        String hash = run.environment().getOrDefault("dataSha256", "");
        return hash.substring(0, Math.min(HASH, hash.length()));
    }

    private static String metric(RunRecord run) {
        return HEADLINES.stream()
                .filter(run.metrics()::containsKey)
                .findFirst()
                .map(name ->
                        name + " " + Numbers.text(run.metrics().get(name), DIGITS) + " (" + run.evaluatedOn() + ")")
                .orElse("");
    }

    private static String end(RunRecord run, Path directory) {
        Optional<RunRecord.Outcome> outcome = run.outcome();
        if (outcome.isEmpty()) {
            return "none: killed, or still going on";
        }
        String end = outcome.get().end().label();
        return switch (outcome.get().end()) {
            case SAVED -> run.isInUse(directory) ? "published, in use" : "published, replaced since";
            case NOT_PUBLISHED -> end + ": " + String.join("; ", outcome.get().refusals());
            case TRIAL, STOPPED_BY_CHECK, DIVERGED, INTERRUPTED -> end;
        };
    }

    /** The same as JSON, an object a run. */
    public static String json(List<RunRecord> runs, Path directory) {
        JsonArray list = new JsonArray();
        for (RunRecord run : runs) {
            JsonObject json = new JsonObject();
            json.addProperty("run", run.path().toString());
            json.addProperty(STARTED, run.started());
            json.addProperty("dataSha256", run.environment().getOrDefault("dataSha256", ""));
            json.addProperty("evaluatedOn", run.evaluatedOn());
            JsonObject metrics = new JsonObject();
            run.metrics().forEach((name, value) -> metrics.add(name, Json.number(value)));
            json.add("metrics", metrics);
            run.verdict().ifPresent(verdict -> json.addProperty("check", verdict));
            run.outcome().ifPresent(outcome -> {
                json.addProperty("end", outcome.end().label());
                json.addProperty("inUse", run.isInUse(directory));
                JsonArray refusals = new JsonArray();
                outcome.refusals().forEach(refusals::add);
                json.add("refusals", refusals);
            });
            list.add(json);
        }
        return Json.pretty(list);
    }

    /**
     * Two runs beside each other: in what their configurations and environments differ, and all figures.
     *
     * @param ofOne the resolved configuration of {@code one}
     * @param ofOther the resolved configuration of {@code other}
     */
    public static String compare(RunRecord one, String ofOne, RunRecord other, String ofOther) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", one.path().toString(), other.path().toString()));
        rows.add(List.of("Configuration", "", ""));
        List<ConfigurationDifference> configuration = ConfigurationDifference.between(ofOne, ofOther);
        configuration.forEach(each -> rows.add(List.of("  " + each.key(), each.one(), each.other())));
        addSame(rows, configuration.isEmpty());
        rows.add(List.of("Metrics", on(one), on(other)));
        union(one.metrics(), other.metrics())
                .forEach(name -> rows.add(List.of("  " + name, figure(one, name), figure(other, name))));
        rows.add(List.of("Environment", "", ""));
        List<String> environment = union(one.environment(), other.environment()).stream()
                .filter(name -> !name.equals(STARTED) && !value(one, name).equals(value(other, name)))
                .toList();
        environment.forEach(name -> rows.add(List.of("  " + name, value(one, name), value(other, name))));
        addSame(rows, environment.isEmpty());
        return Columns.aligned(rows);
    }

    private static void addSame(List<List<String>> rows, boolean same) {
        if (same) {
            rows.add(List.of("  the same", "", ""));
        }
    }

    private static String on(RunRecord run) {
        return run.evaluatedOn().isEmpty() ? "none" : "on " + Sentences.plain(run.evaluatedOn()) + " rows";
    }

    private static Set<String> union(Map<String, ?> one, Map<String, ?> other) {
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        return names;
    }

    private static String figure(RunRecord run, String name) {
        return Optional.ofNullable(run.metrics().get(name))
                .map(value -> Numbers.text(value, DIGITS + 2))
                .orElse("");
    }

    private static String value(RunRecord run, String name) {
        return run.environment().getOrDefault(name, "");
    }
}
