package chalkline.training;

import chalkline.check.Finding;
import chalkline.check.KnownDifferences;
import chalkline.network.Network;
import chalkline.network.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What can build and train a network: Deeplearning4j is one, and ours the other. */
public interface Engine {

    /** The engine's name for people, as in a table's heading: "Deeplearning4j". */
    String name();

    /** The version, for the record. */
    String version();

    /**
     * The processor instructions it uses, for the record: besides the version, the last bits of its numbers depend on them.
     */
    default String kernel() {
        return System.getProperty("os.arch");
    }

    /** Where the engine is known not to be the textbook: nowhere, unless it says so. */
    default KnownDifferences knownDifferences() {
        return KnownDifferences.NONE;
    }

    /**
     * A model with the network's given parameters and, where none are given, parameters drawn from its seed.
     *
     * @throws chalkline.network.InvalidInputException where the engine cannot do what the network asks for
     */
    Model build(Network network);

    /**
     * Reads a network from an untrusted file: layers, loss, updater and regularisation, with all parameters given. Those of a
     * model are taken from it; for a configuration alone they are drawn as the engine draws them. Updater state and the counts
     * of steps and epochs are not read.
     *
     * @param file a model, or a configuration of the engine's own
     * @param seed the network's; that of the file where empty
     * @param precision the network's; that of the file where empty
     * @throws chalkline.network.InvalidInputException if the file is neither, or its network is not covered
     */
    Network network(Path file, OptionalLong seed, Optional<Precision> precision);

    /**
     * Reads an untrusted model file.
     *
     * @throws chalkline.network.InvalidInputException where the file is not a model that is safe to load
     */
    Loaded load(Path file);

    /**
     * A model from a file.
     *
     * @param model the model, as it was when it was saved
     * @param entries the further entries that it was saved with: name to content
     * @param scaling how data was scaled according to the engine's own entry; Chalkline's entries take precedence
     * @param findings about the file
     */
    record Loaded(Model model, Map<String, byte[]> entries, Optional<SavedScaling> scaling, List<Finding> findings) {
        public Loaded {
            entries = Map.copyOf(entries);
            findings = List.copyOf(findings);
        }

        /** A model of which nothing more is worth knowing. */
        public Loaded(Model model, Map<String, byte[]> entries, Optional<SavedScaling> scaling) {
            this(model, entries, scaling, List.of());
        }
    }
}
