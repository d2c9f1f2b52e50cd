package chalkline.yaml;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import chalkline.yaml.YamlNode.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that replaces one in the file: {@code training.epochs=3}.
 *
 * @param option as written, with the option's name: {@code --set training.epochs=3}
 * @param path where the value belongs: {@code training.epochs}, {@code network.layers[0].dense.units}, {@code data.columns."a b"}
 * @param value the value, as YAML
 */
public record YamlOverride(String option, String path, String value) {
    private static final Pattern FORM = Pattern.compile(
            "((?:[^.\\[\\]=\\s\"]+)(?:\\.(?:[^.\\[\\]=\\s\"]+|\"(?:[^\"\\\\]|\\\\.)*\")|\\[[0-9]{1,6}])*)=(.*)");

    /**
     * Parses the text of such an option.
     *
     * @param name the option's name, for messages: {@code --set}
     * @throws InvalidInputException where the text is not {@code KEY=VALUE}
     */
    public static YamlOverride parse(String name, String text) {
        String option = name + " " + Sentences.shown(text);
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new InvalidInputException(option + ": must be KEY=VALUE, such as training.epochs=3");
        }
        return new YamlOverride(option, form.group(1), form.group(2));
    }

    /**
     * The document with the values put in, in their order. Missing maps on the way are created. The place of a new value is
     * its option.
     *
     * @throws InvalidInputException if a value is not YAML, or the path leads through something that is neither a map nor a list
     */
    public static YamlNode apply(YamlNode root, List<YamlOverride> settings) {
        YamlNode result = root;
        for (YamlOverride setting : settings) {
            Matcher parts = YamlNode.PART.matcher(setting.path);
            parts.find();
            result = setting.with(result, "", parts);
        }
        return result;
    }

    private YamlNode node() {
        Position place = new Position(option);
        return value.isBlank() ? new YamlNode.Scalar(place, "", true) : placed(YamlParser.parse(option, value), place);
    }

    /** The node with the value put in at the path; the first part of the path is matched already. */
    private YamlNode with(YamlNode node, String place, Matcher parts) {
        String part = YamlNode.key(parts.group());
        String index = parts.group(1);
        if (index != null) {
            return withItem(node, place, Integer.parseInt(index), parts);
        }
        boolean absent = node instanceof YamlNode.Scalar scalar && scalar.isNull();
        if (!absent && !(node instanceof YamlNode.Mapping)) {
            throw new InvalidInputException(
                    option + ": " + place + " is " + YamlProblems.shown(node) + ", which has no keys");
        }
        List<YamlNode.Entry> entries =
                new ArrayList<>(node instanceof YamlNode.Mapping map ? map.entries() : List.of());
        Optional<YamlNode.Entry> there = entries.stream()
                .filter(entry -> entry.key().text().equals(part))
                .findFirst();
        String path = place.isEmpty() ? part : place + "." + part;
        YamlNode child =
                there.map(YamlNode.Entry::value).orElseGet(() -> new YamlNode.Scalar(new Position(option), "", true));
        YamlNode.Scalar key =
                there.map(YamlNode.Entry::key).orElseGet(() -> new YamlNode.Scalar(new Position(option), part, true));
        YamlNode.Entry entry = new YamlNode.Entry(key, parts.find() ? with(child, path, parts) : node());
        if (there.isPresent()) {
            entries.set(entries.indexOf(there.get()), entry);
        } else {
            entries.add(entry);
        }
        return new YamlNode.Mapping(absent ? new Position(option) : node.position(), entries);
    }

    private YamlNode withItem(YamlNode node, String place, int index, Matcher parts) {
        if (!(node instanceof YamlNode.Sequence list)) {
            throw new InvalidInputException(option + ": " + place + " is "
                    + (node instanceof YamlNode.Scalar scalar && scalar.isNull()
                            ? "not there"
                            : YamlProblems.shown(node) + ", not a list"));
        }
        if (index >= list.items().size()) {
            throw new InvalidInputException(option + ": " + place + " has "
                    + Sentences.counted(list.items().size(), "item") + ", counted from 0");
        }
        List<YamlNode> items = new ArrayList<>(list.items());
        String path = place + "[" + index + "]";
        items.set(index, parts.find() ? with(items.get(index), path, parts) : node());
        return new YamlNode.Sequence(list.position(), items);
    }

    private static YamlNode placed(YamlNode node, Position place) {
        if (node instanceof YamlNode.Mapping map) {
            return new YamlNode.Mapping(
                    place,
                    map.entries().stream()
                            .map(entry -> new YamlNode.Entry(
                                    (YamlNode.Scalar) placed(entry.key(), place), placed(entry.value(), place)))
                            .toList());
        }
        if (node instanceof YamlNode.Sequence list) {
            return new YamlNode.Sequence(
                    place,
                    list.items().stream().map(item -> placed(item, place)).toList());
        }
        YamlNode.Scalar scalar = (YamlNode.Scalar) node;
        return new YamlNode.Scalar(place, scalar.text(), scalar.plain());
    }
}
