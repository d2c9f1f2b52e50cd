package chalkline.yaml;

import chalkline.network.InvalidInputException;
import chalkline.network.Problems;
import chalkline.network.Refusal;
import chalkline.network.Sentences;
import chalkline.yaml.YamlNode.Position;
import java.util.List;
import java.util.Optional;

/** What is wrong with one YAML file, by the places of its nodes. */
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

    /** A problem of the node at this path, or of its nearest parent that exists. */
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

    /** A problem of the value at this path that is also why the network would not learn. */
    public void add(Refusal.Kind kind, String path, String message, String... mend) {
        add(path, message);
        problems.add(new Refusal(kind, path, message, List.of(mend)));
    }

    /** How many there are so far. */
    public int count() {
        return problems.count();
    }

    /** Throws every problem, if there is one. */
    public void throwIfAny() {
        problems.throwIfAny();
    }

    /** Every problem in the order of the file; there is at least one. */
    public InvalidInputException exception() {
        return problems.exception();
    }

    /**
     * {@code file:line:column: path: message}; the path of the whole file is empty. An option of the command line stands for
     * file, line and column.
     */
    public static String sentence(String file, Optional<Position> position, String path, String message) {
        return position.flatMap(Position::option)
                        .orElseGet(() -> file
                                + position.map(p -> ":" + p.line() + ":" + p.column())
                                        .orElse(""))
                + (path.isEmpty() ? "" : ": " + path)
                + ": " + message;
    }

    /** A node as a message names it: what stands there, or its kind. */
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
