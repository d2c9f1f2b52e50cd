package chalkline.training;

import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a checkpoint holds besides the model: the progress of training, and what its numbers depend on.
 *
 * @param progress how far
 * @param trajectory the lines of the configuration that decide the numbers
 * @param data SHA-256 of the data's file; empty where the configuration itself has the data
 * @param network SHA-256 of the network's file; empty where the configuration itself has the network
 * @param sums how they were added up
 */
record CheckpointEntry(Progress progress, List<String> trajectory, String data, String network, Sums sums) {
    private static final String NAME = "chalkline/progress.json";

    /**
     * What the last bits of numbers depend on.
     *
     * @param kernel the engine's {@link Engine#kernel}; empty where it was not written down
     * @param partitions as of {@link Fitter#partitions}
     */
    record Sums(String kernel, int partitions) {}

    CheckpointEntry {
        trajectory = List.copyOf(trajectory);
    }

    static Map<String, byte[]> of(Job job, Progress progress, Sums sums) {
        CheckpointEntry entry = new CheckpointEntry(
                progress, job.configuration().trajectory(), job.dataSha256(), networkSha256(job), sums);
        return Map.of(NAME, entry.json().toString().getBytes(StandardCharsets.UTF_8));
    }

    static String networkSha256(Job job) {
        return job.networkFile().map(ModelRecord.DataFile::sha256).orElse("");
    }

    /**
     * The entry of a model file.
     *
     * @throws InvalidInputException if it has none, or an unreadable one
     */
    static CheckpointEntry read(Map<String, byte[]> entries, String shownName) {
        byte[] content = entries.get(NAME);
        if (content == null) {
            throw new InvalidInputException(
                    shownName + ": is a model, but no checkpoint that a run can be resumed from");
        }
        try {
            return parse(StrictJson.parseObject(content, shownName + ": " + NAME));
        } catch (ClassCastException | IllegalStateException | NumberFormatException | NullPointerException e) {
            throw new InvalidInputException(shownName + ": " + NAME + " cannot be read", e);
        }
    }

    /** Numbers are written as Java prints them, so that reading them gives the same bits. */
    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("epoch", progress.epoch());
        json.addProperty("batch", progress.batch());
        json.addProperty("iteration", progress.iteration());
        json.addProperty("lossSum", progress.lossSum());
        json.addProperty("examples", progress.examples());
        progress.firstLoss().ifPresent(loss -> json.addProperty("firstLoss", loss));
        progress.best().ifPresent(best -> {
            json.addProperty("bestEpoch", best.epoch());
            json.addProperty("bestIteration", best.iteration());
            json.addProperty("bestLoss", best.loss());
        });
        json.addProperty("seconds", progress.seconds());
        json.addProperty("data", data);
        if (!network.isEmpty()) {
            json.addProperty("network", network);
        }
        json.addProperty("kernel", sums.kernel());
        if (sums.partitions() > 0) {
            json.addProperty("partitions", sums.partitions());
        }
        JsonArray lines = new JsonArray();
        trajectory.forEach(lines::add);
        json.add("trajectory", lines);
        return json;
    }

    private static CheckpointEntry parse(JsonObject json) {
        Optional<Progress.Best> best = json.has("bestEpoch")
                ? Optional.of(new Progress.Best(
                        json.get("bestEpoch").getAsLong(),
                        json.get("bestIteration").getAsLong(),
                        json.get("bestLoss").getAsDouble()))
                : Optional.empty();
        Progress progress = new Progress(
                json.get("epoch").getAsLong(),
                json.get("batch").getAsInt(),
                json.get("iteration").getAsLong(),
                json.get("lossSum").getAsDouble(),
                json.get("examples").getAsLong(),
                json.has("firstLoss") ? OptionalDouble.of(json.get("firstLoss").getAsDouble()) : OptionalDouble.empty(),
                best,
                json.get("seconds").getAsDouble());
        List<String> lines = new ArrayList<>();
        for (JsonElement line : json.getAsJsonArray("trajectory")) {
            lines.add(line.getAsString());
        }
        return new CheckpointEntry(
                progress,
                lines,
                json.get("data").getAsString(),
                json.has("network") ? json.get("network").getAsString() : "",
                new Sums(
                        json.has("kernel") ? json.get("kernel").getAsString() : "",
                        json.has("partitions") ? json.get("partitions").getAsInt() : 0));
    }
}
