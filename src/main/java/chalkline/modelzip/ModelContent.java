package chalkline.modelzip;

import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model zip holds, without Deeplearning4j.
 *
 * @param network with all parameters given
 * @param kept what the updater keeps of every parameter (W1.m, …); empty where it keeps nothing, or it was not saved
 * @param iteration how many steps were taken
 * @param epoch how many epochs were ended
 * @param own the further entries: name, which begins with {@code chalkline/}, to content
 * @param normalizer Deeplearning4j's own form of the normalisation
 */
public record ModelContent(
        Network network,
        Map<StepId, Matrix> kept,
        long iteration,
        long epoch,
        Map<String, byte[]> own,
        Optional<ZipNormalizer> normalizer) {

    public ModelContent {
        kept = Map.copyOf(kept);
        own = Map.copyOf(own);
    }

    /**
     * Reads a model zip, one of ours or one that Deeplearning4j wrote.
     *
     * @throws InvalidInputException where it is not one, is damaged, holds what could do harm, or a network that is not covered
     */
    public static ModelContent read(Path file) {
        String where = file.toString();
        try (ModelEntries entries = ModelEntries.open(file, where)) {
            JsonObject json = entries.configuration();
            SavedArray coefficients =
                    entries.coefficients(JsonNetworkReader.parameters(json, where + ": " + ModelEntries.CONFIGURATION));
            if (!json.has("dataType")) {
                // Until 1.0.0-beta3 the parameters alone had a type.
                json.addProperty("dataType", coefficients.precision() == Precision.FLOAT32 ? "FLOAT" : "DOUBLE");
            }
            Network network = JsonNetworkReader.read(where, json.toString(), coefficients.toDoubles());
            coefficients.require(coefficients.length(), network.precision(), where + ": " + ModelEntries.COEFFICIENTS);
            Map<StepId, Matrix> kept = new LinkedHashMap<>();
            if (entries.hasUpdaterState()) {
                ParameterOrder order = new ParameterOrder(network);
                SavedArray state = entries.updaterState(coefficients.length(), network.precision())
                        .require(
                                order.length(order.kept()),
                                network.precision(),
                                where + ": " + ModelEntries.UPDATER_STATE);
                kept.putAll(order.split(order.kept(), state.toDoubles()));
            }
            return new ModelContent(
                    network,
                    kept,
                    count(json, "iterationCount"),
                    count(json, "epochCount"),
                    entries.own(),
                    entries.normalizer());
        }
    }

    private static long count(JsonObject json, String name) {
        return json.has(name) ? json.get(name).getAsLong() : 0;
    }

    /** The network of a model with its parameters, or of a configuration alone without any. */
    public static Network network(Path file) {
        byte[] start = start(file);
        if (start.length > 0 && start[0] == 'P') {
            return read(file).network();
        }
        JsonObject json = ConfigurationGuard.check(start, file.toString());
        if (!json.has("dataType")) {
            json.addProperty("dataType", "FLOAT");
        }
        long parameters = JsonNetworkReader.parameters(json, file.toString());
        return JsonNetworkReader.read(file.toString(), json.toString(), new double[(int) parameters])
                .later();
    }

    /** All of a configuration, and enough of anything else to know it. */
    private static byte[] start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(ModelEntries.LARGEST_CONFIGURATION + 1);
            boolean isZip = bytes.length > 0 && bytes[0] == 'P';
            if (bytes.length > ModelEntries.LARGEST_CONFIGURATION && !isZip) {
                throw new InvalidInputException(
                        file + ": is longer than " + ModelEntries.LARGEST_CONFIGURATION + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be read", e);
        }
    }

    /** What Deeplearning4j calls a layer: DenseLayer, OutputLayer, …. */
    public static String kind(Network network, int l) {
        boolean last = l == network.depth();
        return switch (network.layer(l).kind()) {
            case DENSE -> last ? "OutputLayer" : "DenseLayer";
            case ACTIVATION -> last ? "LossLayer" : "ActivationLayer";
            case DROPOUT -> "DropoutLayer";
        };
    }
}
