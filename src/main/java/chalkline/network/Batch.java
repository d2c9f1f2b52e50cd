package chalkline.network;

import java.util.List;

/**
 * Examples that are trained on together.
 *
 * @param features X, N × the network's inputs
 * @param labels Y, N × the network's outputs
 * @param featureNames the columns of X
 * @param labelNames the columns of Y
 */
public record Batch(Matrix features, Matrix labels, List<String> featureNames, List<String> labelNames) {
    public Batch {
        featureNames = List.copyOf(featureNames);
        labelNames = List.copyOf(labelNames);
        if (features.rows() != labels.rows()) {
            throw new IllegalArgumentException(
                    features.rows() + " rows of features but " + labels.rows() + " rows of labels");
        }
        if (featureNames.size() != features.columns() || labelNames.size() != labels.columns()) {
            throw new IllegalArgumentException(featureNames.size() + " and " + labelNames.size() + " column names for "
                    + features.columns() + " and " + labels.columns() + " columns");
        }
    }

    /** N, the number of examples. */
    public int size() {
        return features.rows();
    }

    /** The first {@code rows} examples, or all where there are fewer. */
    public Batch first(int rows) {
        return rows >= size()
                ? this
                : new Batch(features.firstRows(rows), labels.firstRows(rows), featureNames, labelNames);
    }
}
