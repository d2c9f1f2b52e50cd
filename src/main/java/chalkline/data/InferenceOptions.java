package chalkline.data;

import chalkline.network.Sentences;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a table before it is read.
 *
 * @param labels names of the label columns, at least one
 * @param types of the columns whose type was given
 * @param wholeLabels how whole numbers in the single label column are read
 * @param gaps how missing values are treated
 * @param dropUnlabelled whether rows without a label are left out, not refused
 * @param unseen how a category is treated that is not in the table
 * @param advice where a person can write what mends the table
 */
public record InferenceOptions(
        List<String> labels,
        Map<String, ColumnType> types,
        WholeLabels wholeLabels,
        Gaps gaps,
        boolean dropUnlabelled,
        Unseen unseen,
        Advice advice) {

    /** How labels that are whole numbers are read. */
    public enum WholeLabels {
        /** Numbers. */
        NUMBERS,
        /** The names of classes. */
        CLASSES,
        /** The names of classes where there are few of them, each in many rows. */
        CLASSES_IF_FEW
    }

    /** How missing values are treated. */
    public enum Gaps {
        /** They are refused. */
        REFUSED,
        /** They are filled in, texts by the most frequent one. */
        FILLED,
        /** Missing numbers are filled in; missing texts are a category of their own. */
        OWN_CATEGORY
    }

    /** Where a person can write what mends the table. */
    public enum Advice {
        /** Into the configuration. */
        CONFIGURATION,
        /** Behind {@code --set}, as there is no configuration yet. */
        COMMAND_LINE
    }

    public InferenceOptions {
        labels = List.copyOf(labels);
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /** What mends the table is written into the configuration. */
    public InferenceOptions(
            List<String> labels,
            Map<String, ColumnType> types,
            WholeLabels wholeLabels,
            Gaps gaps,
            boolean dropUnlabelled,
            Unseen unseen) {
        this(labels, types, wholeLabels, gaps, dropUnlabelled, unseen, Advice.CONFIGURATION);
    }

    /** Throws where no label column is named, or one twice. */
    void requireLabels(TableProblems problems) {
        if (labels.isEmpty()) {
            problems.add("no label column is named");
        } else if (new HashSet<>(labels).size() < labels.size()) {
            problems.add("the labels " + Sentences.listed(labels) + " name a column twice");
        }
        problems.throwIfAny();
    }

    /** Nothing is known but the labels. */
    public static InferenceOptions of(List<String> labels) {
        return new InferenceOptions(labels, Map.of(), WholeLabels.NUMBERS, Gaps.OWN_CATEGORY, false, Unseen.ZEROS);
    }

    /** The same with types. */
    public InferenceOptions with(Map<String, ColumnType> others) {
        return new InferenceOptions(labels, others, wholeLabels, gaps, dropUnlabelled, unseen, advice);
    }

    /** The same with another treatment of gaps. */
    public InferenceOptions with(Gaps other) {
        return new InferenceOptions(labels, types, wholeLabels, other, dropUnlabelled, unseen, advice);
    }

    /** The same with another meaning of whole numbers. */
    public InferenceOptions with(WholeLabels other) {
        return new InferenceOptions(labels, types, other, gaps, dropUnlabelled, unseen, advice);
    }

    /** The same with another place for what mends the table. */
    public InferenceOptions with(Advice other) {
        return new InferenceOptions(labels, types, wholeLabels, gaps, dropUnlabelled, unseen, other);
    }
}
