package chalkline.config;

import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.yaml.Problems;
import chalkline.yaml.YamlParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One run: a network, its data and its training, with every default filled in.
 *
 * @param file the YAML file, as the person wrote its path
 * @param directory what relative paths were taken from; empty for the working directory
 * @param text the file's content
 * @param name names the run and its default files: letters, digits, dot, underscore, hyphen
 * @param seed decides initial weights, splits and mini-batches; never 0
 * @param precision what the network computes in
 * @param notation how the person writes matrices, where they said so; always there where weights are given
 * @param network the layers and the loss
 * @param data what is trained on
 * @param training how it is trained
 * @param model where the trained model goes, resolved against {@code directory}
 */
public record Configuration(
        Path file,
        Path directory,
        String text,
        String name,
        long seed,
        Precision precision,
        Optional<Notation> notation,
        NetworkSpec network,
        DataSpec data,
        TrainingSpec training,
        Path model) {

    /** The seed where none is given. 0 is refused: Deeplearning4j takes it for a random one. */
    public static final long DEFAULT_SEED = 42;

    /**
     * Reads a configuration.
     *
     * @param file the YAML file
     * @param directory what {@code file}, and the relative paths in it, are taken from
     * @throws InvalidInputException with every problem of the file, in its order, each
     *     {@code file:line:column: key: sentence}
     */
    public static Configuration read(Path file, Path directory) {
        return ConfigurationReader.read(file, directory);
    }

    /**
     * The network, with the widths that were left out taken from the data.
     *
     * @param inputs feature columns of the data
     * @param outputs label columns of the data, a class counting as one
     * @throws InvalidInputException with every width and shape that does not fit, each with its place in the file
     */
    public Network toNetwork(int inputs, int outputs) {
        Problems problems = new Problems(file.toString(), YamlParser.parse(file.toString(), text));
        new Shapes(problems, notation)
                .check(
                        network.inputs(),
                        network.shapes(),
                        Optional.of(network.loss()),
                        OptionalInt.of(inputs),
                        OptionalInt.of(outputs));
        problems.throwIfAny();
        return new Network(
                name,
                seed,
                precision,
                network.layers(inputs, outputs),
                network.loss(),
                training.updater(),
                training.biasUpdater(),
                training.defaults(),
                List.of());
    }

    /**
     * What to throw where a key turns out not to fit the data.
     *
     * @param key its path, such as {@code data.class-weights}
     */
    public InvalidInputException refusal(String key, String sentence) {
        Problems problems = new Problems(file.toString(), YamlParser.parse(file.toString(), text));
        problems.add(key, sentence);
        return problems.exception();
    }

    /** This configuration as YAML with every default written out; it reads back as the same configuration. */
    public String resolved() {
        return new ConfigurationWriter(this).write();
    }
}
