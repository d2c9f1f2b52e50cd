package chalkline.training;

import chalkline.network.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How good predicted classes are. The predicted class of a row is that of its largest output, the first of them in a tie.
 * A row with an output that is not finite has no predicted class and counts as wrong.
 *
 * @param rows number of rows
 * @param nonFinite number of rows with an output that is not finite
 * @param accuracy share of rows whose predicted class is the actual one
 * @param macroF1 the mean of F1 over the classes that occur or are predicted
 * @param auc area under the ROC curve, ties counted half. Of two classes: of the second one's output. Of more: the mean,
 *     over the classes that occur, of each against the rest. Empty where only one class occurs; NaN where an output is
 *     not finite.
 * @param logLoss the mean of −ln p, p being the actual class's output after every output was clipped to [1e−15, 1 − 1e−15]
 *     and the row divided by its sum, so that outputs that are no distribution (sigmoids) become one. NaN where an output
 *     is not finite.
 * @param majorityClass the class that most rows have, the first of them in a tie
 * @param baselineAccuracy the accuracy of always saying {@code majorityClass}
 * @param perClass one for each class of the schema, in its order
 * @param confusion confusion.get(a).get(p) rows are of class a and were predicted as p; a row without predicted class is
 *     in no column. Empty where there are more than {@value #LARGEST_CONFUSION} classes.
 */
public record ClassEvaluation(
        int rows,
        int nonFinite,
        double accuracy,
        double macroF1,
        OptionalDouble auc,
        double logLoss,
        String majorityClass,
        double baselineAccuracy,
        List<OneClass> perClass,
        List<List<Integer>> confusion)
        implements ModelEvaluation {

    /** The most classes for which a confusion matrix is made. */
    public static final int LARGEST_CONFUSION = 200;

    private static final double LEAST_PROBABILITY = 1e-15;
    private static final int NONE = -1;

    public ClassEvaluation {
        perClass = List.copyOf(perClass);
        confusion = confusion.stream().map(List::copyOf).toList();
    }

    /**
     * One class against the rest. 0/0 is taken as 0.
     *
     * @param name the class
     * @param precision share of the rows predicted as this class that are of it
     * @param recall share of the rows of this class that were predicted as it
     * @param f1 the harmonic mean of precision and recall
     * @param support number of rows of this class
     */
    public record OneClass(String name, double precision, double recall, double f1, int support) {}

    static ClassEvaluation of(List<String> classes, Matrix predictions, int... actual) {
        int rows = actual.length;
        int[] predicted =
                IntStream.range(0, rows).map(i -> argmax(predictions, i)).toArray();
        int[] support = new int[classes.size()];
        int[] said = new int[classes.size()];
        int[] right = new int[classes.size()];
        for (int i = 0; i < rows; i++) {
            support[actual[i]]++;
            if (predicted[i] != NONE) {
                said[predicted[i]]++;
            }
            if (predicted[i] == actual[i]) {
                right[actual[i]]++;
            }
        }
        List<OneClass> perClass = IntStream.range(0, classes.size())
                .mapToObj(k -> new OneClass(
                        classes.get(k),
                        share(right[k], said[k]),
                        share(right[k], support[k]),
                        share(2L * right[k], (long) said[k] + support[k]),
                        support[k]))
                .toList();
        int majority = IntStream.range(0, classes.size())
                .reduce((best, k) -> support[k] > support[best] ? k : best)
                .orElseThrow();
        return new ClassEvaluation(
                rows,
                (int) Arrays.stream(predicted).filter(k -> k == NONE).count(),
                share(Arrays.stream(right).sum(), rows),
                IntStream.range(0, classes.size())
                        .filter(k -> support[k] + said[k] > 0)
                        .mapToDouble(k -> perClass.get(k).f1())
                        .average()
                        .orElseThrow(),
                auc(predictions, actual, support),
                logLoss(predictions, actual),
                classes.get(majority),
                share(support[majority], rows),
                perClass,
                confusion(classes.size(), actual, predicted));
    }

    /** The log loss of always saying each class as probable as it is frequent in these rows, −Σ p·ln p. */
    public double baselineLogLoss() {
        return perClass.stream()
                .filter(one -> one.support() > 0)
                .mapToDouble(one -> (double) one.support() / rows)
                .map(p -> -p * Math.log(p))
                .sum();
    }

    /** The mean of F1 over the classes, each counting as often as it has rows. */
    public double weightedF1() {
        return perClass.stream().mapToDouble(one -> one.f1() * one.support()).sum() / rows;
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", accuracy);
        metrics.put("f1", macroF1);
        metrics.put("weightedF1", weightedF1());
        auc.ifPresent(value -> metrics.put("auc", value));
        metrics.put("logLoss", logLoss);
        metrics.put("baselineAccuracy", baselineAccuracy);
        return metrics;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static int argmax(Matrix predictions, int row) {
        if (!ModelEvaluation.isFinite(predictions, row)) {
            return NONE;
        }
        int best = 0;
        for (int k = 1; k < predictions.columns(); k++) {
            if (predictions.get(row, k) > predictions.get(row, best)) {
                best = k;
            }
        }
        return best;
    }

    private static OptionalDouble auc(Matrix predictions, int[] actual, int... support) {
        if (support.length == 2) {
            return auc(predictions, actual, 1);
        }
        int[] occurring =
                IntStream.range(0, support.length).filter(k -> support[k] > 0).toArray();
        if (occurring.length < 2) {
            return OptionalDouble.empty();
        }
        return Arrays.stream(occurring)
                .mapToDouble(k -> auc(predictions, actual, k).orElseThrow())
                .average();
    }

    private static OptionalDouble auc(Matrix predictions, int[] actual, int k) {
        double[] scores = IntStream.range(0, actual.length)
                .mapToDouble(i -> predictions.get(i, k))
                .toArray();
        return RocAuc.of(scores, i -> actual[i] == k);
    }

    private static double logLoss(Matrix predictions, int... actual) {
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            if (!ModelEvaluation.isFinite(predictions, i)) {
                return Double.NaN;
            }
            double rowSum = 0;
            for (int k = 0; k < predictions.columns(); k++) {
                rowSum += clipped(predictions.get(i, k));
            }
            sum -= Math.log(clipped(predictions.get(i, actual[i])) / rowSum);
        }
        return sum / actual.length;
    }

    private static double clipped(double probability) {
        return Math.max(LEAST_PROBABILITY, Math.min(probability, 1 - LEAST_PROBABILITY));
    }

    private static List<List<Integer>> confusion(int classes, int[] actual, int... predicted) {
        if (classes > LARGEST_CONFUSION) {
            return List.of();
        }
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < actual.length; i++) {
            if (predicted[i] != NONE) {
                counts[actual[i]][predicted[i]]++;
            }
        }
        List<List<Integer>> confusion = new ArrayList<>();
        for (int[] row : counts) {
            confusion.add(Arrays.stream(row).boxed().toList());
        }
        return confusion;
    }
}
