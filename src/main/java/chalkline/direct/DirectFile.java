package chalkline.direct;

import chalkline.files.FileFailure;
import chalkline.modelzip.ConfigurationGuard;
import chalkline.modelzip.JsonNetworkReader;
import chalkline.modelzip.ModelEntries;
import chalkline.modelzip.ParameterOrder;
import chalkline.modelzip.SavedArray;
import chalkline.modelzip.ZipNormalizer;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.training.Engine;
import chalkline.training.Preprocessing;
import chalkline.training.SavedScaling;
import chalkline.training.State;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Model zips, and configurations alone, as models of this engine. */
final class DirectFile {
    private DirectFile() {}

    /** A model as it was saved, by whatever engine. */
    static Engine.Loaded load(Path file) {
        String where = file.toString();
        try (ModelEntries entries = ModelEntries.open(file, where)) {
            Optional<ZipNormalizer> normalizer = entries.normalizer();
            Map<String, byte[]> own = entries.own();
            DirectModel model = model(entries, where);
            Network network = model.network(where);
            normalizer
                    .filter(found -> own.containsKey(Preprocessing.NORMALIZER))
                    .ifPresent(found -> found.requireSame(
                            normalizer(own, where), network.precision(), Preprocessing.NORMALIZER, where));
            return new Engine.Loaded(
                    model,
                    own,
                    normalizer.map(found -> new SavedScaling(
                            ModelEntries.NORMALIZER,
                            found.label(),
                            found.ofFeatures(network.inputs()),
                            found.ofLabels())));
        }
    }

    /** A model's normalisation in Deeplearning4j's form; empty where it has no such form. */
    static Optional<ZipNormalizer> normalizer(Map<String, byte[]> entries, String where) {
        return entries.containsKey(Preprocessing.NORMALIZER)
                ? Preprocessing.fromEntries(entries, where)
                        .flatMap(known -> ZipNormalizer.of(known.normalizer(), known.labelNormalizer()))
                : Optional.empty();
    }

    private static DirectModel model(ModelEntries entries, String where) {
        JsonObject json = entries.configuration();
        String whereSaved = where + ": " + ModelEntries.CONFIGURATION;
        SavedArray coefficients = entries.coefficients(JsonNetworkReader.parameters(json, whereSaved));
        if (!json.has("dataType")) {
            // Until 1.0.0-beta3 the parameters alone had a type.
            json.addProperty("dataType", coefficients.precision() == Precision.FLOAT32 ? "FLOAT" : "DOUBLE");
        }
        Network network = covered(JsonNetworkReader.read(where, json.toString(), coefficients.toDoubles()));
        coefficients.require(coefficients.length(), network.precision(), where + ": " + ModelEntries.COEFFICIENTS);
        ParameterOrder order = new ParameterOrder(network);
        DirectModel model = new DirectModel(network);
        Map<StepId, Matrix> arrays = new LinkedHashMap<>(model.state().arrays());
        if (entries.hasUpdaterState()) {
            long length = order.length(order.kept());
            SavedArray kept = entries.updaterState(coefficients.length(), network.precision())
                    .require(length, network.precision(), where + ": " + ModelEntries.UPDATER_STATE);
            arrays.putAll(order.split(order.kept(), kept.toDoubles()));
        }
        model.restore(new State(arrays, count(json, "iterationCount"), count(json, "epochCount")));
        return model;
    }

    private static Network covered(Network network) {
        Coverage.refusal(network).ifPresent(sentence -> {
            throw new InvalidInputException(sentence);
        });
        return network;
    }

    private static long count(JsonObject json, String name) {
        return json.has(name) ? json.get(name).getAsLong() : 0;
    }

    /** The network of a model with its parameters, or of a configuration alone without any. */
    static Network network(Path file) {
        byte[] start = start(file);
        if (start.length > 0 && start[0] == 'P') {
            return load(file).model().network(file.toString());
        }
        JsonObject json = ConfigurationGuard.check(start, file.toString());
        if (!json.has("dataType")) {
            json.addProperty("dataType", "FLOAT");
        }
        long parameters = JsonNetworkReader.parameters(json, file.toString());
        return covered(JsonNetworkReader.read(file.toString(), json.toString(), new double[(int) parameters]))
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
}
