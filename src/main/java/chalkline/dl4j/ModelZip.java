package chalkline.dl4j;

import chalkline.files.AtomicFile;
import chalkline.files.StrictZip;
import chalkline.files.ZipFileWriter;
import chalkline.modelzip.ConfigurationGuard;
import chalkline.modelzip.Manifest;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
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
    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";
    private static final String UPDATER_STATE = "updaterState.bin";
    static final String NORMALIZER = "normalizer.bin";
    private static final String OWN_PREFIX = "chalkline/";
    private static final String OWN_NAME = "chalkline(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}){1,4}";

    // Trained parameters hardly compress. Zeros do, a thousandfold, and small files may be full of them.
    private static final StrictZip.Kind KIND = new StrictZip.Kind("a model zip", 64, 64L << 20, 100, false);

    static final int LARGEST_CONFIGURATION = 16 << 20;
    private static final long LARGEST_OWN = 64L << 20;
    private static final int MOST_OWN = 32;

    /** As many as fit into one array in float64. */
    private static final long MOST_PARAMETERS = Integer.MAX_VALUE / Double.BYTES - 1024;

    /** Of a configuration alone, which may be a hundred bytes for any number of them. */
    static final long MOST_DRAWN = 100_000_000;

    /** Updaters keep at most three numbers a parameter (AMSGrad). */
    private static final int MOST_STATE = 3;

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
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(CONFIGURATION, configuration(network, target.toString()));
        try {
            all.put(COEFFICIENTS, NdArrays.written(network.params()));
            if (keepsState(network)) {
                all.put(UPDATER_STATE, NdArrays.written(network.getUpdater().getStateViewArray()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DataType type = network.getLayerWiseConfigurations().getDataType();
        SavedNormalizer.of(entries, type, target.toString()).ifPresent(bytes -> all.put(NORMALIZER, bytes));
        all.putAll(checkedOwn(entries));
        all.put(Manifest.NAME, Manifest.of(all).json());
        return all;
    }

    /**
     * Reads a model zip, one of ours or one that Deeplearning4j wrote.
     *
     * @param shownName the file's name in sentences
     * @throws InvalidInputException where it is not one, is damaged, or holds what could do harm
     */
    public static LoadedModel load(Path file, String shownName) {
        try (StrictZip zip = StrictZip.open(file, shownName, KIND)) {
            requireNames(zip.names(), shownName);
            Entries entries = Entries.of(zip, shownName);
            Optional<ZipNormalizer> normalizer = zip.names().contains(NORMALIZER)
                    ? Optional.of(
                            ZipNormalizer.read(entries.read(NORMALIZER, LARGEST_OWN), shownName + ": " + NORMALIZER))
                    : Optional.empty();
            Map<String, byte[]> own = new LinkedHashMap<>();
            long left = LARGEST_OWN;
            for (String name : zip.names()) {
                if (name.startsWith(OWN_PREFIX) && !name.equals(Manifest.NAME)) {
                    own.put(name, entries.read(name, left));
                    left -= own.get(name).length;
                }
            }
            MultiLayerNetwork network = restore(entries, shownName);
            boolean isStateSaved = zip.names().contains(UPDATER_STATE) || !keepsState(network);
            return new LoadedModel(network, own, normalizer, isStateSaved);
        }
    }

    private static boolean keepsState(MultiLayerNetwork network) {
        INDArray state = network.getUpdater().getStateViewArray();
        return state != null && state.length() > 0;
    }

    private static MultiLayerNetwork restore(Entries entries, String shownName) {
        String where = shownName + ": " + CONFIGURATION;
        JsonObject json = ConfigurationGuard.check(entries.read(CONFIGURATION, LARGEST_CONFIGURATION), where);
        try {
            MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json.toString());
            long parameters = requireLoadable(configuration, MOST_PARAMETERS, where);
            String whereSaved = shownName + ": " + COEFFICIENTS;
            SavedArray coefficients = SavedArray.read(
                    entries.read(COEFFICIENTS, SavedArray.largest(parameters, Precision.FLOAT64)), whereSaved);
            if (!json.has("dataType")) {
                // Until 1.0.0-beta3 the parameters alone had a type.
                configuration.setDataType(Vocabulary.dataType(coefficients.precision()));
            }
            Precision precision = Vocabulary.precision(configuration.getDataType());
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(NdArrays.of(coefficients.require(parameters, precision, whereSaved)), false);
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

    private static void restoreUpdater(MultiLayerNetwork network, Entries entries, long parameters, String shownName) {
        if (!entries.zip.names().contains(UPDATER_STATE)) {
            return;
        }
        String where = shownName + ": " + UPDATER_STATE;
        Precision precision = Vocabulary.precision(Dl4jModel.dataType(network));
        SavedArray saved = SavedArray.read(
                entries.read(UPDATER_STATE, SavedArray.largest(MOST_STATE * parameters, precision)), where);
        INDArray state = network.getUpdater().getStateViewArray();
        long length = state == null ? 0 : state.length();
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

    private static void requireNames(Set<String> names, String shownName) {
        if (names.contains("updater.bin")) {
            throw new InvalidInputException(shownName + ": " + ConfigurationGuard.BEFORE_BETA4);
        }
        for (String name : names) {
            if (name.equals("preprocessor.bin") || name.startsWith("objects/")) {
                throw new InvalidInputException(shownName + ": the entry " + Sentences.quoted(name)
                        + " is refused: it holds a serialized Java object, and reading one can run any code");
            }
            boolean known = Set.of(CONFIGURATION, COEFFICIENTS, UPDATER_STATE, NORMALIZER)
                            .contains(name)
                    || name.matches(OWN_NAME);
            if (!known) {
                throw new InvalidInputException(
                        shownName + ": the entry " + Sentences.quoted(name) + " does not belong into a model zip");
            }
        }
        for (String name : new String[] {CONFIGURATION, COEFFICIENTS}) {
            if (!names.contains(name)) {
                throw new InvalidInputException(shownName + ": is not a model zip: it has no entry \"" + name + "\"");
            }
        }
        boolean own = names.stream().anyMatch(name -> name.startsWith(OWN_PREFIX));
        if (own && !names.contains(Manifest.NAME)) {
            throw new InvalidInputException(shownName + ": is damaged: the entry \"" + Manifest.NAME + "\" is missing");
        }
    }

    /** The zip's entries, each compared with the manifest when it is read; a zip of Deeplearning4j's own has none. */
    private record Entries(StrictZip zip, Manifest manifest, String shownName) {
        static Entries of(StrictZip zip, String shownName) {
            if (!zip.names().contains(Manifest.NAME)) {
                return new Entries(zip, null, shownName);
            }
            Manifest manifest = Manifest.parse(zip.read(Manifest.NAME, LARGEST_OWN), shownName + ": " + Manifest.NAME);
            manifest.requireNames(zip.names(), shownName);
            return new Entries(zip, manifest, shownName);
        }

        byte[] read(String name, long limit) {
            byte[] content = zip.read(name, Math.min(limit, Integer.MAX_VALUE - 16));
            if (manifest != null) {
                manifest.requireContent(name, content, shownName);
            }
            return content;
        }
    }

    /** The configuration's JSON, once it is certain that {@link #load} accepts it and makes the same of it. */
    private static byte[] configuration(MultiLayerNetwork network, String shownName) {
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        byte[] json = configuration.toJson().getBytes(StandardCharsets.UTF_8);
        JsonObject checked = ConfigurationGuard.check(json, shownName + ": cannot be saved: " + CONFIGURATION);
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

    private static Map<String, byte[]> checkedOwn(Map<String, byte[]> entries) {
        if (entries.size() > MOST_OWN) {
            throw new IllegalArgumentException(entries.size() + " entries are more than " + MOST_OWN);
        }
        long size = 0;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (!entry.getKey().matches(OWN_NAME) || entry.getKey().equals(Manifest.NAME)) {
                throw new IllegalArgumentException(
                        "the entry \"" + entry.getKey() + "\" is not one under " + OWN_PREFIX);
            }
            size += entry.getValue().length;
        }
        if (size > LARGEST_OWN) {
            throw new IllegalArgumentException(size + " bytes of entries are more than " + LARGEST_OWN);
        }
        return new TreeMap<>(entries);
    }
}
