package chalkline.modelzip;

import chalkline.files.StrictZip;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The entries of a model zip: those of Deeplearning4j's ModelSerializer, which opens them too, and further ones under {@code
 * chalkline/}. This is the only way into a zip: nobody needs to trust it, nothing in it is run, no class that it names is loaded,
 * and no more of it is held in memory than the network it describes has room for.
 */
public final class ModelEntries implements AutoCloseable {
    public static final String CONFIGURATION = "configuration.json";
    public static final String COEFFICIENTS = "coefficients.bin";
    public static final String UPDATER_STATE = "updaterState.bin";
    public static final String NORMALIZER = "normalizer.bin";
    private static final String OWN_PREFIX = "chalkline/";
    private static final String OWN_NAME = "chalkline(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}){1,4}";

    // Trained parameters hardly compress. Zeros do, a thousandfold, and small files may be full of them.
    private static final StrictZip.Kind KIND = new StrictZip.Kind("a model zip", 64, 64L << 20, 100, false);

    /** As long as a configuration may be. */
    public static final int LARGEST_CONFIGURATION = 16 << 20;

    private static final long LARGEST_OWN = 64L << 20;
    private static final int MOST_OWN = 32;

    /** As many as fit into one array in float64. */
    public static final long MOST_PARAMETERS = Integer.MAX_VALUE / Double.BYTES - 1024;

    /** Updaters keep at most three numbers a parameter (AMSGrad). */
    private static final int MOST_STATE = 3;

    private final StrictZip zip;
    private final Optional<Manifest> manifest;
    private final String shownName;

    private ModelEntries(StrictZip zip, Optional<Manifest> manifest, String shownName) {
        this.zip = zip;
        this.manifest = manifest;
        this.shownName = shownName;
    }

    /**
     * Opens a model zip, one of ours or one that Deeplearning4j wrote.
     *
     * @param shownName the file's name in sentences
     * @throws InvalidInputException where it is not one, is damaged, or has an entry that could do harm
     */
    public static ModelEntries open(Path file, String shownName) {
        StrictZip zip = StrictZip.open(file, shownName, KIND);
        try {
            requireNames(zip.names(), shownName);
            if (!zip.names().contains(Manifest.NAME)) {
                return new ModelEntries(zip, Optional.empty(), shownName);
            }
            Manifest manifest = Manifest.parse(zip.read(Manifest.NAME, LARGEST_OWN), shownName + ": " + Manifest.NAME);
            manifest.requireNames(zip.names(), shownName);
            return new ModelEntries(zip, Optional.of(manifest), shownName);
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
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

    /** The entry's content, held against the manifest; a zip of Deeplearning4j's own has none. */
    private byte[] read(String name, long limit) {
        byte[] content = zip.read(name, Math.min(limit, Integer.MAX_VALUE - 16));
        manifest.ifPresent(m -> m.requireContent(name, content, shownName));
        return content;
    }

    /** The configuration, as it may be given to Deeplearning4j. */
    public JsonObject configuration() {
        return ConfigurationGuard.check(read(CONFIGURATION, LARGEST_CONFIGURATION), shownName + ": " + CONFIGURATION);
    }

    /**
     * The parameters, of whatever precision.
     *
     * @param most as many as there may be
     */
    public SavedArray coefficients(long most) {
        return SavedArray.read(
                read(COEFFICIENTS, SavedArray.largest(most, Precision.FLOAT64)), shownName + ": " + COEFFICIENTS);
    }

    /** Whether what the updater keeps was saved. */
    public boolean hasUpdaterState() {
        return zip.names().contains(UPDATER_STATE);
    }

    /** What the updater keeps of so many parameters. */
    public SavedArray updaterState(long parameters, Precision precision) {
        return SavedArray.read(
                read(UPDATER_STATE, SavedArray.largest(MOST_STATE * parameters, precision)),
                shownName + ": " + UPDATER_STATE);
    }

    /** Deeplearning4j's own form of the normalisation. */
    public Optional<ZipNormalizer> normalizer() {
        return zip.names().contains(NORMALIZER)
                ? Optional.of(ZipNormalizer.read(read(NORMALIZER, LARGEST_OWN), shownName + ": " + NORMALIZER))
                : Optional.empty();
    }

    /** The further entries: name, which begins with {@code chalkline/}, to content. */
    public Map<String, byte[]> own() {
        Map<String, byte[]> own = new LinkedHashMap<>();
        long left = LARGEST_OWN;
        for (String name : zip.names()) {
            if (name.startsWith(OWN_PREFIX) && !name.equals(Manifest.NAME)) {
                own.put(name, read(name, left));
                left -= own.get(name).length;
            }
        }
        return own;
    }

    @Override
    public void close() {
        zip.close();
    }

    /**
     * All entries of a zip, with the manifest.
     *
     * @param parts those that Deeplearning4j knows
     * @param own further ones: name, which begins with {@code chalkline/}, to content
     * @throws IllegalArgumentException where a further one's name or size cannot be one of ours
     */
    public static Map<String, byte[]> complete(Map<String, byte[]> parts, Map<String, byte[]> own) {
        Map<String, byte[]> all = new LinkedHashMap<>(parts);
        all.putAll(checkedOwn(own));
        all.put(Manifest.NAME, Manifest.of(all).json());
        return all;
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

    /**
     * The entries that Deeplearning4j's ModelSerializer would write.
     *
     * @param arrays every parameter and all that is kept of it
     * @param iteration how many steps were taken
     * @param epoch how many epochs were ended
     */
    public static Map<String, byte[]> of(Network network, Map<StepId, Matrix> arrays, long iteration, long epoch) {
        ParameterOrder order = new ParameterOrder(network);
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put(CONFIGURATION, JsonNetworkWriter.write(network, iteration, epoch));
        parts.put(COEFFICIENTS, SavedArray.write(network.precision(), order.joined(order.parameters(), arrays)));
        if (!order.kept().isEmpty()) {
            parts.put(UPDATER_STATE, SavedArray.write(network.precision(), order.joined(order.kept(), arrays)));
        }
        return parts;
    }
}
