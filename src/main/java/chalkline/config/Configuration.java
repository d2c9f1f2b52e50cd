package chalkline.config;

import chalkline.network.Conventions;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlOverride;
import chalkline.yaml.YamlParser;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One run: a network, its data and its training, with every default filled in.
 *
 * @param file the YAML file, as the person wrote its path
 * @param directory what relative paths are resolved against; empty for the working directory
 * @param text the file's content
 * @param name names the run and its default files: letters, digits, dot, underscore, hyphen
 * @param seed decides initial weights, splits and mini-batches; never 0; unused where the network's file has its own
 * @param precision what the network computes in; unused where the network's file has its own
 * @param notation how matrices are written; present wherever weights are given
 * @param network the layers and the loss, or the file that has them
 * @param data what is trained on
 * @param training how it is trained
 * @param model where the trained model goes, resolved against {@code directory}
 * @param publish the conditions under which the trained model goes there
 * @param evaluate how it is judged besides on its test rows, where that is asked for
 * @param known ids of the engine's known defects that the check accepts
 * @param points what the steps are worth where answers are marked: by step, or forward, backward, update
 * @param conventions how a course writes the step, where answers are marked
 * @param settings values that replace the file's, as on the command line: {@code training.epochs=3}
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
        Path model,
        PublishSpec publish,
        Optional<EvaluationSpec> evaluate,
        List<String> known,
        Map<String, BigDecimal> points,
        Conventions conventions,
        List<String> settings) {

    public Configuration {
        known = List.copyOf(known);
        points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
        settings = List.copyOf(settings);
    }

    /** The seed where none is given. 0 is refused: Deeplearning4j takes it for a random one. */
    public static final long DEFAULT_SEED = 42;

    /** Some gigabytes, with gradients and updater state. */
    private static final long MOST_PARAMETERS = 100_000_000;

    /** Keys that decide when a run ends, where its files are, or whether its model is published, but no number of a step. */
    private static final Pattern ELSEWHERE = Pattern.compile("(?:model|publish-if|evaluate|check|points|conventions|"
            + "  (?:from|engine|epochs|max-steps|max-minutes|early-stopping|checkpoints|keep-runs|check|on-deviation)"
            + "|\\s+file):.*");

    /**
     * Reads a configuration.
     *
     * @param file the YAML file
     * @param directory what {@code file}, and the relative paths in it, are taken from
     * @throws InvalidInputException with every problem of the file, in its order, each
     *     {@code file:line:column: key: sentence}
     */
    public static Configuration read(Path file, Path directory) {
        return read(file, directory, List.of());
    }

    /**
     * Reads a configuration with some values set from elsewhere.
     *
     * @param known ids of the engine's known defects that the check accepts
     * @param settings values that replace the file's, each {@code KEY=VALUE}: {@code training.epochs=3}
     * @throws InvalidInputException with every problem, in the file's order; a problem of a setting begins with its option
     */
    public static Configuration read(Path file, Path directory, List<String> settings) {
        return ConfigurationReader.read(file, directory, settings);
    }

    /**
     * A configuration that is not in a file yet.
     *
     * @param file its future place, for messages
     * @throws InvalidInputException as {@link #read} does
     */
    public static Configuration parse(String text, Path file, Path directory, List<String> settings) {
        return ConfigurationReader.parse(text, file, directory, settings);
    }

    /**
     * The network, with the widths that were left out taken from the data.
     *
     * @param inputs feature columns of the data
     * @param outputs label columns of the data, a class counting as one
     * @throws InvalidInputException with every width and shape that does not fit, each with its place in the file
     * @throws java.util.NoSuchElementException where a file has the network
     */
    public Network toNetwork(int inputs, int outputs) {
        YamlProblems problems = problems();
        new Shapes(problems, notation)
                .check(
                        network.inputs(),
                        network.shapes(),
                        network.loss(),
                        OptionalInt.of(inputs),
                        OptionalInt.of(outputs));
        problems.throwIfAny();
        List<Layer> layers = network.layers(inputs, outputs);
        long parameters = layers.stream()
                .mapToLong(layer -> (long) layer.inputs() * layer.units())
                .sum();
        if (parameters > MOST_PARAMETERS) {
            throw problem(
                    "network.layers", "has " + parameters + " weights; at most " + MOST_PARAMETERS + " can be trained");
        }
        return Network.sequence(
                name,
                seed,
                precision,
                layers,
                network.loss().orElseThrow(),
                training.updater(),
                training.biasUpdater(),
                training.defaults(),
                List.of());
    }

    /** The same configuration with the seed and the precision of the network that its file has. */
    public Configuration with(Network ofFile) {
        NetworkSpec.NetworkFile from = network.from().orElseThrow();
        return new Configuration(
                file,
                directory,
                text,
                name,
                ofFile.seed(),
                ofFile.precision(),
                notation,
                NetworkSpec.of(new NetworkSpec.NetworkFile(from.file(), false, false)),
                data,
                training,
                model,
                publish,
                evaluate,
                known,
                points,
                conventions,
                settings);
    }

    /**
     * Refuses points for anything that is not a step.
     *
     * @param steps the steps and sections that there are
     * @throws InvalidInputException with the place of every other name
     */
    public void requirePoints(List<String> steps) {
        YamlProblems problems = problems();
        points.keySet().stream()
                .filter(name -> !steps.contains(name))
                .forEach(name -> problems.add("points." + name, YamlValue.unknown("step", name, steps)));
        problems.throwIfAny();
    }

    /**
     * Refuses known differences that the engine does not have.
     *
     * @param ids of the engine's known differences
     * @throws InvalidInputException with the place of every other id
     */
    public void requireKnown(List<String> ids) {
        YamlProblems problems = problems();
        for (int i = 0; i < known.size(); i++) {
            int place = i;
            whyUnknown(known.get(i), ids).ifPresent(why -> problems.add("check.known[" + place + "]", why));
        }
        problems.throwIfAny();
    }

    /** A sentence where the id is none of these, with the one that was probably meant. */
    public static Optional<String> whyUnknown(String id, List<String> ids) {
        return ids.contains(id) ? Optional.empty() : Optional.of(YamlValue.unknown("known difference", id, ids));
    }

    /**
     * The network that its file has, under the name of this configuration.
     *
     * @param ofFile as it was read
     * @param inputs feature columns of the data
     * @param outputs label columns of the data, a class counting as one
     * @throws InvalidInputException where its widths are not those of the data
     */
    public Network toNetwork(Network ofFile, int inputs, int outputs) {
        YamlProblems problems = problems();
        if (ofFile.inputs() != inputs) {
            problems.add(
                    "network.from",
                    "the network has " + Sentences.counted(ofFile.inputs(), "input") + " but the data has "
                            + Sentences.counted(inputs, "feature"));
        }
        if (ofFile.outputs() != outputs) {
            problems.add(
                    "network.from",
                    "the network has " + Sentences.counted(ofFile.outputs(), "output") + " but the data needs "
                            + Sentences.counted(outputs, "output"));
        }
        problems.throwIfAny();
        return ofFile.named(name);
    }

    /** The exception for a value at this path that does not fit the data. */
    public InvalidInputException problem(String path, String message) {
        YamlProblems problems = problems();
        problems.add(path, message);
        return problems.exception();
    }

    private YamlProblems problems() {
        YamlNode root = YamlParser.parse(file.toString(), text);
        return new YamlProblems(file.toString(), set(root, settings));
    }

    /** The document with the settings applied. */
    static YamlNode set(YamlNode root, List<String> settings) {
        return YamlOverride.apply(
                root,
                settings.stream().map(text -> YamlOverride.parse("--set", text)).toList());
    }

    /** This configuration as YAML with all defaults written out; reading it gives the same configuration. */
    public String resolved() {
        return new ConfigurationWriter(this).write();
    }

    /**
     * Everything besides the content of files that decides a run's numbers, one value a line. Two runs with equal trajectories
     * take the same steps, as long as both run.
     */
    public List<String> trajectory() {
        return resolved()
                .lines()
                .filter(line -> !ELSEWHERE.matcher(line).matches())
                .toList();
    }
}
