package chalkline.yaml;

import chalkline.network.InvalidInputException;
import chalkline.network.Problems;
import chalkline.network.Refusal;
import chalkline.network.Sentences;
import chalkline.yaml.YamlNode.Position;
import java.util.List;
import java.util.Optional;

/** Collects the problems of one YAML file, each with the place of its node. */
public final class YamlProblems {
    private static final int MOST_SHOWN = 50;

    private final String file;
    private final YamlNode root;
    private final Problems problems;

    public YamlProblems(String file, YamlNode root) {
        this.file = file;
        this.root = root;
        this.problems = new Problems(file + ": ", file + ":", MOST_SHOWN);
    }

    /** Adds a problem at this path, or at its nearest existing parent. */
    public void add(String path, String message) {
        String place = path;
        Optional<YamlNode> node = root.at(place);
        while (node.isEmpty()) {
            place = place.substring(0, Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))));
            node = root.at(place);
        }
        add(node.get().position(), path, message);
    }

    public void add(Position position, String path, String message) {
        problems.add(position.line(), position.column(), sentence(file, Optional.of(position), path, message));
    }

    /** Adds a problem that would also keep the network from learning. */
    public void add(Refusal.Kind kind, String path, String message, String... mend) {
        add(path, message);
        problems.add(new Refusal(kind, path, message, List.of(mend)));
    }

    /** The number of problems so far. */
    public int count() {
        return problems.count();
    }

    /** Throws all problems, if there are any. */
    public void throwIfAny() {
        problems.throwIfAny();
    }

    /** All problems in the order of the file, at least one. */
    public InvalidInputException exception() {
        return problems.exception();
    }

    /**
     * {@code file:line:column: path: message}; the path of the whole file is empty. For a value from the command line, its
     * option takes the place of file, line and column.
     */
    public static String sentence(String file, Optional<Position> position, String path, String message) {
        return position.flatMap(Position::option)
                        .orElseGet(() -> file
                                + position.map(p -> ":" + p.line() + ":" + p.column())
                                        .orElse(""))
                + (path.isEmpty() ? "" : ": " + path)
                + ": " + message;
    }

    /** How a message names a node: its text, or its kind. */
    public static String shown(YamlNode node) {
        if (node instanceof YamlNode.Sequence) {
            return "a list";
        }
        if (node instanceof YamlNode.Scalar scalar) {
            String text = Sentences.shown(scalar.text());
            return scalar.plain() ? text : "the text \"" + text + "\"";
        }
        return "a map";
    }
}
