package chalkline.dl4j;

import chalkline.files.AtomicFile;
import chalkline.files.ZipFileWriter;
import chalkline.modelzip.ConfigurationGuard;
import chalkline.modelzip.ModelEntries;
import chalkline.modelzip.SavedArray;
import chalkline.modelzip.ZipNormalizer;
import chalkline.network.InvalidInputException;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Model zips: the entries of Deeplearning4j's ModelSerializer, which opens them too, and further ones under
 * {@code chalkline/}.
 *
 * <p>What is loaded is what was saved: configuration with its counts of iterations and epochs, parameters and updater
 * state, bit for bit. A zip from a stranger runs none of the stranger's code, loads no class of its choosing, and
 * takes no more memory than the network it describes: all of it is checked before Deeplearning4j sees any of it, and
 * Deeplearning4j sees only the checked configuration and two vectors of the right length. Deeplearning4j's own
 * form of the normalisation is written for programs that use it, and read where there is no other.
 */
public final class ModelZip {
    /** Of a configuration alone, which may be a hundred bytes for any number of them. */
    static final long MOST_DRAWN = 100_000_000;

    /**
     * A model zip's content.
     *
     * @param network the network, ready to predict and to go on training
     * @param entries the further entries: name, which begins with {@code chalkline/}, to content
     * @param normalizer Deeplearning4j's own form of the normalisation
     * @param isStateSaved whether what the updater kept was saved, or there was nothing to save
     */
    public record LoadedModel(
            MultiLayerNetwork network,
            Map<String, byte[]> entries,
            Optional<ZipNormalizer> normalizer,
            boolean isStateSaved) {
        public LoadedModel {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    private ModelZip() {}

    /**
     * Writes the network, always with its updater's state, so that the file afterwards holds either all of it or all of
     * what it held before. The same network and entries give the same bytes.
     *
     * @param target the file; missing directories above it are made
     * @param entries further entries: name, which begins with {@code chalkline/}, to content
     * @throws InvalidInputException where no file can be written there, or the network would not come back as it is
     * @throws UncheckedIOException where writing began and failed, as on a full disk
     * @throws IllegalArgumentException where an entry's name or size cannot be one of ours, or the network has no
     *     parameters yet
     */
    public static void save(Path target, MultiLayerNetwork network, Map<String, byte[]> entries) {
        Map<String, byte[]> all = content(target, network, entries);
        AtomicFile.write(target, out -> ZipFileWriter.write(out, all, true));
    }

    /**
     * As {@link #save}, but looks at the new file before it takes the old one's place, and keeps the old one. Where the file
     * has the same bytes already, nothing is changed.
     *
     * @param inspection is shown the complete new file; what it throws leaves everything as it was
     * @param previous where the old file goes, if there is one
     */
    static void replace(
            Path target,
            MultiLayerNetwork network,
            Map<String, byte[]> entries,
            Consumer<Path> inspection,
            Path previous) {
        Map<String, byte[]> all = content(target, network, entries);
        AtomicFile.replace(target, out -> ZipFileWriter.write(out, all, true), inspection, previous);
    }

    private static Map<String, byte[]> content(Path target, MultiLayerNetwork network, Map<String, byte[]> entries) {
        if (network.params() == null) {
            throw new IllegalArgumentException("a network is saved after init(), when it has parameters");
        }
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(ModelEntries.CONFIGURATION, configuration(network, target.toString()));
        try {
            parts.put(ModelEntries.COEFFICIENTS, NdArrays.written(network.params()));
            if (keepsState(network)) {
                parts.put(
                        ModelEntries.UPDATER_STATE,
                        NdArrays.written(network.getUpdater().getStateViewArray()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Precision precision = Vocabulary.precision(Dl4jModel.dataType(network));
        SavedNormalizer.of(entries, target.toString())
                .ifPresent(normalizer -> parts.put(ModelEntries.NORMALIZER, normalizer.write(precision)));
        return ModelEntries.complete(parts, entries);
    }

    /**
     * Reads a model zip, one of ours or one that Deeplearning4j wrote.
     *
     * @param shownName the file's name in sentences
     * @throws InvalidInputException where it is not one, is damaged, or holds what could do harm
     */
    public static LoadedModel load(Path file, String shownName) {
        try (ModelEntries entries = ModelEntries.open(file, shownName)) {
            Optional<ZipNormalizer> normalizer = entries.normalizer();
            Map<String, byte[]> own = entries.own();
            MultiLayerNetwork network = restore(entries, shownName);
            boolean isStateSaved = entries.hasUpdaterState() || !keepsState(network);
            return new LoadedModel(network, own, normalizer, isStateSaved);
        }
    }

    private static boolean keepsState(MultiLayerNetwork network) {
        INDArray state = network.getUpdater().getStateViewArray();
        return state != null && state.length() > 0;
    }

    private static MultiLayerNetwork restore(ModelEntries entries, String shownName) {
        String where = shownName + ": " + ModelEntries.CONFIGURATION;
        JsonObject json = entries.configuration();
        try {
            MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json.toString());
            long parameters = requireLoadable(configuration, ModelEntries.MOST_PARAMETERS, where);
            SavedArray coefficients = entries.coefficients(parameters);
            if (!json.has("dataType")) {
                // Until 1.0.0-beta3 the parameters alone had a type.
                configuration.setDataType(Vocabulary.dataType(coefficients.precision()));
            }
            Precision precision = Vocabulary.precision(configuration.getDataType());
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(
                    NdArrays.of(
                            coefficients.require(parameters, precision, shownName + ": " + ModelEntries.COEFFICIENTS)),
                    false);
            restoreUpdater(network, entries, parameters, shownName);
            // What cannot be described or asked is not found only when somebody does.
            Inspector.inspect(network);
            network.output(Nd4j.zeros(configuration.getDataType(), 1, DataSets.inputs(network)), false);
            return network;
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new InvalidInputException(
                    shownName + ": Deeplearning4j cannot use the network: " + Sentences.reason(e), e);
        }
    }

    private static void restoreUpdater(
            MultiLayerNetwork network, ModelEntries entries, long parameters, String shownName) {
        if (!entries.hasUpdaterState()) {
            return;
        }
        Precision precision = Vocabulary.precision(Dl4jModel.dataType(network));
        SavedArray saved = entries.updaterState(parameters, precision);
        INDArray state = network.getUpdater().getStateViewArray();
        long length = state == null ? 0 : state.length();
        String where = shownName + ": " + ModelEntries.UPDATER_STATE;
        network.getUpdater().setStateViewArray(network, NdArrays.of(saved.require(length, precision, where)), false);
    }

    /**
     * The number of its parameters.
     *
     * @throws InvalidInputException where there are none, or more than fit
     */
    static long requireLoadable(MultiLayerConfiguration configuration, long most, String where) {
        long parameters = parameterCount(configuration);
        if (parameters < 1 || parameters > most) {
            throw new InvalidInputException(where + " describes a network of " + parameters + " parameters; from 1 to "
                    + most + " can be loaded");
        }
        return parameters;
    }

    private static long parameterCount(MultiLayerConfiguration configuration) {
        long count = 0;
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            count = Math.addExact(count, layer.getLayer().initializer().numParams(layer));
        }
        return count;
    }

    /** The configuration's JSON, once it is certain that {@link #load} accepts it and makes the same of it. */
    private static byte[] configuration(MultiLayerNetwork network, String shownName) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        byte[] json = configuration.toJson().getBytes(StandardCharsets.UTF_8);
        JsonObject checked =
                ConfigurationGuard.check(json, shownName + ": cannot be saved: " + ModelEntries.CONFIGURATION);
        boolean same;
        try {
            same = MultiLayerConfiguration.fromJson(checked.toString()).equals(configuration);
        } catch (RuntimeException e) {
            throw new InvalidInputException(
                    shownName + ": cannot be saved: Deeplearning4j cannot read its own JSON of this network: "
                            + Sentences.reason(e),
                    e);
        }
        if (!same) {
            throw new InvalidInputException(shownName
                    + ": cannot be saved: Deeplearning4j's JSON loses a part of this network's configuration");
        }
        return json;
    }
}
