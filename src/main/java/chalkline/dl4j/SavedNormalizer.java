package chalkline.dl4j;

import chalkline.modelzip.ModelEntries;
import chalkline.modelzip.ZipNormalizer;
import chalkline.network.InvalidInputException;
import chalkline.training.Preprocessing;
import chalkline.training.SavedScaling;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A model's normalisation as Deeplearning4j's own normalizer.bin, for programs that load the zip with ModelSerializer. What
 * counts here is {@link Preprocessing}; only where a zip has none is it read.
 */
final class SavedNormalizer {
    private SavedNormalizer() {}

    /**
     * The entry; empty where Deeplearning4j has no such normaliser.
     *
     * @param entries of the model file
     * @param where the file, for messages
     */
    static Optional<ZipNormalizer> of(Map<String, byte[]> entries, String where) {
        if (!entries.containsKey(Preprocessing.NORMALIZER)) {
            return Optional.empty();
        }
        Preprocessing preprocessing = Preprocessing.fromEntries(entries, where).orElseThrow();
        return ZipNormalizer.of(preprocessing.normalizer(), preprocessing.labelNormalizer());
    }

    /**
     * Sees that the zip scales data in one way, whoever loads it.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where Deeplearning4j's form of the normalisation is not that of the preprocessing
     */
    static void requireSame(ModelZip.LoadedModel loaded, String where) {
        if (loaded.normalizer().isPresent() && loaded.entries().containsKey(Preprocessing.NORMALIZER)) {
            loaded.normalizer()
                    .get()
                    .requireSame(
                            of(loaded.entries(), where),
                            Vocabulary.precision(Dl4jModel.dataType(loaded.network())),
                            Preprocessing.NORMALIZER,
                            where);
        }
    }

    /** What the entry of a zip says of the rows that the network was trained on. */
    static SavedScaling scaling(ZipNormalizer found, MultiLayerNetwork network) {
        return new SavedScaling(
                ModelEntries.NORMALIZER,
                found.label(),
                found.ofFeatures(Math.toIntExact(DataSets.inputs(network))),
                found.ofLabels());
    }
}
