package chalkline.config;

import chalkline.data.CsvParts;
import chalkline.files.Addresses;
import chalkline.network.Sentences;
import chalkline.yaml.YamlFile;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import chalkline.yaml.YamlProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that a stranger's configuration cannot leave, neither by paths nor by links. Links are checked when the
 * configuration is read; someone who can change links on this machine later is outside of what this protects against.
 *
 * @param folder as written, relative to the working directory
 */
public record Confinement(Path folder) {
    /** All keys that name files. */
    private static final List<String> PATHS = List.of(
            "data.train.file",
            "data.validation.file",
            "data.test.file",
            "network.from",
            "model",
            "publish-if.not-worse-than");

    /**
     * Checks that no path of a configuration leads out, before any file is touched.
     *
     * @param file as in {@link Configuration#read}, and so are the others
     * @throws chalkline.network.InvalidInputException with every path that does
     */
    public void require(Path file, Path directory, List<String> settings) {
        YamlNode root = Configuration.set(YamlParser.parse(file.toString(), YamlFile.read(file, directory)), settings);
        YamlProblems problems = new YamlProblems(file.toString(), root);
        for (String key : PATHS) {
            root.at(key)
                    .filter(YamlNode.Scalar.class::isInstance)
                    .map(node -> ((YamlNode.Scalar) node).text())
                    .filter(text -> !contains(directory, text))
                    .ifPresent(text -> problems.add(key, Sentences.shown(text) + " " + outside()));
        }
        problems.throwIfAny();
    }

    /** The clause for a path that leads out: "is outside of jobs, which --confine does not let it leave". */
    public String outside() {
        return "is outside of " + folder + ", which --confine does not let it leave";
    }

    private boolean contains(Path directory, String text) {
        if (Addresses.isOne(text)) {
            return false;
        }
        try {
            Path path = directory.resolve(Path.of(text));
            if (!CsvParts.isSeveral(path)) {
                return contains(path);
            }
            Path whole = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
            return contains(whole) && CsvParts.of(path).stream().allMatch(this::contains);
        } catch (InvalidPathException | IOException e) {
            // Refused later, where the file is read.
            return !(e instanceof IOException);
        }
    }

    /** Whether the path, with all links followed, is in the folder; it need not exist. */
    public boolean contains(Path path) {
        try {
            Path existing = path.toAbsolutePath();
            while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
                existing = existing.getParent();
            }
            Path rest = existing.relativize(path.toAbsolutePath());
            // A dangling link has no real path.
            return existing.toRealPath().resolve(rest).normalize().startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
