package chalkline.config;

import chalkline.data.Normalizer;
import chalkline.network.InvalidInputException;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model file's configuration says of the model, read without a look at the files that it names.
 *
 * @param seed of the network
 * @param precision of the network
 * @param network its layers and its loss; empty where they came from a file
 * @param training how it was trained
 * @param normalization how features are scaled
 * @param labels the label columns; empty where the configuration itself has the data
 */
public record RecordedConfiguration(
        long seed,
        Precision precision,
        Optional<NetworkSpec> network,
        TrainingSpec training,
        Normalizer.Kind normalization,
        List<String> labels) {

    /** Reads it; empty where the text is not the configuration of this release, and so says nothing. */
    public static Optional<RecordedConfiguration> read(String text) {
        try {
            YamlNode root = YamlParser.parse("", text);
            if (root.at("network").isEmpty()) {
                return Optional.empty();
            }
            YamlProblems problems = new YamlProblems("", root);
            RecordedConfiguration read = new Reader(root, problems).read();
            return problems.count() == 0 ? Optional.of(read) : Optional.empty();
        } catch (InvalidInputException unreadable) {
            return Optional.empty();
        }
    }

    private record Reader(YamlNode root, YamlProblems problems) {
        private Optional<YamlValue> at(String path) {
            return root.at(path).map(node -> new YamlValue(path, node, problems));
        }

        RecordedConfiguration read() {
            Precision precision = at("precision")
                    .flatMap(field -> field.oneOf("precision", Precision.values(), Precision::label))
                    .orElse(Precision.FLOAT32);
            TrainingSpec training =
                    ConfigurationReader.training(at("training").flatMap(ConfigurationReader::sectionOfTraining));
            return new RecordedConfiguration(
                    at("seed")
                            .flatMap(field -> field.whole(Long.MIN_VALUE, Long.MAX_VALUE))
                            .orElse(Configuration.DEFAULT_SEED),
                    precision,
                    at("network.from").isPresent() ? Optional.empty() : network(precision, training),
                    training,
                    at("data.normalize").flatMap(DataReader::normalization).orElse(Normalizer.Kind.NONE),
                    at("data.train.labels").flatMap(DataReader::labels).orElse(List.of()));
        }

        private Optional<NetworkSpec> network(Precision precision, TrainingSpec training) {
            NetworkReader network = new NetworkReader(
                    precision,
                    at("notation").flatMap(field -> field.oneOf("notation", Notation.values(), Notation::label)),
                    false,
                    training.defaults(),
                    false);
            at("network").ifPresent(field -> network.read(field, Path.of("")));
            return problems.count() == 0 ? Optional.of(network.spec(false, false)) : Optional.empty();
        }
    }
}
