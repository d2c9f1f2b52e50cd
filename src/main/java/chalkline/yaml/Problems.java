package chalkline.yaml;

import chalkline.network.InvalidInputException;
import chalkline.yaml.YamlNode.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is wrong with one file, collected while it is read and thrown together. */
public final class Problems {
    /** A person reads no more at once, and a hostile file must not fill the memory with sentences. */
    private static final int MAX_SHOWN = 50;

    private static final int MAX_LENGTH = 60;

    private final String file;
    private final YamlNode root;
    private final List<Problem> found = new ArrayList<>();
    private int dropped;

    private record Problem(Position position, String path, String message) {}

    public Problems(String file, YamlNode root) {
        this.file = file;
        this.root = root;
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
        if (found.size() < 20 * MAX_SHOWN) {
            found.add(new Problem(position, path, message));
        } else {
            dropped++;
        }
    }

    /** How many there are so far. */
    public int count() {
        return found.size() + dropped;
    }

    /** Throws every problem, if there is one. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    /** Every problem in the order of the file; there is at least one. */
    public InvalidInputException exception() {
        found.sort(Comparator.comparingInt((Problem p) -> p.position().line())
                .thenComparingInt(p -> p.position().column()));
        List<String> sentences = new ArrayList<>();
        for (Problem problem : found.subList(0, Math.min(MAX_SHOWN, found.size()))) {
            sentences.add(sentence(file, Optional.of(problem.position()), problem.path(), problem.message()));
        }
        int more = found.size() - sentences.size() + dropped;
        if (more > 0) {
            sentences.add(file + ": and " + more + " more");
        }
        return new InvalidInputException(sentences);
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

    /** "1 row", "2 rows". */
    public static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Text from a file, fit for a line of a terminal: shortened, and without control characters. */
    public static String shown(String text) {
        String start = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
        return start.replaceAll("\\p{Cntrl}", "�");
    }

    /** A node as a message names it: what stands there, or its kind. */
    public static String shown(YamlNode node) {
        if (node instanceof YamlNode.Sequence) {
            return "a list";
        }
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.plain() ? shown(scalar.text()) : "the text \"" + shown(scalar.text()) + "\"";
        }
        return "a map";
    }
}
