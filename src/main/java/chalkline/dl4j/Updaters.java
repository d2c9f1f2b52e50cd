package chalkline.dl4j;

import chalkline.modelzip.JsonUpdaters;
import chalkline.network.Updater;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/** The vocabulary's updaters as Deeplearning4j's, which makes them of its own JSON. */
final class Updaters {
    private Updaters() {}

    /** Built as Deeplearning4j's users build them: a number is no schedule. */
    static IUpdater of(Updater updater) {
        try {
            return NeuralNetConfiguration.mapper()
                    .readValue(JsonUpdaters.write(updater).toString(), IUpdater.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Deeplearning4j cannot read " + updater + ": " + e.getMessage(), e);
        }
    }

    /** The updater in the vocabulary's words; empty where it has none. */
    static Optional<Updater> named(IUpdater updater) {
        try {
            return JsonUpdaters.read(json(updater));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The names of what it keeps, in the order in which Deeplearning4j keeps them. */
    static List<String> state(IUpdater updater) {
        return JsonUpdaters.kind(updater.getClass().getName())
                .map(Updater.Kind::state)
                .orElse(List.of());
    }

    /** Whether its learning rate has a schedule. */
    static boolean hasSchedule(IUpdater updater) {
        JsonObject json = json(updater);
        return json.has("learningRateSchedule")
                && json.get("learningRateSchedule").isJsonObject();
    }

    private static JsonObject json(IUpdater updater) {
        try {
            return JsonParser.parseString(NeuralNetConfiguration.mapper().writeValueAsString(updater))
                    .getAsJsonObject();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Deeplearning4j cannot write " + updater + ": " + e.getMessage(), e);
        }
    }
}
