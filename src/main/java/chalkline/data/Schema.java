package chalkline.data;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the columns of a table mean to a network. It travels with a trained model, so that columns are found by name.
 *
 * @param features names of the feature columns, in the order of the network's inputs; at least one
 * @param labels names of the label columns; at least one, none of them a feature
 * @param classes where the single label column holds text: its class names, at least two, sorted; the network then has one
 *     output a class. Empty where labels are numbers.
 * @param categories of each feature column that holds names: these, at least one, sorted; the network has one input a
 *     category, which is 1 in the rows of that category and else 0. Other feature columns hold numbers.
 */
public record Schema(
        List<String> features, List<String> labels, List<String> classes, Map<String, List<String>> categories) {
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
    }

    /** All features are numbers. */
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
            requireSorted("category", entry.getValue());
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
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " name " + Sentences.quoted(name) + " is longer than "
                    + LONGEST_NAME + " characters or has control characters");
        }
    }

    /** Width of the network's input: one for each feature of numbers, and one for each category of the others. */
    public int inputs() {
        return features.stream().mapToInt(this::width).sum();
    }

    private int width(String feature) {
        return categories.containsKey(feature) ? categories.get(feature).size() : 1;
    }

    /** How many inputs each feature column is, in their order. */
    int[] widths() {
        return features.stream().mapToInt(this::width).toArray();
    }

    /** Whether the feature column, counted from 0, holds names. */
    boolean isCategorical(int feature) {
        return categories.containsKey(features.get(feature));
    }

    /** Names of the network's inputs: the column, or {@code column=category}. */
    public List<String> inputNames() {
        if (categories.isEmpty()) {
            return features;
        }
        List<String> names = new ArrayList<>();
        for (String feature : features) {
            if (categories.containsKey(feature)) {
                categories.get(feature).forEach(category -> names.add(feature + "=" + category));
            } else {
                names.add(feature);
            }
        }
        return names;
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
        JsonValue fields = JsonValue.parse(where, json, "features", "labels", "classes", "categories");
        Map<String, List<String>> categories = new LinkedHashMap<>();
        fields.find("categories")
                .ifPresent(all -> all.entries().forEach((column, texts) -> categories.put(column, texts.texts())));
        try {
            return new Schema(
                    fields.get("features").texts(),
                    fields.get("labels").texts(),
                    fields.get("classes").texts(),
                    categories);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }
}
