package chalkline.config;

import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A value that two configurations do not share.
 *
 * @param key where it stands: {@code training.epochs}, {@code network.layers[0].dense.units}
 * @param one as the first one has it; empty where it has none
 * @param other as the second one has it; empty where it has none
 */
public record ConfigurationDifference(String key, String one, String other) {

    /**
     * The values in which two configurations differ, in the order of the first one.
     *
     * @throws chalkline.network.InvalidInputException where a text is not YAML
     */
    public static List<ConfigurationDifference> between(String one, String other) {
        Map<String, String> ofOne = values(one);
        Map<String, String> ofOther = values(other);
        Set<String> keys = new LinkedHashSet<>(ofOne.keySet());
        keys.addAll(ofOther.keySet());
        List<ConfigurationDifference> differences = new ArrayList<>();
        for (String key : keys) {
            String here = ofOne.getOrDefault(key, "");
            String there = ofOther.getOrDefault(key, "");
            if (!here.equals(there)) {
                differences.add(new ConfigurationDifference(key, here, there));
            }
        }
        return differences;
    }

    private static Map<String, String> values(String yaml) {
        Map<String, String> values = new LinkedHashMap<>();
        add("", YamlParser.parse("config.resolved.yaml", yaml), values);
        return values;
    }

    private static void add(String path, YamlNode node, Map<String, String> values) {
        if (node instanceof YamlNode.Scalar scalar) {
            values.put(path, scalar.text());
        } else if (node instanceof YamlNode.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                add(path + "[" + i + "]", list.items().get(i), values);
            }
        } else if (node instanceof YamlNode.Mapping map) {
            String before = path.isEmpty() ? "" : path + ".";
            map.entries().forEach(entry -> add(before + entry.key().text(), entry.value(), values));
        }
    }
}
