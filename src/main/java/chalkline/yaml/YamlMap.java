package chalkline.yaml;

import chalkline.network.Sentences;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A map in a configuration, with its keys checked. */
public final class YamlMap {
    private final YamlValue field;
    private final Map<String, YamlValue> values = new HashMap<>();
    /** Keys already suggested for a misspelt one; they are not reported as missing as well. */
    private final Set<String> misspelt = new HashSet<>();

    private YamlMap(YamlValue field) {
        this.field = field;
    }

    public static YamlMap of(YamlValue field, YamlNode.Mapping map, List<String> keys) {
        YamlMap section = new YamlMap(field);
        Map<String, Integer> lines = new HashMap<>();
        for (YamlNode.Entry entry : map.entries()) {
            String key = entry.key().text();
            String path = field.child(Sentences.shown(key));
            Integer first = lines.putIfAbsent(key, entry.key().position().line());
            if (first != null) {
                field.problems().add(entry.key().position(), path, "given twice, first on line " + first);
            } else if (keys.contains(key)) {
                section.values.put(key, new YamlValue(path, entry.value(), field.problems()));
            } else {
                Spelling.meant(key, keys).ifPresent(section.misspelt::add);
                String hint = Spelling.hint(key, keys).orElse("; the keys here are " + String.join(", ", keys));
                field.problems().add(entry.key().position(), path, "unknown key" + hint);
            }
        }
        return section;
    }

    /** Whether the key is there, or a misspelling of it. */
    public boolean has(String key) {
        return values.containsKey(key) || misspelt.contains(key);
    }

    /** The value of an optional key. */
    public Optional<YamlValue> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a required key. */
    public Optional<YamlValue> require(String key, String example) {
        if (!values.containsKey(key) && !misspelt.contains(key)) {
            field.problem(key + " is missing; write, for example, " + key + ": " + example);
        }
        return get(key);
    }
}
