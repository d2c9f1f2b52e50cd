package chalkline.yaml;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A YAML document as it was written: nothing is resolved, and every node knows where it starts. */
public sealed interface YamlNode {
    /** Where the node starts. */
    Position position();

    /**
     * A line and a column, both counted from 1. For a value from the command line both are 0 and the option is named.
     *
     * @param option as the person wrote it: {@code --set training.epochs=3}
     */
    record Position(int line, int column, Optional<String> option) {
        Position(int line, int column) {
            this(line, column, Optional.empty());
        }

        Position(String option) {
            this(0, 0, Optional.of(option));
        }
    }

    /**
     * Text, a number, or nothing.
     *
     * @param plain whether it was written without quotes; only then can it be a number
     */
    record Scalar(Position position, String text, boolean plain) implements YamlNode {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        /** Whether it is YAML's null. */
        public boolean isNull() {
            return plain && NULLS.contains(text);
        }
    }

    /** A list. */
    record Sequence(Position position, List<YamlNode> items) implements YamlNode {}

    /** A map as written, repeated keys included. */
    record Mapping(Position position, List<Entry> entries) implements YamlNode {}

    /** A key and its value. */
    record Entry(Scalar key, YamlNode value) {}

    /** Splits a path into its parts: {@code network}, {@code layers}, {@code [0]}, {@code "a. b"}. */
    Pattern PART = Pattern.compile("\\[([0-9]+)]|\"(?:[^\"\\\\]|\\\\.)*\"|[^.\\[]+");

    /** The key that a part of a path names; it may be quoted as in YAML. */
    static String key(String part) {
        return part.startsWith("\"") && YamlParser.parse(part, part) instanceof Scalar scalar ? scalar.text() : part;
    }

    /** The node at a path relative to this node, such as {@code network.layers[0].dense}. */
    default Optional<YamlNode> at(String path) {
        YamlNode node = this;
        Matcher parts = PART.matcher(path);
        while (parts.find()) {
            Optional<YamlNode> child = parts.group(1) == null
                    ? node.value(key(parts.group()))
                    : node.item(Integer.parseInt(parts.group(1)));
            if (child.isEmpty()) {
                return child;
            }
            node = child.get();
        }
        return Optional.of(node);
    }

    private Optional<YamlNode> value(String key) {
        return this instanceof Mapping map
                ? map.entries().stream()
                        .filter(entry -> entry.key().text().equals(key))
                        .map(Entry::value)
                        .findFirst()
                : Optional.empty();
    }

    private Optional<YamlNode> item(int index) {
        return this instanceof Sequence list && index < list.items().size()
                ? Optional.of(list.items().get(index))
                : Optional.empty();
    }
}
