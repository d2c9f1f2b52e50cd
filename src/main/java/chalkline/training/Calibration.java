package chalkline.training;

import chalkline.data.Table;
import chalkline.network.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What probabilities are worth. Of two classes they are the second one's, and so is every figure; of more, those of the class
 * that each row is predicted as. Rows with an output that is not finite are left out.
 *
 * @param of the class whose probabilities they are; empty for those of the predicted class
 * @param brier the mean of (p − y)², y being 1 where the row is of the class and else 0; of more than two classes the mean of
 *     Σ(p − y)² over all classes
 * @param bins the rows by their probability, a tenth each; those without rows are left out
 * @param thresholds what comes of calling a row of the class where its probability is at least so much; none where there are
 *     more than two classes
 */
public record Calibration(Optional<String> of, double brier, List<Bin> bins, List<Threshold> thresholds) {
    private static final int TENTHS = 10;

    /**
     * Rows with probabilities that are alike.
     *
     * @param predicted the mean of their probabilities
     * @param actual the share of them that are of the class
     * @param rows their number
     */
    public record Bin(double predicted, double actual, int rows) {}

    /**
     * What a threshold comes to; 0/0 is taken as 0.
     *
     * @param at least probability of a row that is called of the class
     * @param precision share of the rows called so that are of it
     * @param recall share of the rows of it that are called so
     * @param f1 the harmonic mean of precision and recall
     * @param called share of all rows that are called so
     */
    public record Threshold(double at, double precision, double recall, double f1, double called) {}

    public Calibration {
        bins = List.copyOf(bins);
        thresholds = List.copyOf(thresholds);
    }

    /**
     * The calibration of outputs, N × outputs; empty where they are no probabilities.
     *
     * @param rows of the table, to which the outputs belong, in their order
     */
    static Optional<Calibration> of(Table table, Matrix outputs, boolean zeroOne, int... rows) {
        if (zeroOne) {
            Matrix labels = table.labels(rows);
            return Optional.of(two(outputs, 0, table.schema().labels().get(0), i -> labels.get(i, 0) == 1));
        }
        if (!table.hasClasses()) {
            return Optional.empty();
        }
        if (outputs.columns() == 2) {
            return Optional.of(two(outputs, 1, table.schema().classes().get(1), i -> table.classOf(rows[i]) == 1));
        }
        return Optional.of(several(table, outputs, rows));
    }

    private static Calibration two(Matrix outputs, int column, String name, IntPredicate positive) {
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < outputs.rows(); i++) {
            if (ModelEvaluation.isFinite(outputs, i)) {
                pairs.add(new double[] {outputs.get(i, column), positive.test(i) ? 1 : 0});
            }
        }
        double brier = pairs.stream()
                .mapToDouble(pair -> (pair[0] - pair[1]) * (pair[0] - pair[1]))
                .average()
                .orElse(Double.NaN);
        List<Threshold> thresholds = new ArrayList<>();
        for (int tenth = 1; tenth < TENTHS; tenth++) {
            thresholds.add(threshold((double) tenth / TENTHS, pairs));
        }
        return new Calibration(Optional.of(name), brier, bins(pairs), thresholds);
    }

    private static Threshold threshold(double at, List<double[]> pairs) {
        double called = 0;
        double right = 0;
        double positive = 0;
        for (double[] pair : pairs) {
            boolean isCalled = pair[0] >= at;
            called += isCalled ? 1 : 0;
            right += isCalled ? pair[1] : 0;
            positive += pair[1];
        }
        return new Threshold(
                at,
                share(right, called),
                share(right, positive),
                share(2 * right, called + positive),
                share(called, pairs.size()));
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static Calibration several(Table table, Matrix outputs, int... rows) {
        List<double[]> pairs = new ArrayList<>();
        double brier = 0;
        for (int i = 0; i < rows.length; i++) {
            if (!ModelEvaluation.isFinite(outputs, i)) {
                continue;
            }
            int actual = table.classOf(rows[i]);
            int best = 0;
            for (int k = 0; k < outputs.columns(); k++) {
                double error = outputs.get(i, k) - (k == actual ? 1 : 0);
                brier += error * error;
                best = outputs.get(i, k) > outputs.get(i, best) ? k : best;
            }
            pairs.add(new double[] {outputs.get(i, best), best == actual ? 1 : 0});
        }
        return new Calibration(Optional.empty(), brier / pairs.size(), bins(pairs), List.of());
    }

    private static List<Bin> bins(List<double[]> pairs) {
        double[] predicted = new double[TENTHS];
        double[] actual = new double[TENTHS];
        int[] rows = new int[TENTHS];
        for (double[] pair : pairs) {
            int bin = (int) Math.max(0, Math.min(TENTHS - 1, Math.floor(pair[0] * TENTHS)));
            predicted[bin] += pair[0];
            actual[bin] += pair[1];
            rows[bin]++;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < TENTHS; bin++) {
            if (rows[bin] > 0) {
                bins.add(new Bin(predicted[bin] / rows[bin], actual[bin] / rows[bin], rows[bin]));
            }
        }
        return bins;
    }
}
