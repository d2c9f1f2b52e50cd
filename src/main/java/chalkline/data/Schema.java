package chalkline.data;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The columns of a table and how they become a network's inputs and outputs. It travels with a trained model, so that columns
 * are found by name.
 *
 * @param features names of the feature columns, in the order of the network's inputs; at least one
 * @param labels names of the label columns; at least one, none of them a feature
 * @param classes where the single label column holds text: its class names, at least two, sorted; the network then has one
 *     output a class. Empty where labels are numbers.
 * @param categories of each feature column that holds names: these, at least one, sorted; the network has one input a
 *     category, which is 1 in the rows of that category and else 0. The empty name is that of a missing text. Other feature
 *     columns hold numbers.
 * @param types of the columns that are neither plain numbers nor names
 * @param identifiers columns of the training file that only say which row is which; an unnamed one has the empty name
 * @param unseen how other categories are treated
 */
public record Schema(
        List<String> features,
        List<String> labels,
        List<String> classes,
        Map<String, List<String>> categories,
        Map<String, ColumnType> types,
        List<String> identifiers,
        Unseen unseen) {
    private static final int MOST_COLUMNS = 100_000;
    private static final int MOST_CLASSES = 10_000;
    private static final int MOST_INPUTS = 1_000_000;
    private static final int LONGEST_NAME = 1_000;

    public Schema {
        features = List.copyOf(features);
        labels = List.copyOf(labels);
        classes = List.copyOf(classes);
        categories = categories.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
        if (features.isEmpty()) {
            throw new IllegalArgumentException("there is no feature column");
        }
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("there is no label column");
        }
        if (features.size() + labels.size() > MOST_COLUMNS) {
            throw new IllegalArgumentException("there are " + (features.size() + labels.size())
                    + " columns, more than the " + MOST_COLUMNS + " that are supported");
        }
        Set<String> columns = new HashSet<>();
        features.forEach(name -> requireNew(columns, name));
        labels.forEach(name -> requireNew(columns, name));
        if (!classes.isEmpty()) {
            requireClasses(labels, classes);
        }
        requireCategories(features, categories);
        types = Map.copyOf(types);
        identifiers = List.copyOf(identifiers);
        types.keySet().forEach(name -> {
            if (!columns.contains(name)) {
                throw new IllegalArgumentException("there is a type of " + Sentences.quoted(name)
                        + ", which is neither a feature nor a label column");
            }
        });
        identifiers.forEach(name -> {
            if (columns.contains(name)) {
                throw new IllegalArgumentException(
                        "column " + Sentences.quoted(name) + " cannot be an identifier and something else");
            }
        });
    }

    /** All numbers are plain, and no other category than these may occur. */
    public Schema(
            List<String> features, List<String> labels, List<String> classes, Map<String, List<String>> categories) {
        this(features, labels, classes, categories, Map.of(), List.of(), Unseen.REFUSE);
    }

    /** All features are plain numbers. */
    public Schema(List<String> features, List<String> labels, List<String> classes) {
        this(features, labels, classes, Map.of());
    }

    private static void requireCategories(List<String> features, Map<String, List<String>> categories) {
        long inputs = features.size();
        Set<String> columns = Set.copyOf(features);
        for (Map.Entry<String, List<String>> entry : categories.entrySet()) {
            if (!columns.contains(entry.getKey())) {
                throw new IllegalArgumentException(
                        "there are categories of " + Sentences.quoted(entry.getKey()) + ", which is no feature column");
            }
            if (entry.getValue().isEmpty()) {
                throw new IllegalArgumentException(
                        "feature column " + Sentences.quoted(entry.getKey()) + " has no categories");
            }
            List<String> names = entry.getValue();
            requireSorted("category", names.get(0).isEmpty() ? names.subList(1, names.size()) : names);
            inputs += entry.getValue().size() - 1;
        }
        if (inputs > MOST_INPUTS) {
            throw new IllegalArgumentException("the feature columns and their categories are " + inputs
                    + " inputs, more than the " + MOST_INPUTS + " that are supported");
        }
    }

    private static void requireNew(Set<String> columns, String name) {
        requireName("column", name);
        if (!columns.add(name)) {
            throw new IllegalArgumentException("column " + Sentences.quoted(name) + " occurs twice");
        }
    }

    private static void requireClasses(List<String> labels, List<String> classes) {
        if (labels.size() != 1) {
            throw new IllegalArgumentException("classes need one label column, not " + labels.size());
        }
        if (classes.size() == 1) {
            throw new IllegalArgumentException("there is only one class, " + Sentences.quoted(classes.get(0))
                    + ", in label column " + Sentences.quoted(labels.get(0)));
        }
        if (classes.size() > MOST_CLASSES) {
            throw new IllegalArgumentException("label column " + Sentences.quoted(labels.get(0)) + " has "
                    + classes.size() + " classes, more than the " + MOST_CLASSES + " that are supported");
        }
        requireSorted("class", classes);
    }

    private static void requireSorted(String what, List<String> names) {
        for (int k = 0; k < names.size(); k++) {
            requireName(what, names.get(k));
            if (k > 0 && names.get(k - 1).compareTo(names.get(k)) >= 0) {
                throw new IllegalArgumentException(what + " " + Sentences.quoted(names.get(k)) + " must come before "
                        + Sentences.quoted(names.get(k - 1)) + ", and only once");
            }
        }
    }

    private static void requireName(String what, String name) {
        if (name.isBlank() || !name.equals(name.strip())) {
            throw new IllegalArgumentException(
                    what + " name " + Sentences.quoted(name) + " is blank or has spaces around it");
        }
        if (!isName(name)) {
            throw new IllegalArgumentException(what + " name " + Sentences.quoted(name) + " is longer than "
                    + LONGEST_NAME + " characters or has control characters");
        }
    }

    /** Whether a text is short enough for a name, and without control characters. */
    static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
    }

    /** Width of the network's input. */
    public int inputs() {
        return new InputLayout(this).width();
    }

    /** Where the inputs of a feature column begin among all inputs, and where those of the next one do. */
    public int[] inputsOf(int feature) {
        InputLayout layout = new InputLayout(this);
        return new int[] {layout.place(feature), layout.place(feature + 1)};
    }

    /** Names of the network's inputs: the column, {@code column=category}, or the part of a date. */
    public List<String> inputNames() {
        return new InputLayout(this).names();
    }

    /** How the cells of a column without names are read. */
    public ColumnType type(String column) {
        return types.getOrDefault(column, ColumnType.NUMERIC);
    }

    /** Whether the feature column, counted from 0, holds names. */
    boolean isCategorical(int feature) {
        return categories.containsKey(features.get(feature));
    }

    /** Width of the network's output: one a class, else one a label column. */
    public int outputs() {
        return outputNames().size();
    }

    /** Names of the network's outputs: the classes, else the label columns. */
    public List<String> outputNames() {
        return classes.isEmpty() ? labels : classes;
    }

    /** This schema for {@link #fromJson}. */
    public String toJson() {
        JsonObject object = new JsonObject();
        object.add("features", array(features));
        object.add("labels", array(labels));
        object.add("classes", array(classes));
        if (!categories.isEmpty()) {
            JsonObject byName = new JsonObject();
            features.stream()
                    .filter(categories::containsKey)
                    .forEach(feature -> byName.add(feature, array(categories.get(feature))));
            object.add("categories", byName);
        }
        if (!types.isEmpty()) {
            JsonObject byName = new JsonObject();
            new TreeMap<>(types).forEach((name, type) -> byName.add(name, array(type.toWords())));
            object.add("types", byName);
        }
        if (!identifiers.isEmpty()) {
            object.add("identifiers", array(identifiers));
        }
        if (unseen != Unseen.REFUSE) {
            object.addProperty("unseen", unseen.label());
        }
        return object.toString();
    }

    private static JsonArray array(List<String> names) {
        JsonArray array = new JsonArray(names.size());
        names.forEach(array::add);
        return array;
    }

    /**
     * The schema that {@link #toJson} wrote; anything else is refused.
     *
     * @param where the file, for messages
     * @throws InvalidInputException where the text is not exactly such a schema
     */
    public static Schema fromJson(String json, String where) {
        JsonValue fields = JsonValue.parse(
                where, json, "features", "labels", "classes", "categories", "types", "identifiers", "unseen");
        Map<String, List<String>> categories = lists(fields, "categories");
        Map<String, ColumnType> types = new HashMap<>();
        try {
            lists(fields, "types").forEach((name, words) -> types.put(name, ColumnType.ofWords(words)));
            return new Schema(
                    fields.get("features").texts(),
                    fields.get("labels").texts(),
                    fields.get("classes").texts(),
                    categories,
                    types,
                    fields.find("identifiers").map(JsonValue::texts).orElse(List.of()),
                    fields.find("unseen")
                            .map(JsonValue::text)
                            .map(Unseen::named)
                            .orElse(Unseen.REFUSE));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }

    /** Lists of texts by the name of their column; none where the key was left out. */
    private static Map<String, List<String>> lists(JsonValue fields, String key) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        fields.find(key).ifPresent(all -> all.entries().forEach((column, texts) -> lists.put(column, texts.texts())));
        return lists;
    }
}
