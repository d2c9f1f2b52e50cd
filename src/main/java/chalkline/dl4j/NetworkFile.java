package chalkline.dl4j;

import chalkline.files.FileFailure;
import chalkline.modelzip.ConfigurationGuard;
import chalkline.modelzip.JsonNetworkReader;
import chalkline.modelzip.ModelEntries;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network to begin training with, from a file nobody needs to trust: a model zip, whose parameters it begins with, or the
 * JSON of a configuration, whose parameters Deeplearning4j draws, as it does for a new network of that configuration.
 */
final class NetworkFile {
    private final Path file;
    private final String shownName;
    private final OptionalLong seed;
    private final Optional<Precision> precision;

    private NetworkFile(Path file, OptionalLong seed, Optional<Precision> precision) {
        this.file = file;
        this.shownName = file.toString();
        this.seed = seed;
        this.precision = precision;
    }

    /**
     * @param seed instead of the file's
     * @param precision instead of the file's
     * @throws InvalidInputException where the file has no network that is safe to read, or one that cannot be built anew
     */
    static Network read(Path file, OptionalLong seed, Optional<Precision> precision) {
        return new NetworkFile(file, seed, precision).read();
    }

    private Network read() {
        Network network = network();
        long holds = seed.orElse(network.seed());
        if (holds == 0) {
            throw new InvalidInputException(shownName
                    + ": has the seed 0, which means a random one in Deeplearning4j: give a seed in the configuration");
        }
        network.contradictions().stream().findFirst().ifPresent(first -> {
            throw new InvalidInputException(
                    shownName + ": cannot be trained as Deeplearning4j would train it: " + first.message());
        });
        return network.from(holds).in(precision.orElse(network.precision()));
    }

    private Network network() {
        int first = firstByte();
        if (first == 'P') {
            return Dl4jModel.of(ModelZip.load(file, shownName).network()).network(shownName);
        }
        if (first != '{') {
            throw new InvalidInputException(
                    shownName + ": is neither a model zip nor the JSON of a Deeplearning4j configuration");
        }
        return drawn(ConfigurationGuard.check(json(), shownName));
    }

    private int firstByte() {
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            while (first == ' ' || first == '\t' || first == '\r' || first == '\n') {
                first = in.read();
            }
            return first;
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be read", e);
        }
    }

    private byte[] json() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(ModelEntries.LARGEST_CONFIGURATION + 1);
            if (bytes.length > ModelEntries.LARGEST_CONFIGURATION) {
                throw new InvalidInputException(
                        shownName + ": is longer than " + ModelEntries.LARGEST_CONFIGURATION + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be read", e);
        }
    }

    /** In the precision and by the seed that hold, so that a configuration's own draw the same numbers. */
    private Network drawn(JsonObject json) {
        // As Deeplearning4j takes a configuration that does not say.
        String ofFile = json.has("dataType") ? json.get("dataType").getAsString() : "FLOAT";
        json.addProperty(
                "dataType",
                precision.map(given -> Vocabulary.dataType(given).name()).orElse(ofFile));
        MultiLayerNetwork network;
        try {
            MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json.toString());
            ModelZip.requireLoadable(configuration, ModelZip.MOST_DRAWN, shownName);
            List<NeuralNetConfiguration> confs = configuration.getConfs();
            long holds = seed.orElse(confs.get(confs.size() - 1).getSeed());
            confs.forEach(conf -> conf.setSeed(holds));
            network = new MultiLayerNetwork(configuration);
            network.init();
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new InvalidInputException(
                    shownName + ": Deeplearning4j cannot build the network: " + Sentences.reason(e), e);
        }
        return JsonNetworkReader.read(shownName, json.toString(), NdArrays.values(network.params()));
    }
}
