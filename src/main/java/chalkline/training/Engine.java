package chalkline.training;

import chalkline.network.Network;
import java.nio.file.Path;
import java.util.Map;

/** What can build and train a network: Deeplearning4j is one. */
public interface Engine {

    /** The engine's name for people, as in a table's heading: "Deeplearning4j". */
    String name();

    /** The version, for the record. */
    String version();

    /**
     * A model with the network's given parameters and, where none are given, parameters drawn from its seed.
     *
     * @throws chalkline.network.InvalidInputException where the engine cannot do what the network asks for
     */
    Model build(Network network);

    /**
     * Reads a model file, which nobody needs to trust.
     *
     * @throws chalkline.network.InvalidInputException where the file is not a model that is safe to load
     */
    Stored load(Path file);

    /**
     * A model as it was stored.
     *
     * @param model the model, as it was when it was saved
     * @param entries the further entries that it was saved with: name to content
     */
    record Stored(Model model, Map<String, byte[]> entries) {
        public Stored {
            entries = Map.copyOf(entries);
        }
    }
}
