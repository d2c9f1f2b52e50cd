package chalkline.training;

import chalkline.check.Verdict;
import chalkline.files.FileFailure;
import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What the checks during a training came to so far, the first step's aside.
 *
 * @param verdicts the number of steps with each verdict
 * @param first the number of the first step that did not agree, counted from 1
 */
public record CheckTally(Map<Verdict, Integer> verdicts, OptionalLong first) {
    /** The file of a run that has a line for each checked step. */
    public static final String FILE = "checks.jsonl";

    /** The file of a run that has the whole of the first step that did not agree. */
    public static final String FIRST_FILE = "check-step.json";

    /** Nothing was checked yet. */
    static final CheckTally NONE = new CheckTally(Map.of(), OptionalLong.empty());

    public CheckTally {
        Map<Verdict, Integer> copy = new EnumMap<>(Verdict.class);
        copy.putAll(verdicts);
        verdicts = Collections.unmodifiableMap(copy);
    }

    /** How many steps were checked. */
    public int checked() {
        return verdicts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** With one more step. */
    CheckTally with(long iteration, Verdict verdict) {
        Map<Verdict, Integer> more = new EnumMap<>(Verdict.class);
        more.putAll(verdicts);
        more.merge(verdict, 1, Integer::sum);
        boolean isFirst = first.isEmpty() && verdict != Verdict.AGREES;
        return new CheckTally(more, isFirst ? OptionalLong.of(iteration) : first);
    }

    /** In a clause: "35 agree, 1 deviates; the first that does not agree is step 812". */
    public String summary() {
        String counts = verdicts.entrySet().stream()
                .map(each -> each.getValue() + " "
                        + switch (each.getKey()) {
                            case AGREES -> each.getValue() == 1 ? "agrees" : "agree";
                            case DEVIATES -> each.getValue() == 1 ? "deviates" : "deviate";
                            case INCONCLUSIVE -> each.getValue() == 1 ? "is inconclusive" : "are inconclusive";
                        })
                .collect(Collectors.joining(", "));
        return counts + (first.isPresent() ? "; the first that does not agree is step " + first.getAsLong() : "");
    }

    /** For the record of the run. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("steps", checked());
        for (Verdict verdict : Verdict.values()) {
            json.addProperty(verdict.label(), verdicts.getOrDefault(verdict, 0));
        }
        first.ifPresent(step -> json.addProperty("first", step));
        return json;
    }

    /**
     * What a run has on record of its steps up to that one. The lines of later steps, which a run that goes on from there takes
     * again, are taken away, and what a power failure has left of a line.
     *
     * @throws InvalidInputException where the record cannot be read
     */
    static CheckTally resumed(RunDirectory run, long iteration) {
        Path file = run.path().resolve(FILE);
        if (!Files.exists(file)) {
            return NONE;
        }
        CheckTally tally = upTo(file, iteration);
        run.rewind(FILE, tally.checked());
        return tally;
    }

    /**
     * What a run directory has on record.
     *
     * @throws InvalidInputException where the record cannot be read
     */
    public static CheckTally of(Path run) {
        Path file = run.resolve(FILE);
        return Files.exists(file) ? upTo(file, Long.MAX_VALUE) : NONE;
    }

    private static CheckTally upTo(Path file, long iteration) {
        CheckTally tally = NONE;
        for (String line : lines(file)) {
            try {
                JsonObject one = StrictJson.parseObject(line.getBytes(StandardCharsets.ISO_8859_1), file.toString());
                long step = one.get("iteration").getAsLong();
                if (step > iteration) {
                    break;
                }
                tally = tally.with(step, verdict(one.get("verdict").getAsString()));
            } catch (InvalidInputException
                    | IllegalArgumentException
                    | IllegalStateException
                    | NullPointerException
                    | ClassCastException e) {
                // What a checkpoint relies on was forced before it: this is of a later step.
                break;
            }
        }
        return tally;
    }

    private static Verdict verdict(String label) {
        return Arrays.stream(Verdict.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be read", e);
        }
    }
}
