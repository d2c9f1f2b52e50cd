package chalkline.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Examples that are trained on together.
 *
 * @param features X, N × the network's inputs
 * @param labels Y, N × the network's outputs
 * @param featureNames the columns of X
 * @param labelNames the columns of Y
 * @param mask where there is one, 1 for labels that count and 0 for masked ones: a column masks whole examples, a matrix as
 *     wide as Y single labels. The loss is still divided by N
 * @param numbers the number of each example in the table that it is from, N × 1, where that is known: the same example has
 *     the same number however a step is spread
 */
public record Batch(
        Matrix features,
        Matrix labels,
        List<String> featureNames,
        List<String> labelNames,
        Optional<Matrix> mask,
        Optional<Matrix> numbers) {
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
        mask.ifPresent(m -> requireMask(m, labels));
        numbers.ifPresent(n -> requireNumbers(n, labels));
    }

    private static void requireNumbers(Matrix numbers, Matrix labels) {
        if (numbers.rows() != labels.rows() || numbers.columns() != 1) {
            throw new IllegalArgumentException(
                    "the numbers are " + numbers.shape() + " for " + labels.rows() + " examples");
        }
    }

    private static void requireMask(Matrix mask, Matrix labels) {
        if (mask.rows() != labels.rows() || mask.columns() != 1 && mask.columns() != labels.columns()) {
            throw new IllegalArgumentException("the mask is " + mask.shape() + " but the labels are " + labels.shape());
        }
        if (Arrays.stream(mask.toArray()).anyMatch(entry -> entry != 0 && entry != 1)) {
            throw new IllegalArgumentException("a mask's entries must be 0 or 1");
        }
    }

    /** Examples whose labels all count. */
    public Batch(Matrix features, Matrix labels, List<String> featureNames, List<String> labelNames) {
        this(features, labels, featureNames, labelNames, Optional.empty());
    }

    /** Examples of no table. */
    public Batch(
            Matrix features, Matrix labels, List<String> featureNames, List<String> labelNames, Optional<Matrix> mask) {
        this(features, labels, featureNames, labelNames, mask, Optional.empty());
    }

    /** The same examples with their labels masked. */
    public Batch masked(Matrix by) {
        return new Batch(features, labels, featureNames, labelNames, Optional.of(by), numbers);
    }

    /** The same examples, which are these rows of a table. */
    public Batch numbered(int... rows) {
        double[] column = Arrays.stream(rows).asDoubleStream().toArray();
        return new Batch(
                features, labels, featureNames, labelNames, mask, Optional.of(Matrix.owning(rows.length, 1, column)));
    }

    /** N, the number of examples. */
    public int size() {
        return features.rows();
    }

    /** The first {@code rows} examples, or all where there are fewer. */
    public Batch first(int rows) {
        return rows >= size()
                ? this
                : new Batch(
                        features.firstRows(rows),
                        labels.firstRows(rows),
                        featureNames,
                        labelNames,
                        mask.map(m -> m.firstRows(rows)),
                        numbers.map(n -> n.firstRows(rows)));
    }
}
