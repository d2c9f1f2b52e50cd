package chalkline.data;

import chalkline.network.InvalidInputException;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the columns of a table mean to a network. It travels with a trained model, so that columns are found by name.
 *
 * @param features names of the input columns, in the order of the network's inputs; at least one
 * @param labels names of the label columns; at least one, none of them a feature
 * @param classes where the single label column holds text: its class names, at least two, sorted; the network then has one
 *     output a class. Empty where labels are numbers.
 */
public record Schema(List<String> features, List<String> labels, List<String> classes) {
    private static final int MOST_COLUMNS = 100_000;
    private static final int MOST_CLASSES = 10_000;
    private static final int LONGEST_NAME = 1_000;

    public Schema {
        features = List.copyOf(features);
        labels = List.copyOf(labels);
        classes = List.copyOf(classes);
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
        for (int k = 0; k < classes.size(); k++) {
            requireName("class", classes.get(k));
            if (k > 0 && classes.get(k - 1).compareTo(classes.get(k)) >= 0) {
                throw new IllegalArgumentException("class " + Sentences.quoted(classes.get(k)) + " must come before "
                        + Sentences.quoted(classes.get(k - 1)) + ", and only once");
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

    /** Width of the network's input. */
    public int inputs() {
        return features.size();
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
        Map<String, List<String>> fields = StrictJson.read(
                json,
                where,
                Map.of(
                        "features", StrictJson.Field.TEXTS,
                        "labels", StrictJson.Field.TEXTS,
                        "classes", StrictJson.Field.TEXTS));
        try {
            return new Schema(fields.get("features"), fields.get("labels"), fields.get("classes"));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }
}
